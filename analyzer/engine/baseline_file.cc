#include "analyzer/engine/baseline_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "analyzer/core/escape.h"
#include "analyzer/core/utf8.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kHeader =
    "# Violations that krepis check accepts, one a line: rule, id, what depends on what, and how.\n"
    "# `krepis baseline update` takes out what is mended; where branches meet, keep the lines of "
    "both.\n";

/// Whether the character at `offset` can stand in a word as it is; sets its length.
bool Plain(std::string_view text, size_t offset, size_t& length) {
  const CodePoint point = DecodeUtf8(text, offset);
  length = point.length;
  return point.valid && point.value > ' ' && point.value != '"' && point.value != '\\' &&
         !MustEscape(point.value);
}

void AppendWord(std::string& line, std::string_view word) {
  bool plain = !word.empty() && word != "-" && word.front() != '#';
  size_t length = 0;
  for (size_t i = 0; plain && i < word.size(); i += length) plain = Plain(word, i, length);
  if (plain) {
    line += word;
    return;
  }
  line += '"';
  for (size_t i = 0; i < word.size(); i += length) {
    const bool as_it_is = Plain(word, i, length) || word[i] == ' ';
    const std::string_view character = word.substr(i, length);
    if (as_it_is) {
      line += character;
    } else if (const size_t named = std::string_view("\"\\\n\t\r").find(character.front());
               named != std::string_view::npos) {
      line += '\\';
      line += "\"\\ntr"[named];
    } else {
      for (const char byte : character)
        line += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
    }
  }
  line += '"';
}

/// Reads the words of one line; an error has the column (in bytes) as its place.
class WordReader {
 public:
  explicit WordReader(std::string_view line) : line_(line) {}

  struct Word {
    std::string text;
    bool quoted = false;
    size_t column = 0;  // of its first byte, from 0
  };
  /// Nullopt at the end of the line, and after an error.
  std::optional<Word> Next() {
    while (at_ < line_.size() && (line_[at_] == ' ' || line_[at_] == '\t')) ++at_;
    if (at_ == line_.size()) return std::nullopt;
    Word word;
    word.column = at_;
    word.quoted = line_[at_] == '"';
    if (word.quoted) return Quoted(std::move(word));
    const size_t end = std::min(line_.find_first_of(" \t", at_), line_.size());
    word.text = line_.substr(at_, end - at_);
    at_ = end;
    return word;
  }
  std::string_view error() const { return error_; }
  size_t column() const { return at_; }

 private:
  std::optional<Word> Quoted(Word word) {
    for (++at_; at_ < line_.size(); ++at_) {
      const char c = line_[at_];
      if (c == '"') {
        ++at_;
        if (at_ < line_.size() && line_[at_] != ' ' && line_[at_] != '\t')
          return Fail("a blank is missing behind the quoted word");
        return word;
      }
      if (c != '\\') {
        word.text += c;
        continue;
      }
      if (++at_ == line_.size()) break;
      if (line_[at_] == 'x') {
        unsigned byte = 0;
        const char* digits = line_.data() + at_ + 1;
        const char* end = line_.data() + std::min(at_ + 3, line_.size());
        const auto [stop, bad] = std::from_chars(digits, end, byte, 16);
        if (bad != std::errc() || stop != digits + 2) return Fail("\\x takes two hex digits");
        word.text += static_cast<char>(byte);
        at_ += 2;
      } else if (const size_t named = std::string_view("\"\\ntr").find(line_[at_]);
                 named != std::string_view::npos) {
        word.text += "\"\\\n\t\r"[named];
      } else {
        return Fail("there is no such escape; there are \\\" \\\\ \\n \\t \\r and \\xHH");
      }
    }
    at_ = word.column;
    return Fail("the quotes are not closed");
  }
  std::optional<Word> Fail(std::string_view message) {
    error_ = message;
    return std::nullopt;
  }

  std::string_view line_;
  size_t at_ = 0;
  std::string_view error_;
};

bool IsConflictMarker(std::string_view line) {
  return line.starts_with("<<<<<<<") || line.starts_with("=======") ||
         line.starts_with(">>>>>>>") || line.starts_with("|||||||");
}

/// "#2": the number of a repeated entry.
bool IsOccurrence(const WordReader::Word& word) {
  return !word.quoted && word.text.size() > 1 && word.text.front() == '#' &&
         word.text.find_first_not_of("0123456789", 1) == std::string::npos;
}

