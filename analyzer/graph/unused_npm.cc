#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "analyzer/core/node_builtins.h"
#include "analyzer/graph/unused_parts.h"
#include "analyzer/workspace/paths.h"
#include "analyzer/workspace/specifier.h"

namespace krepis::analyzer {
namespace {

/// What a package calls its program where that is not its name.
struct Program {
  std::string_view package;
  std::string_view program;
};
constexpr auto kPrograms = std::to_array<Program>({
    {"@angular/cli", "ng"},
    {"@babel/cli", "babel"},
    {"@biomejs/biome", "biome"},
    {"@changesets/cli", "changeset"},
    {"@commitlint/cli", "commitlint"},
    {"@nestjs/cli", "nest"},
    {"@playwright/test", "playwright"},
    {"@sveltejs/package", "svelte-package"},
    {"@swc/cli", "swc"},
    {"@tauri-apps/cli", "tauri"},
    {"@vscode/vsce", "vsce"},
    {"dotenv-cli", "dotenv"},
    {"npm-run-all", "run-s"},
    {"npm-run-all", "run-p"},
    {"npm-run-all2", "run-s"},
    {"npm-run-all2", "run-p"},
    {"typescript", "tsc"},
    {"env-cmd", "env-cmd"},
    {"@arethetypeswrong/cli", "attw"},
    {"@napi-rs/cli", "napi"},
    {"@graphql-codegen/cli", "graphql-codegen"},
    {"mocha", "_mocha"},
    {"@microsoft/api-extractor", "api-extractor"},
    {"@docusaurus/core", "docusaurus"},
    {"@electron-forge/cli", "electron-forge"},
    {"@storybook/cli", "sb"},
    {"yarn-deduplicate", "yarn-deduplicate"},
    {"@nx/workspace", "nx"},
});

/// Kinds of packages that a tool loads by a convention of names, or that are there for how they
/// change their host.
bool IsLoadedByTools(std::string_view name) {
  constexpr auto kParts = std::to_array<std::string_view>({"plugin",       "preset",
                                                           "loader",       "config",
                                                           "adapter",      "reporter",
                                                           "environment",  "polyfill",
                                                           "transformer",  "formatter",
                                                           "eslint",       "babel",
                                                           "prettier",     "stylelint",
                                                           "postcss",      "karma-",
                                                           "grunt-",       "gulp-",
                                                           "jest",         "vitest",
                                                           "mocha",        "storybook",
                                                           "webpack",      "rollup",
                                                           "vite",         "semantic-release",
                                                           "ts-node",      "tsx",
                                                           "esbuild",      "swc",
                                                           "sass",         "less",
                                                           "husky",        "lint-staged",
                                                           "tslib",        "tailwind",
                                                           "autoprefixer", "electron",
                                                           "@nx/",         "types-",
                                                           "core-js",      "runtime",
                                                           "node-gyp",     "iconify",
                                                           "type",         "minify",
                                                           "nodemon",      "cypress",
                                                           "wrangler",     "lightningcss",
                                                           "terser",       "regenerator"});
  return std::any_of(kParts.begin(), kParts.end(), [&](std::string_view part) {
    return name.find(part) != std::string_view::npos;
  });
}

/// Packages that compilers put into code, or that stand for the language.
bool IsImplied(std::string_view name) {
  return name == "typescript" || name == "tslib" || name == "@types/node" || name == "@types/bun" ||
         name == "react" || name == "react-dom" || name == "vue" || name == "svelte" ||
         name == "preact" || name == "solid-js" || name == "next" || name == "nuxt" ||
         name == "@babel/runtime" || name == "regenerator-runtime";
}

/// "@scope/x" of "@types/scope__x"; "" when it is no package of types.
std::string TypedPackage(std::string_view name) {
  constexpr std::string_view kTypes = "@types/";
  if (!name.starts_with(kTypes)) return {};
  std::string typed(name.substr(kTypes.size()));
  if (const size_t at = typed.find("__"); at != std::string::npos) {
    typed.replace(at, 2, "/");
    typed.insert(0, "@");
  }
  return typed;
}

/// Where `section` of the manifest has the key `name`; the start of the file where it is written in
/// a way that hides it.
ByteSpan KeySpan(std::string_view text, std::string_view section, std::string_view name) {
  size_t depth = 0;
  bool inside = false;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') {
      if (depth == 2) inside = false;
      depth -= depth > 0 ? 1 : 0;
    }
    if (c != '"') continue;
    const size_t start = at + 1;
    for (++at; at < text.size() && text[at] != '"'; ++at) {
      if (text[at] == '\\') ++at;
    }
    if (at >= text.size()) break;
    const std::string_view string = text.substr(start, at - start);
    size_t next = at + 1;
    while (next < text.size() && std::isspace(static_cast<unsigned char>(text[next]))) ++next;
    if (next >= text.size() || text[next] != ':') continue;
    if (depth == 1) inside = string == section;
    if (depth == 2 && inside && string == name) {
      return {static_cast<uint32_t>(start), static_cast<uint32_t>(string.size())};
    }
  }
  return {};
}

