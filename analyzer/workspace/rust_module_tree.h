#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/workspace/cargo_workspace.h"
#include "analyzer/workspace/file_index.h"

namespace krepis::analyzer {

/// `mod name;` or `mod name { … }` of one file. Texts here and below are somebody else's.
struct RustModule {
  std::string_view name;
  std::string_view scope;  // path of the inline modules around it ("a::b"), "" at the top level
  std::string_view path_attribute;  // #[path = "…"], else ""
  bool inline_body = false;
  bool test_only = false;  // under #[cfg(test)]; where it leads is the same
  friend bool operator==(const RustModule&, const RustModule&) = default;
};

/// A name that a `use` (or `extern crate … as …`) brings into a module.
struct RustUse {
  std::string_view name;   // "" for a glob
  std::string_view path;   // "crate::a::B", "serde", "::std::fs"
  std::string_view scope;  // of the inline modules around it
  bool glob = false;
  bool extern_crate = false;  // at the crate's root it makes the name known in all of the crate
  bool reexport = false;      // pub, or pub to a part of the crate
  friend bool operator==(const RustUse&, const RustUse&) = default;
};

/// An item that a module declares.
struct RustItem {
  std::string_view name;
  std::string_view scope;  // of the inline modules around it
  friend bool operator==(const RustItem&, const RustItem&) = default;
};

/// What one file states.
struct RustFile {
  std::vector<RustModule> modules;
  std::vector<RustUse> uses;
  /// Only for RustResolver::DefinitionsOf() and PlacesOf().
  std::vector<RustItem> items = {};
  /// Macros at item level may define modules that are not stated.
  bool opaque = false;
  friend bool operator==(const RustFile&, const RustFile&) = default;
};

/// An identifier without "r#".
std::string_view RustIdentifier(std::string_view name);
/// Takes the first segment off "a::b" and gives it as an identifier, without generic arguments and
/// blanks.
std::string_view TakeRustSegment(std::string_view& path);

/// The modules of all crates. A file may be several modules: of several crates, or under several
/// names. Files that no crate reaches hang where their folder says, or are roots of their own.
class RustModuleTree {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  /// Places in a list, from the first one on.
  struct Range {
    uint32_t first = 0;
    uint32_t count = 0;
  };
  struct Node {
    std::string_view name;  // of a root: the crate's
    uint32_t parent = kNone;
    uint32_t crate = kNone;  // into CargoWorkspace::crates()
    uint32_t root = kNone;   // node of the crate's root
    std::string_view file;   // for an inline module the one around it
    bool inline_body = false;
    bool reachable = true;
    bool opaque = false;
    std::vector<const RustUse*> globs;
    std::vector<const RustUse*> extern_crates;  // of a root
    Range uses;                                 // of uses_: all but globs, by name
    Range items;                                // of items_, by name
  };

  /// Views into `stated` and `cargo` are kept: both must outlive the tree.
  RustModuleTree(const FileIndex& files, const CargoWorkspace& cargo,
                 const std::unordered_map<std::string_view, RustFile>& stated);

  const Node& node(uint32_t index) const { return nodes_[index]; }
  /// The modules that `file` is, the first of the first crate in front; empty for other files.
  std::span<const uint32_t> NodesOf(std::string_view file) const;
  /// The submodule of that name, the first of several (of which at most one is compiled).
  std::optional<uint32_t> Child(uint32_t parent, std::string_view name) const;
  /// All of them: alternatives under #[cfg].
  std::span<const uint32_t> Children(uint32_t parent, std::string_view name) const;
  /// The `use` declarations of a module, globs aside, that bring in `name`.
  std::span<const RustUse* const> Uses(uint32_t node, std::string_view name) const;
  /// Whether the module declares an item of that name.
  bool Declares(uint32_t node, std::string_view name) const;
  /// The inline module that a scope names in the file that `node` stands for, as far down as there
  /// are any.
  uint32_t Within(uint32_t node, std::string_view scope) const;
  /// The root module of a crate, or kNone.
  uint32_t RootOf(uint32_t crate) const { return crate_roots_[crate]; }

  /// Where `mod name;` leads: the file, or nullopt when none of the possible ones exists.
  std::optional<std::string_view> FileOf(std::string_view file, const RustModule& module) const;
  /// The paths where that file may stand, whether it exists or not.
  std::vector<std::string> CandidatesOf(std::string_view file, const RustModule& module) const;

 private:
  struct Name {
    uint32_t node;
    std::string_view name;
    friend bool operator==(const Name&, const Name&) = default;
  };
  struct NameHash {
    size_t operator()(const Name& name) const {
      return std::hash<std::string_view>()(name.name) ^ (size_t{name.node} * 0x9E3779B97F4A7C15u);
    }
  };

  uint32_t AddNode(uint32_t parent, std::string_view name, std::string_view file, bool inline_body);
  /// Adds the modules below a node that stands for a whole file, without recursion.
  void Expand(uint32_t start);
  void ExpandOne(uint32_t node, std::vector<uint32_t>& pending);
  void Attach(std::string_view file);
  /// What one file states, whose modules begin with `node`.
  void AddNames(uint32_t node, const RustFile& facts);
  uint32_t InlineChild(uint32_t parent, std::string_view name) const;
  bool IsAncestorFile(uint32_t node, std::string_view file) const;
  bool IsModRs(std::string_view file) const;

  const FileIndex& files_;
  const CargoWorkspace& cargo_;
  const std::unordered_map<std::string_view, RustFile>& stated_;
  std::vector<Node> nodes_;
  std::vector<uint32_t> crate_roots_;
  std::unordered_map<Name, std::vector<uint32_t>, NameHash> children_;
  std::vector<const RustUse*> uses_;
  std::vector<std::string_view> items_;
  /// Inline modules with a #[path], by file: they move what stands in them.
  std::unordered_map<std::string_view, std::vector<const RustModule*>> moved_;
  std::unordered_map<std::string_view, std::vector<uint32_t>> by_file_;
  /// Crate roots and files that a #[path] names: their submodules lie beside them.
  std::unordered_map<std::string_view, bool> mod_rs_;
};

}  // namespace krepis::analyzer
