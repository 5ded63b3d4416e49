#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/ids.h"

namespace krepis::analyzer {

/// Which package (npm package, crate, CMake project) each file belongs to: the one whose manifest
/// lies in the nearest folder at or above it. Immutable.
class FilePackages {
 public:
  struct Package {
    std::string folder;  // workspace-relative, "" for the root
    std::string
        name;  // "ext"-less: "@scope/core", "tokio"; the folder where the manifest names none
  };

  FilePackages() : of_(1) {}
  /// `files` in node order. Of two packages in one folder the first counts.
  FilePackages(std::vector<Package> packages, std::span<const std::string> files);

  /// The package's name; empty for a file below no manifest, and for externals.
  std::string_view NameOf(NodeId node) const {
    return Index(node) < of_.size() && of_[Index(node)] != 0
               ? std::string_view(packages_[of_[Index(node)] - 1].name)
               : std::string_view();
  }
  std::span<const Package> packages() const { return packages_; }

 private:
  std::vector<Package> packages_;
  std::vector<uint32_t> of_;  // by node, 1-based into packages_
};

}  // namespace krepis::analyzer
