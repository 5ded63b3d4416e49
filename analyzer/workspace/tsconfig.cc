#include "analyzer/workspace/tsconfig.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "analyzer/workspace/generated_tsconfig.h"
#include "analyzer/workspace/ignore_rules.h"
#include "analyzer/workspace/json.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxChain = 32;
constexpr uint64_t kMaxBytes = 4 << 20;

/// One file of the `extends` chain.
struct Layer {
  static constexpr size_t kNoParent = SIZE_MAX;
  std::string path;
  JsonValue json;
  size_t parent = kNoParent;  // the layer that extends it

  std::string_view directory() const { return DirectoryOf(path); }
};

Result<JsonValue> ReadConfig(const FileSystem& files, std::string_view path) {
  const Result<std::string> text = files.Read(path, kMaxBytes);
  if (!text.ok()) return text.error();
  if (text->find_first_not_of(" \t\r\n") == std::string::npos) {
    return JsonValue(JsonValue::Kind::kObject);  // an empty file is a valid config
  }
  Result<JsonValue> json = ParseJson(path, *text, JsonDialect::kWithComments);
  if (json.ok() && !json->is_object()) {
    return Error{fmt::format("{} is not a JSON object", path), std::string(path), 1, 1};
  }
  return json;
}

bool IsFile(const FileSystem& files, std::string_view path) {
  return files.Kind(path) == FileKind::kRegular;
}

bool IsRelative(std::string_view specifier) {
  return specifier == "." || specifier == ".." || specifier.starts_with("./") ||
         specifier.starts_with("../");
}

/// The first that exists of `path`, `path`.json and a tsconfig.json in it.
std::optional<std::string> ConfigAt(const FileSystem& files, const std::string& path) {
  for (const char* suffix : {"", ".json", "/tsconfig.json"}) {
    std::string candidate = path + suffix;
    if (IsFile(files, candidate)) return candidate;
  }
  return std::nullopt;
}

std::optional<std::string> InPackage(const FileSystem& files, const std::string& directory,
                                     std::string_view subpath) {
  if (subpath.empty()) {
    // The package may name its config in the field `tsconfig`.
    const Result<std::string> text = files.Read(directory + "/package.json", kMaxBytes);
    if (text.ok()) {
      const Result<JsonValue> json = ParseJson("package.json", *text, JsonDialect::kStrict);
      if (json.ok() && (*json)["tsconfig"].is_string()) {
        const auto named = ResolvePath(directory, (*json)["tsconfig"].string());
        if (named && IsFile(files, *named)) return named;
      }
    }
  }
  const auto path = ResolvePath(directory, subpath);
  return path ? ConfigAt(files, *path) : std::nullopt;
}

/// What `extends: "@scope/name/sub.json"` of a config in `directory` leads to.
std::optional<std::string> ResolvePackage(const FileSystem& files, std::string_view directory,
                                          std::string_view specifier,
                                          const PackageDirectories& packages) {
  size_t end = specifier.find('/');
  if (specifier.starts_with('@') && end != std::string_view::npos) {
    end = specifier.find('/', end + 1);
  }
  const std::string_view name = specifier.substr(0, end);
  const std::string_view subpath =
      end == std::string_view::npos ? std::string_view() : specifier.substr(end + 1);
  if (const auto it = packages.find(name); it != packages.end()) {
    if (auto found = InPackage(files, it->second, subpath)) return found;
  }
  for (std::string_view folder = directory;; folder = DirectoryOf(folder)) {
    const std::string installed = JoinPath(JoinPath(folder, "node_modules"), name);
    if (files.Kind(installed) == FileKind::kDirectory) {
      if (auto found = InPackage(files, installed, subpath)) return found;
    }
    if (folder.empty()) return std::nullopt;
  }
}

/// `value` of a layer as a workspace-relative path; `leaf` is what ${configDir} stands for.
std::optional<std::string> PathOf(const Layer& layer, std::string_view leaf,
                                  std::string_view value) {
  constexpr std::string_view kConfigDir = "${configDir}";
  if (value.starts_with(kConfigDir)) {
    value.remove_prefix(kConfigDir.size());
    while (value.starts_with('/')) value.remove_prefix(1);
    return ResolvePath(leaf, value);
  }
  return ResolvePath(layer.directory(), value);
}

