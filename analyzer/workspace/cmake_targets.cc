#include "analyzer/workspace/cmake_targets.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "analyzer/workspace/cmake_commands.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxValues = 1000;
constexpr auto kKeywords =
    std::to_array<std::string_view>({"STATIC", "SHARED", "MODULE", "OBJECT", "INTERFACE", "WIN32",
                                     "MACOSX_BUNDLE", "EXCLUDE_FROM_ALL", "PUBLIC", "PRIVATE"});

class TargetReader {
 public:
  explicit TargetReader(std::string_view directory) : directory_(directory) {
    variables_["CMAKE_CURRENT_SOURCE_DIR"] = variables_["CMAKE_CURRENT_LIST_DIR"] = {"."};
  }

  std::vector<CMakeTarget> Read(std::string_view text) && {
    for (const CMakeCommand& command : ReadCMakeCommands(text)) {
      if (command.arguments.empty()) continue;
      if (command.name == "project") {
        variables_["PROJECT_NAME"] = {command.arguments.front().text};
        variables_["PROJECT_SOURCE_DIR"] = {"."};
      } else if (command.name == "set") {
        variables_[command.arguments.front().text] = Values(command, 1);
      } else if (command.name == "add_executable" || command.name == "add_library") {
        Add(command);
      } else if (command.name == "target_sources") {
        Extend(command);
      }
    }
    return std::move(targets_);
  }

 private:
  /// The arguments from `first` on with variables expanded; what has an unknown one is left out.
  std::vector<std::string> Values(const CMakeCommand& command, size_t first) const {
    std::vector<std::string> values;
    for (size_t i = first; i < command.arguments.size() && values.size() < kMaxValues; ++i)
      Expand(command.arguments[i].text, values);
    return values;
  }

  void Expand(const std::string& argument, std::vector<std::string>& values) const {
    const size_t open = argument.find("${");
    if (open == std::string::npos) {
      if (argument.find_first_of("$<>") == std::string::npos) values.push_back(argument);
      return;
    }
    const size_t close = argument.find('}', open);
    if (close == std::string::npos) return;
    const auto known = variables_.find(argument.substr(open + 2, close - open - 2));
    const std::string rest = argument.substr(close + 1);
    if (known == variables_.end() || rest.find_first_of("$<>") != std::string::npos) return;
    for (const std::string& value : known->second) {
      if (values.size() < kMaxValues) values.push_back(argument.substr(0, open) + value + rest);
    }
  }

  static bool IsKeyword(std::string_view word) {
    return std::find(kKeywords.begin(), kKeywords.end(), word) != kKeywords.end();
  }

  void AddSources(const CMakeCommand& command, CMakeTarget& target) const {
    for (const std::string& value : Values(command, 1)) {
      if (IsKeyword(value)) continue;
      if (auto path = ResolvePath(directory_, value)) target.sources.push_back(*std::move(path));
    }
  }

  void Add(const CMakeCommand& command) {
    const std::vector<std::string> words = Values(command, 0);
    const auto has = [&](std::string_view word) {
      return std::find(words.begin(), words.end(), word) != words.end();
    };
    std::vector<std::string> name;
    Expand(command.arguments.front().text, name);
    if (name.size() != 1 || has("IMPORTED") || has("ALIAS")) return;
    CMakeTarget& target = targets_.emplace_back();
    target.name = name.front();
    target.executable = command.name == "add_executable";
    AddSources(command, target);
  }

  void Extend(const CMakeCommand& command) {
    std::vector<std::string> name;
    Expand(command.arguments.front().text, name);
    for (CMakeTarget& target : targets_) {
      if (name.size() == 1 && target.name == name.front()) return AddSources(command, target);
    }
  }

  std::string_view directory_;
  std::map<std::string, std::vector<std::string>> variables_;
  std::vector<CMakeTarget> targets_;
};

}  // namespace

std::vector<CMakeTarget> CMakeTargets(std::string_view text, std::string_view directory) {
  return TargetReader(directory).Read(text);
}

}  // namespace krepis::analyzer
