#include "analyzer/workspace/rust_path_query.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

namespace krepis::analyzer {
namespace {

constexpr uint32_t kNone = RustModuleTree::kNone;

std::string Joined(std::string_view first, std::string_view rest) {
  std::string path(first);
  if (!rest.empty()) path.append("::").append(rest);
  return path;
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
    module = TakeRustSegment(rest);
    if (module.empty() || module == "*" || module == "self") module = "std";
  }
  return {Resolution::Kind::kExternal, false, std::string("std/").append(module)};
}

Resolution External(std::string_view package) {
  return {Resolution::Kind::kExternal, false, std::string("cargo/").append(package)};
}

}  // namespace

const CargoCrate* RustPathQuery::CrateOf(uint32_t node) const {
  const uint32_t crate = tree_.node(node).crate;
  return crate == kNone ? nullptr : &names_.cargo.crates()[crate];
}

uint16_t RustPathQuery::Edition(uint32_t node) const {
  const CargoCrate* crate = CrateOf(node);
  return crate == nullptr ? 2021 : crate->edition;
}

const RustNames::Externs* RustPathQuery::ExternsOf(uint32_t node) const {
  if (const CargoCrate* crate = CrateOf(node)) return &crate->externs;
  const uint32_t package = names_.cargo.NearestPackage(tree_.node(node).file);
  const auto it = names_.package_externs.find(package);
  return it == names_.package_externs.end() ? nullptr : &it->second;
}

/// The `extern crate … as name` of the crate's root.
const RustUse* RustPathQuery::DeclaredCrate(uint32_t node, std::string_view name) const {
  for (const RustUse* use : tree_.node(tree_.node(node).root).extern_crates) {
    if (RustIdentifier(use->name) == name) return use;
  }
  return nullptr;
}

/// The root of the workspace's library that code of `node` calls `name`.
std::optional<uint32_t> RustPathQuery::LibraryNamed(uint32_t node, std::string_view name) const {
  const RustNames::Externs* externs = ExternsOf(node);
  if (externs == nullptr) return std::nullopt;
  const auto it = externs->find(name);
  if (it == externs->end() || it->second.crate == CargoCrate::kNone) return std::nullopt;
  return tree_.RootOf(it->second.crate);
}

std::optional<uint32_t> RustPathQuery::Child(uint32_t node, std::string_view name) {
  const std::span<const uint32_t> children = tree_.Children(node, name);
  if (children.empty()) return std::nullopt;
  alternatives_ = std::max(alternatives_, static_cast<uint32_t>(children.size()));
  return children[std::min<size_t>(alternative_, children.size() - 1)];
}

Resolution RustPathQuery::Resolve(std::string_view path) {
  Resolution found = From(origin_, path, form_, nullptr);
  constexpr std::string_view kSuper = "super::";
  if (found.kind == Resolution::Kind::kUnresolved && path.starts_with(kSuper)) {
    // A macro may put what it is given into a module of its own: diesel::table! { use super::x; … }
    Resolution within = Walk(origin_, path.substr(kSuper.size()));
    if (within.kind == Resolution::Kind::kFile) return within;
  }
  return found;
}

/// `following`: the use declaration that is being followed, which does not define itself.
Resolution RustPathQuery::From(uint32_t node, std::string_view path, RustPathForm form,
                               const RustUse* following) {
  using Kind = Resolution::Kind;
  const uint32_t root = tree_.node(node).root;
  std::string_view rest = path;
  if (path.starts_with("::")) {
    rest.remove_prefix(2);
    const std::string_view in_root = rest;
    const std::string_view first = TakeRustSegment(rest);
    if (auto found = Extern(node, first, rest)) return *std::move(found);
    if (Edition(node) < 2018) return Walk(root, in_root);
    // In code it can only be text of a macro, meant for another crate.
    if (form_ == RustPathForm::kPath) return {Kind::kLocal, false, {}};
    return Resolution::Unresolved(WhyNot(node, first));
  }
  const std::string_view first = TakeRustSegment(rest);
  if (first == "crate" || first == "$crate") return Walk(root, rest);
  if (first == "self" || first == "super") return Walk(node, path);
  if (const auto child = Child(node, first)) return Walk(*child, rest);
  if (auto found = Used(node, first, rest, following)) return *std::move(found);
  // In the 2015 edition a `use` starts at the crate's root.
  if (form == RustPathForm::kUse && Edition(node) < 2018 && root != node) {
    if (Child(root, first)) return Walk(root, path);
    if (auto found = Used(root, first, rest, following)) return *std::move(found);
  }
  if (auto found = Extern(node, first, rest)) return *std::move(found);
  if (auto found = ThroughGlobs(node, first, rest)) return *std::move(found);
  // An item of this file, or one that a glob or a macro brings in.
  if (form == RustPathForm::kPath || IsTypeName(first) || !tree_.node(node).globs.empty() ||
      rest.empty()) {
    return {Kind::kLocal, false, {}};
  }
  if (CrateOf(node) == nullptr) return GuessedCrate(first, rest);
  if (tree_.node(node).opaque) return {};
  if (auto found = Undeclared(node, first, rest)) return *std::move(found);
  if (auto found = OtherwiseNamed(node, first)) return *std::move(found);
  return Resolution::Unresolved(WhyNot(node, first));
}