/// Appends a glob of `include` or `exclude` as wildmatch patterns. TypeScript knows `*`, `?` and
/// `**`; without any of them a path stands for a file or for a folder and all below it.
void AppendGlob(const std::string& path, std::vector<std::string>& patterns) {
  std::string pattern;
  for (const char c : path) {
    if (c == '[' || c == '\\') pattern.push_back('\\');
    pattern.push_back(c);
  }
  if (path.find_first_of("*?") == std::string::npos) {
    patterns.push_back(pattern.empty() ? "**" : pattern + "/**");
  }
  if (!pattern.empty()) patterns.push_back(std::move(pattern));
}

class Merger {
 public:
  Merger(const std::vector<Layer>& layers) : layers_(layers), leaf_(layers[0].directory()) {}

  TsConfig Merge() const {
    TsConfig config;
    config.path = layers_[0].path;
    config.directory = leaf_;
    config.base_url = OptionalPath("baseUrl");
    config.out_dir = OptionalPath("outDir");
    config.root_dir = OptionalPath("rootDir").value_or("");
    config.root_dirs = Paths(Option("rootDirs"));
    ReadMappings(config);
    for (const char* list : {"customConditions", "moduleSuffixes"}) {
      std::vector<std::string>& out =
          list[0] == 'c' ? config.custom_conditions : config.module_suffixes;
      const Found found = Option(list);
      if (found.layer == nullptr) continue;
      for (const JsonValue& item : found.value->items()) {
        if (item.is_string()) out.push_back(item.string());
      }
    }
    for (const JsonValue& reference : layers_[0].json["references"].items()) {
      auto path = PathOf(layers_[0], leaf_, reference["path"].string());
      if (!path) continue;
      config.references.push_back(path->ends_with(".json") ? *std::move(path)
                                                           : JoinPath(*path, "tsconfig.json"));
    }
    ReadSelection(config);
    return config;
  }

 private:
  struct Found {
    const JsonValue* value = nullptr;
    const Layer* layer = nullptr;
  };

  /// Layers stand in order of precedence.
  template <class Get>
  Found First(Get get) const {
    for (const Layer& layer : layers_) {
      const JsonValue& value = get(layer.json);
      if (!value.is_null()) return {&value, &layer};
    }
    return {};
  }
  Found Option(std::string_view name) const {
    return First(
        [&](const JsonValue& json) -> const JsonValue& { return json["compilerOptions"][name]; });
  }
  std::optional<std::string> OptionalPath(std::string_view name) const {
    const Found found = Option(name);
    if (found.layer == nullptr || !found.value->is_string()) return std::nullopt;
    return PathOf(*found.layer, leaf_, found.value->string());
  }
  std::vector<std::string> Paths(const Found& found) const {
    std::vector<std::string> paths;
    if (found.layer == nullptr) return paths;
    for (const JsonValue& item : found.value->items()) {
      auto path = item.is_string() ? PathOf(*found.layer, leaf_, item.string()) : std::nullopt;
      if (path) paths.push_back(*std::move(path));
    }
    return paths;
  }

  void ReadMappings(TsConfig& config) const {
    const Found found = Option("paths");
    if (found.layer == nullptr) return;
    for (const auto& [pattern, substitutions] : found.value->members()) {
      TsConfig::PathMapping mapping{pattern, {}};
      for (const JsonValue& item : substitutions.items()) {
        // With a baseUrl substitutions start there, else at the config that states them.
        auto path = !item.is_string() ? std::nullopt
                    : config.base_url && !item.string().starts_with("${")
                        ? ResolvePath(*config.base_url, item.string())
                        : PathOf(*found.layer, leaf_, item.string());
        if (path) mapping.substitutions.push_back(*std::move(path));
      }
      config.paths.push_back(std::move(mapping));
    }
  }