bool IsLockFile(std::string_view name) {
  return name == "package-lock.json" || name == "npm-shrinkwrap.json" || name == "yarn.lock" ||
         name == "pnpm-lock.yaml" || name == "bun.lock" || name == "bun.lockb" ||
         name == "deno.lock" || name == "Cargo.lock";
}

/// Not what people or tools read names of packages from: locks, prose, maps and images of code.
bool SaysNothing(std::string_view path) {
  constexpr auto kEndings =
      std::to_array<std::string_view>({".md", ".lock", ".map", ".svg", ".png", ".snap", ".patch",
                                       ".diff", ".csv", ".log", ".min.js"});
  return IsLockFile(BaseNameOf(path)) ||
         std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return path.ends_with(ending); });
}

class NpmSearch {
 public:
  NpmSearch(const Workspace& workspace, const Graph& graph)
      : workspace_(workspace), graph_(graph), packages_(workspace.typescript().packages()) {}

  void Run(std::vector<UnusedDependency>& unused) {
    for (const PackageJson& package : packages_.packages()) {
      Declare(package);
      for (const auto& [name, requirement] : package.peer_dependencies) peers_.insert(name);
    }
    if (declared_.empty()) return;
    ReadEdges();
    ReadPeers();
    for (const SourceFile& file : workspace_.sources()) {
      ReadText(file.path, true);
      if (GroupOf(file.language) != LanguageGroup::kTypeScript) continue;
      const PackageJson* package = packages_.Nearest(file.path);
      for (; package != nullptr && with_code_.insert(package).second;
           package = packages_.Above(*package)) {
      }
    }
    for (const std::string& path : workspace_.discovery().other_files) {
      if (!SaysNothing(path)) ReadText(path, false);
    }
    for (const PackageJson& package : packages_.packages()) Report(package, unused);
  }

 private:
  /// What a name in a text may stand for, by the word: a package by its own name, by its program
  /// or without the part that its tool adds ("react" of eslint-plugin-react).
  void Declare(const PackageJson& package) {
    for (const auto* table : {&package.dependencies, &package.dev_dependencies}) {
      for (const auto& [name, requirement] : *table) {
        declared_.insert(name);
        words_.emplace(name, name);
        const size_t slash = name.find('/');
        if (slash != std::string::npos) words_.emplace(name.substr(slash + 1), name);
        for (const Program& program : kPrograms) {
          if (program.package == name) words_.emplace(program.program, name);
        }
      }
    }
  }

  void Use(const PackageJson* from, std::string_view name) {
    for (const PackageJson* p = from; p != nullptr; p = packages_.Above(*p)) {
      used_.emplace(p->directory, std::string(name));
    }
  }

  void ReadEdges() {
    constexpr std::string_view kNpm = "ext:npm/";
    for (const Edge& edge : graph_.edges()) {
      if (GroupOf(graph_.language(edge.from)) != LanguageGroup::kTypeScript) continue;
      const PackageJson* from = packages_.Nearest(graph_.name(edge.from));
      if (from == nullptr) continue;
      const std::string_view target = graph_.name(edge.to);
      if (target.starts_with(kNpm)) {
        Use(from, target.substr(kNpm.size()));
      } else if (graph_.is_file(edge.to)) {
        const PackageJson* to = packages_.Nearest(target);
        if (to != nullptr && to != from) Use(from, to->name);
      }
    }
  }

  /// What others need beside them, as lock files list it.
  void ReadPeers() {
    for (const std::string& path : workspace_.discovery().other_files) {
      if (!IsLockFile(BaseNameOf(path))) continue;
      const Result<std::string> text =
          workspace_.files().file_system().Read(path, uint64_t{64} << 20);
      if (!text.ok()) continue;
      constexpr size_t kOutside = SIZE_MAX;
      size_t block = kOutside;  // indentation of the key whose block it is
      std::string_view rest = *text;
      while (!rest.empty()) {
        const size_t end = rest.find('\n');
        const std::string_view line = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        const size_t indent = line.find_first_not_of(' ');
        if (indent == std::string_view::npos) continue;
        if (line.find("peerDependencies") != std::string_view::npos) {
          block = indent;
          continue;
        }
        if (block == kOutside || indent <= block) {
          block = kOutside;
          continue;
        }
        std::string_view name = line.substr(indent);
        name = name.substr(0, name.find(':'));
        while (!name.empty() && (name.front() == '"' || name.front() == '\''))
          name.remove_prefix(1);
        while (!name.empty() && (name.back() == '"' || name.back() == '\'')) name.remove_suffix(1);
        if (!name.empty()) peers_.insert(std::string(name));
      }
    }
  }

