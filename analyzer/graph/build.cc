#include "analyzer/graph/build.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "analyzer/graph/foreign_links.h"
#include "analyzer/graph/forwards.h"
#include "analyzer/graph/references.h"
#include "analyzer/graph/resolved.h"
#include "analyzer/workspace/import_patterns.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

bool HasFolder(std::string_view path, std::string_view name) {
  for (size_t at = path.find(name); at != std::string_view::npos; at = path.find(name, at + 1)) {
    const size_t end = at + name.size();
    if ((at == 0 || path[at - 1] == '/') && end < path.size() && path[end] == '/') return true;
  }
  return false;
}

/// How many files the patterns of one file may be tried on.
constexpr uint64_t kFilesLookedAt = 1'000'000;

/// Resolves the facts of single files. Immutable, shared by all threads.
class FileResolver {
 public:
  FileResolver(const Workspace& workspace, const RustResolver& rust)
      : workspace_(workspace), rust_(rust) {}

  std::vector<Resolved> Resolve(const SourceFile& file, const FileFacts& facts) const {
    std::vector<Resolved> all;
    all.reserve(facts.imports.size() + facts.mods.size());
    uint64_t budget = kFilesLookedAt;
    for (const ImportFact& import : facts.imports) {
      if (import.pattern) {
        for (const std::string& paths :
             workspace_.typescript().PathsOfPattern(file.path, import.specifier)) {
          for (std::string& fits : FilesThatFit(workspace_.sources(), file.path, paths, budget)) {
            all.push_back({&import, nullptr, {Resolution::Kind::kFile, false, std::move(fits)}});
          }
        }
      }
      if (import.computed || import.specifier.empty()) continue;
      if (file.language == Language::kRust && import.kind != EdgeKind::kInclude) {
        const RustPathForm form =
            import.kind == EdgeKind::kPath ? RustPathForm::kPath : RustPathForm::kUse;
        for (Resolution& found :
             rust_.ResolveAll(file.path, import.scope, import.specifier, form)) {
          all.push_back({&import, nullptr, InPlace(std::move(found))});
        }
        continue;
      }
      all.push_back({&import, nullptr, InPlace(ResolveImport(file, import))});
    }
    for (const ModFact& mod : facts.mods) {
      if (mod.inline_body) continue;
      all.push_back({nullptr, &mod,
                     InPlace(rust_.ResolveModule(
                         file.path, {mod.name, mod.scope, mod.path_attribute, false}))});
    }
    return all;
  }

 private:
  /// With the place where a file stands, whatever symlinks lead there.
  Resolution InPlace(Resolution resolution) const {
    const bool file = resolution.kind == Resolution::Kind::kFile ||
                      resolution.kind == Resolution::Kind::kUnanalysed;
    if (file) resolution.target = workspace_.files().Canonical(resolution.target);
    return resolution;
  }

  Resolution ResolveImport(const SourceFile& file, const ImportFact& import) const {
    switch (GroupOf(file.language)) {
      case LanguageGroup::kTypeScript:
        if (import.system) return workspace_.typescript().ResolveTypes(file.path, import.specifier);
        return workspace_.typescript().Resolve(
            file.path, import.specifier,
            import.require ? ImportForm::kRequire : ImportForm::kImport);
      case LanguageGroup::kRust:
        return ResolveRustInclude(file, import.specifier);
      case LanguageGroup::kCpp:
        return import.resolved.empty() ? ResolveSyntactically(file, import)
                                       : ResolveAsCompiled(import);
      case LanguageGroup::kNone:
        break;
    }
    return {};
  }

  /// What `include!` names: a path from the file on, or from a folder that Cargo gives.
  Resolution ResolveRustInclude(const SourceFile& file, std::string_view specifier) const {
    constexpr std::string_view kPackage = "$CARGO_MANIFEST_DIR/";
    // A header is for a bridge of cxx: foreign code.
    if (GroupOf(LanguageOf(specifier)) == LanguageGroup::kCpp)
      return {Resolution::Kind::kLocal, false, {}};
    if (specifier.starts_with("$OUT_DIR"))  // its build script writes it
      return {Resolution::Kind::kUnanalysed, false, std::string(specifier)};
    std::string_view folder = DirectoryOf(file.path);
    if (specifier.starts_with(kPackage)) {
      const uint32_t package = workspace_.cargo().NearestPackage(file.path);
      if (package == CargoCrate::kNone) return Resolution::Unresolved("no Cargo.toml governs it");
      folder = workspace_.cargo().manifests()[package].directory;
      specifier.remove_prefix(kPackage.size());
    }
    std::optional<std::string> path = ResolvePath(folder, specifier);
    if (!path) return Resolution::Unresolved("it leads out of the workspace");
    if (workspace_.files().IsSource(*path))
      return {Resolution::Kind::kFile, false, *std::move(path)};
    if (workspace_.files().Exists(*path) || workspace_.files().IsToBeGenerated(*path))
      return {Resolution::Kind::kUnanalysed, false, *std::move(path)};
    return Resolution::Unresolved("there is no " + *path);
  }

