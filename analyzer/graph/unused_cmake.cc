#include <algorithm>
#include <map>
#include <set>

#include "analyzer/graph/unused_parts.h"
#include "analyzer/workspace/cmake_commands.h"

namespace krepis::analyzer {
namespace {

/// Commands that make a target, whose first argument does not use it.
bool MakesTarget(std::string_view command) {
  return command == "add_library" || command.starts_with("target_") || command == "project" ||
         command == "set_target_properties" || command == "set_property" ||
         command == "get_target_property" || command == "message";
}

bool IsTestFolder(std::string_view path) {
  const std::string whole = "/" + std::string(path);
  return whole.find("/test/") != std::string::npos || whole.find("/tests/") != std::string::npos;
}

bool IsLiteral(std::string_view name) {
  return !name.empty() && name.find_first_of("${}<>") == std::string_view::npos;
}

class CMakeSearch {
 public:
  explicit CMakeSearch(const Workspace& workspace) : workspace_(workspace) {}

  void Run(std::vector<UnusedDependency>& unused) {
    for (const std::string& path : workspace_.discovery().manifests.cmake) Read(path);
    for (auto& [name, library] : libraries_) {
      const auto used = [&](const std::string& alias) { return named_.contains(alias); };
      // Made elsewhere: only its properties or aliases are stated here.
      if (library.found.name.empty() || used(name) ||
          std::any_of(library.aliases.begin(), library.aliases.end(), used))
        continue;
      UnusedDependency found = std::move(library.found);
      if (library.checks) {
        found.confidence = UnusedConfidence::kPossible;
        found.reason = "no target links it, but it may be there to see that it compiles";
      } else if (library.for_others) {
        found.confidence = UnusedConfidence::kPossible;
        found.reason = "no target links it, but what it publishes may be for other projects";
      } else {
        found.reason = "no target links it and nothing installs it";
      }
      unused.push_back(std::move(found));
    }
  }

 private:
  struct Library {
    UnusedDependency found;
    std::vector<std::string> aliases;
    bool for_others = false;
    bool checks = false;  // may be built to see that it compiles
  };

  void Read(const std::string& path) {
    const std::string text = TextOf(workspace_, path);
    const LineTable lines(text);
    for (const CMakeCommand& command : ReadCMakeCommands(text)) {
      if (command.arguments.empty()) continue;
      const std::string& first = command.arguments.front().text;
      const bool adds = command.name == "add_library";
      const bool alias =
          adds && command.arguments.size() == 3 && command.arguments[1].text == "ALIAS";
      const bool imported =
          adds && std::any_of(command.arguments.begin(), command.arguments.end(),
                              [](const auto& argument) { return argument.text == "IMPORTED"; });
      if (alias) {
        libraries_[command.arguments[2].text].aliases.push_back(first);
        continue;
      }
      if (adds && !imported && IsLiteral(first)) {
        Library& library = libraries_[first];
        library.checks |= IsTestFolder(path) ||
                          (command.arguments.size() > 1 && command.arguments[1].text == "OBJECT");
        if (library.found.name.empty()) {
          library.found = {
              path,
              lines.Locate({command.arguments.front().offset, static_cast<uint32_t>(first.size())}),
              command.name,
              first,
              UnusedConfidence::kLikely,
              ""};
        }
      }
      const bool publishes =
          command.name == "target_include_directories" || command.name == "target_sources";
      for (size_t i = 0; i < command.arguments.size(); ++i) {
        const std::string& argument = command.arguments[i].text;
        if (publishes && (argument == "PUBLIC" || argument == "INTERFACE")) {
          libraries_[first].for_others = true;
        }
        if (i == 0 && MakesTarget(command.name)) continue;
        // A name may stand in a list or an expression: "a;b", $<TARGET_OBJECTS:a>.
        ForEachWord(argument, [&](std::string_view word, char) { named_.emplace(word); });
        named_.insert(argument);
      }
    }
  }

  const Workspace& workspace_;
  std::map<std::string, Library> libraries_;
  std::set<std::string, std::less<>> named_;
};

}  // namespace

void FindUnusedCMake(const Workspace& workspace, std::vector<UnusedDependency>& unused) {
  CMakeSearch(workspace).Run(unused);
}

}  // namespace krepis::analyzer
