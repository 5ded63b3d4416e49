#include <algorithm>
#include <set>
#include <utility>

#include "analyzer/graph/foreign_links.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

/// A crate that wasm-bindgen makes a package of.
struct WasmCrate {
  std::string name;     // of the library: the built files are called by it
  std::string package;  // of Cargo
  std::string folder;
  uint32_t file = 0;  // its root
};

std::vector<WasmCrate> WasmCrates(const ForeignSides& sides) {
  std::vector<WasmCrate> crates;
  const CargoWorkspace& cargo = sides.workspace.cargo();
  for (uint32_t i = 0; i < cargo.manifests().size(); ++i) {
    const CargoManifest& manifest = cargo.manifests()[i];
    const bool bound = std::any_of(
        manifest.dependencies.begin(), manifest.dependencies.end(),
        [](const CargoDependency& dependency) { return dependency.package == "wasm-bindgen"; });
    const uint32_t library = cargo.LibraryOf(i);
    if (!bound || library == CargoCrate::kNone) continue;
    const CargoCrate& crate = cargo.crates()[library];
    if (const auto file = sides.SourceAt(crate.root))
      crates.push_back({crate.name, manifest.package, manifest.directory, *file});
  }
  return crates;
}

/// "x" of what wasm-bindgen calls "x.js", "x_bg.js", "x_bg.wasm" and "x.d.ts".
std::string_view LibraryOf(std::string_view path) {
  std::string_view name = BaseNameOf(path);
  name = name.substr(0, name.find('.'));
  if (name.ends_with("_bg")) name.remove_suffix(3);
  return name;
}

class WasmLinker {
 public:
  WasmLinker(const ForeignSides& sides, ForeignLinks& links)
      : sides_(sides), links_(links), crates_(WasmCrates(sides)) {}

  void Run() {
    for (uint32_t file = 0; file < sides_.facts.size(); ++file) {
      switch (GroupOf(sides_.facts[file].language)) {
        case LanguageGroup::kTypeScript:
          if (crates_.empty()) break;
          Built(file);
          for (const ResolvedImport& entry : sides_.imports[file]) Import(file, entry);
          break;
        case LanguageGroup::kRust:
          for (const ForeignFact& fact : sides_.facts[file].foreign) {
            if (fact.role == ForeignRole::kSnippet) Snippet(file, fact);
          }
          break;
        default:
          break;
      }
    }
  }

 private:
  template <class Fits>
  void Link(uint32_t file, const ImportFact& import, Fits fits) {
    std::set<uint32_t> roots;
    for (const WasmCrate& crate : crates_) {
      if (fits(crate)) roots.insert(crate.file);
    }
    if (roots.size() == 1) {
      links_.links.push_back(
          {file, *roots.begin(), import.specifier, import.location, import.test_only});
    } else if (!roots.empty()) {
      links_.doubts.push_back(
          {file, import.specifier, import.location, {roots.begin(), roots.end()}});
    }
  }

  /// Whether the path is in the folder that wasm-pack builds a crate's package in.
  static bool IsInPackage(const WasmCrate& crate, std::string_view path) {
    return IsWithin(JoinPath(crate.folder, "pkg"), path);
  }

  void Import(uint32_t file, const ResolvedImport& entry) {
    const ImportFact& import = *entry.import;
    if (import.kind == EdgeKind::kInherit || entry.resolution->kind == Resolution::Kind::kFile)
      return;
    const std::string_view specifier = import.specifier;
    if (specifier.starts_with('.')) {
      const auto path = ResolvePath(DirectoryOf(sides_.Path(file)), specifier);
      if (path) Relative(file, import, *path);
    } else {
      Package(file, import, entry.resolution->kind == Resolution::Kind::kExternal);
    }
  }

  void Relative(uint32_t file, const ImportFact& import, const std::string& path) {
    const bool packed = std::any_of(crates_.begin(), crates_.end(), [&](const WasmCrate& crate) {
      return IsInPackage(crate, path);
    });
    if (packed) {
      Link(file, import, [&](const WasmCrate& crate) { return IsInPackage(crate, path); });
    } else if (!IsOfBuild(file, path)) {  // its own glue says so for all of it
      const std::string_view library = LibraryOf(path);
      Link(file, import, [&](const WasmCrate& crate) { return crate.name == library; });
    }
  }

