#include "analyzer/cli/caps_packages.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/cli/output.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

/// More packages than any tree that somebody reads the capabilities of.
constexpr size_t kMaxPackages = 5'000;

/// A package of another package: where it is imported.
struct Import {
  std::string name;  // npm/zod
  CapabilityStep step;
};

struct Package {
  std::string folder;  // workspace-relative
  CapabilityHolder own;
  std::vector<Import> imports;
};

/// npm/zod of `ext:npm/zod`; empty for what is no package.
std::string_view PackageOf(std::string_view external) {
  constexpr std::string_view kExternal = "ext:";
  if (!external.starts_with(kExternal)) return {};
  external.remove_prefix(kExternal.size());
  return external.starts_with("npm/") || external.starts_with("cargo/") ? external
                                                                        : std::string_view();
}

/// The packages that files depend on at run time, each at its first import. `folder` of the
/// package whose files they are.
std::vector<Import> ImportsOf(const Model& model, const std::string& folder) {
  std::vector<Import> imports;
  std::set<std::string_view> known;
  for (const Edge& edge : model.graph.edges()) {
    if (model.graph.is_file(edge.to) || edge.kind == EdgeKind::kType || edge.test_only) continue;
    if (model.graph.is_test(edge.from)) continue;
    const std::string_view name = PackageOf(model.graph.name(edge.to));
    if (name.empty() || !known.insert(name).second) continue;
    const std::string path = JoinPath(folder, std::string(model.graph.name(edge.from)));
    imports.push_back({std::string(name), {std::string(name), path, edge.location}});
  }
  return imports;
}

class Packages {
 public:
  explicit Packages(const Session& session) : session_(session), files_(session.files()) {}

  void Run() {
    Enqueue(ImportsOf(session_.analysis().model(), ""), "");
    for (size_t next = 0; next < queue_.size(); ++next) {
      if (next == kMaxPackages) {
        Say(fmt::format("note: {} packages were not looked at", queue_.size() - next));
        break;
      }
      const auto [name, folder] = queue_[next];
      Analyse(name, folder);
    }
    if (!missing_.empty()) {
      Say(fmt::format(
          "note: {} package{} not in the tree (no node_modules, no vendor folder): {}{}",
          missing_.size(), missing_.size() == 1 ? " is" : "s are", *missing_.begin(),
          missing_.size() == 1 ? "" : ", …"));
    }
  }

  std::vector<CapabilityHolder> Holders() {
    std::vector<CapabilityHolder> all;
    for (const auto& [name, package] : packages_) all.push_back(WithImports(name));
    return all;
  }

 private:
  void Enqueue(const std::vector<Import>& imports, const std::string& folder) {
    for (const Import& import : imports) {
      if (!known_.insert(import.name).second) continue;
      if (std::optional<std::string> place = FolderOf(import.name, folder)) {
        queue_.emplace_back(import.name, std::move(*place));
      } else {
        missing_.insert(import.name);
      }
    }
  }

  /// Where the package lies that a file below `folder` would get.
  std::optional<std::string> FolderOf(std::string_view name, std::string folder) const {
    const bool npm = name.starts_with("npm/");
    const std::string bare(name.substr(name.find('/') + 1));
    while (true) {
      const std::string place = JoinPath(folder, (npm ? "node_modules/" : "vendor/") + bare);
      const std::string manifest = JoinPath(place, npm ? "package.json" : "Cargo.toml");
      const std::optional<std::string> real = files_.Follow(place);
      if (real && files_.Follow(manifest)) return real;
      if (folder.empty()) return std::nullopt;
      folder = std::string(DirectoryOf(folder));
    }
  }

