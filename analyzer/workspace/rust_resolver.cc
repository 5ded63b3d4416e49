#include "analyzer/workspace/rust_resolver.h"

#include <cctype>
#include <optional>
#include <utility>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

constexpr uint32_t kNone = RustModuleTree::kNone;
/// How many `use` declarations one path is followed through in all: hostile ones could fan out.
constexpr int kMaxUseSteps = 32;

std::string_view WithoutRaw(std::string_view name) {
  return name.starts_with("r#") ? name.substr(2) : name;
}

/// Takes the first segment off "a::b"; generic arguments and blanks go.
std::string_view TakeSegment(std::string_view& path) {
  const size_t end = path.find("::");
  std::string_view segment = path.substr(0, end);
  path = end == std::string_view::npos ? std::string_view() : path.substr(end + 2);
  segment = segment.substr(0, segment.find('<'));
  while (!segment.empty() && std::isspace(static_cast<unsigned char>(segment.front()))) {
    segment.remove_prefix(1);
  }
  while (!segment.empty() && std::isspace(static_cast<unsigned char>(segment.back()))) {
    segment.remove_suffix(1);
  }
  return WithoutRaw(segment);
}

bool IsStandardCrate(std::string_view name) {
  return name == "std" || name == "core" || name == "alloc" || name == "proc_macro" ||
         name == "test";
}

bool IsTypeName(std::string_view name) {
  return !name.empty() && std::isupper(static_cast<unsigned char>(name.front()));
}

Resolution Standard(std::string_view crate, std::string_view rest) {
  // proc_macro and test stand beside std, they are no modules of it.
  std::string_view module = crate;
  if (crate == "std" || crate == "core" || crate == "alloc") {
    module = TakeSegment(rest);
    if (module.empty() || module == "*" || module == "self") module = "std";
  }
  return {Resolution::Kind::kExternal, false, std::string("std/").append(module)};
}

}  // namespace

class RustResolver::Impl {
 public:
  Impl(const FileIndex& files, const CargoWorkspace& cargo,
       std::unordered_map<std::string, RustFile> facts)
      : files_(files), cargo_(cargo), facts_(std::move(facts)), tree_(files, cargo, facts_) {
    // Files outside of every crate may name what the tests of their package may.
    for (const SourceFile& source : files.discovery().sources) {
      if (source.language != Language::kRust || !IsRootless(source.path)) continue;
      const uint32_t package = cargo_.NearestPackage(source.path);
      if (package != CargoCrate::kNone && !test_externs_.contains(package)) {
        test_externs_.emplace(package, cargo_.TestExterns(package));
      }
    }
  }

  Resolution Resolve(std::string_view file, std::string_view scope, std::string_view path,
                     RustPathForm form) const {
    const auto nodes = tree_.NodesOf(file);
    if (nodes.empty()) return {};
    uint32_t node = nodes.front();
    while (!scope.empty()) {
      const size_t end = scope.find("::");
      const auto child = tree_.Child(node, WithoutRaw(scope.substr(0, end)));
      if (!child || !tree_.node(*child).inline_body) break;
      node = *child;
      scope = end == std::string_view::npos ? std::string_view() : scope.substr(end + 2);
    }
    int steps = kMaxUseSteps;
    return ResolveFrom(node, path, form, nullptr, steps);
  }

  Resolution ResolveModule(std::string_view file, const RustModule& module) const {
    if (module.inline_body) return {Resolution::Kind::kLocal, false, std::string(file)};
    const auto target = tree_.FileOf(file, module);
    if (target) return {Resolution::Kind::kFile, false, std::string(*target)};
    // Ignored or generated, but there.
    if (!module.path_attribute.empty() && module.scope.empty()) {
      const auto path = ResolvePath(DirectoryOf(file), module.path_attribute);
      if (path && files_.Exists(*path)) return {Resolution::Kind::kUnanalysed, false, *path};
    }
    return {};
  }

  const RustModuleTree& tree() const { return tree_; }
  const CargoWorkspace& cargo() const { return cargo_; }
  bool IsRootless(std::string_view file) const {
    const auto nodes = tree_.NodesOf(file);
    return !nodes.empty() && tree_.node(nodes.front()).crate == kNone;
  }

 private:
  using Externs = std::map<std::string, CargoCrate::Extern, std::less<>>;

