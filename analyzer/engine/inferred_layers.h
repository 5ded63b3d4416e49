#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analyzer/engine/model.h"

namespace krepis::analyzer {

/// A module as `krepis init` proposes it: a folder with all below it, or the files that lie in a
/// folder directly.
struct InferredModule {
  std::string name;  // letters, digits, '-' and '_'; unique
  std::string glob;  // "packages/core/**", "src/*"
};

/// Modules for a tree, by its folders. The folder that holds most of the sources is entered, level
/// by level, until its parts are of a size; a folder of packages gives a module for each of them.
struct InferredModules {
  std::vector<InferredModule> modules;  // by glob
  std::vector<uint32_t> of;             // by file: index into `modules`, kNone for none
  static constexpr uint32_t kNone = UINT32_MAX;
};

/// `files` are workspace-relative, in path order. Linear in the length of the paths.
InferredModules InferModules(std::span<const std::string_view> files, const FilePackages& packages);

/// Rows of `[layers] order`, top to bottom, that the dependencies of the model fit: a module stands
/// above all it depends on; modules that depend on each other stand in one row as peers that may
/// ("a , b"), others of a row as peers that may not ("a | b"). Modules that no dependency leads to
/// or from are left out.
struct InferredLayers {
  std::vector<std::string> rows;
  std::vector<std::vector<uint32_t>> cycles;  // modules that depend on each other
};
InferredLayers InferLayers(const Model& model, const InferredModules& modules);

}  // namespace krepis::analyzer