  void Analyse(const std::string& name, const std::string& folder) {
    const DiskFileSystem files(session_.root() + "/" + folder);
    AnalysisRequest request = session_.analysis().request();
    request.files = &files;
    request.root = files.root();
    request.config_path.clear();
    request.config_text.clear();
    request.outer_ignore_files.clear();
    request.focus.clear();
    request.clang.reset();
    request.lenient = true;
    Analysis analysis(std::move(request));
    if (!analysis.LoadWorkspace().empty()) return;
    analysis.ExtractFacts();
    if (!analysis.BuildModel().empty()) return;
    const Model& model = analysis.model();
    Package& package = packages_[name];
    package.folder = folder;
    package.own = WholeWorkspace(model);
    package.own.name = name;
    for (ReachableCapability& entry : package.own.capabilities) {
      for (CapabilityStep& step : entry.path) step.path = JoinPath(folder, step.path);
    }
    package.imports = ImportsOf(model, folder);
    Enqueue(package.imports, folder);
  }

  /// A package with what it reaches over others: each capability by the fewest imports.
  CapabilityHolder WithImports(const std::string& start) const {
    CapabilityHolder holder = packages_.at(start).own;
    std::set<std::pair<std::string, std::optional<std::string>>> has;
    for (const ReachableCapability& entry : holder.capabilities)
      has.emplace(entry.capability, entry.argument);
    std::vector<std::pair<std::string, std::vector<CapabilityStep>>> queue = {{start, {}}};
    std::set<std::string_view> seen = {start};
    for (size_t next = 0; next < queue.size(); ++next) {
      const auto [name, way] = queue[next];
      const auto package = packages_.find(name);
      if (package == packages_.end()) continue;
      for (const ReachableCapability& entry : package->second.own.capabilities) {
        if (way.empty() || !has.emplace(entry.capability, entry.argument).second) continue;
        ReachableCapability& added = holder.capabilities.emplace_back(entry);
        added.confidence = std::max(Confidence::kImport, entry.confidence);
        added.path.insert(added.path.begin(), way.begin(), way.end());
      }
      for (const Import& import : package->second.imports) {
        if (!seen.insert(import.name).second) continue;
        std::vector<CapabilityStep> longer = way;
        longer.push_back(import.step);
        queue.emplace_back(import.name, std::move(longer));
      }
    }
    SortCapabilities(holder.capabilities);
    return holder;
  }

  const Session& session_;
  const FileSystem& files_;
  std::vector<std::pair<std::string, std::string>> queue_;  // name, folder
  std::set<std::string> known_, missing_;
  std::map<std::string, Package> packages_;
};

}  // namespace

std::vector<CapabilityHolder> ExternalPackages(const Session& session) {
  Packages packages(session);
  packages.Run();
  return packages.Holders();
}

void InheritFromExternals(const Model& model, const std::vector<CapabilityHolder>& externals,
                          std::vector<CapabilityHolder>& packages) {
  std::map<std::string_view, const CapabilityHolder*> by_name;
  for (const CapabilityHolder& external : externals) by_name[external.name] = &external;
  std::map<std::string_view, std::set<std::pair<std::string, std::optional<std::string>>>> has;
  std::map<std::string_view, CapabilityHolder*> holders;
  for (CapabilityHolder& package : packages) {
    holders[package.name] = &package;
    for (const ReachableCapability& entry : package.capabilities)
      has[package.name].emplace(entry.capability, entry.argument);
  }
  for (const Edge& edge : model.graph.edges()) {
    if (model.graph.is_file(edge.to) || edge.kind == EdgeKind::kType || edge.test_only) continue;
    if (model.graph.is_test(edge.from)) continue;
    const auto external = by_name.find(PackageOf(model.graph.name(edge.to)));
    const auto holder = holders.find(model.packages.NameOf(edge.from));
    if (external == by_name.end() || holder == holders.end()) continue;
    for (const ReachableCapability& entry : external->second->capabilities) {
      if (!has[holder->first].emplace(entry.capability, entry.argument).second) continue;
      ReachableCapability& added = holder->second->capabilities.emplace_back(entry);
      added.confidence = std::max(Confidence::kImport, entry.confidence);
      added.path.insert(
          added.path.begin(),
          {std::string(external->first), std::string(model.graph.name(edge.from)), edge.location});
    }
  }
  for (CapabilityHolder& package : packages) SortCapabilities(package.capabilities);
}

}  // namespace krepis::analyzer
