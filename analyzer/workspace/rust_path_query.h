#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/workspace/cargo_workspace.h"
#include "analyzer/workspace/resolver.h"
#include "analyzer/workspace/rust_module_tree.h"

namespace krepis::analyzer {

enum class RustPathForm : uint8_t {
  kUse,   // of a use declaration
  kPath,  // of a qualified path in code: the first segment may be any local item
};

/// What paths are resolved against.
struct RustNames {
  using Externs = std::map<std::string, CargoCrate::Extern, std::less<>>;

  const RustModuleTree& tree;
  const CargoWorkspace& cargo;
  /// By package: what files may name that no crate reaches.
  const std::map<uint32_t, Externs>& package_externs;
};

/// One path on its way through the module tree.
class RustPathQuery {
 public:
  /// `node` is the module that the path stands in. Of modules of one name, which #[cfg] chooses
  /// from, the path goes through the one of that number, the last one where there are fewer.
  RustPathQuery(const RustNames& names, uint32_t node, RustPathForm form, uint32_t alternative = 0)
      : names_(names), tree_(names.tree), origin_(node), form_(form), alternative_(alternative) {}

  Resolution Resolve(std::string_view path);
  /// How many modules of one name the paths so far had to choose from, at most.
  uint32_t alternatives() const { return alternatives_; }

  /// Where re-exports lead the path on from there: the files that define what it names, or the
  /// externals that it comes from. Empty when that is the file as written, or is not known. The
  /// modules hold their items.
  std::vector<Resolution> Definitions(std::string_view path);

  /// A place of the workspace that a path leads to, through re-exports too.
  struct Place {
    uint32_t node = 0;  // the module
    std::string items;  // what is named in it: `Repo::save`; "" for the module itself
    auto operator<=>(const Place&) const = default;
  };
  /// Where the path leads: to one place, or several under #[cfg] and where names are ambiguous;
  /// nowhere when that is outside of the workspace or not known. The modules hold their items.
  std::vector<Place> Places(std::string_view path);

 private:
  /// Where the last path ended that led to a module: what is left of it names items.
  struct End {
    uint32_t node = 0;
    std::string rest;
    auto operator<=>(const End&) const = default;
  };
  class DefinitionSearch;

  const CargoCrate* CrateOf(uint32_t node) const;
  uint16_t Edition(uint32_t node) const;
  const RustNames::Externs* ExternsOf(uint32_t node) const;
  const RustUse* DeclaredCrate(uint32_t node, std::string_view name) const;
  std::optional<uint32_t> LibraryNamed(uint32_t node, std::string_view name) const;
  std::optional<uint32_t> Child(uint32_t node, std::string_view name);
  std::optional<uint32_t> ModuleAt(uint32_t node, std::string_view path);

  Resolution From(uint32_t node, std::string_view path, RustPathForm form,
                  const RustUse* following);
  Resolution Walk(uint32_t node, std::string_view rest);
  bool IsMissingModule(uint32_t node, std::string_view segment, std::string_view rest) const;
  bool MeansItem(uint32_t node, std::string_view name) const;
  std::optional<Resolution> Extern(uint32_t node, std::string_view first, std::string_view rest);
  Resolution Dependency(uint32_t node, const CargoCrate::Extern& target, Declaration declaration,
                        std::string_view rest);
  std::optional<Resolution> Undeclared(uint32_t node, std::string_view first,
                                       std::string_view rest);
  std::optional<Resolution> Used(uint32_t node, std::string_view first, std::string_view rest,
                                 const RustUse* following);
  std::optional<Resolution> ThroughGlobs(uint32_t node, std::string_view first,
                                         std::string_view rest);
  std::optional<Resolution> OtherwiseNamed(uint32_t node, std::string_view first) const;
  std::string WhyNot(uint32_t node, std::string_view first) const;
  Resolution GuessedCrate(std::string_view first, std::string_view rest);

  const RustNames names_;
  const RustModuleTree& tree_;
  uint32_t origin_;
  RustPathForm form_;
  const uint32_t alternative_;
  uint32_t alternatives_ = 1;
  End end_;
  /// How many `use` declarations the path may still be followed through: hostile ones fan out.
  int steps_ = 32;
};

}  // namespace krepis::analyzer
