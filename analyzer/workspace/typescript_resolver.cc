#include "analyzer/workspace/typescript_resolver.h"

#include <fmt/format.h>

#include <utility>

#include "analyzer/workspace/paths.h"
#include "analyzer/workspace/specifier.h"

namespace krepis::analyzer {
namespace {

/// The package that a path into node_modules belongs to.
std::optional<Resolution> InstalledPackage(std::string_view path) {
  constexpr std::string_view kFolder = "node_modules/";
  const size_t at = path.rfind(kFolder);
  if (at == std::string_view::npos || (at != 0 && path[at - 1] != '/')) return std::nullopt;
  const auto package = SplitPackageSpecifier(path.substr(at + kFolder.size()));
  if (!package) return std::nullopt;
  return Resolution{Resolution::Kind::kExternal, false, "npm/" + std::string(package->name)};
}

/// Without the loaders of webpack ("!!raw!./x") and AMD ("vs/css!./x").
std::string_view WithoutLoader(std::string_view specifier) {
  const size_t bang = specifier.rfind('!');
  return bang == std::string_view::npos ? specifier : specifier.substr(bang + 1);
}

/// Replaces `*` in `substitution` by `star`.
std::string Substitute(const std::string& substitution, std::string_view star) {
  const size_t at = substitution.find('*');
  if (at == std::string::npos) return substitution;
  return std::string(substitution, 0, at).append(star).append(substitution, at + 1);
}

SpecifierPatterns PatternsOf(const std::vector<TsConfig::PathMapping>& paths) {
  SpecifierPatterns patterns;
  for (uint32_t i = 0; i < paths.size(); ++i) {
    const std::string_view pattern = paths[i].pattern;
    const size_t star = pattern.find('*');
    if (star == std::string_view::npos) {
      patterns.AddExact(pattern, i);
    } else {
      patterns.AddPattern(pattern.substr(0, star), pattern.substr(star + 1), i);
    }
  }
  return patterns;
}

SpecifierPatterns PatternsOf(const DenoConfig::ImportMap& map) {
  SpecifierPatterns patterns;
  for (uint32_t i = 0; i < map.size(); ++i) {
    if (map[i].first.ends_with('/')) {
      patterns.AddPattern(map[i].first, {}, i);
    } else {
      patterns.AddExact(map[i].first, i);
    }
  }
  return patterns;
}

}  // namespace

TypeScriptResolver::TypeScriptResolver(const FileIndex& files, PackageTable packages,
                                       TsConfigTable configs, std::vector<DenoConfig> deno_configs)
    : files_(files),
      lookup_(files),
      packages_(std::move(packages)),
      configs_(std::move(configs)),
      deno_configs_(std::move(deno_configs)) {
  for (const TsConfig& config : configs_.configs()) {
    path_patterns_.push_back(PatternsOf(config.paths));
  }
  for (const DenoConfig& config : deno_configs_) {
    std::vector<SpecifierPatterns>& maps = import_maps_.emplace_back();
    for (const auto& [prefix, map] : config.scopes) maps.push_back(PatternsOf(map));
    maps.push_back(PatternsOf(config.imports));
  }
  for (uint32_t i = 0; i < deno_configs_.size(); ++i) {
    if (deno_configs_[i].imports.empty() && deno_configs_[i].scopes.empty()) continue;
    deno_by_directory_.emplace(deno_configs_[i].directory, i);
  }
}

Resolution TypeScriptResolver::Resolve(std::string_view importer, std::string_view specifier,
                                       ImportForm form) const {
  Request request{importer, form, configs_.ConfigOf(importer), {}};
  request.options.prefer_javascript = LanguageOf(importer) == Language::kJavaScript;
  if (request.config != nullptr) request.options.suffixes = request.config->module_suffixes;
  specifier = WithoutLoader(specifier);
  if (specifier.empty()) return Resolution::Unresolved("it is empty");
  if (IsRelativeSpecifier(specifier)) return ResolveRelative(request, specifier);
  if (specifier.front() == '/') return ResolveRooted(request, specifier);
  return ResolveBare(request, specifier);
}

/// A file of the workspace as a resolution.
Resolution TypeScriptResolver::At(std::string path) const {
  if (files_.IsSource(path)) return {Resolution::Kind::kFile, false, std::move(path)};
  if (auto installed = InstalledPackage(path)) return *std::move(installed);
  return {Resolution::Kind::kUnanalysed, false, std::move(path)};
}

std::optional<Resolution> TypeScriptResolver::FileOrDirectory(const Request& request,
                                                              std::string_view path,
                                                              bool on_disk) const {
  SourceLookup::Options options = request.options;
  options.on_disk = on_disk;
  if (!path.empty()) {
    if (auto file = lookup_.File(path, options)) return At(*std::move(file));
  }
  if (!on_disk) return Directory(request, path);
  if (auto index = lookup_.Index(path, options)) return At(*std::move(index));
  return std::nullopt;
}

/// What importing a folder means: its package.json's entry point, else its index file.
std::optional<Resolution> TypeScriptResolver::Directory(const Request& request,
                                                        std::string_view path) const {
  if (!files_.IsDirectory(path)) return std::nullopt;
  if (const PackageJson* package = packages_.InDirectory(path)) {
    for (const std::string* entry :
         {&package->source, &package->module, &package->main, &package->types}) {
      if (entry->empty()) continue;
      const auto target = ResolvePath(path, *entry);
      if (!target) continue;
      if (auto file = lookup_.File(*target, request.options)) return At(*std::move(file));
      if (auto index = lookup_.Index(*target, request.options)) return At(*std::move(index));
      if (auto source = BuildOutput(request, *target, true)) return source;
    }
  }
  if (auto index = lookup_.Index(path, request.options)) return At(*std::move(index));
  return std::nullopt;
}

Resolution TypeScriptResolver::ResolveRelative(const Request& request,
                                               std::string_view specifier) const {
  std::string path;
  if (!ResolvePathInto(DirectoryOf(request.importer), specifier, path)) {
    return Resolution::Unresolved("it leads out of the workspace");
  }
  const bool folder_only = specifier.ends_with('/') || specifier == "." || specifier == ".." ||
                           specifier.ends_with("/.") || specifier.ends_with("/..");
  if (auto found = folder_only ? Directory(request, path) : FileOrDirectory(request, path)) {
    return *std::move(found);
  }
  if (auto found = RootDirs(request, path)) return *std::move(found);
  if (const size_t query = specifier.find_first_of("?#"); query != std::string_view::npos) {
    return ResolveRelative(request, specifier.substr(0, query));
  }
  if (auto installed = InstalledPackage(path)) return *std::move(installed);
  // Files that the walk left out: ignored, excluded, generated.
  if (auto found = FileOrDirectory(request, path, true)) return *std::move(found);
  if (auto found = BuildOutput(request, path, false)) return *std::move(found);
  if (auto found = Generated(path)) return *std::move(found);
  if (path.empty() || files_.IsDirectory(path)) {
    return Resolution::Unresolved(
        fmt::format("{} has no index file", path.empty() ? "the workspace" : path));
  }
  return Resolution::Unresolved(fmt::format("there is no {}", path));
}

/// A file that does not exist but would be ignored, or stands for a schema beside it ("./order_pb"
/// of order.proto): a build writes it.
std::optional<Resolution> TypeScriptResolver::Generated(std::string_view path) const {
  const std::string_view stem = WithoutExtension(path);
  for (const std::string_view base : {path, stem}) {
    for (const char* extension : {"", ".ts", ".tsx", ".d.ts", ".js"}) {
      std::string candidate = std::string(base) + extension;
      if (!files_.IsToBeGenerated(candidate)) continue;
      return Resolution{Resolution::Kind::kUnanalysed, false, std::move(candidate)};
    }
    if (stem == path) break;
  }
  for (std::string_view name : {path, stem}) {
    for (const std::string_view suffix : {"_connect", "_pb", "_grpc"}) {
      if (name.ends_with(suffix)) name.remove_suffix(suffix.size());
    }
    if (name == path || name == stem) continue;
    if (files_.Find(std::string(name) + ".proto") == FileIndex::Entry::kNone) continue;
    return Resolution{Resolution::Kind::kUnanalysed, false, std::string(stem) + ".js"};
  }
  return std::nullopt;
}

/// The same path below the other `rootDirs`.
std::optional<Resolution> TypeScriptResolver::RootDirs(const Request& request,
                                                       std::string_view path) const {
  if (request.config == nullptr) return std::nullopt;
  for (const std::string& root : request.config->root_dirs) {
    if (!IsWithin(root, path)) continue;
    std::string_view rest = path.substr(root.size());
    if (rest.starts_with('/')) rest.remove_prefix(1);
    for (const std::string& other : request.config->root_dirs) {
      if (other == root) continue;
      std::string there = JoinPath(other, rest);
      if (auto found = FileOrDirectory(request, there)) return found;
      // SvelteKit writes one of these for each folder of routes.
      if (BaseNameOf(DirectoryOf(other)) != ".svelte-kit") continue;
      if (WithoutExtension(BaseNameOf(rest)) != "$types") continue;
      return Resolution{Resolution::Kind::kUnanalysed, false, std::move(there)};
    }
  }
  return std::nullopt;
}

/// The source of a file that a build would write: by the outDir and rootDir of the projects around
/// it, then by the usual names of output folders.
std::optional<Resolution> TypeScriptResolver::BuildOutput(const Request& request,
                                                          std::string_view path,
                                                          bool named_by_manifest) const {
  for (const TsConfig& config : configs_.configs()) {
    if (!config.out_dir || config.out_dir->empty() || !IsWithin(*config.out_dir, path)) continue;
    std::string_view rest = path.substr(config.out_dir->size());
    if (rest.starts_with('/')) rest.remove_prefix(1);
    for (const std::string& root :
         {config.root_dir, config.directory, JoinPath(config.directory, "src")}) {
      std::string source = JoinPath(root, rest);
      if (source.ends_with(".d.ts")) source.replace(source.size() - 5, 5, ".js");
      if (source == path) continue;
      // What a folder's manifest says of it may be an output again.
      if (auto file = lookup_.File(source, request.options)) return At(*std::move(file));
      if (auto index = lookup_.Index(source, request.options)) return At(*std::move(index));
    }
  }
  if (auto source = lookup_.SourceOfOutput(path, named_by_manifest, request.options)) {
    Resolution found = At(*std::move(source));
    found.guessed = !named_by_manifest;
    return found;
  }
  return std::nullopt;
}

/// "/x": a web server's or bundler's root, which is the package's folder or its `public`.
Resolution TypeScriptResolver::ResolveRooted(const Request& request,
                                             std::string_view specifier) const {
  const PackageJson* package = packages_.Nearest(request.importer);
  const std::string_view base = package == nullptr ? std::string_view() : package->directory;
  const std::string_view rest = specifier.substr(1, specifier.find_first_of("?#") - 1);
  for (const std::string& root : {std::string(base), JoinPath(base, "public"), std::string()}) {
    const auto path = ResolvePath(root, rest);
    if (!path) continue;
    if (auto found = FileOrDirectory(request, *path)) {
      found->guessed = true;
      return *std::move(found);
    }
  }
  return Resolution::Unresolved(
      fmt::format("{} has no such file, nor has its public folder",
                  base.empty() ? std::string_view("the workspace") : base));
}

TypeScriptResolver::Mapped TypeScriptResolver::MappingOf(const Request& request,
                                                         std::string_view specifier) const {
  if (request.config == nullptr) return {};
  const size_t number = static_cast<size_t>(request.config - configs_.configs().data());
  const auto match = path_patterns_[number].Find(specifier);
  if (!match) return {};
  return {&request.config->paths[match->value], match->star};
}

std::vector<std::string> TypeScriptResolver::PathsOfPattern(std::string_view importer,
                                                            std::string_view pattern) const {
  std::vector<std::string> paths;
  const auto add = [&](std::string_view folder, std::string_view rest) {
    if (auto path = ResolvePath(folder, rest)) paths.push_back(*std::move(path));
  };
  if (IsRelativeSpecifier(pattern)) {
    add(DirectoryOf(importer), pattern);
    return paths;
  }
  const Request request{importer, ImportForm::kImport, configs_.ConfigOf(importer), {}};
  if (const Mapped match = MappingOf(request, pattern); match.mapping != nullptr) {
    for (const std::string& substitution : match.mapping->substitutions)
      add("", Substitute(substitution, match.star));
  } else if (pattern.starts_with("@/") || pattern.starts_with("~/")) {
    const PackageJson* package = packages_.Nearest(importer);
    const std::string_view base = package == nullptr ? std::string_view() : package->directory;
    for (const std::string_view folder : {"src", "app"})
      add(JoinPath(base, folder), pattern.substr(2));
  }
  return paths;
}

std::optional<Resolution> TypeScriptResolver::ResolvePaths(const Request& request,
                                                           std::string_view specifier) const {
  if (request.config == nullptr) return std::nullopt;
  if (const Mapped match = MappingOf(request, specifier); match.mapping != nullptr) {
    for (const bool on_disk : {false, true}) {
      for (const std::string& substitution : match.mapping->substitutions) {
        const auto path = ResolvePath("", Substitute(substitution, match.star));
        if (!path) continue;
        if (auto found = FileOrDirectory(request, *path, on_disk)) return found;
        if (auto installed = InstalledPackage(*path)) return installed;
        if (!on_disk) continue;
        if (auto found = BuildOutput(request, *path, true)) return found;
        if (auto found = Generated(*path)) return found;
      }
    }
  }
  if (request.config->base_url) {
    const auto path = ResolvePath(*request.config->base_url, specifier);
    if (path && !path->empty()) return FileOrDirectory(request, *path);
  }
  return std::nullopt;
}

}  // namespace krepis::analyzer
