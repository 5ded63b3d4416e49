#include "analyzer/workspace/rust_module_tree.h"

#include <algorithm>
#include <cctype>
#include <tuple>
#include <utility>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

/// A file under more names than this in one crate is a hostile `#[path]` maze.
constexpr size_t kMaxNodesOfFile = 16;

/// Calls `visit` with each segment of "a::b::c" until it returns false.
template <class Visit>
void ForEachSegment(std::string_view path, Visit visit) {
  while (!path.empty()) {
    const size_t end = path.find("::");
    if (!visit(path.substr(0, end))) return;
    path = end == std::string_view::npos ? std::string_view() : path.substr(end + 2);
  }
}

/// By the names that they bind.
struct UseOrder {
  static std::string_view NameOf(const RustUse* use) { return RustIdentifier(use->name); }
  static std::string_view NameOf(std::string_view name) { return name; }
  template <class A, class B>
  bool operator()(const A& a, const B& b) const {
    return NameOf(a) < NameOf(b);
  }
};

bool IsOwnRootFolder(std::string_view name) {
  return name == "tests" || name == "examples" || name == "benches" || name == "bin";
}

}  // namespace

std::string_view RustIdentifier(std::string_view name) {
  return name.starts_with("r#") ? name.substr(2) : name;
}

std::string_view TakeRustSegment(std::string_view& path) {
  const size_t end = path.find("::");
  std::string_view segment = path.substr(0, end);
  path = end == std::string_view::npos ? std::string_view() : path.substr(end + 2);
  segment = segment.substr(0, segment.find('<'));
  const auto is_space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
  while (!segment.empty() && is_space(segment.front())) segment.remove_prefix(1);
  while (!segment.empty() && is_space(segment.back())) segment.remove_suffix(1);
  return RustIdentifier(segment);
}

RustModuleTree::RustModuleTree(const FileIndex& files, const CargoWorkspace& cargo,
                               const std::unordered_map<std::string_view, RustFile>& stated)
    : files_(files), cargo_(cargo), stated_(stated) {
  for (const auto& [file, facts] : stated_) {
    for (const RustModule& module : facts.modules) {
      if (module.inline_body && !module.path_attribute.empty()) moved_[file].push_back(&module);
    }
  }
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
  const auto it = children_.find({parent, name});
  if (it == children_.end()) return std::nullopt;
  return it->second.front();
}

std::span<const uint32_t> RustModuleTree::Children(uint32_t parent, std::string_view name) const {
  const auto it = children_.find({parent, name});
  return it == children_.end() ? std::span<const uint32_t>() : std::span(it->second);
}

std::span<const RustUse* const> RustModuleTree::Uses(uint32_t node, std::string_view name) const {
  const auto [first, count] = nodes_[node].uses;
  const auto all = std::span(uses_).subspan(first, count);
  const auto [begin, end] = std::equal_range(all.begin(), all.end(), name, UseOrder());
  return {begin, end};
}

bool RustModuleTree::Declares(uint32_t node, std::string_view name) const {
  const auto [first, count] = nodes_[node].items;
  const auto all = std::span(items_).subspan(first, count);
  return std::binary_search(all.begin(), all.end(), name);
}

