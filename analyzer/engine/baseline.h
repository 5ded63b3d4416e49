#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/core/diagnostic.h"
#include "analyzer/core/result.h"
#include "analyzer/engine/baseline_file.h"
#include "analyzer/graph/graph.h"

namespace krepis::analyzer {

/// Where files went, of those that are no longer there: old name -> new name.
struct FileRenames {
  std::map<std::string, std::string, std::less<>> names;
  std::string note;  // what could not be followed; empty: nothing
};

/// Asks the version control: names that are no longer there, and files that they may be by now.
using RenameFinder = std::function<FileRenames(const std::vector<std::string>& lost,
                                               const std::vector<std::string>& found)>;

/// The violations of a workspace that were there when it began to be checked. Each entry accepts
/// one.
class Baseline {
 public:
  explicit Baseline(std::vector<BaselineEntry> entries = {});

  /// Moves what an entry accepts from `violations` to `accepted`; of equal violations the first in
  /// their files. Thread-safe for violations of different rules.
  void Accept(std::vector<Diagnostic>& violations, std::vector<Diagnostic>& accepted);

  /// Where entries and violations are left over: the same for entries whose files have been
  /// renamed. Asks `finder` at most once. Returns what it notes. Call when all rules are done.
  std::string FollowRenames(const Graph& graph, const RenameFinder& finder,
                            std::vector<Diagnostic>& violations, std::vector<Diagnostic>& accepted);

  struct Entry {
    BaselineEntry entry;  // with the names of today
    bool used = false;
    bool renamed = false;
  };
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  void Index(size_t entry);

  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::vector<size_t>> by_identity_;
};

}  // namespace krepis::analyzer
