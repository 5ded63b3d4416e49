#include "analyzer/workspace/cmake_includes.h"

#include <optional>

#include "analyzer/workspace/cmake_commands.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

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
  for (const CMakeCommand& command : ReadCMakeCommands(text)) {
    const bool target = command.name == "target_include_directories";
    if (!target && command.name != "include_directories") continue;
    for (size_t i = target ? 1 : 0; i < command.arguments.size(); ++i) {
      const std::string& argument = command.arguments[i].text;
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
