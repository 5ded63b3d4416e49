#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/graph/resolved.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// What the files of JavaScript export, and what they only pass on. Not thread-safe.
class Reexports {
 public:
  /// All of them must outlive it.
  Reexports(const Workspace& workspace, std::span<const FileFacts> facts, ResolvedFiles resolved);

  /// Where `name`, imported from `file`, is defined: a file or an external. nullopt when no file is
  /// known to define it, or more than one could.
  std::optional<Resolution> DefinitionOf(std::string_view file, std::string_view name);

  /// No more is followed: all searches together have taken as many steps as they may.
  bool exhausted() const { return steps_ == 0; }

 private:
  /// An export that is an import of another file. `name` "*" is its whole module.
  struct Passed {
    const Resolution* from = nullptr;  // null: declared in this file
    std::string_view name;
  };
  struct Module {
    std::unordered_map<std::string_view, Passed> exports;
    std::vector<const Resolution*> stars;
  };
  struct Search;

  void Add(uint32_t file, const FileFacts& facts, const std::vector<Resolved>& imports);
  void Visit(Search& search, const Resolution& from, std::string_view name, bool by_star);

  std::span<const SourceFile> sources_;
  std::unordered_map<std::string_view, uint32_t> files_;  // path to index of the source
  std::vector<Module> modules_;                           // by index of the source
  std::unordered_map<std::string, std::optional<Resolution>> known_;
  uint64_t steps_;
};

}  // namespace krepis::analyzer