  void ReadText(const std::string& path, bool code) {
    const PackageJson* from = packages_.Nearest(path);
    if (from == nullptr) return;
    std::string text = TextOf(workspace_, path);
    const bool manifest = BaseNameOf(path) == "package.json";
    // The tables of a manifest declare, they do not use.
    if (manifest) BlankTables(text);
    ForEachWord(text, [&](std::string_view word, char before) {
      const bool quoted = before == '"' || before == '\'' || before == '`' || before == '!';
      if (code && !quoted && word.find("node_modules/") == std::string_view::npos) return;
      constexpr std::string_view kInstalled = "node_modules/";
      if (const size_t at = word.rfind(kInstalled); at != std::string_view::npos) {
        word.remove_prefix(at + kInstalled.size());
      }
      if (word.starts_with('@') && word.find('/') == std::string_view::npos) {
        UseWord(from, word);  // a scope, for a plugin of its own
      } else if (const auto split = SplitPackageSpecifier(word)) {
        UseWord(from, split->name);
      }
    });
  }

  void UseWord(const PackageJson* from, std::string_view word) {
    const auto [first, last] = words_.equal_range(std::string(word));
    for (auto it = first; it != last; ++it) Use(from, it->second);
    // As tools complete the names of their plugins.
    for (const std::string_view prefix :
         {"eslint-plugin-", "eslint-config-", "babel-plugin-", "babel-preset-", "@babel/preset-",
          "@babel/plugin-", "prettier-plugin-", "stylelint-config-", "jest-environment-", "jest-",
          "vitest-environment-", "karma-", "remark-", "rehype-", "mocha-", "postcss-"}) {
      const std::string completed = std::string(prefix) + std::string(word);
      if (declared_.contains(completed)) Use(from, completed);
    }
    if (word.starts_with('@')) {
      const size_t slash = word.find('/');
      for (const std::string_view tool : {"eslint-plugin", "eslint-config"}) {
        const std::string completed = std::string(word.substr(0, slash)) + "/" + std::string(tool);
        if (declared_.contains(completed)) Use(from, completed);
      }
    }
  }

  static void BlankTables(std::string& text) {
    for (const std::string_view key :
         {"\"dependencies\"", "\"devDependencies\"", "\"peerDependencies\"",
          "\"optionalDependencies\"", "\"peerDependenciesMeta\"", "\"resolutions\"",
          "\"overrides\"", "\"name\"", "\"keywords\"", "\"description\""}) {
      for (size_t at = text.find(key); at != std::string::npos; at = text.find(key, at + 1)) {
        const size_t value = text.find_first_not_of(" \t\r\n:", at + key.size());
        if (value == std::string::npos) break;
        size_t end = value;
        if (text[value] == '{' || text[value] == '[') {
          int depth = 0;
          for (; end < text.size(); ++end) {
            if (text[end] == '{' || text[end] == '[') ++depth;
            if ((text[end] == '}' || text[end] == ']') && --depth == 0) break;
          }
        } else {
          end = std::min(text.find('\n', value), text.size());
        }
        std::fill(text.begin() + static_cast<ptrdiff_t>(value),
                  text.begin() + static_cast<ptrdiff_t>(end), ' ');
      }
    }
  }

  bool IsUsed(const PackageJson& package, std::string_view name) const {
    return used_.contains(std::pair(package.directory, std::string(name)));
  }

  void Report(const PackageJson& package, std::vector<UnusedDependency>& unused) const {
    if (BaseNameOf(package.path) != "package.json") return;
    if (!with_code_.contains(&package)) return;  // a fixture, or a list of what to install
    std::string text;
    std::optional<LineTable> lines;
    for (const auto& [section, table] : {std::pair("dependencies", &package.dependencies),
                                         std::pair("devDependencies", &package.dev_dependencies)}) {
      for (const auto& [name, requirement] : *table) {
        if (IsUsed(package, name) || IsImplied(name) || package.peer_dependencies.contains(name) ||
            peers_.contains(name)) {
          continue;
        }
        UnusedDependency found{package.path, {}, section, name, UnusedConfidence::kLikely, ""};
        if (const std::string typed = TypedPackage(name); !typed.empty()) {
          if (IsUsed(package, typed) || IsNodeBuiltin(typed) || package.Declares(typed)) continue;
          found.confidence = UnusedConfidence::kPossible;
          found.reason = "nothing imports '" + typed + "', but its types may be global";
        } else if (IsLoadedByTools(name)) {
          found.confidence = UnusedConfidence::kPossible;
          found.reason = "nothing names it, but tools may load it by themselves";
        } else {
          found.reason = "no import, script or configuration names it";
        }
        if (!lines) {
          text = TextOf(workspace_, package.path);
          lines.emplace(text);
        }
        found.location = lines->Locate(KeySpan(text, section, name));
        unused.push_back(std::move(found));
      }
    }
  }

  const Workspace& workspace_;
  const Graph& graph_;
  const PackageTable& packages_;
  std::set<std::string, std::less<>> declared_;
  std::unordered_multimap<std::string, std::string> words_;
  std::set<std::pair<std::string, std::string>> used_;  // folder of the manifest, package
  std::set<std::string, std::less<>> peers_;
  std::set<const PackageJson*> with_code_;
};

}  // namespace

void FindUnusedNpm(const Workspace& workspace, const Graph& graph,
                   std::vector<UnusedDependency>& unused) {
  NpmSearch(workspace, graph).Run(unused);
}

}  // namespace krepis::analyzer
