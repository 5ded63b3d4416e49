#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/put_things.h"
#include "analyzer/facts/facts.h"
#include "analyzer/graph/rust_files.h"
#include "analyzer/workspace/rust_resolver.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

/// What other texts of some Rust files mean for paths.
struct RustChange {
  std::unique_ptr<const std::string> text;  // which the resolver refers to, and to the facts
  RustResolver resolver;                    // RustItems::kLeftOut
  /// By their places among the sources, ascending: all files whose paths may lead elsewhere now,
  /// those with other texts among them.
  std::vector<uint32_t> files;
};

/// What the Rust files of a workspace stated of modules when a graph was made of them, and all
/// names that their paths mention, as bytes for a later process of the same program: that need not
/// look at the facts of all files to know what a change in one of them concerns.
class RustRecord {
 public:
  /// On `jobs` threads.
  static std::string Pack(const Workspace& workspace, std::span<const FileFacts> facts,
                          unsigned jobs);

  /// `bytes` are Pack()'s; others are as good as none. They are copied: a file that is mapped may
  /// be cut off at any time.
  explicit RustRecord(std::string_view bytes);

  /// Of the same sources with other facts in those that are `changed` (ascending). Once. None where
  /// these declare other modules, glob imports or crates, which may concern any path, or where it
  /// concerns so many files that a new graph costs as much. A `use` of another name concerns the
  /// files that mention the name, or one that a `use` binds to a path with it.
  std::optional<RustChange> Change(const Workspace& workspace, std::span<const FileFacts> facts,
                                   std::span<const uint32_t> changed) &&;

 private:
  struct Row {
    uint32_t file = 0;
    RustFile stated;
    PutThings<uint32_t> names;  // HashOf() of those that its paths mention, ascending
  };

  bool Covers(const Workspace& workspace) const;
  /// Adds the files that mention any of these names to `files`. False where they are too many.
  bool AddConcerned(std::set<std::string> names, std::set<uint32_t>& files) const;

  std::unique_ptr<const std::string> text_;
  std::vector<Row> rows_;  // by file
};

}  // namespace krepis::analyzer