/// Walks down as far as modules go; the rest names items.
Resolution RustPathQuery::Walk(uint32_t node, std::string_view rest) {
  std::string_view items = rest;
  while (!rest.empty()) {
    const std::string_view segment = TakeRustSegment(rest);
    if (segment == "super") {
      if (tree_.node(node).parent != kNone) node = tree_.node(node).parent;
    } else if (segment != "self") {
      const auto child = Child(node, segment);
      if (!child) {
        if (IsMissingModule(node, segment, rest)) {
          return Resolution::Unresolved(
              fmt::format("{} has no module '{}'", tree_.node(node).file, segment));
        }
        break;
      }
      if (rest.empty() && MeansItem(node, segment)) break;
      node = *child;
    }
    items = rest;
  }
  end_.node = node;
  end_.rest = items;
  return {Resolution::Kind::kFile, false, std::string(tree_.node(node).file)};
}

/// Whether a path that ends in `name`, which a submodule of `node` is called, means an item of that
/// name in `node`: `mod copy; pub use copy::copy;`. In code only an item can stand at the end. A
/// `use` names both where it sees both; from outside of `node` such a module is hidden as a rule,
/// and what `node` offers under the name is the item.
bool RustPathQuery::MeansItem(uint32_t node, std::string_view name) const {
  if (form_ == RustPathForm::kPath) return true;
  for (uint32_t at = origin_; at != kNone; at = tree_.node(at).parent) {
    if (at == node) return false;
  }
  const auto uses = tree_.Uses(node, name);
  return std::any_of(uses.begin(), uses.end(), [](const RustUse* use) { return use->reexport; });
}

/// Whether `segment`, followed by more, can only be a module, and no module of `node` has that
/// name: nothing is imported under it, and neither globs nor macros may bring it in. In code
/// outside of `use` it may be text of a macro.
bool RustPathQuery::IsMissingModule(uint32_t node, std::string_view segment,
                                    std::string_view rest) const {
  const RustModuleTree::Node& module = tree_.node(node);
  if (rest.empty() || IsTypeName(segment) || form_ != RustPathForm::kUse) return false;
  if (!tree_.node(origin_).reachable || !module.reachable || module.opaque) return false;
  return module.globs.empty() && tree_.Uses(node, segment).empty();
}

std::optional<Resolution> RustPathQuery::Extern(uint32_t node, std::string_view first,
                                                std::string_view rest) {
  const RustUse* declared = DeclaredCrate(node, first);
  if (declared != nullptr) {
    if (declared->path == "self") return Walk(tree_.node(node).root, rest);
    first = RustIdentifier(declared->path);
  }
  if (const RustNames::Externs* externs = ExternsOf(node)) {
    if (const auto it = externs->find(first); it != externs->end()) {
      const Declaration declaration = it->second.dev ? Declaration::kDev : Declaration::kNearest;
      return Dependency(node, it->second, declaration, rest);
    }
  }
  if (!IsStandardCrate(first)) {
    if (declared == nullptr) return std::nullopt;
    // `extern crate rustc_lexer;` without a dependency: a crate of the compiler's own.
    return Undeclared(node, first, rest).value_or(External(first));
  }
  // These two are no names everywhere: a path in code may mean an item that is called so.
  const bool needs_declaration = first == "alloc" || first == "test";
  if (needs_declaration && form_ == RustPathForm::kPath && declared == nullptr) {
    return std::nullopt;
  }
  return Standard(first, rest);
}

/// What `target` of the extern prelude of the crate of `node` leads to. What another crate declares
/// says nothing about the crate that the path stands in.
Resolution RustPathQuery::Dependency(uint32_t node, const CargoCrate::Extern& target,
                                     Declaration declaration, std::string_view rest) {
  Resolution found = target.crate == CargoCrate::kNone ? External(target.package)
                                                       : Walk(tree_.RootOf(target.crate), rest);
  const uint32_t crate = tree_.node(node).crate;
  if (crate != kNone && crate == tree_.node(origin_).crate) found.declaration = declaration;
  return found;
}

