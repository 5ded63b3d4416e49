#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "analyzer/facts/pattern_search.h"
#include "analyzer/graph/foreign_links.h"
#include "analyzer/workspace/binding_gyp.h"
#include "analyzer/workspace/cmake_targets.h"
#include "analyzer/workspace/json.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

constexpr uint64_t kMaxBytes = 2 << 20;

/// A Node-API module that a manifest of the workspace builds.
struct Addon {
  std::string name;     // of the file, without ".node" and the platform
  std::string folder;   // of the manifest: what it builds lies below
  uint32_t file = 0;    // that registers it
  bool loader = false;  // index.js and the like beside the manifest are made with it
};

/// What registers a module: macros of node_api.h, node.h and node-addon-api.
const PatternSearch& Registrations() {
  static const PatternSearch kSearch = [] {
    PatternSearch search;
    for (const char* name :
         {"NODE_API_MODULE", "NODE_API_NAMED_ADDON", "NODE_API_ADDON", "NAPI_MODULE",
          "NAPI_MODULE_INIT", "NODE_MODULE", "NODE_MODULE_INIT", "NODE_MODULE_CONTEXT_AWARE",
          "NODE_MODULE_INITIALIZER", "napi_register_module_v1", "NAN_MODULE",
          "NAN_MODULE_WORKER_ENABLED"}) {
      search.Add(name, 0);
    }
    search.Freeze();
    return search;
  }();
  return kSearch;
}

class AddonTable {
 public:
  explicit AddonTable(const ForeignSides& sides) : sides_(sides) {
    for (const std::string& path : sides.workspace.discovery().other_files) {
      if (BaseNameOf(path) == "binding.gyp") AddGyp(path);
    }
    for (const PackageJson& package : sides.workspace.packages()) AddPackage(package);
    for (const CargoManifest& manifest : sides.workspace.cargo().manifests()) AddUnnamed(manifest);
    for (const std::string& path : sides.workspace.discovery().manifests.cmake) AddCMake(path);
  }

  bool empty() const { return addons_.empty(); }

  /// The modules that a path ending in ".node" may be: of that name, in the nearest folder around.
  std::set<uint32_t> AtPath(std::string_view path) const {
    std::string_view name = BaseNameOf(path);
    name = name.substr(0, name.find('.'));
    return Nearest(
        [&](const Addon& addon) { return addon.name == name && IsWithin(addon.folder, path); });
  }
  /// Those of a name that a file's package, or one around it, builds.
  std::set<uint32_t> Named(std::string_view name, std::string_view from) const {
    return Nearest(
        [&](const Addon& addon) { return addon.name == name && IsWithin(addon.folder, from); });
  }
  /// All that is built by the manifests of a folder.
  std::set<uint32_t> InFolder(std::string_view folder) const {
    return Nearest([&](const Addon& addon) { return addon.folder == folder; });
  }
  /// Those whose loader is made in that folder.
  std::set<uint32_t> LoadedFrom(std::string_view folder) const {
    return Nearest([&](const Addon& addon) { return addon.loader && addon.folder == folder; });
  }

 private:
  template <class Fits>
  std::set<uint32_t> Nearest(Fits fits) const {
    std::set<uint32_t> files;
    size_t length = 0;
    for (const Addon& addon : addons_) {
      if (!fits(addon) || addon.folder.size() < length) continue;
      if (addon.folder.size() > length) files.clear();
      length = addon.folder.size();
      files.insert(addon.file);
    }
    return files;
  }

  Result<std::string> TextOf(const std::string& path) const {
    return sides_.workspace.files().file_system().Read(path, kMaxBytes);
  }

  void AddGyp(const std::string& path) {
    const Result<std::string> text = TextOf(path);
    if (!text.ok()) return;
    const auto targets = ParseBindingGyp(path, *text);
    if (!targets.ok()) return;
    const std::string folder(DirectoryOf(path));
    for (const GypTarget& target : *targets) {
      std::vector<std::string> sources;
      for (const std::string& source : target.sources) {
        if (auto resolved = ResolvePath(folder, source)) sources.push_back(*std::move(resolved));
      }
      if (const auto file = Registering(sources)) addons_.push_back({target.name, folder, *file});
    }
  }

