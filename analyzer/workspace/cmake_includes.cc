#include "analyzer/workspace/cmake_includes.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ';'; }

bool IsIdentifier(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

/// The end of a comment that starts at `at` == '#': of a line, or of a bracket comment #[[ … ]].
size_t SkipComment(std::string_view text, size_t at) {
  if (text.substr(at, 3) == "#[[") {
    const size_t end = text.find("]]", at);
    return end == std::string_view::npos ? text.size() : end + 2;
  }
  const size_t end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end + 1;
}

/// The arguments of a command whose '(' stands before `at`; `at` moves behind its ')'.
std::vector<std::string> ReadArguments(std::string_view text, size_t& at) {
  std::vector<std::string> arguments;
  std::string word;
  const auto finish = [&] {
    if (!word.empty()) arguments.push_back(std::move(word));
    word.clear();
  };
  int depth = 1;
  while (at < text.size() && depth > 0) {
    const char c = text[at];
    if (c == '#') {
      finish();
      at = SkipComment(text, at);
      continue;
    }
    ++at;
    if (c == '"') {
      for (; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\' && at + 1 < text.size()) ++at;
        word.push_back(text[at]);
      }
      if (at < text.size()) ++at;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      --depth;
    } else if (IsSpace(c)) {
      finish();
    } else {
      word.push_back(c);
    }
  }
  finish();
  return arguments;
}

/// A literal argument as a workspace-relative folder.
std::optional<std::string> FolderOf(std::string_view argument, std::string_view directory,
                                    std::string_view source_root) {
  constexpr std::string_view kBuildInterface = "$<BUILD_INTERFACE:";
  if (argument.starts_with(kBuildInterface)) {
    argument.remove_prefix(kBuildInterface.size());
    if (argument.ends_with('>')) argument.remove_suffix(1);
  }
  std::string_view base = directory;
  if (argument.starts_with("${")) {
    const size_t end = argument.find('}');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view variable = argument.substr(2, end - 2);
    argument.remove_prefix(end + 1);
    if (variable == "CMAKE_CURRENT_SOURCE_DIR" || variable == "CMAKE_CURRENT_LIST_DIR") {
      base = directory;
    } else if (variable.ends_with("_SOURCE_DIR")) {
      base = source_root;
    } else {
      return std::nullopt;
    }
    while (argument.starts_with('/')) argument.remove_prefix(1);
  }
  if (argument.find_first_of("$<>") != std::string_view::npos) return std::nullopt;
  return ResolvePath(base, argument);
}

}  // namespace

std::vector<std::string> CMakeIncludeDirectories(std::string_view text, std::string_view directory,
                                                 std::string_view source_root) {
  std::vector<std::string> folders;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '#') {
      at = SkipComment(text, at);
      continue;
    }
    if (!IsIdentifier(text[at])) {
      ++at;
      continue;
    }
    const size_t start = at;
    while (at < text.size() && IsIdentifier(text[at])) ++at;
    const std::string_view name = text.substr(start, at - start);
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
    if (at == text.size() || text[at] != '(') continue;
    ++at;
    const std::string command = Lower(name);
    const bool target = command == "target_include_directories";
    const std::vector<std::string> arguments = ReadArguments(text, at);
    if (!target && command != "include_directories") continue;
    for (size_t i = target ? 1 : 0; i < arguments.size(); ++i) {
      const std::string& argument = arguments[i];
      if (argument == "SYSTEM" || argument == "BEFORE" || argument == "AFTER" ||
          argument == "PUBLIC" || argument == "PRIVATE" || argument == "INTERFACE") {
        continue;
      }
      if (auto folder = FolderOf(argument, directory, source_root)) {
        folders.push_back(*std::move(folder));
      }
    }
  }
  return folders;
}

}  // namespace krepis::analyzer
