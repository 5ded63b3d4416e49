#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// What gives a bare specifier another meaning than that of a package: aliases of bundlers, test
/// runners and transpilers, which are code and so cannot be read but by their words, and ambient
/// modules. Reads the files it needs when it is first asked about a package. Not thread-safe;
/// refers to the Workspace.
class ModuleAliases {
 public:
  explicit ModuleAliases(const Workspace& workspace) : workspace_(workspace) {}

  /// Whether code below `directory`, the folder of a package.json, may mean something else by
  /// `name`: a configuration beside or above names it other than to import it, a .d.ts of the
  /// package declares it, a framework makes it, or a file or folder of the package has that name.
  bool MayAlias(const std::string& directory, std::string_view name);

 private:
  bool IsVirtual(const std::string& directory, std::string_view name) const;
  const std::string& Configurations(const std::string& directory);
  const std::string& Ambient(const std::string& directory);
  std::string Read(const std::string& path) const;
  /// Of all files, sorted.
  std::span<const std::string_view> Paths();

  const Workspace& workspace_;
  std::vector<std::string_view> paths_;                             // see Paths(); empty before
  std::map<std::string, std::string, std::less<>> configurations_;  // by folder: their texts
  std::map<std::string, std::string, std::less<>> ambient_;
};

/// Whether `text`, JavaScript or JSON, has `name` as a string, a key or the start of a pattern
/// other than as what an import takes.
bool NamesOtherwise(std::string_view text, std::string_view name);

}  // namespace krepis::analyzer
