#include "analyzer/graph/build.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "analyzer/graph/each_file.h"
#include "analyzer/graph/file_resolver.h"
#include "analyzer/graph/foreign_links.h"
#include "analyzer/graph/forwards.h"
#include "analyzer/graph/references.h"
#include "analyzer/graph/resolved.h"
#include "analyzer/graph/rust_record.h"
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

/// How many names the imports of one file bring in, by their places: a list of names may be several
/// imports, `use a::{b, c}`.
class NamesByPlace {
 public:
  explicit NamesByPlace(const std::vector<Resolved>& imports) {
    counts_.reserve(imports.size());
    for (const Resolved& resolved : imports) {
      if (resolved.import != nullptr && !resolved.import->names.empty())
        counts_.emplace_back(resolved.import->location.span.start, resolved.import->names.size());
    }
    std::sort(counts_.begin(), counts_.end());
  }

  uint16_t At(const Location& place) const {
    const uint32_t start = place.span.start;
    uint64_t count = 0;
    for (auto it = std::lower_bound(counts_.begin(), counts_.end(), std::pair(start, uint64_t{0}));
         it != counts_.end() && it->first == start; ++it) {
      count += it->second;
    }
    return static_cast<uint16_t>(std::clamp<uint64_t>(count, 1, UINT16_MAX));
  }

 private:
  std::vector<std::pair<uint32_t, uint64_t>> counts_;
};

/// Gives the resolved imports of one file to `target`, a GraphBuilder or a GraphPatch, as edges or
/// as unresolved. `node_of` finds the node of a path.
template <class Target, class NodeOf>
class FileEdges {
 public:
  FileEdges(Target& target, const NodeOf& node_of) : target_(target), node_of_(node_of) {}

  void Add(NodeId from, const std::vector<Resolved>& imports) {
    const bool tests = target_.IsTest(from);
    const NamesByPlace names(imports);
    for (const Resolved& resolved : imports) {
      Edge edge;
      edge.from = from;
      edge.guessed = resolved.resolution.guessed;
      edge.declaration = resolved.resolution.declaration;
      if (resolved.mod != nullptr) {
        edge.kind = EdgeKind::kMod;
        edge.test_only = tests || resolved.mod->test_only;
        edge.specifier = target_.Intern(resolved.mod->name);
        if (!resolved.mod->condition.empty())
          edge.condition = target_.Intern(resolved.mod->condition);
        edge.location = resolved.mod->location;
      } else {
        edge.kind = resolved.import->kind;
        edge.test_only = tests || resolved.import->test_only;
        edge.reexport = resolved.import->reexport;
        edge.names = names.At(resolved.import->location);
        edge.specifier = target_.Intern(resolved.import->specifier);
        edge.location = resolved.import->location;
      }
      AddEdge(edge, resolved.resolution);
    }
  }

  void AddEdge(Edge edge, const Resolution& resolution) {
    switch (resolution.kind) {
      case Resolution::Kind::kFile: {
        edge.to = node_of_(resolution.target);
        if (!IsNone(edge.to)) target_.AddEdge(edge);
        return;
      }
      case Resolution::Kind::kExternal:
        edge.to = target_.AddExternal("ext:" + resolution.target);
        target_.AddEdge(edge);
        return;
      case Resolution::Kind::kUnresolved:
        if (edge.kind == EdgeKind::kInherit) return;  // its import says so already
        target_.AddUnresolved({edge.from, edge.kind, edge.specifier,
                               target_.Intern(resolution.reason), edge.location});
        return;
      case Resolution::Kind::kUnanalysed:
        // Data and assets depend on nothing; what Rust includes is code, whatever it is called.
        if (edge.kind == EdgeKind::kInherit ||
            (LanguageOf(resolution.target) == Language::kNone &&
             !(edge.kind == EdgeKind::kInclude &&
               target_.LanguageOf(edge.from) == Language::kRust))) {
          return;
        }
        target_.AddUnanalysed(
            {edge.from, edge.specifier, target_.Intern(resolution.target), edge.location});
        return;
      case Resolution::Kind::kLocal:
        return;
    }
  }

