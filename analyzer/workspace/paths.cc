#include "analyzer/workspace/paths.h"

#include <algorithm>

namespace krepis::analyzer {

std::string_view DirectoryOf(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view BaseNameOf(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view WithoutExtension(std::string_view path) {
  const std::string_view base = BaseNameOf(path);
  const size_t dot = base.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return path;
  return path.substr(0, path.size() - (base.size() - dot));
}

std::string JoinPath(std::string_view directory, std::string_view name) {
  if (directory.empty()) return std::string(name);
  if (name.empty()) return std::string(directory);
  std::string path;
  path.reserve(directory.size() + 1 + name.size());
  path.append(directory).append(1, '/').append(name);
  return path;
}

namespace {

/// Appends the segments of `relative` to `out`, which holds a normalised path; ".." pops one. False
/// when it would pop beyond the first `floor` bytes.
bool AppendSegments(std::string_view relative, std::string& out, size_t floor) {
  while (!relative.empty()) {
    const size_t slash = relative.find('/');
    const std::string_view segment = relative.substr(0, slash);
    relative = slash == std::string_view::npos ? std::string_view() : relative.substr(slash + 1);
    if (segment.empty() || segment == ".") continue;
    if (segment == "..") {
      if (out.size() <= floor) return false;
      const size_t cut = out.rfind('/');
      out.resize(cut == std::string::npos || cut < floor ? floor : cut);
      continue;
    }
    if (out.size() > floor) out.push_back('/');
    out.append(segment);
  }
  return true;
}

}  // namespace

bool ResolvePathInto(std::string_view directory, std::string_view relative, std::string& out) {
  if (relative.starts_with('/')) return false;
  out.assign(directory);
  return AppendSegments(relative, out, 0);
}

std::optional<std::string> ResolvePath(std::string_view directory, std::string_view relative) {
  std::string out;
  if (!ResolvePathInto(directory, relative, out)) return std::nullopt;
  return out;
}

std::string ResolveAbsolute(std::string_view directory, std::string_view path) {
  std::string out = "/";
  for (const std::string_view part :
       {path.starts_with('/') ? std::string_view() : directory, path}) {
    std::string_view rest = part;
    while (!rest.empty()) {
      const size_t slash = rest.find('/');
      const std::string_view segment = rest.substr(0, slash);
      rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
      if (segment == "..") {
        out.resize(std::max<size_t>(out.rfind('/'), 1));
      } else if (!segment.empty() && segment != ".") {
        if (out.size() > 1) out.push_back('/');
        out.append(segment);
      }
    }
  }
  return out;
}

std::optional<std::string> RelativeTo(std::string_view root, std::string_view path) {
  if (root == "/")
    return path.starts_with('/') ? std::optional(std::string(path.substr(1))) : std::nullopt;
  if (!path.starts_with(root)) return std::nullopt;
  if (path.size() == root.size()) return std::string();
  if (path[root.size()] != '/') return std::nullopt;
  return std::string(path.substr(root.size() + 1));
}

bool IsWithin(std::string_view directory, std::string_view path) {
  if (directory.empty()) return true;
  return path.starts_with(directory) &&
         (path.size() == directory.size() || path[directory.size()] == '/');
}

}  // namespace krepis::analyzer
