// textDocument/codeAction: ways to accept a violation, each with a reason to fill in.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "analyzer/config/rule_ids.h"
#include "analyzer/core/utf8.h"
#include "analyzer/engine/baseline_file.h"
#include "analyzer/lsp/document_view.h"
#include "analyzer/lsp/workspace_edit.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kKind = "quickfix.krepis";
/// What stands where people have to say something themselves.
constexpr std::string_view kReason = "say why";
constexpr std::chrono::days kTerm{90};

/// Whether the client asks for quick fixes, or for anything.
bool Wants(const Json& params) {
  const Json* only = Member(params, {"context", "only"});
  if (only == nullptr || !only->is_array()) return true;
  return std::any_of(only->begin(), only->end(), [](const Json& kind) {
    if (!kind.is_string()) return false;
    const std::string& name = kind.get_ref<const std::string&>();
    return name.empty() || kKind == name || kKind.starts_with(name + ".");
  });
}

std::set<std::string> FingerprintsOf(const Json& params) {
  std::set<std::string> prints;
  const Json* diagnostics = Member(params, {"context", "diagnostics"});
  if (diagnostics == nullptr || !diagnostics->is_array()) return prints;
  for (const Json& diagnostic : *diagnostics) {
    if (const Json* data = Member(diagnostic, "data")) prints.insert(Text(*data, "fingerprint"));
  }
  return prints;
}

const std::string& NameOf(const Diagnostic& violation) {
  return violation.id.empty() ? violation.rule : violation.id;
}

std::string TomlString(std::string_view text) {
  std::string written = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') written += '\\';
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      written += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
    } else {
      written += c;
    }
  }
  return written + "\"";
}

std::string_view LineEnd(const std::string& text) {
  return text.find("\r\n") == std::string::npos ? "\n" : "\r\n";
}

/// A comment on a line of its own, in front of the line of the violation.
Json Suppress(const DocumentView& view, const Diagnostic& violation) {
  if (view.IsConfig() || LanguageOf(view.path) == Language::kNone) return nullptr;
  const uint32_t line = view.lines.At(violation.location.span.start, PositionEncoding::kUtf8).line;
  const std::string_view written = view.lines.Line(line);
  const std::string_view indent =
      written.substr(0, std::min(written.find_first_not_of(" \t"), written.size()));
  return InsertInto(view, {line, 0},
                    fmt::format("{}// krepis: allow({}) why=\"{}\"{}", indent, NameOf(violation),
                                kReason, LineEnd(view.text)));
}

Json AddToBaseline(const DocumentView& view, const Diagnostic& violation) {
  const std::string& path = view.live().baseline_path();
  if (path.empty() || path.starts_with('/')) return nullptr;
  const std::optional<std::string> before = view.live().Text(path);
  BaselineFile file = ParseBaseline(before.value_or(""), path);
  if (!file.errors.empty()) return nullptr;
  file.entries.push_back(EntryOf(violation));
  return ChangeFile(view, path, before, FormatBaseline(std::move(file.entries)));
}

/// A pattern of exactly that path, or none: nothing escapes a '*'.
std::optional<std::string> PathSelector(std::string_view path) {
  if (path.empty() || path.find_first_of("*{}") != path.npos) return std::nullopt;
  return fmt::format("path:{}", path);
}

/// What `from` of an exception has to be for the violation alone (contract of krepis.toml).
std::optional<std::string> FromSide(const Model& model, const Diagnostic& violation) {
  const NodeId node = model.graph.Find(violation.from);
  if (!IsNone(node) && model.graph.is_file(node)) return PathSelector(violation.from);
  if (!IsNone(model.modules.Find(violation.from))) return violation.from;
  const std::string& from = violation.from;
  if (from.starts_with('/') || from.find(" /") != from.npos) return from;
  return PathSelector(violation.path);
}

std::optional<std::string> ToSide(const Model& model, const Diagnostic& violation) {
  const std::string_view family = RuleFamily(violation.rule);
  const bool named =
      violation.rule == "layering/unresolved" || violation.rule == "layering/undeclared";
  if (violation.to.empty() || family == "contract") return std::nullopt;
  if (family != "layering" || named) return violation.to;
  const NodeId node = model.graph.Find(violation.to);
  if (!IsNone(node)) {
    return model.graph.is_file(node) ? PathSelector(violation.to) : std::optional(violation.to);
  }
  if (!IsNone(model.modules.Find(violation.to))) return violation.to;
  return std::nullopt;
}

Json AddException(const DocumentView& view, const Diagnostic& violation) {
  const std::string path = view.live().config_path();
  if (path.empty() || path.starts_with('/') || !view.live().config_errors().empty()) return nullptr;
  const std::optional<std::string> before = view.live().Text(path);
  const std::optional<std::string> from = FromSide(view.model(), violation);
  if (!before || !from) return nullptr;
  const std::string_view end = LineEnd(*before);
  const std::chrono::year_month_day until(
      std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()) + kTerm);
  std::string after = *before;
  if (!after.empty() && !after.ends_with('\n')) after += end;
  const auto line = [&](std::string_view key, std::string_view value) {
    after += fmt::format("{} = {}{}", key, value, end);
  };
  after += fmt::format("{}[[exceptions]]{}", end, end);
  line("rule", TomlString(NameOf(violation)));
  line("from", TomlString(*from));
  if (const std::optional<std::string> to = ToSide(view.model(), violation)) {
    line("to", TomlString(*to));
  }
  line("owner", "\"@owner\"");
  line("until",
       fmt::format("{:04}-{:02}-{:02}", static_cast<int>(until.year()),
                   static_cast<unsigned>(until.month()), static_cast<unsigned>(until.day())));
  line("why", TomlString(kReason));
  return ChangeFile(view, path, before, after);
}

}  // namespace

Json CodeActions(const DocumentView& view, const Json& params) {
  Json actions = Json::array();
  const std::optional<LspRange> range = ReadRange(Member(params, "range"));
  if (!range || !Wants(params) || !view.client.action_literals) return actions;
  const uint32_t begin = view.OffsetOf(range->start);
  const uint32_t end = view.OffsetOf(range->end);
  const std::set<std::string> meant = FingerprintsOf(params);
  RangeFinder ranges(view.live(), view.client.encoding);
  for (const Diagnostic& violation : view.live().report().violations) {
    if (violation.path != view.path || violation.location.begin.line == 0) continue;
    // What judges the exceptions cannot be excepted.
    if (violation.rule.starts_with("exceptions/")) continue;
    const ByteSpan span = violation.location.span;
    const bool overlaps = span.start <= end && span.end() >= begin;
    if (meant.empty() ? !overlaps : !meant.contains(violation.fingerprint)) continue;
    const Json diagnostic = ToJson(
        violation, view.client, [&](std::string_view path) { return view.UriOf(path); }, ranges);
    const auto add = [&](std::string title, Json edit) {
      if (edit.is_null()) return;
      actions.push_back({{"title", std::move(title)},
                         {"kind", kKind},
                         {"diagnostics", Json::array({diagnostic})},
                         {"edit", std::move(edit)}});
    };
    add(fmt::format("Suppress {} here, with a reason", NameOf(violation)),
        Suppress(view, violation));
    add(fmt::format("Add to {}", view.live().baseline_path()), AddToBaseline(view, violation));
    add(fmt::format("Add an exception for {} that ends in {} days", NameOf(violation),
                    kTerm.count()),
        AddException(view, violation));
  }
  return actions;
}

}  // namespace krepis::analyzer