 private:
  Target& target_;
  const NodeOf& node_of_;
};

/// Puts the dependencies of all files into a builder.
class EdgeCollector {
 public:
  explicit EdgeCollector(const Workspace& workspace) {
    files_.reserve(workspace.sources().size());
    for (const SourceFile& file : workspace.sources())
      files_.emplace(file.path, builder_.AddFile(file.path, file.language));
  }

  void Add(const SourceFile& file, const std::vector<Resolved>& imports, bool tests) {
    const NodeId from = files_.at(file.path);
    if (tests) builder_.MarkTest(from);
    edges_.Add(from, imports);
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
    edges_.AddEdge(edge, derived.to);
  }

  void AddUnfollowed(uint32_t imports) { builder_.AddUnfollowed(imports); }

  Graph Build() && { return std::move(builder_).Build(); }

 private:
  struct NodeOf {
    NodeId operator()(std::string_view path) const {
      const auto it = files->find(path);
      return it == files->end() ? NodeId{} : it->second;
    }
    const std::unordered_map<std::string_view, NodeId>* files;
  };

  GraphBuilder builder_;
  std::unordered_map<std::string_view, NodeId> files_;
  const NodeOf node_of_{&files_};
  FileEdges<GraphBuilder, NodeOf> edges_{builder_, node_of_};
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

RustItems ItemsFor(DerivedKinds derived) {
  return derived.references ? RustItems::kKnown : RustItems::kLeftOut;
}

}  // namespace

bool IsStandardModule(std::string_view name) { return name == "std" || name.starts_with("std."); }

bool IsTestFile(std::string_view path) {
  const std::string_view name = BaseNameOf(path);
  const std::string_view stem = name.substr(0, name.rfind('.'));
  return stem.ends_with("_test") || stem.ends_with(".test") || stem.ends_with(".spec") ||
         stem.ends_with("_unittest") || stem.starts_with("test_") || HasFolder(path, "__tests__") ||
         HasFolder(path, "__mocks__");
}

struct GraphAssembly::State {
  std::optional<RustResolver> rust;
  std::vector<std::vector<Resolved>> resolved;
};

GraphAssembly::GraphAssembly(const Workspace& workspace, DerivedKinds derived)
    : workspace_(workspace), derived_(derived), state_(std::make_unique<State>()) {}
GraphAssembly::GraphAssembly(GraphAssembly&&) noexcept = default;
GraphAssembly::~GraphAssembly() = default;

Graph GraphAssembly::Build(std::span<const FileFacts> facts, unsigned jobs) {
  state_->rust.emplace(BuildRustResolver(workspace_, facts, jobs, ItemsFor(derived_)));
  const FileResolver resolver(workspace_, *state_->rust);
  std::vector<std::vector<Resolved>>& resolved = state_->resolved;
  resolved.clear();
  resolved.resize(facts.size());
  ForEachFile(facts.size(), jobs, [&](size_t file) {
    resolved[file] = resolver.Resolve(workspace_.sources()[file], facts[file]);
  });
  return Collect(facts);
}

