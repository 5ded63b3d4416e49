#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/core/diagnostic.h"
#include "analyzer/core/edge_kind.h"

namespace krepis::analyzer {

/// The modules of a workspace and what passes between them: plain data, for formats that draw them.
struct ModuleMap {
  static constexpr uint32_t kNone = UINT32_MAX;

  struct Module {
    std::string name;             // unique: "core", "app:shop"
    std::string family;           // "app" of "app:shop"; empty without captures
    uint32_t files = 0;           // how many it has
    std::optional<uint32_t> row;  // of `rows`; none for a module outside the order
  };
  struct File {
    std::string path;
    uint32_t module = kNone;  // of `modules`
  };
  /// One place where a file depends on one of another module.
  struct Import {
    uint32_t from = 0;  // of `files`
    uint32_t to = 0;
    uint32_t line = 0;
    EdgeKind kind = EdgeKind::kImport;
  };

  std::string place_prefix;       // what the report's places have before the paths of `files`
  std::vector<std::string> rows;  // the layers as written, top to bottom; empty: there are none
  bool inferred = false;          // the modules are folders, because nobody declared any
  std::vector<Module> modules;
  std::vector<File> files;      // by path
  std::vector<Import> imports;  // by (from, to)
};

/// All that one module has to do with another.
struct ModuleDependency {
  uint32_t from = 0;  // of ModuleMap::modules
  uint32_t to = 0;
  std::vector<uint32_t> imports;     // of ModuleMap::imports; empty where a violation says that
                                     // something is reached, and no file does so itself
  std::vector<uint32_t> violations;  // of Report::violations
};

/// The map with the violations on it.
struct ModuleFindings {
  std::vector<ModuleDependency> dependencies;  // by (from, to)
  std::vector<std::vector<uint32_t>>
      modules_of;  // by violation: the modules it concerns, ascending
};
ModuleFindings PlaceFindings(const ModuleMap& map, const Report& report);

}  // namespace krepis::analyzer
