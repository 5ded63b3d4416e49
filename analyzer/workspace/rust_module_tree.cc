#include "analyzer/workspace/rust_module_tree.h"

#include <algorithm>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

/// A file under more names than this in one crate is a hostile `#[path]` maze.
constexpr size_t kMaxNodesOfFile = 16;

std::string_view WithoutRaw(std::string_view name) {
  return name.starts_with("r#") ? name.substr(2) : name;
}

/// Calls `visit` with each segment of "a::b::c" until it returns false.
template <class Visit>
void ForEachSegment(std::string_view path, Visit visit) {
  while (!path.empty()) {
    const size_t end = path.find("::");
    if (!visit(path.substr(0, end))) return;
    path = end == std::string_view::npos ? std::string_view() : path.substr(end + 2);
  }
}

bool IsOwnRootFolder(std::string_view name) {
  return name == "tests" || name == "examples" || name == "benches" || name == "bin";
}

}  // namespace

RustModuleTree::RustModuleTree(const FileIndex& files, const CargoWorkspace& cargo,
                               const std::unordered_map<std::string, RustFile>& stated)
    : files_(files), cargo_(cargo), stated_(stated) {
  for (const CargoCrate& crate : cargo_.crates()) mod_rs_.emplace(crate.root, true);
  for (uint32_t i = 0; i < cargo_.crates().size(); ++i) {
    const CargoCrate& crate = cargo_.crates()[i];
    const uint32_t root = AddNode(kNone, crate.name, crate.root, false);
    nodes_[root].crate = i;
    crate_roots_.push_back(root);
    Expand(root);
  }
  // Shallow files first, and mod.rs before its siblings, so that a file finds the module above it.
  std::vector<std::string_view> rest;
  for (const SourceFile& source : files_.discovery().sources) {
    if (source.language == Language::kRust && !by_file_.contains(source.path)) {
      rest.push_back(source.path);
    }
  }
  const auto rank = [](std::string_view path) {
    const bool module = BaseNameOf(path) == "mod.rs";
    return std::count(path.begin(), path.end(), '/') * 2 - (module ? 1 : 0);
  };
  std::stable_sort(rest.begin(), rest.end(),
                   [&](std::string_view a, std::string_view b) { return rank(a) < rank(b); });
  for (const std::string_view file : rest) {
    if (!by_file_.contains(file)) Attach(file);
  }
}

std::span<const uint32_t> RustModuleTree::NodesOf(std::string_view file) const {
  const auto it = by_file_.find(file);
  return it == by_file_.end() ? std::span<const uint32_t>() : std::span(it->second);
}

std::optional<uint32_t> RustModuleTree::Child(uint32_t parent, std::string_view name) const {
  for (const auto& [child_name, child] : nodes_[parent].children) {
    if (child_name == name) return child;
  }
  return std::nullopt;
}

uint32_t RustModuleTree::AddNode(uint32_t parent, std::string_view name, std::string_view file,
                                 bool inline_body) {
  const uint32_t index = static_cast<uint32_t>(nodes_.size());
  Node node;
  node.name = WithoutRaw(name);
  node.parent = parent;
  node.file = file;
  node.inline_body = inline_body;
  if (parent == kNone) {
    node.root = index;
  } else {
    node.crate = nodes_[parent].crate;
    node.root = nodes_[parent].root;
    node.reachable = nodes_[parent].reachable;
    nodes_[parent].children.emplace_back(WithoutRaw(name), index);
  }
  nodes_.push_back(std::move(node));
  if (!inline_body) by_file_[file].push_back(index);
  return index;
}

bool RustModuleTree::IsAncestorFile(uint32_t node, std::string_view file) const {
  for (; node != kNone; node = nodes_[node].parent) {
    if (nodes_[node].file == file) return true;
  }
  return false;
}

bool RustModuleTree::IsModRs(std::string_view file) const {
  return BaseNameOf(file) == "mod.rs" || mod_rs_.contains(file);
}

