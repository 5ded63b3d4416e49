#include "analyzer/graph/packages.h"

#include <unordered_map>

namespace krepis::analyzer {

FilePackages::FilePackages(std::vector<Package> packages, std::span<const std::string> files)
    : packages_(std::move(packages)), of_(files.size() + 1) {
  std::unordered_map<std::string_view, uint32_t> by_folder;
  for (uint32_t i = 0; i < packages_.size(); ++i) {
    if (packages_[i].name.empty())
      packages_[i].name = packages_[i].folder.empty() ? "." : packages_[i].folder;
    by_folder.emplace(packages_[i].folder, i + 1);
  }
  for (uint32_t file = 0; file < files.size(); ++file) {
    std::string_view folder = files[file];
    while (!folder.empty()) {
      const size_t slash = folder.rfind('/');
      folder = slash == std::string_view::npos ? std::string_view() : folder.substr(0, slash);
      if (const auto it = by_folder.find(folder); it != by_folder.end()) {
        of_[file + 1] = it->second;
        break;
      }
    }
  }
}

}  // namespace krepis::analyzer