/// The entry of a line, which is not empty and no comment; sets what is wrong with it otherwise.
BaselineEntry ParseEntry(std::string_view line, Error& error) {
  BaselineEntry entry;
  const auto fail = [&](size_t column, std::string_view message) {
    error.column = LineTable(line).At(static_cast<uint32_t>(column)).column;
    error.message = message;
    return entry;
  };
  if (IsConflictMarker(line))
    return fail(0,
                "a merge conflict is left here; keep the lines of both sides, then run `krepis "
                "baseline update`");
  WordReader reader(line);
  std::vector<WordReader::Word> words;
  while (std::optional<WordReader::Word> word = reader.Next()) words.push_back(std::move(*word));
  if (!reader.error().empty()) return fail(reader.column(), reader.error());
  if (IsOccurrence(words.back())) words.pop_back();
  if (words.size() < 3 || words[0].text.find('/') == std::string::npos)
    return fail(0,
                "this is no entry: RULE ID FROM TO KIND, as in `layering/deny my-rule a.ts b.ts "
                "import`");
  entry.rule = words[0].text;
  if (words[1].quoted || words[1].text != "-") entry.id = words[1].text;
  for (size_t i = 2; i < words.size(); ++i) entry.parts.push_back(std::move(words[i].text));
  Normalize(entry);
  return entry;
}

/// Calls `visit(line, number)` for each line without its end.
template <class Visit>
void ForEachLine(std::string_view text, Visit&& visit) {
  uint32_t number = 0;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    visit(line, ++number);
  }
}

bool IsHeader(std::string_view line) {
  return !line.empty() && kHeader.find(std::string(line) + '\n') != std::string_view::npos;
}

}  // namespace

BaselineFile ParseBaseline(std::string_view text, const std::string& path) {
  BaselineFile file;
  std::string comment;
  std::set<std::string, std::less<>> lines;
  ForEachLine(text, [&](std::string_view line, uint32_t number) {
    if (line.find_first_not_of(" \t") == std::string_view::npos) return;
    if (line.front() == '#') {
      if (!IsHeader(line)) comment.append(line) += '\n';
      return;
    }
    Error error;
    BaselineEntry entry = ParseEntry(line, error);
    entry.line = number;
    entry.comment = std::exchange(comment, {});
    if (!error.message.empty()) {
      error.path = path;
      error.line = number;
      file.errors.push_back(std::move(error));
    } else if (lines.emplace(line).second) {
      file.entries.push_back(std::move(entry));
    }
  });
  return file;
}

std::string FormatEntry(const BaselineEntry& entry, uint32_t occurrence) {
  std::string line;
  AppendWord(line, entry.rule);
  line += ' ';
  if (entry.id.empty()) {
    line += '-';
  } else {
    AppendWord(line, entry.id);
  }
  for (const std::string& part : entry.parts) {
    line += ' ';
    AppendWord(line, part);
  }
  if (occurrence > 1) line += fmt::format(" #{}", occurrence);
  return line;
}

std::string FormatBaseline(std::vector<BaselineEntry> entries) {
  std::map<std::string, std::string> lines;  // to the comment of each
  std::map<std::string, uint32_t> occurrences;
  for (const BaselineEntry& entry : entries) {
    const uint32_t occurrence = ++occurrences[IdentityOf(entry)];
    lines.emplace(FormatEntry(entry, occurrence), entry.comment);
  }
  std::string text(kHeader);
  for (const auto& [line, comment] : lines) text += comment + line + '\n';
  return text;
}

std::string WithoutEntries(std::string_view text, const std::vector<BaselineEntry>& gone) {
  std::set<uint32_t> numbers;
  for (const BaselineEntry& entry : gone) numbers.insert(entry.line);
  std::set<std::string_view> lines;  // that were taken out: equal ones are one entry
  std::string kept;
  std::string comment;
  ForEachLine(text, [&](std::string_view line, uint32_t number) {
    if (line.starts_with('#') && !IsHeader(line)) {
      comment.append(line) += '\n';
      return;
    }
    const std::string above = std::exchange(comment, {});
    if (numbers.contains(number)) lines.insert(line);
    if (lines.contains(line)) return;
    kept += above;
    kept.append(line) += '\n';
  });
  return kept + comment;
}

BaselineEntry EntryOf(const Diagnostic& violation) {
  BaselineEntry entry;
  entry.rule = violation.rule;
  entry.id = violation.id;
  std::string_view key = violation.fingerprint_key;
  while (true) {
    const size_t end = key.find('\n');
    entry.parts.emplace_back(key.substr(0, end));
    if (end == std::string_view::npos) break;
    key.remove_prefix(end + 1);
  }
  Normalize(entry);
  return entry;
}

void Normalize(BaselineEntry& entry) {
  if (entry.parts.back() != "cycle") return;
  const auto end = entry.parts.end() - 1;
  std::rotate(entry.parts.begin(), std::min_element(entry.parts.begin(), end), end);
}

std::string IdentityOf(const BaselineEntry& entry) {
  return fmt::format("{}{}{}{}{}", entry.rule, '\0', entry.id, '\0', fmt::join(entry.parts, "\n"));
}

}  // namespace krepis::analyzer
