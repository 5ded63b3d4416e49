#include "analyzer/graph/foreign_programs.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "analyzer/workspace/cmake_targets.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

constexpr uint64_t kMaxBytes = 2 << 20;

std::string CodeName(std::string_view name) {
  std::string code(name);
  std::replace(code.begin(), code.end(), '-', '_');
  return code;
}

/// What Cargo calls the file that it builds: the crate's name with its hyphens.
std::string ProgramName(const CargoManifest& manifest, const CargoCrate& crate) {
  std::vector<std::string_view> names = {manifest.package};
  for (const CargoTarget& target : manifest.targets) {
    if (target.kind == CrateKind::kBinary) names.push_back(target.name);
  }
  names.push_back(WithoutExtension(BaseNameOf(crate.root)));
  names.push_back(BaseNameOf(DirectoryOf(crate.root)));
  for (const std::string_view name : names) {
    if (CodeName(name) == crate.name) return std::string(name);
  }
  return crate.name;
}

/// Whether builds put their programs there, so that the base name says which one it is.
bool IsBuildFolder(std::string_view path) {
  static constexpr auto kFolders = std::to_array<std::string_view>(
      {"target", "build", "bin", ".bin", "out", "dist", "debug", "release", "Debug", "Release"});
  for (std::string_view folder = DirectoryOf(path); !folder.empty(); folder = DirectoryOf(folder)) {
    if (std::find(kFolders.begin(), kFolders.end(), BaseNameOf(folder)) != kFolders.end())
      return true;
  }
  return false;
}

class ProgramLinker {
 public:
  ProgramLinker(const ForeignSides& sides, ForeignLinks& links)
      : sides_(sides), links_(links), programs_(sides) {}

  void Run() {
    for (uint32_t file = 0; file < sides_.facts.size(); ++file) {
      for (const ForeignFact& fact : sides_.facts[file].foreign) {
        if (fact.role == ForeignRole::kProgram) Program(file, fact);
        if (fact.role == ForeignRole::kCargoProgram) CargoProgram(file, fact);
        if (fact.role == ForeignRole::kScript) Script(file, fact);
      }
    }
  }

 private:
  void Program(uint32_t file, const ForeignFact& fact) {
    std::string_view name = fact.name;
    if (name.ends_with(".exe")) name.remove_suffix(4);
    if (name.find('/') == std::string_view::npos) {
      Link(file, fact, programs_.Named(name));
      return;
    }
    if (name.starts_with('/')) return;  // of the machine
    std::set<uint32_t> files;
    for (const std::string& path : PlacesOf(file, name, fact.beside)) {
      if (const auto source = sides_.SourceAt(path)) files.insert(*source);
    }
    if (!files.empty()) return LinkOne(file, fact, files);
    if (IsBuildFolder(name)) Link(file, fact, programs_.Named(BaseNameOf(name)));
  }

  void CargoProgram(uint32_t file, const ForeignFact& fact) {
    std::vector<ProgramTable::Program> named = programs_.Named(fact.name);
    std::erase_if(named, [](const ProgramTable::Program& program) { return !program.cargo; });
    Link(file, fact, std::move(named));
  }

  void Script(uint32_t file, const ForeignFact& fact) {
    std::set<uint32_t> files;
    for (const std::string& path : PlacesOf(file, fact.name, fact.beside)) {
      if (const auto source = sides_.SourceAt(path)) {
        files.insert(*source);
        continue;
      }
      // Built from another file, or written without its extension.
      const std::string_view folder = DirectoryOf(sides_.Path(file));
      const Resolution resolution = sides_.workspace.typescript().Resolve(
          sides_.Path(file), RelativeSpecifier(folder, path), ImportForm::kRequire);
      if (resolution.kind != Resolution::Kind::kFile) continue;
      if (const auto source = sides_.SourceAt(resolution.target)) files.insert(*source);
    }
    if (!files.empty()) LinkOne(file, fact, files);
  }

  /// "../x/a.js" for the path x/a.js from a folder beside x.
  static std::string RelativeSpecifier(std::string_view folder, std::string_view path) {
    std::string specifier = "./";
    for (; !IsWithin(folder, path); folder = DirectoryOf(folder)) specifier += "../";
    path.remove_prefix(folder.empty() ? 0 : std::min(folder.size() + 1, path.size()));
    return specifier.append(path);
  }

  /// Where a relative path may lead: from the file's folder where it says so, else from where
  /// programs are started, which is the package or the root of the workspace.
  std::vector<std::string> PlacesOf(uint32_t file, std::string_view path, bool beside) const {
    std::vector<std::string_view> folders;
    if (beside) {
      folders = {DirectoryOf(sides_.Path(file))};
    } else {
      folders = {PackageFolder(file), ""};
    }
    std::vector<std::string> places;
    for (const std::string_view folder : folders) {
      if (auto place = ResolvePath(folder, path)) places.push_back(*std::move(place));
    }
    return places;
  }