  Resolution ResolveSyntactically(const SourceFile& file, const ImportFact& import) const {
    if (import.kind == EdgeKind::kImport && IsStandardModule(import.specifier))
      return {Resolution::Kind::kExternal, false, "sys/" + import.specifier};
    if (import.kind != EdgeKind::kInclude) return {Resolution::Kind::kLocal, false, ""};
    return workspace_.includes().Resolve(file.path, import.specifier, import.system);
  }

  /// The compiler has opened `resolved`: relative paths lie in the workspace.
  Resolution ResolveAsCompiled(const ImportFact& import) const {
    if (import.resolved.front() == '/')
      return {Resolution::Kind::kExternal, false, "sys/" + import.specifier};
    if (workspace_.files().IsSource(import.resolved))
      return {Resolution::Kind::kFile, false, import.resolved};
    return {Resolution::Kind::kUnanalysed, false, import.resolved};
  }

  const Workspace& workspace_;
  const RustResolver& rust_;
};

/// Whether a macro of that path makes modules of what only a build, or a file of another language,
/// says: `mod pb { tonic::include_proto!("shop"); }`, `wit_bindgen::generate!(…)`.
bool MakesModules(std::string_view path) {
  constexpr std::string_view kMacros[] = {
      "abigen",        "bindgen",          "capnp_import", "generate",
      "generate_api",  "import_types",     "include_mod",  "include_modules",
      "include_proto", "include_bindings", "sol"};
  const size_t last = path.rfind("::");
  const std::string_view name = last == std::string_view::npos ? path : path.substr(last + 2);
  return std::find(std::begin(kMacros), std::end(kMacros), name) != std::end(kMacros);
}

/// The Rust files that only a `mod` under #[cfg(test)] declares, directly or further up: they are
/// compiled for tests alone.
std::unordered_set<std::string_view> FindTestModules(
    const Workspace& workspace, const std::vector<std::vector<Resolved>>& resolved) {
  std::unordered_map<std::string_view, std::vector<std::string_view>>
      built;  // what a file declares outside tests
  std::unordered_set<std::string_view> declared;
  for (size_t i = 0; i < resolved.size(); ++i) {
    for (const Resolved& entry : resolved[i]) {
      if (entry.mod == nullptr || entry.resolution.kind != Resolution::Kind::kFile) continue;
      declared.insert(entry.resolution.target);
      if (!entry.mod->test_only)
        built[workspace.sources()[i].path].push_back(entry.resolution.target);
    }
  }
  std::unordered_set<std::string_view> tests = declared;
  std::vector<std::string_view> pending;
  for (const SourceFile& file : workspace.sources()) {
    if (file.language == Language::kRust && !declared.contains(file.path))
      pending.push_back(file.path);
  }
  while (!pending.empty()) {
    const auto children = built.find(pending.back());
    pending.pop_back();
    if (children == built.end()) continue;
    for (const std::string_view child : children->second) {
      if (tests.erase(child) != 0) pending.push_back(child);
    }
  }
  return tests;
}

/// Puts resolved imports into the builder, as edges or as unresolved.
class EdgeCollector {
 public:
  EdgeCollector(const Workspace& workspace, const RustResolver& rust) : rust_(rust) {
    files_.reserve(workspace.sources().size());
    for (const SourceFile& file : workspace.sources())
      files_.emplace(file.path, builder_.AddFile(file.path, file.language));
  }