  /// A package by name: the folder that the requirement names, else the crate that is called so.
  void Package(uint32_t file, const ImportFact& import, bool external) {
    std::string_view name = import.specifier;
    const size_t scope = name.starts_with('@') ? name.find('/') : 0;
    if (scope == std::string_view::npos) return;
    name = name.substr(0, name.find('/', scope + 1));
    const PackageJson* package =
        sides_.workspace.typescript().packages().Nearest(sides_.Path(file));
    std::string_view requirement;
    for (; package != nullptr && requirement.empty();
         package = sides_.workspace.typescript().packages().Above(*package)) {
      requirement = Requirement(*package, name);
      for (const std::string_view protocol : {"file:", "link:", "portal:"}) {
        if (!requirement.starts_with(protocol)) continue;
        const auto path = ResolvePath(package->directory, requirement.substr(protocol.size()));
        if (!path) return;
        return Link(file, import,
                    [&](const WasmCrate& crate) { return IsInPackage(crate, *path); });
      }
    }
    // What a registry offers under the name of a crate is not the crate.
    if (external && !requirement.starts_with("workspace:")) return;
    Link(file, import, [&](const WasmCrate& crate) {
      return !crate.package.empty() && BaseNameOf(name) == crate.package;
    });
  }

  static std::string_view Requirement(const PackageJson& package, std::string_view name) {
    for (const auto* table : {&package.dependencies, &package.dev_dependencies,
                              &package.optional_dependencies, &package.peer_dependencies}) {
      const auto found = table->find(name);
      if (found != table->end()) return found->second;
    }
    return {};
  }

  /// Glue that is kept in the repository, beside the module that it loads.
  void Built(uint32_t file) {
    const std::string& path = sides_.Path(file);
    if (!IsOfBuild(file, path)) return;
    static const ImportFact kWhole = [] {
      ImportFact fact;
      fact.specifier = "wasm-bindgen";
      fact.location = {{0, 0}, {1, 1}, {1, 1}};
      return fact;
    }();
    const std::string_view library = LibraryOf(path);
    Link(file, kWhole, [&](const WasmCrate& crate) { return crate.name == library; });
  }

  /// Whether `path`, from or of `file`, is beside a file that is called like it with "_bg.wasm".
  bool IsOfBuild(uint32_t file, std::string_view path) const {
    const std::string module =
        JoinPath(DirectoryOf(sides_.Path(file)), std::string(LibraryOf(path)) + "_bg.wasm");
    return sides_.workspace.files().Find(module) == FileIndex::Entry::kOther;
  }

  /// #[wasm_bindgen(module = "/js/x.js")]: from the folder of the crate, or of the file.
  void Snippet(uint32_t file, const ForeignFact& fact) {
    std::string_view script = fact.name;
    const std::string& path = sides_.Path(file);
    std::string_view folder = DirectoryOf(path);
    if (script.starts_with('/')) {
      const CargoWorkspace& cargo = sides_.workspace.cargo();
      const uint32_t package = cargo.NearestPackage(path);
      if (package == CargoCrate::kNone) return;
      folder = cargo.manifests()[package].directory;
      script.remove_prefix(1);
    } else if (!script.starts_with('.')) {
      return;  // a package
    }
    const auto target = ResolvePath(folder, script);
    const auto source = target ? sides_.SourceAt(*target) : std::nullopt;
    if (source) links_.links.push_back({file, *source, fact.name, fact.location, fact.test_only});
  }

  const ForeignSides& sides_;
  ForeignLinks& links_;
  std::vector<WasmCrate> crates_;
};

}  // namespace

void LinkWasm(const ForeignSides& sides, ForeignLinks& links) { WasmLinker(sides, links).Run(); }

}  // namespace krepis::analyzer
