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
  const auto folder_of = [](std::string_view path) {
    const size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
  };
  for (uint32_t file = 0; file < files.size(); ++file) {
    std::string_view folder = folder_of(files[file]);
    // Files of one folder follow each other.
    if (file > 0 && folder == folder_of(files[file - 1])) {
      of_[file + 1] = of_[file];
      continue;
    }
    for (;;) {
      if (const auto it = by_folder.find(folder); it != by_folder.end()) {
        of_[file + 1] = it->second;
        break;
      }
      if (folder.empty()) break;
      folder = folder_of(folder);
    }
  }
}

}  // namespace krepis::analyzer