  void Add(const SourceFile& file, const std::vector<Resolved>& imports, bool test_module) {
    const NodeId from = files_.at(file.path);
    const bool tests = test_module || IsTestFile(file.path) ||
                       (file.language == Language::kRust && rust_.IsTestOnly(file.path));
    if (tests) builder_.MarkTest(from);
    for (const Resolved& resolved : imports) {
      Edge edge;
      edge.from = from;
      edge.guessed = resolved.resolution.guessed;
      edge.declaration = resolved.resolution.declaration;
      if (resolved.mod != nullptr) {
        edge.kind = EdgeKind::kMod;
        edge.test_only = tests || resolved.mod->test_only;
        edge.specifier = builder_.Intern(resolved.mod->name);
        if (!resolved.mod->condition.empty())
          edge.condition = builder_.Intern(resolved.mod->condition);
        edge.location = resolved.mod->location;
      } else {
        edge.kind = resolved.import->kind;
        edge.test_only = tests || resolved.import->test_only;
        edge.reexport = resolved.import->reexport;
        edge.specifier = builder_.Intern(resolved.import->specifier);
        edge.location = resolved.import->location;
      }
      AddEdge(edge, resolved.resolution);
    }
  }

  void Add(const ForeignLinks& foreign, const Workspace& workspace) {
    const auto node = [&](uint32_t file) { return files_.at(workspace.sources()[file].path); };
    for (const ForeignLink& link : foreign.links) {
      Edge edge;
      edge.from = node(link.from);
      edge.to = link.external.empty() ? node(link.to) : builder_.AddExternal(link.external);
      edge.kind = EdgeKind::kFfi;
      edge.test_only = link.test_only || builder_.IsTest(edge.from);
      edge.specifier = builder_.Intern(link.specifier);
      edge.location = link.location;
      builder_.AddEdge(edge);
    }
    for (const ForeignDoubt& doubt : foreign.doubts) {
      builder_.AddUndecided({node(doubt.from), builder_.Intern(doubt.specifier),
                             static_cast<uint32_t>(doubt.candidates.size()),
                             node(doubt.candidates.front()), doubt.location});
    }
  }

  /// After all files.
  void Add(const SourceFile& file, const DerivedEdge& derived) {
    Edge edge;
    edge.from = files_.at(file.path);
    edge.kind = derived.kind;
    edge.guessed = derived.to.guessed;
    edge.test_only = derived.test_only || builder_.IsTest(edge.from);
    edge.specifier = builder_.Intern(derived.specifier);
    edge.location = derived.location;
    AddEdge(edge, derived.to);
  }

  void AddUnfollowed(uint32_t imports) { builder_.AddUnfollowed(imports); }

  Graph Build() && { return std::move(builder_).Build(); }

 private:
  void AddEdge(Edge edge, const Resolution& resolution) {
    switch (resolution.kind) {
      case Resolution::Kind::kFile: {
        const auto it = files_.find(resolution.target);
        if (it == files_.end()) return;
        edge.to = it->second;
        builder_.AddEdge(edge);
        return;
      }
      case Resolution::Kind::kExternal:
        edge.to = builder_.AddExternal("ext:" + resolution.target);
        builder_.AddEdge(edge);
        return;
      case Resolution::Kind::kUnresolved:
        if (edge.kind == EdgeKind::kInherit) return;  // its import says so already
        builder_.AddUnresolved({edge.from, edge.kind, edge.specifier,
                                builder_.Intern(resolution.reason), edge.location});
        return;
      case Resolution::Kind::kUnanalysed:
        // Data and assets depend on nothing; what Rust includes is code, whatever it is called.
        if (edge.kind == EdgeKind::kInherit ||
            (LanguageOf(resolution.target) == Language::kNone &&
             !(edge.kind == EdgeKind::kInclude &&
               builder_.LanguageOf(edge.from) == Language::kRust))) {
          return;
        }
        builder_.AddUnanalysed(
            {edge.from, edge.specifier, builder_.Intern(resolution.target), edge.location});
        return;
      case Resolution::Kind::kLocal:
        return;
    }
  }

  const RustResolver& rust_;
  GraphBuilder builder_;
  std::unordered_map<std::string_view, NodeId> files_;
};

std::vector<std::vector<ResolvedImport>> ImportsOf(
    const std::vector<std::vector<Resolved>>& resolved) {
  std::vector<std::vector<ResolvedImport>> imports(resolved.size());
  for (size_t i = 0; i < resolved.size(); ++i) {
    for (const Resolved& entry : resolved[i]) {
      if (entry.import != nullptr) imports[i].push_back({entry.import, &entry.resolution});
    }
  }
  return imports;
}

}  // namespace

