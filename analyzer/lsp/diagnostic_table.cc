#include "analyzer/lsp/diagnostic_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

namespace krepis::analyzer {
namespace {

/// FNV-1a, 64 bits: a change that nobody made on purpose is seen.
class Fingerprint {
 public:
  void Add(std::string_view text) {
    for (const char c : text) Byte(static_cast<unsigned char>(c));
    Byte(0xFF);
  }
  void Add(uint32_t number) {
    for (int shift = 0; shift < 32; shift += 8) Byte((number >> shift) & 0xFF);
  }
  void Add(const Location& location) {
    Add(location.span.start);
    Add(location.span.length);
    Add(location.begin.line);
    Add(location.begin.column);
    Add(location.end.line);
    Add(location.end.column);
  }
  std::string Hex() const { return fmt::format("{:016x}", hash_); }

 private:
  void Byte(uint32_t byte) { hash_ = (hash_ ^ byte) * 0x100000001B3u; }
  uint64_t hash_ = 0xCBF29CE484222325u;
};

void Add(const Diagnostic& violation, Fingerprint& print) {
  for (const std::string* text : {&violation.rule, &violation.message, &violation.because,
                                  &violation.fix, &violation.fingerprint}) {
    print.Add(*text);
  }
  print.Add(static_cast<uint32_t>(violation.severity));
  print.Add(violation.location);
  for (const Evidence& evidence : violation.evidence) {
    print.Add(evidence.path);
    print.Add(evidence.text);
    print.Add(evidence.location);
  }
}

/// All that is said of one file.
struct FileParts {
  std::vector<const Diagnostic*> violations;
  std::vector<const Error*> errors;
  std::vector<const Incomplete*> incomplete;

  std::string ResultId() const {
    Fingerprint print;
    for (const Diagnostic* violation : violations) Add(*violation, print);
    for (const Error* error : errors) {
      print.Add(error->message);
      print.Add(error->line);
      print.Add(error->column);
    }
    for (const Incomplete* file : incomplete) print.Add(file->reason);
    return print.Hex();
  }
};

constexpr int kError = 1;  // LSP 3.17, DiagnosticSeverity
constexpr int kWarning = 2;

std::string MessageOf(const Diagnostic& violation) {
  std::string message = violation.message;
  if (!violation.because.empty()) message += "\nbecause: " + violation.because;
  if (!violation.fix.empty()) message += "\nfix: " + violation.fix;
  return message;
}

}  // namespace

const RangeFinder::File& RangeFinder::Open(const std::string& path) {
  const auto [at, is_new] = files_.try_emplace(path);
  File& file = at->second;
  if (is_new) {
    std::optional<std::string> text = live_.Text(path);
    file.readable = text.has_value();
    file.text = std::move(text).value_or("");
    file.lines = LineIndex(file.text, ByteOrderMark(file.text));
  }
  return file;
}

LspRange RangeFinder::RangeOf(const std::string& path, const Location& location) {
  if (location.begin.line == 0) return {};
  const File& file = Open(path);
  if (file.readable) return file.lines.RangeOf(location.span, encoding_);
  // It has vanished meanwhile: the next analysis will say so.
  return {{location.begin.line - 1, location.begin.column - 1},
          {location.end.line - 1, location.end.column - 1}};
}

LspRange RangeFinder::RestOfLine(const std::string& path, uint32_t line, uint32_t column) {
  if (line == 0) return {};
  const LineIndex& lines = Open(path).lines;
  const uint32_t start =
      lines.OffsetOf({line - 1, column == 0 ? 0 : column - 1}, PositionEncoding::kUtf16);
  const uint32_t end =
      lines.LineStart(line - 1) + static_cast<uint32_t>(lines.Line(line - 1).size());
  return lines.RangeOf({start, std::max(start, end) - start}, encoding_);
}

Json ToJson(const Diagnostic& violation, const ClientProfile& client,
            const DiagnosticTable::UriOf& uri_of, RangeFinder& ranges) {
  Json json = {
      {"range", ToJson(ranges.RangeOf(violation.path, violation.location))},
      {"severity", violation.severity == Severity::kError ? kError : kWarning},
      {"code", violation.rule},
      {"source", "krepis"},
      {"message", MessageOf(violation)},
      {"data", {{"fingerprint", violation.fingerprint}}},
  };
  if (client.text_contents && client.code_descriptions) {
    json["codeDescription"] = {{"href", RulePageUri(violation.rule)}};
  }
  if (client.related_information && !violation.evidence.empty()) {
    Json related = Json::array();
    for (const Evidence& evidence : violation.evidence) {
      related.push_back({{"location",
                          {{"uri", uri_of(evidence.path)},
                           {"range", ToJson(ranges.RangeOf(evidence.path, evidence.location))}}},
                         {"message", evidence.text}});
    }
    json["relatedInformation"] = std::move(related);
  }
  return json;
}

std::vector<std::string> DiagnosticTable::Refresh(const LiveWorkspace& live,
                                                  const ClientProfile& client,
                                                  const UriOf& uri_of) {
  std::map<std::string_view, FileParts> parts;
  for (const Diagnostic& violation : live.report().violations) {
    parts[violation.path].violations.push_back(&violation);
  }
  for (const Error& error : live.config_errors()) {
    if (!error.path.empty() && !error.path.starts_with('/')) {
      parts[error.path].errors.push_back(&error);
    }
  }
  for (const Incomplete& file : live.report().incomplete) {
    if (!file.path.empty()) parts[file.path].incomplete.push_back(&file);
  }

  std::vector<std::string> changed;
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    if (parts.contains(entry->first)) {
      ++entry;
    } else {
      changed.push_back(entry->first);
      entry = entries_.erase(entry);
    }
  }
  RangeFinder ranges(live, client.encoding);
  for (const auto& [path, part] : parts) {
    std::string id = part.ResultId();
    Entry& entry = entries_[std::string(path)];
    if (entry.result_id == id) continue;
    entry.result_id = std::move(id);
    entry.items = Json::array();
    for (const Error* error : part.errors) {
      entry.items.push_back(
          {{"range", ToJson(ranges.RestOfLine(error->path, error->line, error->column))},
           {"severity", kError},
           {"source", "krepis"},
           {"message", error->message}});
    }
    for (const Incomplete* file : part.incomplete) {
      entry.items.push_back({{"range", ToJson(LspRange{})},
                             {"severity", kWarning},
                             {"source", "krepis"},
                             {"message", "not analysed: " + file->reason}});
    }
    for (const Diagnostic* violation : part.violations) {
      entry.items.push_back(ToJson(*violation, client, uri_of, ranges));
    }
    changed.emplace_back(path);
  }
  std::sort(changed.begin(), changed.end());
  return changed;
}

const DiagnosticTable::Entry* DiagnosticTable::Find(std::string_view path) const {
  const auto found = entries_.find(path);
  return found == entries_.end() ? nullptr : &found->second;
}

}  // namespace krepis::analyzer
