#include <fmt/format.h>

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/core/node_builtins.h"
#include "analyzer/workspace/paths.h"
#include "analyzer/workspace/specifier.h"
#include "analyzer/workspace/typescript_resolver.h"

// Specifiers that are names: of packages, of modules of Node.js, of what import maps and the
// `imports` of a manifest say.

namespace krepis::analyzer {
namespace {

Resolution External(std::string target) {
  return {Resolution::Kind::kExternal, false, std::move(target)};
}

Resolution Npm(std::string_view package) { return External(std::string("npm/").append(package)); }

bool IsDeclared(Declaration declaration) {
  return declaration == Declaration::kNearest || declaration == Declaration::kAbove;
}

/// Whether `specifier` is `name` or something below it.
bool IsOrIsBelow(std::string_view name, std::string_view specifier) {
  return specifier.starts_with(name) &&
         (specifier.size() == name.size() || specifier[name.size()] == '/');
}

/// Modules that exist nowhere: the framework that `package` is offers them.
/// https://svelte.dev/docs/kit, https://nuxt.com/docs/guide/concepts/auto-imports
struct MadeUpModule {
  std::string_view name;
  std::string_view package;
};
constexpr MadeUpModule kMadeUpModules[] = {
    {"$app", "@sveltejs/kit"}, {"$env", "@sveltejs/kit"},    {"$service-worker", "@sveltejs/kit"},
    {"#app", "nuxt"},          {"#build", "nuxt"},           {"#components", "nuxt"},
    {"#imports", "nuxt"},      {"~icons", "unplugin-icons"},
};

}  // namespace

/// The import map of the nearest deno.json that has one.
std::optional<Resolution> TypeScriptResolver::ResolveImportMap(const Request& request,
                                                               std::string_view specifier) const {
  if (deno_by_directory_.empty()) return std::nullopt;
  for (std::string_view folder = DirectoryOf(request.importer);; folder = DirectoryOf(folder)) {
    if (const auto it = deno_by_directory_.find(folder); it != deno_by_directory_.end()) {
      const DenoConfig& config = deno_configs_[it->second];
      const auto search = [&](const DenoConfig::ImportMap& map,
                              const SpecifierPatterns& patterns) -> std::optional<Resolution> {
        const auto match = patterns.Find(specifier);
        if (!match) return std::nullopt;
        const std::string target = map[match->value].second + std::string(match->star);
        if (auto external = ExternalOfScheme(target)) return External(*std::move(external));
        const auto path = ResolvePath(config.imports_directory, target);
        if (!path) return Resolution::Unresolved("the import map leads out of the workspace");
        for (const bool on_disk : {false, true}) {
          if (auto found = FileOrDirectory(request, *path, on_disk)) return found;
        }
        return Resolution::Unresolved(fmt::format(
            "the import map of {} leads to {}, which is not there", config.path, *path));
      };
      const std::vector<SpecifierPatterns>& patterns = import_maps_[it->second];
      for (size_t i = 0; i < config.scopes.size(); ++i) {
        const auto scope = ResolvePath(config.imports_directory, config.scopes[i].first);
        if (!scope || !IsWithin(*scope, request.importer)) continue;
        if (auto found = search(config.scopes[i].second, patterns[i])) return found;
      }
      if (auto found = search(config.imports, patterns.back())) return found;
    }
    if (folder.empty()) return std::nullopt;
  }
}

std::optional<Resolution> TypeScriptResolver::FrameworkModule(const Request& request,
                                                              std::string_view specifier) const {
  for (const MadeUpModule& module : kMadeUpModules) {
    if (!IsOrIsBelow(module.name, specifier)) continue;
    Resolution found = Npm(module.package);
    found.declaration = packages_.DeclarationOf(request.importer, module.package);
    if (IsDeclared(found.declaration)) return found;
  }
  return std::nullopt;
}

std::optional<Resolution> TypeScriptResolver::ConventionalAlias(const Request& request,
                                                                std::string_view specifier) const {
  constexpr std::string_view kSources[] = {"src", "", "app"};
  constexpr std::string_view kPackage[] = {""};
  constexpr std::string_view kLibrary[] = {"src/lib"};  // of SvelteKit, whatever `paths` say
  const size_t slash = specifier.find('/');
  const std::string_view sign = specifier.substr(0, slash);
  std::span<const std::string_view> folders;
  if (sign == "@" || sign == "~") folders = kSources;
  if (sign == "@@" || sign == "~~") folders = kPackage;
  if (sign == "$lib") folders = kLibrary;
  if (folders.empty() || slash == std::string_view::npos) return std::nullopt;
  const PackageJson* package = packages_.Nearest(request.importer);
  do {
    const std::string_view base = package == nullptr ? std::string_view() : package->directory;
    for (const std::string_view folder : folders) {
      const auto path = ResolvePath(JoinPath(base, folder), specifier.substr(slash + 1));
      auto found = path ? FileOrDirectory(request, *path) : std::nullopt;
      if (!found) continue;
      found->guessed = true;
      return found;
    }
    if (package != nullptr) package = packages_.Above(*package);
  } while (package != nullptr);
  return std::nullopt;
}

std::string TypeScriptResolver::WhyNot(const Request& request, std::string_view specifier) const {
  const Mapped mapped = MappingOf(request, specifier);
  if (mapped.mapping == nullptr || mapped.mapping->pattern == "*") {
    return "it is no path and no name of a package, and no alias of a tsconfig.json has it";
  }
  if (mapped.mapping->substitutions.empty()) {
    return fmt::format("'{}' of {} leads nowhere", mapped.mapping->pattern, request.config->path);
  }
  return fmt::format("'{}' of {} leads to {}, where it is not", mapped.mapping->pattern,
                     request.config->path, mapped.mapping->substitutions.front());
}

Resolution TypeScriptResolver::ResolveBare(const Request& request,
                                           std::string_view specifier) const {
  if (auto found = ResolvePaths(request, specifier)) return *std::move(found);
  if (auto found = ResolveImportMap(request, specifier)) return *std::move(found);
  if (auto external = ExternalOfScheme(specifier)) return External(*std::move(external));
  if (const size_t query = specifier.find('?'); query != std::string_view::npos && query != 0) {
    return ResolveBare(request, specifier.substr(0, query));  // it is for the bundler
  }
  if (auto found = FrameworkModule(request, specifier)) return *std::move(found);
  const PackageJson* importer = packages_.Nearest(request.importer);
  if (specifier.front() == '#') {
    for (const PackageJson* p = importer; p != nullptr; p = packages_.Above(*p)) {
      if (p->imports.is_null()) continue;
      const auto targets =
          PackageTargets(p->imports, specifier, request.form, CustomConditions(request));
      if (targets.empty()) {
        return Resolution::Unresolved(fmt::format("the imports of {} do not have it", p->path));
      }
      if (auto found = ResolveTargets(request, *p, targets, specifier)) return *std::move(found);
      const auto package = SplitPackageSpecifier(targets.front());
      if (package) return ResolveBare(request, targets.front());
      return Resolution::Unresolved(fmt::format("the imports of {} lead to {}, which is not there",
                                                p->path, targets.front()));
    }
    return Resolution::Unresolved("no package.json has imports that it could be one of");
  }
  if (IsNodeBuiltin(specifier)) return External(std::string("node/").append(specifier));
  const auto package = SplitPackageSpecifier(specifier);
  if (!package) {
    if (auto found = ConventionalAlias(request, specifier)) return *std::move(found);
    return Resolution::Unresolved(WhyNot(request, specifier));
  }
  if (importer != nullptr) {
    if (const PackageJson* target = packages_.Find(*importer, package->name)) {
      Resolution found = ResolveInPackage(request, *target, package->subpath);
      found.declaration = packages_.DeclarationOf(request.importer, package->name);
      return found;
    }
  }
  Resolution external = Npm(package->name);
  external.declaration = packages_.DeclarationOf(request.importer, package->name);
  if (IsDeclared(external.declaration)) return external;
  // An alias that only a bundler's configuration knows: "src/x" for a folder beside the manifest.
  if (!package->subpath.empty()) {
    const std::string_view base = importer == nullptr ? std::string_view() : importer->directory;
    if (auto found = FileOrDirectory(request, JoinPath(base, specifier))) {
      found->guessed = true;
      return *std::move(found);
    }
  }
  const Mapped mapped = MappingOf(request, specifier);
  if (mapped.mapping != nullptr && mapped.mapping->pattern != "*") {
    return Resolution::Unresolved(WhyNot(request, specifier));
  }
  return external;
}

/// The best of what a manifest maps a subpath to: a file of the tree, then the source of one that
/// is built, by its path or below the folder of the sources, then one that only the disk has.
std::optional<Resolution> TypeScriptResolver::ResolveTargets(const Request& request,
                                                             const PackageJson& package,
                                                             std::span<const std::string> targets,
                                                             std::string_view subpath) const {
  std::vector<std::string> paths;
  for (const std::string& target : targets) {
    if (!target.starts_with("./")) continue;
    if (auto path = ResolvePath(package.directory, target)) paths.push_back(*std::move(path));
  }
  for (const std::string& path : paths) {
    if (auto file = lookup_.File(path, request.options)) return At(*std::move(file));
  }
  for (const std::string& path : paths) {
    if (auto found = BuildOutput(request, path, true)) return found;
  }
  if (!subpath.starts_with('#')) {
    if (auto found = BelowSources(request, package, subpath)) return found;
  }
  for (const std::string& path : paths) {
    if (files_.Exists(path) || files_.IsToBeGenerated(path)) return At(path);
  }
  return std::nullopt;
}

std::span<const std::string> TypeScriptResolver::CustomConditions(const Request& request) {
  if (request.config == nullptr) return {};
  return request.config->custom_conditions;
}

std::optional<Resolution> TypeScriptResolver::BelowSources(const Request& request,
                                                           const PackageJson& package,
                                                           std::string_view subpath) const {
  const std::string source = JoinPath(package.directory, "src");
  if (!subpath.empty()) return FileOrDirectory(request, JoinPath(source, subpath));
  if (auto index = lookup_.Index(source, request.options)) return At(*std::move(index));
  return std::nullopt;
}

Resolution TypeScriptResolver::ResolveInPackage(const Request& request, const PackageJson& package,
                                                std::string_view subpath) const {
  const std::string key = subpath.empty() ? "." : "./" + std::string(subpath);
  std::string entry = "./index.js";  // what Node takes where nothing is named
  if (!package.exports.is_null()) {
    const auto targets =
        PackageTargets(package.exports, key, request.form, CustomConditions(request));
    if (auto found = ResolveTargets(request, package, targets, subpath)) return *std::move(found);
    if (targets.empty() && subpath != "package.json") {
      return Resolution::Unresolved(fmt::format("the exports of {} do not have it", package.path));
    }
    if (!targets.empty()) entry = targets.front();
  } else if (subpath.empty()) {
    std::vector<std::string> entries;
    for (const std::string* named :
         {&package.source, &package.module, &package.main, &package.types}) {
      if (!named->empty()) entries.push_back(named->starts_with("./") ? *named : "./" + *named);
    }
    if (auto found = ResolveTargets(request, package, entries, subpath)) return *std::move(found);
    if (!entries.empty()) entry = entries.front();
    if (auto found = Directory(request, package.directory)) return *std::move(found);
  } else if (const auto path = ResolvePath(package.directory, subpath)) {
    for (const bool on_disk : {false, true}) {
      if (auto found = FileOrDirectory(request, *path, on_disk)) return *std::move(found);
      if (auto found = BuildOutput(request, *path, true)) return *std::move(found);
    }
    return Resolution::Unresolved(fmt::format("there is no {}", *path));
  }
  if (auto found = BelowSources(request, package, subpath)) return *std::move(found);
  if (subpath == "package.json") return {Resolution::Kind::kUnanalysed, false, package.path};
  // The entry point is still to be generated.
  return {Resolution::Kind::kUnanalysed, false,
          ResolvePath(package.directory, entry).value_or(package.path)};
}

std::vector<std::string> TypeScriptResolver::SourcesOf(const PackageJson& package,
                                                       std::string_view target) const {
  std::vector<std::string> sources;
  const size_t star = target.find('*');
  const auto path = ResolvePath(package.directory, target.substr(0, star));
  if (!path) return sources;
  if (star != std::string_view::npos) {
    // A folder of products stands for all sources.
    const std::string folder = files_.IsDirectory(*path) ? *path : package.directory;
    for (const SourceFile& source : files_.discovery().sources) {
      if (IsWithin(folder, source.path)) sources.push_back(source.path);
    }
    return sources;
  }
  const Request request{package.path, ImportForm::kImport, configs_.ConfigOf(package.path), {}};
  auto found = FileOrDirectory(request, *path);
  if (!found) found = BuildOutput(request, *path, true);
  if (!found) found = BelowSources(request, package, {});
  if (found && found->kind == Resolution::Kind::kFile) sources.push_back(std::move(found->target));
  return sources;
}

}  // namespace krepis::analyzer
