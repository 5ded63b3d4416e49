#include "analyzer/frontend/clang_paths.h"

#include <algorithm>
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
  const auto known = spelled_.find(absolute);
  if (known != spelled_.end()) return *known->second;
  std::string canonical = Canonical(absolute);
  const auto [file, is_new] = files_.try_emplace(canonical);
  if (is_new) {
    ClangPath& found = file->second;
    found.inside = (canonical + '/').starts_with(root_);
    if (found.inside) canonical.erase(0, std::min(root_.size(), canonical.size()));
    found.path = std::move(canonical);
  }
  spelled_.emplace(std::move(absolute), &file->second);
  return file->second;
}

}  // namespace krepis::analyzer