/// https://doc.rust-lang.org/reference/items/modules.html#module-source-filenames
std::optional<std::string_view> RustModuleTree::FindFile(std::string_view file,
                                                         const RustFile* facts,
                                                         const RustModule& module,
                                                         bool is_mod_rs) const {
  const auto existing =
      [&](const std::optional<std::string>& path) -> std::optional<std::string_view> {
    if (!path) return std::nullopt;
    const auto& sources = files_.discovery().sources;
    const auto it =
        std::lower_bound(sources.begin(), sources.end(), *path,
                         [](const SourceFile& f, const std::string& p) { return f.path < p; });
    if (it == sources.end() || it->path != *path) return std::nullopt;
    return std::string_view(it->path);
  };
  std::string folder(DirectoryOf(file));
  if (!module.path_attribute.empty() && module.scope.empty()) {
    return existing(ResolvePath(folder, module.path_attribute));
  }
  if (!is_mod_rs) folder = JoinPath(folder, BaseNameOf(WithoutExtension(file)));
  std::string outer;
  ForEachSegment(module.scope, [&](std::string_view name) {
    std::string_view step = WithoutRaw(name);
    for (const RustModule& m : facts == nullptr ? std::span<const RustModule>() : facts->modules) {
      const bool declared = m.inline_body && m.name == name && m.scope == outer;
      if (declared && !m.path_attribute.empty()) step = m.path_attribute;
    }
    folder = ResolvePath(folder, step).value_or("");
    if (!outer.empty()) outer += "::";
    outer += name;
    return true;
  });
  if (!module.path_attribute.empty()) return existing(ResolvePath(folder, module.path_attribute));
  const std::string base = JoinPath(folder, WithoutRaw(module.name));
  if (auto found = existing(base + ".rs")) return found;
  return existing(base + "/mod.rs");
}

std::optional<std::string_view> RustModuleTree::FileOf(std::string_view file,
                                                       const RustModule& module) const {
  const auto it = stated_.find(std::string(file));
  return FindFile(file, it == stated_.end() ? nullptr : &it->second, module, IsModRs(file));
}

void RustModuleTree::Expand(uint32_t start) {
  std::vector<uint32_t> pending = {start};
  while (!pending.empty()) {
    const uint32_t node = pending.back();
    pending.pop_back();
    ExpandOne(node, pending);
  }
}

void RustModuleTree::ExpandOne(uint32_t node, std::vector<uint32_t>& pending) {
  const std::string_view file = nodes_[node].file;
  const auto it = stated_.find(std::string(file));
  if (it == stated_.end()) return;
  const RustFile& facts = it->second;
  // The module that a scope names; inline modules are declared before what they contain is.
  const auto within = [&](std::string_view scope, bool create) {
    uint32_t at = node;
    ForEachSegment(scope, [&](std::string_view name) {
      std::optional<uint32_t> child;
      for (const auto& [child_name, index] : nodes_[at].children) {
        if (child_name == WithoutRaw(name) && nodes_[index].inline_body) child = index;
      }
      if (!child && !create) return false;
      at = child ? *child : AddNode(at, name, file, true);
      return true;
    });
    return at;
  };
  for (const RustModule& module : facts.modules) {
    if (module.inline_body) {
      const uint32_t parent = within(module.scope, true);
      const auto known = Child(parent, WithoutRaw(module.name));
      if (!known || !nodes_[*known].inline_body) AddNode(parent, module.name, file, true);
      continue;
    }
    const auto target = FindFile(file, &facts, module, IsModRs(file));
    if (!target || IsAncestorFile(node, *target)) continue;
    if (NodesOf(*target).size() >= kMaxNodesOfFile) continue;
    if (!module.path_attribute.empty()) mod_rs_.emplace(*target, true);
    pending.push_back(AddNode(within(module.scope, true), module.name, *target, false));
  }
  for (const RustUse& use : facts.uses) nodes_[within(use.scope, false)].uses.push_back(&use);
}

/// Gives a file that no crate reaches its place: below the module that its folder belongs to
/// (a/b.rs below a/mod.rs, a.rs, or the folder's lib.rs or main.rs), else as a root of its own.
void RustModuleTree::Attach(std::string_view file) {
  const bool is_mod = BaseNameOf(file) == "mod.rs";
  const std::string_view folder = is_mod ? DirectoryOf(DirectoryOf(file)) : DirectoryOf(file);
  const std::string_view name =
      is_mod ? BaseNameOf(DirectoryOf(file)) : BaseNameOf(WithoutExtension(file));
  uint32_t parent = kNone;
  if (!IsOwnRootFolder(BaseNameOf(folder))) {
    for (const std::string& candidate : {JoinPath(folder, "mod.rs"), std::string(folder) + ".rs",
                                         JoinPath(folder, "lib.rs"), JoinPath(folder, "main.rs")}) {
      const auto nodes = NodesOf(candidate);
      if (candidate == file || nodes.empty()) continue;
      parent = nodes.front();
      break;
    }
  }
  const uint32_t node = AddNode(parent, name, file, false);
  nodes_[node].reachable = false;
  if (parent == kNone) mod_rs_.emplace(file, true);
  Expand(node);
}

}  // namespace krepis::analyzer