  void AddCMake(const std::string& path) {
    const Result<std::string> text = TextOf(path);
    // cmake-js gives its headers in variables of its own.
    if (!text.ok() || text->find("CMAKE_JS_") == std::string::npos) return;
    const std::string folder(DirectoryOf(path));
    for (const CMakeTarget& target : CMakeTargets(*text, folder)) {
      if (target.executable) continue;
      if (const auto file = Registering(target.sources))
        addons_.push_back({target.name, folder, *file});
    }
  }

  /// The source that registers the module: the only one, else the only one that says so.
  std::optional<uint32_t> Registering(const std::vector<std::string>& sources) const {
    std::set<uint32_t> files;
    for (const std::string& source : sources) {
      if (const auto file = sides_.SourceAt(source)) files.insert(*file);
    }
    if (files.size() == 1) return *files.begin();
    std::optional<uint32_t> found;
    for (const uint32_t file : files) {
      const Result<std::string> text = TextOf(sides_.Path(file));
      if (!text.ok() || Registrations().Find(*text).none()) continue;
      if (found) return std::nullopt;
      found = file;
    }
    return found;
  }

  /// The `napi` section of a package.json (https://napi.rs/docs/cli/napi-config): the crate is the
  /// one beside it.
  void AddPackage(const PackageJson& package) {
    const Result<std::string> text = TextOf(package.path);
    if (!text.ok() || text->find("\"napi\"") == std::string::npos) return;
    const Result<JsonValue> json = ParseJson(package.path, *text, JsonDialect::kWithComments);
    if (!json.ok() || !(*json)["napi"].is_object()) return;
    const JsonValue& napi = (*json)["napi"];
    std::string name = napi["binaryName"].string();
    if (name.empty()) name = napi["name"].string();
    if (name.empty()) name = "index";
    for (const CargoManifest& manifest : sides_.workspace.cargo().manifests()) {
      if (manifest.directory != package.directory) continue;
      if (const auto file = LibraryOf(manifest))
        addons_.push_back({name, package.directory, *file, true});
    }
  }

  /// The tools of Neon, and those of napi-rs where no name is configured, put the library beside
  /// its manifest, as index.node.
  void AddUnnamed(const CargoManifest& manifest) {
    const bool built =
        std::any_of(manifest.dependencies.begin(), manifest.dependencies.end(),
                    [](const CargoDependency& dependency) {
                      return dependency.package == "neon" || dependency.package == "napi";
                    });
    if (!built) return;
    if (const auto file = LibraryOf(manifest))
      addons_.push_back({"index", manifest.directory, *file});
  }

  std::optional<uint32_t> LibraryOf(const CargoManifest& manifest) const {
    const CargoWorkspace& cargo = sides_.workspace.cargo();
    const auto index = static_cast<uint32_t>(&manifest - cargo.manifests().data());
    const uint32_t crate = cargo.LibraryOf(index);
    if (crate == CargoCrate::kNone) return std::nullopt;
    return sides_.SourceAt(cargo.crates()[crate].root);
  }

  const ForeignSides& sides_;
  std::vector<Addon> addons_;
};

class AddonLinker {
 public:
  AddonLinker(const ForeignSides& sides, const AddonTable& addons, ForeignLinks& links)
      : sides_(sides), addons_(addons), links_(links) {}

  void Run() {
    for (uint32_t file = 0; file < sides_.facts.size(); ++file) {
      if (GroupOf(sides_.facts[file].language) != LanguageGroup::kTypeScript) continue;
      seen_.clear();
      for (const ResolvedImport& entry : sides_.imports[file]) Import(file, entry);
      for (const ForeignFact& fact : sides_.facts[file].foreign) {
        if (fact.role == ForeignRole::kAddon) Load(file, fact);
      }
    }
  }

