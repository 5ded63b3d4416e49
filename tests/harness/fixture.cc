#include "tests/harness/fixture.h"

#include <fmt/format.h>

#include <algorithm>

#include "tests/harness/expectation_line.h"

namespace krepis::testing {
namespace {

using analyzer::Error;
using analyzer::Result;

/// Takes the next line, with its end, off `text`; `line` gets it without.
std::string_view TakeLine(std::string_view& text, std::string_view& line) {
  const size_t end = text.find('\n');
  const std::string_view whole = text.substr(0, end == std::string_view::npos ? end : end + 1);
  text.remove_prefix(whole.size());
  line = whole;
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  return whole;
}

bool IsSafePath(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.back() == '/') return false;
  for (size_t start = 0; start <= path.size();) {
    const size_t end = std::min(path.find('/', start), path.size());
    const std::string_view segment = path.substr(start, end - start);
    if (segment.empty() || segment == "." || segment == "..") return false;
    start = end + 1;
  }
  return true;
}

bool IsDescription(std::string_view line) {
  return line.find_first_not_of(" \t") == std::string_view::npos || line.starts_with("//") ||
         line.starts_with('#');
}

class Parser {
 public:
  Parser(std::string name, std::string text) {
    fixture_.name = std::move(name);
    fixture_.text = std::move(text);
  }

  Result<Fixture> Parse() {
    std::string_view rest = fixture_.text;
    while (!rest.empty() && error_.empty()) {
      std::string_view line;
      const std::string_view whole = TakeLine(rest, line);
      ++line_number_;
      if (const auto path = MarkedPath(line)) {
        StartFile(*path);
      } else if (!fixture_.files.empty()) {
        AddLine(whole, line);
      } else if (!IsDescription(line)) {
        error_ = "code before the first `// --- PATH` or `# --- PATH`";
      }
    }
    if (error_.empty() && fixture_.files.empty()) error_ = "no file: `// --- PATH` starts one";
    if (!error_.empty()) {
      return Error{fmt::format("{}:{}: {}", fixture_.name, line_number_, error_), fixture_.name,
                   line_number_, 1};
    }
    return std::move(fixture_);
  }

 private:
  void StartFile(std::string_view path) {
    if (!IsSafePath(path)) {
      error_ = fmt::format("`{}` is no relative path", path);
      return;
    }
    for (const FixtureFile& file : fixture_.files) {
      if (file.path == path) error_ = fmt::format("`{}` comes twice", path);
    }
    fixture_.files.push_back({std::string(path), "", line_number_});
    file_line_ = 0;
    code_line_ = 0;
  }

  void AddLine(std::string_view whole, std::string_view line) {
    fixture_.files.back().contents += whole;
    ++file_line_;
    ExpectationLine read = ReadExpectationLine(line);
    error_ = read.error;
    if (!error_.empty()) return;
    if (!read.carets) code_line_ = file_line_;
    if (code_line_ == 0) {
      error_ = "carets without a line above them";
    } else if (read.carets && read.expectations.empty()) {
      BindCarets(*read.carets);
    }
    for (Expectation& expectation : read.expectations) {
      expectation.file = fixture_.files.size() - 1;
      expectation.line = code_line_;
      expectation.written_line = file_line_;
      expectation.span = read.carets;
      expectation.span_line = read.carets ? file_line_ : 0;
      fixture_.expectations.push_back(std::move(expectation));
    }
  }

  /// The span of the first expectation at the end of the code line that has none yet.
  void BindCarets(const ColumnSpan& span) {
    for (Expectation& expectation : fixture_.expectations) {
      if (expectation.file + 1 == fixture_.files.size() && expectation.written_line == code_line_ &&
          !expectation.span) {
        expectation.span = span;
        expectation.span_line = file_line_;
        return;
      }
    }
    error_ = "carets without an expectation on the line above or beside them";
  }

  Fixture fixture_;
  std::string error_;
  uint32_t line_number_ = 0;
  uint32_t file_line_ = 0;
  uint32_t code_line_ = 0;  // the last line that is not carets
};

}  // namespace

std::string_view FindingKindName(FindingKind kind) {
  switch (kind) {
    case FindingKind::kError:
      return "error";
    case FindingKind::kWarning:
      return "warning";
    case FindingKind::kUnknown:
      return "unknown";
    case FindingKind::kChain:
      return "chain";
  }
  return "";
}

analyzer::MemoryFileSystem Fixture::FileSystem() const {
  analyzer::MemoryFileSystem system;
  for (const FixtureFile& file : files) system.Add(file.path, file.contents);
  return system;
}

Result<Fixture> ParseFixture(std::string name, std::string text) {
  return Parser(std::move(name), std::move(text)).Parse();
}

std::optional<std::string_view> MarkedPath(std::string_view line) {
  for (const std::string_view leader : {"// --- ", "# --- "}) {
    if (!line.starts_with(leader)) continue;
    std::string_view path = line.substr(leader.size());
    path = path.substr(0, path.find_last_not_of(" \t\r") + 1);
    return path;
  }
  return std::nullopt;
}

std::string ExpectationText(std::string_view rule, std::string_view id, std::string_view part) {
  std::string quoted;
  for (const char c : part) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return fmt::format("[{}{}{}] \"{}\"", rule, id.empty() ? "" : " ", id, quoted);
}

}  // namespace krepis::testing
