#include "tests/harness/update.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "tests/harness/expectation_line.h"

namespace krepis::testing {
namespace {

/// One line of the fixture while it is rewritten.
struct Line {
  std::string text;  // without its end
  std::string end;
  bool dropped = false;
  std::vector<std::string> below;  // lines to stand under it, without ends
};

std::vector<Line> SplitLines(std::string_view text) {
  std::vector<Line> lines;
  while (!text.empty()) {
    const size_t newline = text.find('\n');
    size_t size = std::min(newline, text.size());
    const size_t whole = newline == std::string_view::npos ? text.size() : newline + 1;
    while (size > 0 && text[size - 1] == '\r') --size;
    lines.push_back({std::string(text.substr(0, size)),
                     std::string(text.substr(size, whole - size)),
                     false,
                     {}});
    text.remove_prefix(whole);
  }
  return lines;
}

/// What starts a comment in the file at `path`; "" when it knows none.
std::string_view CommentLeader(std::string_view path) {
  const size_t dot = path.rfind('.');
  const std::string_view extension = dot == std::string_view::npos ? "" : path.substr(dot + 1);
  if (extension == "json") return "";
  for (const std::string_view hash : {"toml", "yaml", "yml", "txt", "cmake", "py"}) {
    if (extension == hash) return "#";
  }
  return "//";
}

/// The comment of carets for `location`, or nothing when no comment can draw it.
std::optional<std::string> DrawCarets(std::string_view leader, const analyzer::Location& location) {
  const analyzer::Position begin = location.begin;
  const bool open = location.end.line > begin.line;
  if (!open && location.end.column <= begin.column) return std::nullopt;
  const size_t width = open ? 1 : location.end.column - begin.column;
  std::string text(leader);
  if (begin.column == 1) {
    if (open || width < leader.size() + 2) return std::nullopt;
    return text + '<' + std::string(width - leader.size() - 1, '^');
  }
  if (begin.column <= leader.size()) return std::nullopt;
  text.append(begin.column - 1 - leader.size(), ' ');
  return text + std::string(width, '^') + (open ? "..." : "");
}

class Updater {
 public:
  explicit Updater(const Fixture& fixture) : fixture_(fixture), lines_(SplitLines(fixture.text)) {}

  void Remove(const std::vector<size_t>& missing) {
    for (const size_t index : missing) {
      const Expectation& expectation = fixture_.expectations[index];
      const FixtureFile& file = fixture_.files[expectation.file];
      if (expectation.span_line != 0) At(file, expectation.span_line).dropped = true;
      if (expectation.written_line == expectation.span_line) {
        KeepOthers(expectation, missing);
      } else {
        RewriteTail(expectation, missing);
      }
    }
  }

  void Add(const Finding& finding) {
    for (const FixtureFile& file : fixture_.files) {
      const std::string_view leader = CommentLeader(file.path);
      const uint32_t number = finding.location.begin.line;
      if (file.path != finding.path || leader.empty() || number == 0) continue;
      const size_t index = file.marker_line + number - 1;
      if (index >= lines_.size()) return;
      Write(index, leader, finding);
    }
  }

  std::string Text() const {
    std::string text;
    for (const Line& line : lines_) {
      const std::string_view end = line.end.empty() ? "\n" : std::string_view(line.end);
      if (!line.dropped) text += line.text + line.end;
      for (const std::string& below : line.below) {
        if (!text.empty() && text.back() != '\n') text += '\n';
        text += below;
        text += end;
      }
    }
    return text;
  }

 private:
  Line& At(const FixtureFile& file, uint32_t line) { return lines_[file.marker_line + line - 1]; }

  bool IsMissing(const Expectation& expectation, const std::vector<size_t>& missing) const {
    return std::any_of(missing.begin(), missing.end(),
                       [&](size_t index) { return &fixture_.expectations[index] == &expectation; });
  }

  /// ` error: [..] ".."` for each expectation written on the same line that was met.
  std::string MetOnLine(const Expectation& removed, const std::vector<size_t>& missing) const {
    std::string text;
    for (const Expectation& other : fixture_.expectations) {
      if (other.file != removed.file || other.written_line != removed.written_line ||
          IsMissing(other, missing)) {
        continue;
      }
      text += fmt::format(" {}: {}", FindingKindName(other.kind),
                          ExpectationText(other.rule, other.id, other.part));
    }
    return text;
  }

  /// A caret line with several expectations keeps those that were met.
  void KeepOthers(const Expectation& removed, const std::vector<size_t>& missing) {
    const std::string met = MetOnLine(removed, missing);
    if (met.empty()) return;
    Line& line = At(fixture_.files[removed.file], removed.written_line);
    line.dropped = false;
    line.text = line.text.substr(0, line.text.find_last_of("^.", line.text.find('[')) + 1) + met;
  }

  void RewriteTail(const Expectation& removed, const std::vector<size_t>& missing) {
    const FixtureFile& file = fixture_.files[removed.file];
    Line& line = At(file, removed.written_line);
    const size_t code_size = ReadExpectationLine(line.text).code_size;
    const std::string met = MetOnLine(removed, missing);
    if (met.empty()) {
      line.text.resize(code_size);
    } else if (code_size < line.text.size()) {
      const size_t leader_end = line.text.find(' ', line.text.find_first_not_of(" \t", code_size));
      line.text = line.text.substr(0, leader_end) + met;
    }
  }

  void Write(size_t index, std::string_view leader, const Finding& finding) {
    const std::string text =
        fmt::format(" {}: {}", FindingKindName(finding.kind),
                    ExpectationText(finding.rule, finding.id, finding.message));
    const auto carets = DrawCarets(leader, finding.location);
    Line& line = lines_[index];
    size_t last = index;  // carets of what was met stay next to their line
    while (last + 1 < lines_.size() && ReadExpectationLine(lines_[last + 1].text).carets) ++last;
    const bool first = ReadExpectationLine(line.text).expectations.empty();
    if (first) {
      line.text += line.text.empty() ? "" : " ";
      line.text += fmt::format("{}{}", leader, text);
      if (carets) line.below.insert(line.below.begin(), *carets);
    } else if (carets) {
      lines_[last].below.push_back(*carets + text);
    } else {
      line.text += text;
    }
  }

  const Fixture& fixture_;
  std::vector<Line> lines_;
};

}  // namespace

std::string Updated(const Fixture& fixture, const std::vector<Finding>& findings,
                    const Comparison& comparison) {
  Updater updater(fixture);
  updater.Remove(comparison.missing);
  for (const size_t index : comparison.surplus) updater.Add(findings[index]);
  return updater.Text();
}

}  // namespace krepis::testing
