#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/workspace/cargo_workspace.h"
#include "analyzer/workspace/file_index.h"

namespace krepis::analyzer {

/// `mod name;` or `mod name { … }` of one file.
struct RustModule {
  std::string name;
  std::string scope;           // path of the inline modules around it ("a::b"), "" at the top level
  std::string path_attribute;  // #[path = "…"], else ""
  bool inline_body = false;
};

/// A name that a `use` (or `extern crate … as …`) brings into a module.
struct RustUse {
  std::string name;   // "" for a glob
  std::string path;   // "crate::a::B", "serde", "::std::fs"
  std::string scope;  // of the inline modules around it
  bool glob = false;
};

/// What one file states.
struct RustFile {
  std::vector<RustModule> modules;
  std::vector<RustUse> uses;
};

/// The modules of all crates. A file may be several modules: of several crates, or under several
/// names. Files that no crate reaches hang where their folder says, or are roots of their own.
class RustModuleTree {
 public:
  static constexpr uint32_t kNone = UINT32_MAX;

  struct Node {
    std::string name;  // of a root: the crate's
    uint32_t parent = kNone;
    uint32_t crate = kNone;  // into CargoWorkspace::crates()
    uint32_t root = kNone;   // node of the crate's root
    std::string_view file;   // for an inline module the one around it
    bool inline_body = false;
    bool reachable = true;
    std::vector<std::pair<std::string_view, uint32_t>> children;
    std::vector<const RustUse*> uses;
  };

  /// Views into `stated` and `cargo` are kept: both must outlive the tree.
  RustModuleTree(const FileIndex& files, const CargoWorkspace& cargo,
                 const std::unordered_map<std::string, RustFile>& stated);

  const Node& node(uint32_t index) const { return nodes_[index]; }
  /// The modules that `file` is, the first of the first crate in front; empty for other files.
  std::span<const uint32_t> NodesOf(std::string_view file) const;
  std::optional<uint32_t> Child(uint32_t parent, std::string_view name) const;
  /// The root module of a crate, or kNone.
  uint32_t RootOf(uint32_t crate) const { return crate_roots_[crate]; }

  /// Where `mod name;` leads: the file, or nullopt when none of the possible ones exists.
  std::optional<std::string_view> FileOf(std::string_view file, const RustModule& module) const;

 private:
  uint32_t AddNode(uint32_t parent, std::string_view name, std::string_view file, bool inline_body);
  /// Adds the modules below a node that stands for a whole file, without recursion.
  void Expand(uint32_t start);
  void ExpandOne(uint32_t node, std::vector<uint32_t>& pending);
  void Attach(std::string_view file);
  bool IsAncestorFile(uint32_t node, std::string_view file) const;
  std::optional<std::string_view> FindFile(std::string_view file, const RustFile* facts,
                                           const RustModule& module, bool is_mod_rs) const;
  bool IsModRs(std::string_view file) const;

  const FileIndex& files_;
  const CargoWorkspace& cargo_;
  const std::unordered_map<std::string, RustFile>& stated_;
  std::vector<Node> nodes_;
  std::vector<uint32_t> crate_roots_;
  std::unordered_map<std::string_view, std::vector<uint32_t>> by_file_;
  /// Crate roots and files that a #[path] names: their submodules lie beside them.
  std::unordered_map<std::string_view, bool> mod_rs_;
};

}  // namespace krepis::analyzer