RustResolver BuildRustResolver(const Workspace& workspace, std::span<const FileFacts> facts) {
  RustResolverBuilder builder = workspace.NewRustResolver();
  for (size_t i = 0; i < facts.size(); ++i) {
    const SourceFile& file = workspace.sources()[i];
    if (file.language != Language::kRust) continue;
    RustFile rust;
    for (const ModFact& mod : facts[i].mods) {
      rust.modules.push_back({mod.name, mod.scope, mod.path_attribute, mod.inline_body});
    }
    for (const ImportFact& import : facts[i].imports) {
      // What a macro or an included text brings in is as little known as what an external glob
      // does.
      if (import.kind == EdgeKind::kInclude || MakesModules(import.specifier)) {
        const bool text = import.kind == EdgeKind::kInclude;
        rust.uses.push_back({"", text ? "include" : import.specifier, import.scope, true});
      }
      if (import.kind != EdgeKind::kUse) continue;
      const std::string name =
          import.glob || import.names.empty() ? "" : import.names.front().local;
      rust.uses.push_back({name, import.specifier, import.scope, import.glob, import.extern_crate,
                           import.reexport});
    }
    for (const DeclarationFact& item : facts[i].declarations)
      rust.items.push_back({item.name, item.scope});
    builder.AddFile(file.path, std::move(rust));
  }
  return std::move(builder).Build();
}

bool IsStandardModule(std::string_view name) { return name == "std" || name.starts_with("std."); }

bool IsTestFile(std::string_view path) {
  const std::string_view name = BaseNameOf(path);
  const std::string_view stem = name.substr(0, name.rfind('.'));
  return stem.ends_with("_test") || stem.ends_with(".test") || stem.ends_with(".spec") ||
         stem.ends_with("_unittest") || stem.starts_with("test_") || HasFolder(path, "__tests__") ||
         HasFolder(path, "__mocks__");
}

Graph BuildGraph(const Workspace& workspace, std::span<const FileFacts> facts, unsigned jobs,
                 DerivedKinds derived) {
  const RustResolver rust = BuildRustResolver(workspace, facts);
  const FileResolver resolver(workspace, rust);
  std::vector<std::vector<Resolved>> resolved(facts.size());
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    constexpr size_t kStep = 32;
    for (size_t first = next.fetch_add(kStep); first < facts.size();
         first = next.fetch_add(kStep)) {
      for (size_t i = first; i < std::min(first + kStep, facts.size()); ++i) {
        resolved[i] = resolver.Resolve(workspace.sources()[i], facts[i]);
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 1; i < jobs; ++i) threads.emplace_back(work);
    work();
  }
  const std::unordered_set<std::string_view> test_modules = FindTestModules(workspace, resolved);
  EdgeCollector collector(workspace, rust);
  for (size_t i = 0; i < facts.size(); ++i) {
    const SourceFile& file = workspace.sources()[i];
    collector.Add(file, resolved[i], test_modules.contains(file.path));
  }
  if (derived.foreign) {
    const std::vector<std::vector<ResolvedImport>> imports = ImportsOf(resolved);
    collector.Add(FindForeignLinks({workspace, facts, imports}), workspace);
  }
  if (derived.references) {
    const References references = FindReferences(workspace, facts, resolved, rust);
    for (const DerivedEdge& edge : references.edges)
      collector.Add(workspace.sources()[edge.from], edge);
    collector.AddUnfollowed(references.unfollowed);
  }
  if (derived.forwards) {
    for (const DerivedEdge& edge : FindForwards(workspace, facts, resolved))
      collector.Add(workspace.sources()[edge.from], edge);
  }
  return std::move(collector).Build();
}

FilePackages FindPackages(const Workspace& workspace) {
  std::vector<FilePackages::Package> packages;
  for (const PackageJson& package : workspace.packages())
    packages.push_back({package.directory, package.name});
  for (const CargoManifest& manifest : workspace.cargo().manifests()) {
    if (!manifest.package.empty()) packages.push_back({manifest.directory, manifest.package});
  }
  for (const std::string& path : workspace.discovery().manifests.cmake) {
    if (BaseNameOf(path) == "CMakeLists.txt")
      packages.push_back({std::string(DirectoryOf(path)), ""});
  }
  std::vector<std::string> files;
  for (const SourceFile& file : workspace.sources()) files.push_back(file.path);
  return FilePackages(std::move(packages), files);
}

}  // namespace krepis::analyzer
