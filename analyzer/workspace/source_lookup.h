#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/workspace/file_index.h"

namespace krepis::analyzer {

/// Which file stands behind a path without or with another extension, as TypeScript, bundlers and
/// Node.js complete it. Immutable and safe to share between threads; refers to the FileIndex.
class SourceLookup {
 public:
  explicit SourceLookup(const FileIndex& files) : files_(files) {}

  struct Options {
    /// A JavaScript importer takes x.js before x.ts, a TypeScript one the other way round.
    bool prefer_javascript = false;
    std::span<const std::string> suffixes = {};  // `moduleSuffixes` of the tsconfig
    /// Also files that the walk did not find, asked of the disk.
    bool on_disk = false;
  };

  /// `path` itself, with TypeScript's extension for JavaScript's (./x.js is x.ts), or with an
  /// extension appended.
  std::optional<std::string> File(std::string_view path, const Options& options) const;
  /// The index file of a directory.
  std::optional<std::string> Index(std::string_view directory, const Options& options) const;
  /// The source of a build product: a/dist/x.js is a/src/x.ts. A guess by the usual names of output
  /// folders, of more of them where a manifest points to the path.
  std::optional<std::string> SourceOfOutput(std::string_view path, bool named_by_manifest,
                                            const Options& options) const;

 private:
  bool Has(const std::string& path, const Options& options) const;
  std::optional<std::string> SourceBelow(std::string_view base, std::string_view rest,
                                         const Options& options) const;

  const FileIndex& files_;
};

}  // namespace krepis::analyzer
