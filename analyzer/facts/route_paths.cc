#include "analyzer/facts/route_paths.h"

namespace krepis::analyzer {

std::string JoinPaths(std::string_view prefix, std::string_view path) {
  while (prefix.ends_with('/')) prefix.remove_suffix(1);
  while (path.starts_with('/')) path.remove_prefix(1);
  std::string joined(prefix);
  joined.push_back('/');
  joined.append(path);
  while (joined.size() > 1 && joined.ends_with('/')) joined.pop_back();
  return joined;
}

}  // namespace krepis::analyzer
