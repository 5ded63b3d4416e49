#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/core/ids.h"
#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// The values of `{name}` variables that a rule's `from` bound. The views are those of the target
/// that was matched.
class Bindings {
 public:
  /// The value of `name`, or null.
  const std::string_view* Find(std::string_view name) const;
  /// Binds `name`; true as well if it has this very value already, false if it has another.
  bool Bind(std::string_view name, std::string_view value);
  bool empty() const { return values_.empty(); }

 private:
  std::vector<std::pair<std::string_view, std::string_view>> values_;
};

/// What a selector is asked about: a file (its path and module, 0 for none) or an external
/// (`ext:npm/zod`, module 0).
struct SelectorTarget {
  std::string_view node;
  ModuleId module{};
};

class ModuleTable;

/// A table, or why the configuration does not fit the files.
struct ModulesOutcome;

/// Which module each file of the workspace belongs to. Immutable after Build, so safe to share
/// between threads. Refers to the modules of the Config, which must outlive it (it may be moved).
class ModuleTable {
 public:
  /// What Build demands beyond unambiguous modules.
  enum class Check : uint8_t {
    kMatches,    // what matches nothing and is not `optional` is an error
    kAmbiguity,  // nothing more: the older side of --since
  };

  /// `files` are root-relative paths in any order; queries name them by index. A file belongs to
  /// the module of the most specific glob that matches it; two equally specific ones of different
  /// modules are an error that names both.
  static ModulesOutcome Build(const Config& config, std::span<const std::string> files,
                              Check check = Check::kMatches);

  /// Modules have the ids 1 … size(), in the order of the file, values in byte order.
  uint32_t size() const { return static_cast<uint32_t>(modules_.size() - 1); }
  /// The module of a file of Build's list; 0: in no module.
  ModuleId Of(uint32_t file) const { return of_[file]; }
  /// The module of a path that need not be in the list; 0 also for a captured value that no file of
  /// the list has, and where two modules claim the path.
  ModuleId Classify(std::string_view path) const;
  /// "core", "app:shop" (one ":value" per capture).
  const std::string& Name(ModuleId id) const { return modules_[Index(id)].name; }
  ModuleId Find(std::string_view name) const;
  const ModuleConfig& Base(ModuleId id) const { return *modules_[Index(id)].base; }
  /// The captured values, as Base(id).captures names them.
  std::span<const std::string> Values(ModuleId id) const { return modules_[Index(id)].values; }
  std::span<const uint32_t> Files(ModuleId id) const { return modules_[Index(id)].files; }
  /// Whether other modules may import the file: it is in no module, in one without `public`, or
  /// named by its module's `public`.
  bool IsPublic(uint32_t file) const { return public_[file]; }
  /// Whether `source` may depend on a file of `target` as far as the target's `visible_to` goes,
  /// whose variables are the target's captures. Always so within a module and for files in none.
  bool IsVisible(ModuleId target, const SelectorTarget& source) const;

  /// Whether the selector matches as a rule's `from`; binds the selector's variables. False leaves
  /// `bindings` in an unspecified state.
  bool MatchFrom(const Selector& selector, const SelectorTarget& target, Bindings* bindings) const;
  /// Whether the selector matches, with variables as `from` bound them. A variable that is not
  /// bound matches any value.
  bool Match(const Selector& selector, const SelectorTarget& target,
             const Bindings& bindings = {}) const;
  /// As Match, for any of several.
  bool MatchAny(std::span<const Selector> selectors, const SelectorTarget& target,
                const Bindings& bindings = {}) const;
  /// Whether some selector of `from` matches `source` such that one of `to` then matches `target`:
  /// the two sides of a rule with variables between them.
  bool MatchEdge(std::span<const Selector> from, const SelectorTarget& source,
                 std::span<const Selector> to, const SelectorTarget& target) const;

 private:
  /// A glob of a module. Of equal rank are equally specific ones; the lowest is the most specific.
  struct Claim {
    const LocatedGlob* glob = nullptr;
    const ModuleConfig* base = nullptr;
    std::vector<uint32_t> order;  // the capture of the glob that is the module's n-th
    uint32_t rank = 0;

    /// The name of the module that the claim makes of a path with these captures.
    std::string NameOf(std::span<const std::string_view> captures) const;
  };
  struct Module {
    std::string name;
    const ModuleConfig* base = nullptr;
    std::vector<std::string> values;
    std::vector<uint32_t> files;
  };
  friend class ModuleTableBuilder;

  bool MatchModule(const Selector& selector, ModuleId id, const Bindings& bindings) const;
  /// Calls `visit(claim, captures)` for the most specific claims that match `path`: several where
  /// they are equally specific.
  template <class Visit>
  void VisitClaims(std::string_view path, Visit visit) const;

  /// By the literal text that the pattern starts with, up to its last '/'; lists by rank.
  std::unordered_map<std::string_view, std::vector<Claim>> claims_;
  std::vector<Module> modules_;  // [0] is none
  std::vector<ModuleId> of_;
  std::vector<bool> public_;
  std::unordered_map<std::string_view, ModuleId> by_name_;
};

template <class Visit>
void ModuleTable::VisitClaims(std::string_view path, Visit visit) const {
  // The more folders of the path a pattern names literally, the more specific it is, so the first
  // list with a match has all that count.
  std::vector<std::string_view> captures;
  for (std::string_view start = path;;) {
    const auto list = claims_.find(start);
    const Claim* first = nullptr;
    if (list != claims_.end()) {
      for (const Claim& claim : list->second) {
        if (first != nullptr && claim.rank != first->rank) break;
        if (!claim.glob->glob.Match(path, &captures)) continue;
        if (first == nullptr) first = &claim;
        visit(claim, captures);
      }
    }
    if (first != nullptr || start.empty()) return;
    const size_t slash = start.substr(0, start.size() - 1).rfind('/');
    start = start.substr(0, slash == start.npos ? 0 : slash + 1);
  }
}

struct ModulesOutcome {
  std::optional<ModuleTable> table;  // set exactly if `errors` is empty
  std::vector<Error> errors;         // by line and column of krepis.toml

  bool ok() const { return table.has_value(); }
};

}  // namespace krepis::analyzer
