#include "analyzer/workspace/cmake_commands.h"

#include <cctype>
#include <utility>

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
std::vector<CMakeCommand::Argument> ReadArguments(std::string_view text, size_t& at) {
  std::vector<CMakeCommand::Argument> arguments;
  CMakeCommand::Argument word;
  const auto finish = [&] {
    if (!word.text.empty()) arguments.push_back(std::move(word));
    word = {};
  };
  const auto append = [&](size_t from) {
    if (word.text.empty()) word.offset = static_cast<uint32_t>(from);
    word.text.push_back(text[from]);
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
        append(at);
      }
      if (at < text.size()) ++at;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      --depth;
    } else if (IsSpace(c)) {
      finish();
    } else {
      append(at - 1);
    }
  }
  finish();
  return arguments;
}

}  // namespace

std::vector<CMakeCommand> ReadCMakeCommands(std::string_view text) {
  std::vector<CMakeCommand> commands;
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
    commands.push_back({Lower(name), ReadArguments(text, at)});
  }
  return commands;
}

}  // namespace krepis::analyzer
