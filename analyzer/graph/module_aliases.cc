#include "analyzer/graph/module_aliases.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

constexpr uint64_t kMaxBytes = 1 << 20;

bool IsWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$'; }

std::string_view WithoutBlanks(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) {
    text.remove_suffix(1);
  }
  return text;
}

/// Whether an import ends with the text before a string: `from "`, `import "`, `require("`.
bool TakesSpecifier(std::string_view before) {
  before = WithoutBlanks(before);
  if (before.ends_with('(')) before = WithoutBlanks(before.substr(0, before.size() - 1));
  return before.ends_with("from") || before.ends_with("import") || before.ends_with("require") ||
         before.ends_with("require.resolve");
}

/// Files that give names a meaning: those of bundlers, test runners, transpilers, and manifests.
bool IsConfiguration(std::string_view name) {
  constexpr auto kWords = std::to_array<std::string_view>(
      {"config", "webpack", "rollup", "vite", "jest", "babel", "esbuild", "gulp", "grunt", "metro",
       "karma", "build", "rspack", "storybook", "cypress", "playwright", "alias", "bundle"});
  constexpr auto kEndings = std::to_array<std::string_view>(
      {".js", ".cjs", ".mjs", ".ts", ".cts", ".mts", ".json", ".babelrc", ".json5", ".jsonc"});
  const auto ends = [&](std::string_view ending) { return name.ends_with(ending); };
  if (name == "package.json") return true;
  std::string lower(name);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return std::any_of(kEndings.begin(), kEndings.end(), ends) &&
         std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

/// Names that the bundler of a framework gives to its own and to generated modules, beside the
/// package that declares the framework: whole names, and scopes with their '/'.
struct VirtualNames {
  std::string_view framework;
  std::array<std::string_view, 24> names;
};
constexpr auto kVirtualNames = std::to_array<VirtualNames>({
    {"@docusaurus/core",
     {"@site/",
      "@theme/",
      "@theme-original/",
      "@theme-init/",
      "@generated/",
      "@docusaurus/BrowserOnly",
      "@docusaurus/ComponentCreator",
      "@docusaurus/constants",
      "@docusaurus/ExecutionEnvironment",
      "@docusaurus/Head",
      "@docusaurus/Interpolate",
      "@docusaurus/isInternalUrl",
      "@docusaurus/Link",
      "@docusaurus/Noop",
      "@docusaurus/renderRoutes",
      "@docusaurus/router",
      "@docusaurus/Translate",
      "@docusaurus/useBaseUrl",
      "@docusaurus/useBrokenLinks",
      "@docusaurus/useDocusaurusContext",
      "@docusaurus/useGlobalData",
      "@docusaurus/useIsBrowser",
      "@docusaurus/useRouteContext"}},
    {"ember-source", {"@ember/", "@glimmer/"}},
});

/// Packages of single platforms that a build of napi-rs adds when it publishes, and its runtime.
bool IsMadeByNapi(std::string_view manifests, std::string_view name) {
  constexpr auto kPlatforms = std::to_array<std::string_view>(
      {"-wasm32-", "-linux-", "-darwin-", "-win32-", "-android-", "-freebsd-", "-openharmony-"});
  if (manifests.find("\"napi\"") == std::string_view::npos) return false;
  return name.starts_with("@napi-rs/") ||
         std::any_of(kPlatforms.begin(), kPlatforms.end(), [&](std::string_view platform) {
           return name.find(platform) != std::string_view::npos;
         });
}

/// "uno.css": what a plugin makes, under the name of a file.
bool IsFileName(std::string_view name) {
  constexpr auto kEndings =
      std::to_array<std::string_view>({".css", ".scss", ".less", ".svg", ".wasm", ".json"});
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

/// Folders of a package that hold configurations whatever their names.
bool IsConfigurationFolder(std::string_view name) {
  return name == ".storybook" || name == "config" || name == "configs" || name == "build" ||
         name == "scripts" || name == "webpack";
}

}  // namespace

bool NamesOtherwise(std::string_view text, std::string_view name) {
  for (size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const char before = at == 0 ? '\n' : text[at - 1];
    const size_t end = at + name.size();
    const char after = end < text.size() ? text[end] : '\n';
    if (IsWord(after) || after == '-' || IsWord(before)) continue;
    if (before == '"' || before == '\'' || before == '`') {
      if (TakesSpecifier(text.substr(0, at - 1))) continue;
      return true;
    }
    if (before == '^' || before == '/' || before == '(') return true;  // of a pattern
    if (after == ':') return true;                                     // a key
  }
  return false;
}

std::span<const std::string_view> ModuleAliases::Paths() {
  if (!paths_.empty()) return paths_;
  const Discovery& found = workspace_.discovery();
  for (const SourceFile& file : found.sources) paths_.push_back(file.path);
  paths_.insert(paths_.end(), found.other_files.begin(), found.other_files.end());
  std::sort(paths_.begin(), paths_.end());
  return paths_;
}

std::string ModuleAliases::Read(const std::string& path) const {
  const Result<std::string> text = workspace_.files().file_system().Read(path, kMaxBytes);
  return text.ok() ? *text + "\n" : std::string();
}

/// Of the folder itself, not of those above.
const std::string& ModuleAliases::Configurations(const std::string& directory) {
  const auto [it, added] = configurations_.try_emplace(directory);
  if (!added) return it->second;
  const std::string prefix = directory.empty() ? "" : directory + "/";
  const std::span<const std::string_view> paths = Paths();
  auto path = std::lower_bound(paths.begin(), paths.end(), std::string_view(prefix));
  for (; path != paths.end() && path->starts_with(prefix); ++path) {
    const std::string_view rest = path->substr(prefix.size());
    const size_t slash = rest.find('/');
    const bool inside = slash != std::string_view::npos;
    if (inside && (!IsConfigurationFolder(rest.substr(0, slash)) ||
                   rest.find('/', slash + 1) != std::string_view::npos)) {
      continue;
    }
    if (inside || IsConfiguration(rest)) it->second += Read(std::string(*path));
  }
  return it->second;
}

const std::string& ModuleAliases::Ambient(const std::string& directory) {
  const auto [it, added] = ambient_.try_emplace(directory);
  if (!added) return it->second;
  const std::string prefix = directory.empty() ? "" : directory + "/";
  const std::span<const std::string_view> paths = Paths();
  auto path = std::lower_bound(paths.begin(), paths.end(), std::string_view(prefix));
  for (; path != paths.end() && path->starts_with(prefix); ++path) {
    if (path->ends_with(".d.ts")) it->second += Read(std::string(*path));
  }
  return it->second;
}

bool ModuleAliases::IsVirtual(const std::string& directory, std::string_view name) const {
  for (const VirtualNames& known : kVirtualNames) {
    const bool named = std::any_of(known.names.begin(), known.names.end(), [&](auto pattern) {
      return !pattern.empty() &&
             (pattern.ends_with('/') ? name.starts_with(pattern) : name == pattern);
    });
    if (!named) continue;
    const PackageTable& packages = workspace_.typescript().packages();
    const Declaration framework =
        packages.DeclarationOf(JoinPath(directory, "package.json"), known.framework);
    if (framework == Declaration::kNearest || framework == Declaration::kAbove) return true;
  }
  return false;
}

bool ModuleAliases::MayAlias(const std::string& directory, std::string_view name) {
  if (IsFileName(name) || IsVirtual(directory, name) ||
      IsMadeByNapi(Configurations(directory), name)) {
    return true;
  }
  const std::string_view first = name.substr(0, name.find('/'));
  for (const std::string& folder : {directory, JoinPath(directory, "src")}) {
    const std::string path = JoinPath(folder, first);
    for (const char* extension : {"", ".ts", ".tsx", ".js", ".jsx"}) {
      if (workspace_.files().Find(path + extension) != FileIndex::Entry::kNone) return true;
    }
  }
  for (std::string_view folder = directory;; folder = DirectoryOf(folder)) {
    if (NamesOtherwise(Configurations(std::string(folder)), name)) return true;
    if (folder.empty()) break;
  }
  const std::string& ambient = Ambient(directory);
  for (const char quote : {'"', '\''}) {
    const std::string declared = std::string("module ") + quote + std::string(name);
    for (size_t at = ambient.find(declared); at != std::string::npos;
         at = ambient.find(declared, at + 1)) {
      const size_t end = at + declared.size();
      if (end < ambient.size() && (ambient[end] == quote || ambient[end] == '/')) return true;
    }
  }
  return false;
}

}  // namespace krepis::analyzer