  const CargoCrate* CrateOf(uint32_t node) const {
    const uint32_t crate = tree_.node(node).crate;
    return crate == kNone ? nullptr : &cargo_.crates()[crate];
  }

  const Externs* ExternsOf(uint32_t node) const {
    if (const CargoCrate* crate = CrateOf(node)) return &crate->externs;
    const auto it = test_externs_.find(cargo_.NearestPackage(tree_.node(node).file));
    return it == test_externs_.end() ? nullptr : &it->second;
  }

  /// Walks down as far as modules go; the rest names items.
  Resolution Walk(uint32_t node, std::string_view rest) const {
    while (!rest.empty()) {
      const std::string_view segment = TakeSegment(rest);
      if (segment == "self") continue;
      if (segment == "super") {
        if (tree_.node(node).parent != kNone) node = tree_.node(node).parent;
        continue;
      }
      const auto child = tree_.Child(node, segment);
      if (!child) break;
      node = *child;
    }
    return {Resolution::Kind::kFile, false, std::string(tree_.node(node).file)};
  }

  std::optional<Resolution> Extern(uint32_t node, std::string_view first, std::string_view rest,
                                   RustPathForm form) const {
    if (const Externs* externs = ExternsOf(node)) {
      if (const auto it = externs->find(first); it != externs->end()) {
        if (it->second.crate == CargoCrate::kNone) {
          return Resolution{Resolution::Kind::kExternal, false, "cargo/" + it->second.package};
        }
        return Walk(tree_.RootOf(it->second.crate), rest);
      }
    }
    if (!IsStandardCrate(first)) return std::nullopt;
    // These two are no names everywhere: a path in code may mean an item that is called so.
    const bool needs_declaration = first == "alloc" || first == "test";
    if (needs_declaration && form == RustPathForm::kPath && !DeclaresCrate(node, first)) {
      return std::nullopt;
    }
    return Standard(first, rest);
  }

  /// Whether the crate's root says `extern crate name`.
  bool DeclaresCrate(uint32_t node, std::string_view name) const {
    for (const RustUse* use : tree_.node(tree_.node(node).root).uses) {
      if (use->path == name) return true;
    }
    return false;
  }

  /// `following`: the use declaration that is being followed, which does not define itself.
  Resolution ResolveFrom(uint32_t node, std::string_view path, RustPathForm form,
                         const RustUse* following, int& steps) const {
    if (path.starts_with("::")) {
      path.remove_prefix(2);
      const std::string_view first = TakeSegment(path);
      if (auto found = Extern(node, first, path, form)) return *std::move(found);
      return Edition(node) < 2018 ? Walk(tree_.node(node).root, Joined(first, path)) : Resolution();
    }
    std::string_view rest = path;
    const std::string_view first = TakeSegment(rest);
    if (first == "crate" || first == "$crate") return Walk(tree_.node(node).root, rest);
    if (first == "self" || first == "super") return Walk(node, path);
    if (const auto child = tree_.Child(node, first)) return Walk(*child, rest);
    if (auto found = Used(node, first, rest, following, steps)) return *std::move(found);
    // In the 2015 edition a `use` starts at the crate's root.
    if (form == RustPathForm::kUse && Edition(node) < 2018) {
      const uint32_t root = tree_.node(node).root;
      if (tree_.Child(root, first)) return Walk(root, path);
      if (root != node) {
        if (auto found = Used(root, first, rest, following, steps)) return *std::move(found);
      }
    }
    if (auto found = Extern(node, first, rest, form)) return *std::move(found);
    if (auto found = ThroughGlobs(node, first, rest, steps)) return *std::move(found);
    // An item of this file, or one that a glob or a macro brings in.
    const bool may_be_item =
        form == RustPathForm::kPath || IsTypeName(first) || HasGlob(node) || rest.empty();
    return {may_be_item ? Resolution::Kind::kLocal : Resolution::Kind::kUnresolved, false, {}};
  }

  static std::string Joined(std::string_view first, std::string_view rest) {
    std::string path(first);
    if (!rest.empty()) path.append("::").append(rest);
    return path;
  }

  uint16_t Edition(uint32_t node) const {
    const CargoCrate* crate = CrateOf(node);
    return crate == nullptr ? 2021 : crate->edition;
  }

  bool HasGlob(uint32_t node) const {
    for (const RustUse* use : tree_.node(node).uses) {
      if (use->glob) return true;
    }
    return false;
  }

