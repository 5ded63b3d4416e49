#include "analyzer/graph/chains_paths.h"

#include <algorithm>
#include <cctype>

#include "analyzer/facts/route_paths.h"

namespace krepis::analyzer {
namespace {

/// Takes the next segment off `path`; empty at its end.
std::string_view NextSegment(std::string_view& path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  const size_t end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

bool EqualFolded(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  });
}

bool IsParameter(std::string_view segment) {
  return segment.starts_with(':') && segment.find_first_of("(?*+{") == std::string_view::npos;
}

bool IsWildcard(std::string_view segment) { return segment.starts_with('*') || segment == "(.*)"; }

/// Regular expressions and optional parts.
bool IsSpecial(std::string_view segment) {
  return segment.find_first_of("*?+(){}[]") != std::string_view::npos;
}

}  // namespace

PathMatch MatchPath(std::string_view pattern, std::string_view path, bool exact) {
  bool sure = true;
  for (;;) {
    const std::string_view wanted = NextSegment(pattern);
    if (IsWildcard(wanted)) {
      // What comes behind a wildcard is not looked for.
      sure = sure && NextSegment(pattern).empty();
      return sure ? PathMatch::kYes : PathMatch::kMaybe;
    }
    const std::string_view segment = NextSegment(path);
    if (wanted.empty()) {
      if (exact && !segment.empty()) return IsSpecial(segment) ? PathMatch::kMaybe : PathMatch::kNo;
      if (exact && !sure) return PathMatch::kNo;
      return sure ? PathMatch::kYes : PathMatch::kMaybe;
    }
    if (segment.empty()) return IsSpecial(wanted) ? PathMatch::kMaybe : PathMatch::kNo;
    if (IsSpecial(wanted) || IsSpecial(segment)) return PathMatch::kMaybe;
    if (IsParameter(wanted)) continue;
    if (IsParameter(segment)) {
      sure = false;
    } else if (!EqualFolded(wanted, segment)) {
      return PathMatch::kNo;
    }
  }
}

bool HasParameter(const std::vector<std::string>& paths, std::string_view name) {
  if (name.empty()) return false;
  for (std::string_view path : paths) {
    for (std::string_view segment = NextSegment(path); !segment.empty();
         segment = NextSegment(path)) {
      if (!segment.starts_with(':')) continue;
      segment.remove_prefix(1);
      if (segment.substr(0, segment.find_first_of("(?*+{")) == name) return true;
    }
  }
  return false;
}

std::vector<std::string> JoinedPaths(const std::vector<std::string>& prefixes,
                                     const std::vector<std::string>& paths) {
  std::vector<std::string> joined;
  for (const std::string& prefix : prefixes) {
    for (const std::string& path : paths) joined.push_back(JoinPaths(prefix, path));
  }
  return joined;
}

}  // namespace krepis::analyzer
