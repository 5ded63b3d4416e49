#include "analyzer/workspace/workspace.h"

#include <algorithm>
#include <future>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "analyzer/workspace/cmake_includes.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

/// Reads the manifests of one walk and collects what is wrong with them.
class ManifestReader {
 public:
  ManifestReader(const FileSystem& files, const Discovery& found, uint64_t max_bytes,
                 std::vector<Error>& issues)
      : files_(files),
        found_(found.manifests),
        ignored_(found.ignored),
        max_bytes_(max_bytes),
        issues_(issues) {}

  PackageTable Packages(const std::vector<DenoConfig>& deno) const {
    std::vector<PackageJson> packages;
    for (const std::string& path : found_.package_json) {
      if (const auto text = Read(path)) {
        if (auto package = Take(ParsePackageJson(path, *text))) {
          packages.push_back(*std::move(package));
        }
      }
    }
    std::map<std::string, std::vector<std::string>> pnpm;
    for (const std::string& path : found_.pnpm_workspace) {
      if (const auto text = Read(path)) {
        pnpm.emplace(DirectoryOf(path), ParsePnpmWorkspace(*text));
      }
    }
    return PackageTable(std::move(packages), pnpm, deno);
  }

  std::vector<DenoConfig> DenoConfigs() const {
    std::vector<DenoConfig> configs;
    for (const std::string& path : found_.deno_json) {
      const auto text = Read(path);
      if (!text) continue;
      auto config = Take(ParseDenoConfig(path, *text));
      if (!config) continue;
      if (!config->import_map.empty() && config->import_map.find(':') == std::string::npos) {
        const auto map = ResolvePath(config->directory, config->import_map);
        const auto map_text = map ? Read(*map) : std::nullopt;
        if (map_text) {
          const Result<void> merged = MergeImportMap(*map, *map_text, *config);
          if (!merged.ok()) issues_.push_back(merged.error());
        }
      }
      configs.push_back(*std::move(config));
    }
    return configs;
  }

  std::vector<TsConfig> TsConfigs(const PackageDirectories& packages) const {
    std::vector<TsConfig> configs;
    for (const std::string& path : found_.tsconfig) {
      if (auto config = Take(LoadTsConfig(files_, path, packages, ignored_, issues_))) {
        configs.push_back(*std::move(config));
      }
    }
    return configs;
  }

  /// With what is wrong with them: they may be read beside others.
  struct Cargo {
    std::vector<CargoManifest> manifests;
    std::vector<Error> issues;
  };
  Cargo CargoManifests() const {
    Cargo cargo;
    for (const std::string& path : found_.cargo_toml) {
      const Result<std::string> text = files_.Read(path, max_bytes_);
      if (text) {
        cargo.manifests.push_back(ParseCargoManifest(path, *text, cargo.issues));
      } else {
        cargo.issues.push_back(text.error());
      }
    }
    return cargo;
  }

  std::vector<std::string> CMakeIncludes() const {
    std::vector<std::string> folders;
    for (const std::string& path : found_.cmake) {
      const auto text = Read(path);
      if (!text) continue;
      const std::vector<std::string> found =
          CMakeIncludeDirectories(*text, DirectoryOf(path), CMakeRoot(path));
      folders.insert(folders.end(), found.begin(), found.end());
    }
    return folders;
  }

 private:
  std::optional<std::string> Read(const std::string& path) const {
    return Take(files_.Read(path, max_bytes_));
  }

  template <class T>
  std::optional<T> Take(Result<T> result) const {
    if (result.ok()) return std::move(result).value();
    issues_.push_back(std::move(result).error());
    return std::nullopt;
  }

  /// The topmost folder above that has a CMakeLists.txt.
  std::string_view CMakeRoot(std::string_view path) const {
    std::string_view root = DirectoryOf(path);
    for (std::string_view folder = root;; folder = DirectoryOf(folder)) {
      if (std::binary_search(found_.cmake.begin(), found_.cmake.end(),
                             JoinPath(folder, "CMakeLists.txt"))) {
        root = folder;
      }
      if (folder.empty()) return root;
    }
  }

  const FileSystem& files_;
  const ManifestPaths& found_;
  const IgnoreTree& ignored_;
  uint64_t max_bytes_;
  std::vector<Error>& issues_;
};

bool Wants(const std::vector<LanguageGroup>& languages, Language language) {
  return languages.empty() ||
         std::find(languages.begin(), languages.end(), GroupOf(language)) != languages.end();
}

/// Longer files without an extension are data.
constexpr uint64_t kMaxScriptBytes = 1'000'000;

/// The language of a file without an extension, by the interpreter that its first line names.
Language LanguageOfScript(const FileSystem& files, const std::string& path) {
  const std::string_view name = std::string_view(path).substr(path.rfind('/') + 1);
  if (name.find('.') != std::string_view::npos) return Language::kNone;
  const Result<std::string> text = files.Read(path, kMaxScriptBytes);
  if (!text || !text->starts_with("#!")) return Language::kNone;
  std::string_view line = std::string_view(*text).substr(0, text->find('\n'));
  while (!line.empty()) {
    const size_t end = line.find_last_of("/ \t!");
    const std::string_view word = line.substr(end == std::string_view::npos ? 0 : end + 1);
    if (word == "node" || word == "nodejs") return Language::kJavaScript;
    if (word == "deno" || word == "bun" || word == "tsx" || word == "ts-node")
      return Language::kTypeScript;
    if (end == std::string_view::npos) break;
    line = line.substr(0, end);
  }
  return Language::kNone;
}

