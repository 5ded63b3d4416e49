#include "analyzer/graph/undeclared.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "analyzer/graph/module_aliases.h"
#include "analyzer/graph/tolerated_import.h"
#include "analyzer/workspace/paths.h"
#include "analyzer/workspace/specifier.h"

namespace krepis::analyzer {
namespace {

constexpr uint64_t kMaxBytes = 4 << 20;

/// Input and output of tests, which nothing installs packages for.
bool IsFixture(std::string_view path) {
  constexpr auto kFolders =
      std::to_array<std::string_view>({"fixtures", "fixture", "__fixtures__", "__testfixtures__",
                                       "testdata", "test-data", "__snapshots__", "snapshots"});
  while (!path.empty()) {
    const size_t slash = path.find('/');
    if (slash == std::string_view::npos) return false;
    if (std::find(kFolders.begin(), kFolders.end(), path.substr(0, slash)) != kFolders.end()) {
      return true;
    }
    path.remove_prefix(slash + 1);
  }
  return false;
}

class Search {
 public:
  Search(const Workspace& workspace, const Graph& graph)
      : workspace_(workspace), graph_(graph), aliases_(workspace) {}

  void Add(uint32_t index) {
    const Edge& edge = graph_.edges()[index];
    const std::string_view file = graph_.name(edge.from);
    if (IsFixture(file)) return;
    UndeclaredPackage found;
    found.declaration = edge.declaration;
    found.member = graph_.is_file(edge.to);
    switch (GroupOf(graph_.language(edge.from))) {
      case LanguageGroup::kTypeScript:
        if (!ReadNpm(file, edge, found)) return;
        break;
      case LanguageGroup::kRust:
        if (!ReadCargo(file, edge, found)) return;
        break;
      default:
        return;
    }
    Key key{found.manifest, found.package, found.declaration};
    found_.try_emplace(std::move(key), std::move(found)).first->second.edges.push_back(index);
  }

  std::vector<UndeclaredPackage> Finish() && {
    std::vector<UndeclaredPackage> all;
    for (auto& [key, found] : found_) {
      if (BaseNameOf(found.manifest) == "package.json") {
        if (Means(found)) continue;
        std::erase_if(found.edges, [&](uint32_t edge) { return MayFail(graph_.edges()[edge]); });
        if (found.edges.empty()) continue;
      }
      std::sort(found.edges.begin(), found.edges.end(), [&](uint32_t a, uint32_t b) {
        const Edge& x = graph_.edges()[a];
        const Edge& y = graph_.edges()[b];
        return std::tuple(x.from, x.location.begin.line, x.location.begin.column) <
               std::tuple(y.from, y.location.begin.line, y.location.begin.column);
      });
      all.push_back(std::move(found));
    }
    return all;
  }

 private:
  using Key = std::tuple<std::string, std::string, Declaration>;

  bool ReadNpm(std::string_view file, const Edge& edge, UndeclaredPackage& found) const {
    if (edge.declaration != Declaration::kUndeclared) return false;
    const PackageTable& packages = workspace_.typescript().packages();
    const PackageJson* package = packages.Nearest(file);
    while (package != nullptr && !package->Speaks()) package = packages.Above(*package);
    if (package == nullptr || BaseNameOf(package->path) != "package.json") return false;
    if (found.member) {
      const PackageJson* target = packages.Nearest(graph_.name(edge.to));
      // The root of an npm or yarn workspace has its members linked.
      if (target == nullptr ||
          (!package->workspaces.empty() && IsWithin(package->directory, target->directory))) {
        return false;
      }
      found.package = target->name;
    } else {
      found.package = graph_.name(edge.to).substr(std::string_view("ext:npm/").size());
    }
    found.manifest = package->path;
    return true;
  }

  bool ReadCargo(std::string_view file, const Edge& edge, UndeclaredPackage& found) const {
    const CargoWorkspace& cargo = workspace_.cargo();
    // A path may stand in an attribute that holds for tests alone.
    if (edge.declaration == Declaration::kDev && (edge.test_only || edge.kind != EdgeKind::kUse)) {
      return false;
    }
    const uint32_t package = cargo.NearestPackage(file);
    if (package == CargoCrate::kNone) return false;
    found.manifest = cargo.manifests()[package].path;
    if (!found.member) {
      found.package = graph_.name(edge.to).substr(std::string_view("ext:cargo/").size());
      return true;
    }
    const uint32_t target = cargo.NearestPackage(graph_.name(edge.to));
    if (target == CargoCrate::kNone || target == package) return false;
    found.package = cargo.manifests()[target].package;
    return true;
  }

  /// Whether the name may stand for something else than a package.
  bool Means(const UndeclaredPackage& found) {
    return !found.member &&
           aliases_.MayAlias(std::string(DirectoryOf(found.manifest)), found.package);
  }

  /// Whether nobody misses what is imported there: the code copes, or a tool has written it for
  /// packages of another layout.
  bool MayFail(const Edge& edge) {
    const auto [it, added] = sources_.try_emplace(edge.from);
    if (added) {
      Result<std::string> text =
          workspace_.files().file_system().Read(graph_.name(edge.from), kMaxBytes);
      if (text.ok()) it->second = std::move(text).value();
    }
    return IsGenerated(it->second) ||
           (edge.kind != EdgeKind::kType && IsTolerated(it->second, edge.location.span.start));
  }

  const Workspace& workspace_;
  const Graph& graph_;
  ModuleAliases aliases_;
  std::map<Key, UndeclaredPackage> found_;
  std::map<NodeId, std::string> sources_;
};

}  // namespace

std::vector<UndeclaredPackage> FindUndeclared(const Workspace& workspace, const Graph& graph,
                                              bool tests) {
  Search search(workspace, graph);
  for (uint32_t i = 0; i < graph.edges().size(); ++i) {
    const Edge& edge = graph.edges()[i];
    const bool missing =
        edge.declaration == Declaration::kUndeclared || edge.declaration == Declaration::kDev;
    if (missing && (tests || !edge.test_only) && EdgeKindSet::Default().Has(edge.kind)) {
      search.Add(i);
    }
  }
  return std::move(search).Finish();
}

}  // namespace krepis::analyzer
