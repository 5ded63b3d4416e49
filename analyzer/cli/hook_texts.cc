#include "analyzer/cli/hook_texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "analyzer/core/escape.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kOwnHeader =
    "#!/bin/sh\n"
    "# Written by `krepis hook install`; `krepis hook uninstall` takes it out.\n";
/// What every command that runs krepis here has in it.
constexpr std::string_view kMark = "check --quiet --staged";

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string_view Trimmed(std::string_view line) {
  const size_t begin = line.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1);
}

bool HasLine(std::string_view text, std::string_view wanted) {
  const std::vector<std::string_view> lines = Lines(text);
  return std::any_of(lines.begin(), lines.end(),
                     [&](std::string_view line) { return Trimmed(line) == wanted; });
}

/// Whether the line says something of YAML: neither blank nor a comment.
bool Speaks(std::string_view line) {
  const std::string_view trimmed = Trimmed(line);
  return !trimmed.empty() && !trimmed.starts_with('#');
}

/// The name of a key at the outermost level that stands alone on its line; a key with a value
/// behind it has that after the colon and is none.
std::optional<std::string_view> TopKey(std::string_view line) {
  if (line.empty() || line.front() == ' ' || line.front() == '-' || line.front() == '#')
    return std::nullopt;
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view behind = Trimmed(line.substr(colon + 1));
  return behind.empty() || behind.starts_with('#') ? std::optional(line.substr(0, colon))
                                                   : std::nullopt;
}

/// A YAML scalar on one line.
std::string YamlScalar(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view(" ./_-+@").find(c) != std::string_view::npos;
  });
  if (plain) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

/// Text that a file ends with, set off from what stands before it.
std::string Appended(std::string_view before, std::string_view block, bool blank_line) {
  std::string text(before);
  if (!text.empty() && !text.ends_with('\n')) text += '\n';
  if (blank_line && !text.empty()) text += '\n';
  return text + std::string(block);
}

std::string Indented(std::string_view block, size_t columns) {
  std::string text;
  for (const std::string_view line : Lines(block))
    text += fmt::format("{:{}}{}\n", "", columns, line);
  return text;
}

}  // namespace

std::string ShellWord(std::string_view word) {
  const bool plain =
      !word.empty() && word.front() != '-' && std::all_of(word.begin(), word.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("./_-+@").find(c) != std::string_view::npos;
      });
  if (plain) return std::string(word);
  std::string quoted = word.starts_with('-') ? "'./" : "'";
  for (const char c : word) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + '\'';
}

bool FitsHooks(std::string_view name) { return EscapeForTerminal(name) == name; }

bool IsOwnGitHook(std::string_view text) {
  if (!text.starts_with(kOwnHeader)) return false;
  const std::vector<std::string_view> lines = Lines(text.substr(kOwnHeader.size()));
  return std::all_of(lines.begin(), lines.end(), [](std::string_view line) {
    return line.find(kMark) != std::string_view::npos && line.ends_with(" || exit");
  });
}

HookText AddToGitHook(std::string_view before, const std::string& command) {
  HookText result;
  const std::string line = command + " || exit";
  result.snippet = line + "\n";
  if (HasLine(before, line)) {
    result.state = HookText::State::kThere;
  } else if (before.empty() || IsOwnGitHook(before)) {
    result.state = HookText::State::kAdded;
    result.text = Appended(before.empty() ? kOwnHeader : before, result.snippet, false);
  }
  return result;
}

HookText AddToHusky(std::string_view before, const std::string& command) {
  HookText result;
  result.snippet = command + "\n";
  if (HasLine(before, command)) {
    result.state = HookText::State::kThere;
    return result;
  }
  // What never comes back would keep a line behind it from being run; what goes on in the next
  // line would swallow it.
  std::string_view last;
  for (const std::string_view line : Lines(before)) {
    if (Speaks(line)) last = Trimmed(line);
  }
  const bool ends = last.starts_with("exec ") || last.starts_with("exit") || last.ends_with('\\') ||
                    last.ends_with("&&") || last.ends_with('|');
  const bool here_document = before.find("<<") != std::string_view::npos;
  if (ends || here_document) return result;
  result.state = HookText::State::kAdded;
  result.text = Appended(before, result.snippet, false);
  return result;
}

HookText AddToLefthook(std::string_view before, const std::string& command) {
  HookText result;
  result.snippet =
      fmt::format("pre-commit:\n  commands:\n    krepis:\n      run: {}\n", YamlScalar(command));
  const std::vector<std::string_view> lines = Lines(before);
  bool safe = true;
  for (const std::string_view line : lines) {
    if (Trimmed(line) == "run: " + YamlScalar(command)) {
      result.state = HookText::State::kThere;
      return result;
    }
    // A second key of that name would replace the first; after the end of a document, or in a
    // mapping of braces, a key at the beginning of a line is something else.
    if (line.starts_with("pre-commit") || line.starts_with("\"pre-commit") ||
        line.starts_with("'pre-commit") || line.starts_with("---") || line.starts_with("...") ||
        line.starts_with('{') || line.starts_with('<') || line.starts_with('%'))
      safe = false;
  }
  if (!safe) return result;
  result.state = HookText::State::kAdded;
  result.text = Appended(before, result.snippet, true);
  return result;
}

HookText AddToPreCommit(std::string_view before, const std::string& command) {
  HookText result;
  const std::string item = fmt::format(
      "- repo: local\n"
      "  hooks:\n"
      "    - id: krepis\n"
      "      name: krepis\n"
      "      entry: {}\n"
      "      language: system\n"
      "      pass_filenames: false\n"
      "      always_run: true\n",
      YamlScalar(command));
  result.snippet = Indented(item, 2);
  if (before.empty()) {
    result.state = HookText::State::kAdded;
    result.text = "repos:\n" + result.snippet;
    return result;
  }
  // The list of repositories has to be the last thing in the file, each on lines of its own.
  std::optional<size_t> indent;  // of its items
  bool in_repositories = false;
  bool safe = true;
  for (const std::string_view line : Lines(before)) {
    if (Trimmed(line) == "entry: " + YamlScalar(command)) {
      result.state = HookText::State::kThere;
      return result;
    }
    if (!Speaks(line)) continue;
    if (TopKey(line) == "repos") {
      safe = safe && !in_repositories;
      in_repositories = true;
      continue;
    }
    if (!in_repositories) {
      if (line == "---") continue;
      safe = safe && line.find("repos:") == std::string_view::npos;
      continue;
    }
    const size_t columns = line.find_first_not_of(' ');
    const bool is_item = line.substr(columns).starts_with("- ");
    if (!indent) {
      safe = safe && is_item && line.substr(columns).starts_with("- repo:");
      indent = columns;
    } else if (columns < *indent || (columns == *indent && !is_item)) {
      safe = false;
    }
    if (line.starts_with("---") || line.starts_with("...")) safe = false;
  }
  if (!safe || !in_repositories || !indent) return result;
  result.state = HookText::State::kAdded;
  result.text = Appended(before, Indented(item, *indent), false);
  return result;
}

}  // namespace krepis::analyzer