  void ReadSelection(TsConfig& config) const {
    const auto top = [&](const char* name) {
      return First(
          [&](const JsonValue& json) -> const JsonValue& { return json[std::string_view(name)]; });
    };
    const Found files = top("files");
    const Found include = top("include");
    const Found exclude = top("exclude");
    config.files = Paths(files);
    for (const std::string& path : Paths(include)) AppendGlob(path, config.include);
    if (files.layer == nullptr && include.layer == nullptr) {
      AppendGlob(config.directory, config.include);
    }
    for (const std::string& path : Paths(exclude)) AppendGlob(path, config.exclude);
    if (exclude.layer == nullptr && config.out_dir && !config.out_dir->empty() &&
        *config.out_dir != config.directory) {
      AppendGlob(*config.out_dir, config.exclude);
    }
  }

  const std::vector<Layer>& layers_;
  std::string_view leaf_;
};

}  // namespace

bool TsConfig::Includes(std::string_view source) const {
  if (std::find(files.begin(), files.end(), source) != files.end()) return true;
  const auto matches = [&](const std::string& pattern) {
    return MatchIgnorePattern(pattern, source);
  };
  if (std::none_of(include.begin(), include.end(), matches)) return false;
  // An excluded folder takes everything below it along.
  for (std::string_view part = source; !part.empty(); part = DirectoryOf(part)) {
    for (const std::string& pattern : exclude) {
      if (MatchIgnorePattern(pattern, part)) return false;
    }
  }
  return true;
}

Result<TsConfig> LoadTsConfig(const FileSystem& files, std::string_view path,
                              const PackageDirectories& packages, const IgnoreTree& ignored,
                              std::vector<Error>& issues) {
  // A stack makes the layers come in order of precedence: a config before what it extends, and of
  // several that it extends the last one first.
  struct Pending {
    std::string path;
    size_t parent;
  };
  std::vector<Layer> layers;
  std::vector<Pending> pending = {{std::string(path), Layer::kNoParent}};
  while (!pending.empty()) {
    Pending next = std::move(pending.back());
    pending.pop_back();
    bool cycle = false;
    for (size_t i = next.parent; i != Layer::kNoParent && !cycle; i = layers[i].parent) {
      cycle = layers[i].path == next.path;
    }
    if (cycle || layers.size() == kMaxChain) {
      issues.push_back({cycle ? fmt::format("{} extends itself", next.path)
                              : fmt::format("{} extends more than {} files", path, kMaxChain),
                        std::string(path)});
      continue;
    }
    std::optional<JsonValue> generated;
    if (!layers.empty() && !IsFile(files, next.path)) generated = GeneratedTsConfig(next.path);
    Result<JsonValue> json =
        generated ? Result<JsonValue>(*std::move(generated)) : ReadConfig(files, next.path);
    if (!json.ok()) {
      if (layers.empty()) return json.error();
      issues.push_back(json.error());
      continue;
    }
    layers.push_back({std::move(next.path), *std::move(json), next.parent});
    const size_t index = layers.size() - 1;
    const std::string directory(layers[index].directory());
    const auto extend = [&](const JsonValue& value) {
      if (!value.is_string()) return;
      const std::string& specifier = value.string();
      std::optional<std::string> target;
      if (IsRelative(specifier)) {
        const auto named = ResolvePath(directory, specifier);
        if (named) target = ConfigAt(files, *named);
        if (named && !target && GeneratedTsConfig(*named)) target = named;
      } else {
        target = ResolvePackage(files, directory, specifier, packages);
        if (!target) return;
      }
      if (target) {
        pending.push_back({*std::move(target), index});
      } else {
        const auto missing = ResolvePath(directory, specifier);
        if (missing && ignored.WouldIgnore(*missing)) return;  // still to be generated
        issues.push_back({fmt::format("{} extends {}, which is not in the workspace",
                                      layers[index].path, specifier),
                          layers[index].path});
      }
    };
    const JsonValue& extends = layers[index].json["extends"];
    if (extends.is_array()) {
      for (const JsonValue& item : extends.items()) extend(item);
    } else {
      extend(extends);
    }
  }
  return Merger(layers).Merge();
}

}  // namespace krepis::analyzer
