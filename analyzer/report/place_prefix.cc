#include "analyzer/report/place_prefix.h"

#include <utility>

namespace krepis::analyzer {
namespace {

void Prefix(std::string& path, std::string_view prefix) {
  // What stands nowhere, or outside of the workspace, stays there.
  if (!path.empty() && !path.starts_with('/')) path.insert(0, prefix);
}

}  // namespace

void PrefixPlaces(Report& report, std::string_view prefix) {
  if (prefix.empty()) return;
  for (Diagnostic& violation : report.violations) {
    Prefix(violation.path, prefix);
    for (Evidence& evidence : violation.evidence) Prefix(evidence.path, prefix);
  }
  for (Unknown& unknown : report.unknowns) Prefix(unknown.path, prefix);
  for (Incomplete& incomplete : report.incomplete) Prefix(incomplete.path, prefix);
}

SourceProvider PrefixedSource(SourceProvider source, std::string prefix) {
  return [source = std::move(source),
          prefix = std::move(prefix)](std::string_view path) -> std::optional<std::string> {
    if (path.starts_with(prefix)) path.remove_prefix(prefix.size());
    return source(path);
  };
}

}  // namespace krepis::analyzer