uint32_t RustModuleTree::AddNode(uint32_t parent, std::string_view name, std::string_view file,
                                 bool inline_body) {
  const uint32_t index = static_cast<uint32_t>(nodes_.size());
  Node node;
  node.name = RustIdentifier(name);
  node.parent = parent;
  node.file = file;
  node.inline_body = inline_body;
  if (parent == kNone) {
    node.root = index;
  } else {
    node.crate = nodes_[parent].crate;
    node.root = nodes_[parent].root;
    node.reachable = nodes_[parent].reachable;
    node.opaque = inline_body && nodes_[parent].opaque;
    children_[{parent, RustIdentifier(name)}].push_back(index);
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
std::vector<std::string> RustModuleTree::CandidatesOf(std::string_view file,
                                                      const RustModule& module) const {
  std::vector<std::string> candidates;
  const auto add = [&](std::string_view folder, std::string_view path) {
    if (auto candidate = ResolvePath(folder, path)) candidates.push_back(*std::move(candidate));
  };
  std::string folder(DirectoryOf(file));
  if (!module.path_attribute.empty() && module.scope.empty()) {
    add(folder, module.path_attribute);
    return candidates;
  }
  if (!IsModRs(file)) folder = JoinPath(folder, BaseNameOf(WithoutExtension(file)));
  const auto moved = moved_.find(file);
  std::string outer;
  ForEachSegment(module.scope, [&](std::string_view name) {
    std::string_view step = RustIdentifier(name);
    if (moved != moved_.end()) {
      for (const RustModule* m : moved->second) {
        if (m->name == name && m->scope == outer) step = m->path_attribute;
      }
    }
    folder = ResolvePath(folder, step).value_or("");
    if (!outer.empty()) outer += "::";
    outer += name;
    return true;
  });
  if (!module.path_attribute.empty()) {
    add(folder, module.path_attribute);
    return candidates;
  }
  const std::string name(RustIdentifier(module.name));
  add(folder, name + ".rs");
  add(folder, name + "/mod.rs");
  return candidates;
}

std::optional<std::string_view> RustModuleTree::FileOf(std::string_view file,
                                                       const RustModule& module) const {
  const auto& sources = files_.discovery().sources;
  for (const std::string& candidate : CandidatesOf(file, module)) {
    // Where the file stands, whatever symlinks lead there.
    const std::string path(files_.Canonical(candidate));
    const auto it =
        std::lower_bound(sources.begin(), sources.end(), path,
                         [](const SourceFile& f, const std::string& p) { return f.path < p; });
    if (it != sources.end() && it->path == path) return std::string_view(it->path);
  }
  return std::nullopt;
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
  const auto it = stated_.find(file);
  if (it == stated_.end()) return;
  const RustFile& facts = it->second;
  nodes_[node].opaque = facts.opaque;
  // Inline modules are declared before what they contain is.
  const auto within = [&](std::string_view scope) {
    uint32_t at = node;
    ForEachSegment(scope, [&](std::string_view name) {
      const uint32_t child = InlineChild(at, name);
      at = child == kNone ? AddNode(at, name, file, true) : child;
      return true;
    });
    return at;
  };
  for (const RustModule& module : facts.modules) {
    if (module.inline_body) {
      const uint32_t parent = within(module.scope);
      if (InlineChild(parent, module.name) == kNone) AddNode(parent, module.name, file, true);
      continue;
    }
    const auto target = FileOf(file, module);
    if (!target || IsAncestorFile(node, *target)) continue;
    if (NodesOf(*target).size() >= kMaxNodesOfFile) continue;
    if (!module.path_attribute.empty()) mod_rs_.emplace(*target, true);
    pending.push_back(AddNode(within(module.scope), module.name, *target, false));
  }
  AddNames(node, facts);
}

uint32_t RustModuleTree::InlineChild(uint32_t parent, std::string_view name) const {
  for (const uint32_t child : Children(parent, RustIdentifier(name))) {
    if (nodes_[child].inline_body) return child;
  }
  return kNone;
}

uint32_t RustModuleTree::Within(uint32_t node, std::string_view scope) const {
  ForEachSegment(scope, [&](std::string_view name) {
    const uint32_t child = InlineChild(node, name);
    if (child == kNone) return false;
    node = child;
    return true;
  });
  return node;
}

void RustModuleTree::AddNames(uint32_t node, const RustFile& facts) {
  // No other file has the modules that get names here.
  std::vector<std::pair<uint32_t, const RustUse*>> uses;
  uses.reserve(facts.uses.size());
  for (const RustUse& use : facts.uses) {
    const uint32_t module = Within(node, use.scope);
    if (use.glob) {
      nodes_[module].globs.push_back(&use);
      continue;
    }
    uses.emplace_back(module, &use);
    if (use.extern_crate && nodes_[module].parent == kNone) {
      nodes_[module].extern_crates.push_back(&use);
    }
  }
  // Those of one name stay in their order.
  std::sort(uses.begin(), uses.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.first, UseOrder::NameOf(a.second), a.second) <
           std::tuple(b.first, UseOrder::NameOf(b.second), b.second);
  });
  for (const auto& [module, use] : uses) {
    Range& range = nodes_[module].uses;
    if (range.count++ == 0) range.first = static_cast<uint32_t>(uses_.size());
    uses_.push_back(use);
  }
  std::vector<std::pair<uint32_t, std::string_view>> items;
  items.reserve(facts.items.size());
  for (const RustItem& item : facts.items)
    items.emplace_back(Within(node, item.scope), RustIdentifier(item.name));
  std::sort(items.begin(), items.end());
  for (const auto& [module, name] : items) {
    Range& range = nodes_[module].items;
    if (range.count++ == 0) range.first = static_cast<uint32_t>(items_.size());
    items_.push_back(name);
  }
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