Graph GraphAssembly::Collect(std::span<const FileFacts> facts) const {
  const std::vector<std::vector<Resolved>>& resolved = state_->resolved;
  const std::unordered_set<std::string_view> test_modules = FindTestModules(workspace_, resolved);
  EdgeCollector collector(workspace_);
  for (size_t i = 0; i < facts.size(); ++i) {
    const SourceFile& file = workspace_.sources()[i];
    const bool tests = test_modules.contains(file.path) || IsTestFile(file.path) ||
                       (file.language == Language::kRust && state_->rust->IsTestOnly(file.path));
    collector.Add(file, resolved[i], tests);
  }
  if (derived_.foreign) {
    const std::vector<std::vector<ResolvedImport>> imports = ImportsOf(resolved);
    collector.Add(FindForeignLinks({workspace_, facts, imports}), workspace_);
  }
  if (derived_.references) {
    const References references = FindReferences(workspace_, facts, resolved, *state_->rust);
    for (const DerivedEdge& edge : references.edges)
      collector.Add(workspace_.sources()[edge.from], edge);
    collector.AddUnfollowed(references.unfollowed);
  }
  if (derived_.forwards) {
    for (const DerivedEdge& edge : FindForwards(workspace_, facts, resolved))
      collector.Add(workspace_.sources()[edge.from], edge);
  }
  return std::move(collector).Build();
}

bool GraphAssembly::Update(std::span<const FileFacts> facts, uint32_t file, const FileFacts& before,
                           unsigned jobs, Graph& graph) {
  const SourceFile& source = workspace_.sources()[file];
  const RustItems items = ItemsFor(derived_);
  if (source.language == Language::kRust &&
      RustFileOf(before, items) != RustFileOf(facts[file], items)) {
    graph = Build(facts, jobs);
    return false;
  }
  std::vector<Resolved>& resolved = state_->resolved[file];
  resolved = FileResolver(workspace_, *state_->rust).Resolve(source, facts[file]);
  if (!derived_.any()) {
    GraphPatch patch(graph, NodeId{file + 1});
    const auto node_of = [&](std::string_view path) { return graph.Find(path); };
    FileEdges<GraphPatch, decltype(node_of)>(patch, node_of).Add(NodeId{file + 1}, resolved);
    if (std::move(patch).Apply()) return true;
  }
  graph = Collect(facts);
  return false;
}

std::optional<Graph> GraphAssembly::Mend(Graph earlier, std::string_view rust,
                                         std::span<const FileFacts> facts,
                                         std::span<const uint32_t> files, unsigned jobs) const {
  const std::vector<SourceFile>& sources = workspace_.sources();
  if (derived_.any() || earlier.file_count() != sources.size()) return std::nullopt;
  for (uint32_t i = 0; i < sources.size(); ++i) {
    if (earlier.name(NodeId{i + 1}) != sources[i].path) return std::nullopt;
  }
  const auto is_rust = [&](uint32_t file) { return sources[file].language == Language::kRust; };
  std::vector<uint32_t> concerned(files.begin(), files.end());
  const bool asks = std::any_of(files.begin(), files.end(), is_rust);
  const std::optional<RustChange> change =
      asks ? RustRecord(rust).Change(workspace_, facts, files) : std::nullopt;
  if (asks && !change) return std::nullopt;
  if (change) concerned = change->files;
  const RustResolver none = workspace_.NewRustResolver().Build();
  const FileResolver resolver(workspace_, change ? change->resolver : none);
  std::vector<std::vector<Resolved>> resolved(concerned.size());
  ForEachFile(concerned.size(), jobs, [&](size_t i) {
    const uint32_t file = concerned[i];
    resolved[i] = resolver.Resolve(sources[file], facts[file]);
  });
  const auto node_of = [&](std::string_view path) { return earlier.Find(path); };
  for (size_t i = 0; i < concerned.size(); ++i) {
    const NodeId node{concerned[i] + 1};
    GraphPatch patch(earlier, node);
    FileEdges<GraphPatch, decltype(node_of)>(patch, node_of).Add(node, resolved[i]);
    if (!std::move(patch).Apply()) return std::nullopt;
  }
  return earlier;
}

Graph BuildGraph(const Workspace& workspace, std::span<const FileFacts> facts, unsigned jobs,
                 DerivedKinds derived) {
  return GraphAssembly(workspace, derived).Build(facts, jobs);
}

FilePackages FindPackages(const Workspace& workspace, std::span<const std::string> files) {
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
  return FilePackages(std::move(packages), files);
}

}  // namespace krepis::analyzer
