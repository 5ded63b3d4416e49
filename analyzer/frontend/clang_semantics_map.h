#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/ast/semantics.h"
#include "analyzer/frontend/clang_unit.h"

namespace krepis::analyzer {

/// What all units together say about each file: a header collects the rows of every unit that
/// includes it. The result does not depend on the order of the units. Not thread-safe while adding;
/// reading is.
class SemanticsMap {
 public:
  struct File {
    std::string semantics;  // serialised krepis.v1.Semantics: the union of all rows
    uint32_t errors = 0;    // the most that one unit found: the union would count one fault often
    std::vector<MissingInclude> missing;  // includes that no unit could open, sorted
    /// Stands for all that facts of the file hang on.
    std::string checksum;
  };

  /// What a unit, or several, say.
  void Add(std::vector<ClangFile> files);
  /// Merges what was added; call it once, after the last Add.
  void Finish();

  /// Nullptr: no unit touched `path` (workspace-relative).
  const File* Find(std::string_view path) const;
  /// The rows of `path`; empty without it. Valid as long as the map is.
  Semantics Rows(std::string_view path) const;
  const std::map<std::string, File, std::less<>>& files() const { return files_; }

 private:
  std::map<std::string, File, std::less<>> files_;
  std::map<std::string, std::set<std::string>, std::less<>> parts_;  // distinct semantics
};

}  // namespace krepis::analyzer