/// Programs of packages often have no extension: bin/serve.
void FindScripts(const FileSystem& files, Discovery& found) {
  if (found.manifests.package_json.empty()) return;
  std::vector<SourceFile> scripts;
  std::erase_if(found.other_files, [&](const std::string& path) {
    const Language language = LanguageOfScript(files, path);
    if (language != Language::kNone) scripts.push_back({path, language});
    return language != Language::kNone;
  });
  const auto middle = static_cast<ptrdiff_t>(found.sources.size());
  found.sources.insert(found.sources.end(), scripts.begin(), scripts.end());
  std::inplace_merge(found.sources.begin(), found.sources.begin() + middle, found.sources.end(),
                     [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
}

Discovery DiscoverSources(const FileSystem& files, const WorkspaceOptions& options) {
  Discovery found = Discover(files, options.discovery);
  FindScripts(files, found);
  const auto unwanted = std::stable_partition(
      found.sources.begin(), found.sources.end(),
      [&](const auto& source) { return Wants(options.languages, source.language); });
  const auto middle = static_cast<ptrdiff_t>(found.other_files.size());
  for (auto it = unwanted; it != found.sources.end(); ++it) {
    found.other_files.push_back(std::move(it->path));
  }
  found.sources.erase(unwanted, found.sources.end());
  std::inplace_merge(found.other_files.begin(), found.other_files.begin() + middle,
                     found.other_files.end());
  return found;
}

}  // namespace

struct Workspace::State {
  /// Itself one, and none to which a symlink leads.
  bool IsRegularSource(std::string_view path) const {
    const auto found = std::lower_bound(
        discovery.sources.begin(), discovery.sources.end(), path,
        [](const SourceFile& a, std::string_view wanted) { return a.path < wanted; });
    return found != discovery.sources.end() && found->path == path;
  }

  State(const FileSystem& file_system, const WorkspaceOptions& options)
      : discovery(DiscoverSources(file_system, options)),
        files(discovery, file_system),
        reader(file_system, discovery, options.max_manifest_bytes, issues),
        cargo_manifests(std::async(Policy(options), [this] { return reader.CargoManifests(); })),
        compile_database(LoadCompileDatabases(
            file_system, discovery.manifests.compile_commands,
            {options.root.empty() ? "/" : options.root, 4 * options.max_manifest_bytes,
             [this](std::string_view path) { return IsRegularSource(path); }})),
        includes(files, options.include_roots, reader.CMakeIncludes()),
        typescript(MakeTypeScript()),
        cargo(TakeCargo(), files) {
    issues.insert(issues.end(), compile_database.issues.begin(), compile_database.issues.end());
    std::stable_sort(issues.begin(), issues.end(), [](const Error& a, const Error& b) {
      return std::tie(a.path, a.line, a.column) < std::tie(b.path, b.line, b.column);
    });
  }

  std::launch Policy(const WorkspaceOptions& options) const {
    const bool beside = options.jobs > 1 && !discovery.manifests.cargo_toml.empty();
    return beside ? std::launch::async : std::launch::deferred;
  }

  std::vector<CargoManifest> TakeCargo() {
    ManifestReader::Cargo read = cargo_manifests.get();
    issues.insert(issues.end(), read.issues.begin(), read.issues.end());
    return std::move(read.manifests);
  }

  TypeScriptResolver MakeTypeScript() const {
    std::vector<DenoConfig> deno = reader.DenoConfigs();
    PackageTable packages = reader.Packages(deno);
    TsConfigTable configs(reader.TsConfigs(packages.MemberDirectories()), discovery.sources);
    return TypeScriptResolver(files, std::move(packages), std::move(configs), std::move(deno));
  }

  std::vector<Error> issues;
  Discovery discovery;
  FileIndex files;
  ManifestReader reader;
  std::future<ManifestReader::Cargo> cargo_manifests;
  CompileDatabase compile_database;
  IncludeResolver includes;
  TypeScriptResolver typescript;
  CargoWorkspace cargo;
};

Workspace::Workspace(std::unique_ptr<State> state) : state_(std::move(state)) {}
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace::~Workspace() = default;

Workspace Workspace::Load(const FileSystem& files, const WorkspaceOptions& options) {
  return Workspace(std::make_unique<State>(files, options));
}

const Discovery& Workspace::discovery() const { return state_->discovery; }
const FileIndex& Workspace::files() const { return state_->files; }
const std::vector<PackageJson>& Workspace::packages() const {
  return state_->typescript.packages().packages();
}
const CargoWorkspace& Workspace::cargo() const { return state_->cargo; }
const CompileDatabase& Workspace::compile_database() const { return state_->compile_database; }
const TypeScriptResolver& Workspace::typescript() const { return state_->typescript; }
const IncludeResolver& Workspace::includes() const { return state_->includes; }
RustResolverBuilder Workspace::NewRustResolver() const {
  return RustResolverBuilder(state_->files, state_->cargo);
}
const std::vector<Error>& Workspace::issues() const { return state_->issues; }

}  // namespace krepis::analyzer