 private:
  void Import(uint32_t file, const ResolvedImport& entry) {
    const ImportFact& import = *entry.import;
    const std::string_view specifier = import.specifier;
    if (import.kind == EdgeKind::kType || import.kind == EdgeKind::kInherit ||
        entry.resolution->kind == Resolution::Kind::kFile)
      return;
    const bool relative = specifier.starts_with("./") || specifier.starts_with("../") ||
                          specifier == "." || specifier == "..";
    const std::string_view folder = DirectoryOf(sides_.Path(file));
    const auto path = relative ? ResolvePath(folder, specifier) : std::nullopt;
    if (specifier.ends_with(".node")) {
      if (path) Link(file, specifier, import.location, addons_.AtPath(*path));
    } else if (path) {
      // The loader that is made with the module: ./index.js beside the manifest, or its folder.
      Link(file, specifier, import.location,
           addons_.LoadedFrom(IsLoader(*path) ? DirectoryOf(*path) : *path));
    } else if (const PackageJson* package = PackageOf(file, specifier)) {
      Link(file, specifier, import.location, addons_.LoadedFrom(package->directory));
    }
  }

  static bool IsLoader(std::string_view path) {
    static constexpr auto kNames = std::to_array<std::string_view>(
        {"index", "index.js", "index.cjs", "index.mjs", "binding", "binding.js", "binding.cjs",
         "native", "native.js", "native.cjs"});
    return std::find(kNames.begin(), kNames.end(), BaseNameOf(path)) != kNames.end();
  }

  /// The package of the workspace that a bare specifier means.
  const PackageJson* PackageOf(uint32_t file, std::string_view specifier) const {
    const PackageTable& packages = sides_.workspace.typescript().packages();
    const PackageJson* importer = packages.Nearest(sides_.Path(file));
    return importer == nullptr ? nullptr : packages.Find(*importer, specifier);
  }

  void Load(uint32_t file, const ForeignFact& fact) {
    const std::string& from = sides_.Path(file);
    const std::string_view name = fact.name;
    if (name.ends_with(".node")) {
      const auto path = ResolvePath(fact.beside ? DirectoryOf(from) : PackageFolder(file), name);
      if (path) Link(file, name, fact.location, addons_.AtPath(*path));
    } else if (fact.beside) {
      auto folder = ResolvePath(DirectoryOf(from), name);
      if (folder && BaseNameOf(*folder) == "package.json")
        folder = std::string(DirectoryOf(*folder));
      if (folder) Link(file, name, fact.location, addons_.InFolder(*folder));
    } else {
      Link(file, name, fact.location, addons_.Named(name, from));
    }
  }

  std::string_view PackageFolder(uint32_t file) const {
    const PackageJson* package =
        sides_.workspace.typescript().packages().Nearest(sides_.Path(file));
    return package == nullptr ? std::string_view() : std::string_view(package->directory);
  }

  /// A loader asks for one file after the other, of every platform: the first place says enough.
  void Link(uint32_t file, std::string_view specifier, const Location& location,
            const std::set<uint32_t>& targets) {
    if (targets.empty() || !seen_.insert(targets).second) return;
    if (targets.size() == 1) {
      links_.links.push_back({file, *targets.begin(), specifier, location, false});
    } else {
      links_.doubts.push_back({file, specifier, location, {targets.begin(), targets.end()}});
    }
  }

  const ForeignSides& sides_;
  const AddonTable& addons_;
  ForeignLinks& links_;
  std::set<std::set<uint32_t>> seen_;  // of the file
};

}  // namespace

void LinkAddons(const ForeignSides& sides, ForeignLinks& links) {
  const AddonTable addons(sides);
  if (!addons.empty()) AddonLinker(sides, addons, links).Run();
}

}  // namespace krepis::analyzer