/// A crate that others of the Cargo workspace name so, but not the manifest of this one.
std::optional<Resolution> RustPathQuery::Undeclared(uint32_t node, std::string_view first,
                                                    std::string_view rest) {
  const CargoCrate* crate = CrateOf(node);
  const CargoCrate::Extern* known =
      crate == nullptr ? nullptr : names_.cargo.KnownElsewhere(crate->manifest, first);
  if (known == nullptr) return std::nullopt;
  return Dependency(node, *known, Declaration::kUndeclared, rest);
}

/// The dependency whose library is called `first` although the package is not: what a library of
/// a registry is called stands in its own manifest alone, but as a rule it is a part of the name of
/// the package (astral-tokio-tar: tokio_tar, rust-ini: ini, xml-rs: xml).
std::optional<Resolution> RustPathQuery::OtherwiseNamed(uint32_t node,
                                                        std::string_view first) const {
  const RustNames::Externs* externs = ExternsOf(node);
  if (externs == nullptr || first.empty()) return std::nullopt;
  const std::string behind = "_" + std::string(first);
  const CargoCrate::Extern* only = nullptr;
  for (const auto& [name, target] : *externs) {
    if (target.crate != CargoCrate::kNone) continue;
    const bool suffixed = name.starts_with(first) && (name.substr(first.size()) == "_rs" ||
                                                      name.substr(first.size()) == "_rust");
    if (!suffixed && !name.ends_with(behind)) continue;
    if (only != nullptr && only->package != target.package) return std::nullopt;
    only = &target;
  }
  if (only == nullptr) return std::nullopt;
  Resolution found = External(only->package);
  found.guessed = true;
  found.declaration = only->dev ? Declaration::kDev : Declaration::kNearest;
  return found;
}

std::string RustPathQuery::WhyNot(uint32_t node, std::string_view first) const {
  const CargoCrate* crate = CrateOf(node);
  const std::string where =
      crate == nullptr ? "of its package" : "in " + names_.cargo.manifests()[crate->manifest].path;
  return fmt::format("'{}' is no module here and no dependency {}", first, where);
}

/// `first` as a name that a `use` of the module binds.
std::optional<Resolution> RustPathQuery::Used(uint32_t node, std::string_view first,
                                              std::string_view rest, const RustUse* following) {
  for (const RustUse* use : tree_.Uses(node, first)) {
    if (use == following) continue;
    if (RustIdentifier(use->path) == first) continue;  // `use serde;` names a crate
    if (steps_-- <= 0) return std::nullopt;
    Resolution found = From(node, Joined(use->path, rest), RustPathForm::kUse, use);
    if (found.kind != Resolution::Kind::kUnresolved) return found;
  }
  return std::nullopt;
}

/// `first` as a module or a bound name of the modules whose names `use m::*` brings in, and those
/// that they bring in themselves.
std::optional<Resolution> RustPathQuery::ThroughGlobs(uint32_t node, std::string_view first,
                                                      std::string_view rest) {
  std::vector<uint32_t> modules = {node};
  for (size_t i = 0; i < modules.size(); ++i) {
    if (i != 0) {
      if (const auto child = Child(modules[i], first)) return Walk(*child, rest);
      if (auto found = Used(modules[i], first, rest, nullptr)) return found;
    }
    for (const RustUse* use : tree_.node(modules[i]).globs) {
      if (steps_-- <= 0) return std::nullopt;
      const auto module = ModuleAt(modules[i], use->path);
      if (module && std::find(modules.begin(), modules.end(), *module) == modules.end()) {
        modules.push_back(*module);
      }
    }
  }
  return std::nullopt;
}

/// The module of the workspace that a path names in full, or nullopt.
std::optional<uint32_t> RustPathQuery::ModuleAt(uint32_t node, std::string_view path) {
  bool start = true;
  while (!path.empty()) {
    const std::string_view segment = TakeRustSegment(path);
    if (segment == "*") break;
    if (start && segment == "crate") {
      node = tree_.node(node).root;
    } else if (segment == "super") {
      if (tree_.node(node).parent == kNone) return std::nullopt;
      node = tree_.node(node).parent;
    } else if (segment != "self" && !segment.empty()) {
      auto child = Child(node, segment);
      if (!child && start) child = LibraryNamed(node, segment);
      if (!child) return std::nullopt;
      node = *child;
    }
    start = false;
  }
  return node;
}

/// For a file outside of every crate, whose dependencies nobody states: a library of the workspace
/// by name, else an external crate.
Resolution RustPathQuery::GuessedCrate(std::string_view first, std::string_view rest) {
  const std::vector<CargoCrate>& crates = names_.cargo.crates();
  Resolution found = External(first);
  for (uint32_t i = 0; i < crates.size(); ++i) {
    if (crates[i].kind != CrateKind::kLibrary || crates[i].name != first) continue;
    found = Walk(tree_.RootOf(i), rest);
    break;
  }
  found.guessed = true;
  return found;
}

}  // namespace krepis::analyzer
