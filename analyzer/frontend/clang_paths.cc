#include "analyzer/frontend/clang_paths.h"

#include <filesystem>
#include <system_error>

namespace krepis::analyzer {
namespace {

std::string Canonical(const std::filesystem::path& path) {
  std::error_code failed;
  const auto canonical = std::filesystem::canonical(path, failed);
  return (failed ? path.lexically_normal() : canonical).string();
}

}  // namespace

ClangPaths::ClangPaths(const std::string& root) : root_(Canonical(root)) {
  if (!root_.ends_with('/')) root_ += '/';
}

const ClangPath& ClangPaths::Find(std::string_view directory, std::string_view path) {
  std::string absolute(path);
  if (!path.starts_with('/')) absolute = std::string(directory) + '/' + absolute;
  const auto known = known_.find(absolute);
  if (known != known_.end()) return known->second;
  ClangPath found;
  found.path = Canonical(absolute);
  if ((found.path + '/').starts_with(root_)) {
    found.path.erase(0, root_.size());
    found.inside = true;
  }
  return known_.emplace(std::move(absolute), std::move(found)).first->second;
}

}  // namespace krepis::analyzer