  /// `first` as a name that a `use` of the module binds.
  std::optional<Resolution> Used(uint32_t node, std::string_view first, std::string_view rest,
                                 const RustUse* following, int& steps) const {
    for (const RustUse* use : tree_.node(node).uses) {
      if (use->glob || use == following || WithoutRaw(use->name) != first) continue;
      std::string_view target = use->path;
      if (WithoutRaw(target) == first && target.find("::") == std::string_view::npos) continue;
      if (steps-- <= 0) return std::nullopt;
      Resolution found = ResolveFrom(node, Joined(target, rest), RustPathForm::kUse, use, steps);
      if (found.kind == Resolution::Kind::kUnresolved) continue;
      return found;
    }
    return std::nullopt;
  }

  /// `first` as a module or a bound name of a module whose names `use m::*` brings in.
  std::optional<Resolution> ThroughGlobs(uint32_t node, std::string_view first,
                                         std::string_view rest, int& steps) const {
    for (const RustUse* use : tree_.node(node).uses) {
      if (!use->glob) continue;
      if (steps-- <= 0) return std::nullopt;
      const auto module = ModuleAt(node, use->path);
      if (!module || *module == node) continue;
      if (const auto child = tree_.Child(*module, first)) return Walk(*child, rest);
      if (auto found = Used(*module, first, rest, nullptr, steps)) return found;
    }
    return std::nullopt;
  }

  /// The module of this crate that a path names in full, or nullopt.
  std::optional<uint32_t> ModuleAt(uint32_t node, std::string_view path) const {
    bool start = true;
    while (!path.empty()) {
      const std::string_view segment = TakeSegment(path);
      if (segment == "*") break;
      if (start && segment == "crate") {
        node = tree_.node(node).root;
      } else if (segment == "super") {
        if (tree_.node(node).parent == kNone) return std::nullopt;
        node = tree_.node(node).parent;
      } else if (segment != "self") {
        const auto child = tree_.Child(node, segment);
        if (!child) return std::nullopt;
        node = *child;
      }
      start = false;
    }
    return node;
  }

  const FileIndex& files_;
  const CargoWorkspace& cargo_;
  const std::unordered_map<std::string, RustFile> facts_;
  RustModuleTree tree_;
  std::map<uint32_t, Externs> test_externs_;
};

RustResolver::RustResolver(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RustResolver::RustResolver(RustResolver&&) noexcept = default;
RustResolver::~RustResolver() = default;

Resolution RustResolver::Resolve(std::string_view file, std::string_view scope,
                                 std::string_view path, RustPathForm form) const {
  return impl_->Resolve(file, scope, path, form);
}

Resolution RustResolver::ResolveModule(std::string_view file, const RustModule& module) const {
  return impl_->ResolveModule(file, module);
}

std::string RustResolver::ModulePathOf(std::string_view file) const {
  const auto nodes = impl_->tree().NodesOf(file);
  if (nodes.empty()) return {};
  std::string path;
  for (uint32_t node = nodes.front(); node != kNone; node = impl_->tree().node(node).parent) {
    const std::string& name = impl_->tree().node(node).name;
    path = path.empty() ? name : name + "::" + path;
  }
  return path;
}

uint32_t RustResolver::CrateOf(std::string_view file) const {
  const auto nodes = impl_->tree().NodesOf(file);
  return nodes.empty() ? CargoCrate::kNone : impl_->tree().node(nodes.front()).crate;
}

bool RustResolver::IsTestOnly(std::string_view file) const {
  const auto nodes = impl_->tree().NodesOf(file);
  if (nodes.empty()) return false;
  for (const uint32_t index : nodes) {
    const uint32_t crate = impl_->tree().node(index).crate;
    if (crate != kNone && !impl_->cargo().crates()[crate].test_only()) return false;
    if (crate != kNone) continue;
    const std::string path = "/" + std::string(file);
    if (path.find("/tests/") == std::string::npos && path.find("/benches/") == std::string::npos &&
        path.find("/examples/") == std::string::npos) {
      return false;
    }
  }
  return true;
}

bool RustResolver::IsUnreachable(std::string_view file) const {
  const auto nodes = impl_->tree().NodesOf(file);
  return !nodes.empty() && !impl_->tree().node(nodes.front()).reachable;
}

RustResolver RustResolverBuilder::Build() && {
  return RustResolver(std::make_unique<RustResolver::Impl>(files_, cargo_, std::move(facts_)));
}

}  // namespace krepis::analyzer