  /// The folder of the nearest manifest.
  std::string_view PackageFolder(uint32_t file) const {
    const std::string& path = sides_.Path(file);
    if (GroupOf(sides_.facts[file].language) == LanguageGroup::kRust) {
      const CargoWorkspace& cargo = sides_.workspace.cargo();
      const uint32_t package = cargo.NearestPackage(path);
      return package == CargoCrate::kNone ? std::string_view()
                                          : std::string_view(cargo.manifests()[package].directory);
    }
    const PackageJson* package = sides_.workspace.typescript().packages().Nearest(path);
    return package == nullptr ? std::string_view() : std::string_view(package->directory);
  }

  void Link(uint32_t file, const ForeignFact& fact, std::vector<ProgramTable::Program> named) {
    std::set<uint32_t> files;
    std::set<uint32_t> own;
    for (const ProgramTable::Program& program : named) {
      files.insert(program.file);
      if (program.folder == PackageFolder(file)) own.insert(program.file);
    }
    if (own.size() == 1) files = own;
    if (!files.empty()) LinkOne(file, fact, files);
  }

  void LinkOne(uint32_t file, const ForeignFact& fact, const std::set<uint32_t>& files) {
    if (files.size() == 1) {
      links_.links.push_back({file, *files.begin(), fact.name, fact.location, fact.test_only});
    } else {
      links_.doubts.push_back({file, fact.name, fact.location, {files.begin(), files.end()}});
    }
  }

  const ForeignSides& sides_;
  ForeignLinks& links_;
  ProgramTable programs_;
};

}  // namespace

ProgramTable::ProgramTable(const ForeignSides& sides) {
  AddCargo(sides);
  AddPackages(sides);
  AddCMake(sides);
}

std::vector<ProgramTable::Program> ProgramTable::Named(std::string_view name) const {
  std::vector<Program> programs;
  const auto [begin, end] = programs_.equal_range(name);
  for (auto it = begin; it != end; ++it) programs.push_back(it->second);
  return programs;
}

void ProgramTable::AddCargo(const ForeignSides& sides) {
  const CargoWorkspace& cargo = sides.workspace.cargo();
  for (const CargoCrate& crate : cargo.crates()) {
    if (crate.kind != CrateKind::kBinary) continue;
    const auto file = sides.SourceAt(crate.root);
    if (!file) continue;
    const CargoManifest& manifest = cargo.ManifestOf(crate);
    std::string name = ProgramName(manifest, crate);
    programs_.emplace(name, Program{name, manifest.directory, *file, true});
  }
}

void ProgramTable::AddPackages(const ForeignSides& sides) {
  for (const PackageJson& package : sides.workspace.packages()) {
    for (const auto& [named, target] : package.bin) {
      const std::string name(BaseNameOf(named));  // "@scope/tool" is called tool
      const std::vector<std::string> sources =
          sides.workspace.typescript().SourcesOf(package, target);
      if (sources.size() != 1) continue;
      if (const auto file = sides.SourceAt(sources.front()))
        programs_.emplace(name, Program{name, package.directory, *file, false});
    }
  }
}

void ProgramTable::AddCMake(const ForeignSides& sides) {
  const FileSystem& files = sides.workspace.files().file_system();
  for (const std::string& path : sides.workspace.discovery().manifests.cmake) {
    const Result<std::string> text = files.Read(path, kMaxBytes);
    if (!text.ok()) continue;
    const std::string directory(DirectoryOf(path));
    for (const CMakeTarget& target : CMakeTargets(*text, directory)) {
      if (!target.executable) continue;
      if (const auto file = MainSource(sides, target.name, target.sources))
        programs_.emplace(target.name, Program{target.name, directory, *file, false});
    }
  }
}

std::optional<uint32_t> MainSource(const ForeignSides& sides, std::string_view target,
                                   const std::vector<std::string>& sources) {
  std::vector<uint32_t> files;
  for (const std::string& path : sources) {
    const auto file = sides.SourceAt(path);
    const bool header = path.ends_with(".h") || path.ends_with(".hpp") || path.ends_with(".hh");
    if (file && !header) files.push_back(*file);
  }
  const auto only = [&](std::string_view stem) -> std::optional<uint32_t> {
    std::optional<uint32_t> found;
    for (const uint32_t file : files) {
      if (WithoutExtension(BaseNameOf(sides.Path(file))) != stem) continue;
      if (found) return std::nullopt;
      found = file;
    }
    return found;
  };
  if (files.size() == 1) return files.front();
  if (const auto main = only("main")) return main;
  return only(target);
}

void LinkPrograms(const ForeignSides& sides, ForeignLinks& links) {
  const bool any = std::any_of(sides.facts.begin(), sides.facts.end(), [](const FileFacts& facts) {
    return std::any_of(facts.foreign.begin(), facts.foreign.end(), [](const ForeignFact& fact) {
      return fact.role == ForeignRole::kProgram || fact.role == ForeignRole::kScript ||
             fact.role == ForeignRole::kCargoProgram;
    });
  });
  if (any) ProgramLinker(sides, links).Run();
}

}  // namespace krepis::analyzer
