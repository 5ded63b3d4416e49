#include "analyzer/graph/entry_points.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <string>

#include "analyzer/graph/mentions.h"
#include "analyzer/workspace/package_entries.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

constexpr uint64_t kMaxBytes = 2 << 20;

/// Folders whose files a framework loads by their place, in packages that declare it.
struct Convention {
  std::string_view framework;
  std::array<std::string_view, 10> globs;
};
constexpr auto kConventions = std::to_array<Convention>({
    {"next",
     {"pages/**", "app/**", "src/pages/**", "src/app/**", "middleware.*", "src/middleware.*",
      "instrumentation*.*", "src/instrumentation*.*", "proxy.*", "src/proxy.*"}},
    {"nuxt",
     {"pages/**", "app/**", "server/**", "plugins/**", "middleware/**", "composables/**",
      "layouts/**", "components/**", "utils/**", "modules/**"}},
    {"@sveltejs/kit", {"src/routes/**", "src/hooks*.*", "src/params/**"}},
    {"astro", {"src/pages/**", "src/content/**", "src/content.config.*", "src/middleware*"}},
    {"@remix-run/react", {"app/root.*", "app/entry*.*", "app/routes/**"}},
    {"@react-router/dev", {"app/root.*", "app/entry*.*", "app/routes/**"}},
    {"@docusaurus/core", {"src/pages/**", "src/theme/**", "docs/**", "blog/**"}},
    {"gatsby", {"src/pages/**", "src/templates/**", "gatsby-*.*"}},
    {"expo-router", {"app/**", "src/app/**"}},
    {"@tanstack/react-router", {"src/routes/**", "app/routes/**"}},
    {"@tanstack/solid-router", {"src/routes/**", "app/routes/**"}},
    {"vitepress", {".vitepress/**", "docs/.vitepress/**"}},
});

bool IsHeader(std::string_view path) {
  constexpr auto kEndings = std::to_array<std::string_view>(
      {".h", ".hh", ".hpp", ".hxx", ".inc", ".inl", ".ipp", ".tcc"});
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return path.ends_with(ending); });
}

bool HasFolder(std::string_view path, std::span<const std::string_view> names) {
  for (;;) {
    const size_t slash = path.find('/');
    if (slash == std::string_view::npos) return false;
    if (std::find(names.begin(), names.end(), path.substr(0, slash)) != names.end()) return true;
    path.remove_prefix(slash + 1);
  }
}

/// Tests, benchmarks, examples, stories and configurations of tools: their tools find them.
bool IsFoundByTools(std::string_view path) {
  constexpr auto kFolders = std::to_array<std::string_view>(
      {"test",      "tests",      "__tests__", "spec",         "e2e",
       "cypress",   "bench",      "benches",   "benchmark",    "benchmarks",
       "examples",  "example",    "fixtures",  "__fixtures__", "__testfixtures__",
       "__mocks__", ".storybook", "testdata",  "test_data",    "fuzz"});
  const std::string_view name = BaseNameOf(path);
  return HasFolder(path, kFolders) || name.find(".config.") != std::string_view::npos ||
         name.find(".stories.") != std::string_view::npos ||
         name.find(".bench.") != std::string_view::npos || name.starts_with('.') ||
         name.starts_with("gulpfile.") || name.starts_with("Gruntfile.") ||
         name.starts_with("webpack.") || name.starts_with("rollup.") ||
         name.starts_with("vitest.") || name.starts_with("jest.") || name.starts_with("karma.");
}

/// Texts that name files to tools and browsers.
bool MayMention(std::string_view path) {
  constexpr auto kEndings = std::to_array<std::string_view>(
      {".json",   ".json5", ".jsonc", ".html",       ".htm",   ".vue",   ".svelte", ".astro",
       ".mdx",    ".yml",   ".yaml",  ".toml",       ".sh",    ".cmake", ".txt",    ".mk",
       ".am",     ".gn",    ".gni",   ".bzl",        ".bazel", ".py",    ".xml",    ".gradle",
       ".ejs",    ".hbs",   ".pug",   ".tpl",        ".php",   ".rb",    ".bat",    ".ps1",
       ".csproj", ".gyp",   ".build", ".webmanifest"});
  const std::string_view name = BaseNameOf(path);
  if (name == "package-lock.json") return false;
  return name == "Makefile" || name == "BUILD" || name == "Dockerfile" ||
         name.find('.') == std::string_view::npos ||
         std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

class Finder {
 public:
  Finder(const Workspace& workspace, const Graph& graph)
      : workspace_(workspace), graph_(graph), found_(graph.file_count() + 1) {}

  EntryPoints Find(std::span<const LocatedGlob> stated) && {
    ByName(stated);
    for (const PackageJson& package : workspace_.packages()) {
      ByPackage(package);
      ByConvention(package);
    }
    for (const CargoCrate& crate : workspace_.cargo().crates()) Add(crate.root);
    for (const CompileCommand& command : workspace_.compile_database().commands) Add(command.file);
    ByMention();
    return EntryPoints(std::move(found_));
  }

 private:
  void Add(std::string_view path) {
    const NodeId node = graph_.Find(path);
    if (!IsNone(node) && graph_.is_file(node)) found_[Index(node)] = true;
  }

  void ByName(std::span<const LocatedGlob> stated) {
    const bool compiled = !workspace_.compile_database().commands.empty();
    constexpr std::string_view kInclude[] = {"include"};
    for (uint32_t file = 1; file <= graph_.file_count(); ++file) {
      const NodeId node{file};
      const std::string_view path = graph_.name(node);
      const bool cpp = GroupOf(graph_.language(node)) == LanguageGroup::kCpp;
      found_[file] = graph_.is_test(node) || IsFoundByTools(path) || path.ends_with(".d.ts") ||
                     path.ends_with(".d.mts") || path.ends_with(".d.cts") ||
                     (cpp && (IsHeader(path) ? HasFolder(path, kInclude) : !compiled)) ||
                     std::any_of(stated.begin(), stated.end(),
                                 [&](const LocatedGlob& glob) { return glob.glob.Match(path); });
    }
  }

  void ByPackage(const PackageJson& package) {
    const Result<std::string> text = workspace_.files().file_system().Read(package.path, kMaxBytes);
    if (!text.ok()) return;
    const Result<JsonValue> json = ParseJson(package.path, *text, JsonDialect::kWithComments);
    if (!json.ok()) return;
    for (const std::string& target : PackageEntries(*json)) {
      for (const std::string& file : workspace_.typescript().SourcesOf(package, target)) Add(file);
    }
    // What Node takes where nothing is named.
    for (const char* index : {"index.js", "index.ts", "index.mjs", "index.cjs", "index.tsx"}) {
      Add(JoinPath(package.directory, index));
    }
  }

  void ByConvention(const PackageJson& package) {
    for (const Convention& convention : kConventions) {
      const Declaration declared =
          workspace_.typescript().packages().DeclarationOf(package.path, convention.framework);
      if (declared != Declaration::kNearest && declared != Declaration::kAbove) continue;
      for (const std::string_view pattern : convention.globs) {
        if (pattern.empty()) continue;
        const Result<Glob> glob = Glob::Compile(pattern);
        assert(glob.ok());
        ForEachBelow(package.directory, [&](NodeId node, std::string_view path) {
          if (glob->Match(path)) found_[Index(node)] = true;
        });
      }
    }
  }

  /// The files below a folder, with their paths relative to it.
  template <class Visit>
  void ForEachBelow(const std::string& directory, Visit visit) const {
    const std::string prefix = directory.empty() ? "" : directory + "/";
    const std::vector<SourceFile>& sources = workspace_.sources();
    auto it =
        std::lower_bound(sources.begin(), sources.end(), prefix,
                         [](const SourceFile& f, const std::string& p) { return f.path < p; });
    for (; it != sources.end() && it->path.starts_with(prefix); ++it) {
      visit(NodeId{static_cast<uint32_t>(it - sources.begin()) + 1},
            std::string_view(it->path).substr(prefix.size()));
    }
  }

  /// Everything that `file` reaches becomes reached, and is to be read.
  void Reach(NodeId file) {
    if (reached_[Index(file)]) return;
    reached_[Index(file)] = true;
    to_read_.push_back(file);
    std::vector<NodeId> pending = {file};
    while (!pending.empty()) {
      const NodeId node = pending.back();
      pending.pop_back();
      for (const Edge& edge : graph_.Out(node)) {
        if (!graph_.is_file(edge.to) || reached_[Index(edge.to)]) continue;
        reached_[Index(edge.to)] = true;
        to_read_.push_back(edge.to);
        pending.push_back(edge.to);
      }
    }
  }

  /// What nothing reaches, somebody else has to name: a file that is no code, or code that is
  /// reached.
  void ByMention() {
    reached_.resize(found_.size());
    for (uint32_t file = 1; file <= graph_.file_count(); ++file) {
      if (found_[file]) Reach(NodeId{file});
    }
    std::vector<std::string_view> unreached;
    for (uint32_t file = 1; file <= graph_.file_count(); ++file) {
      if (!reached_[file]) unreached.push_back(graph_.name(NodeId{file}));
    }
    if (unreached.empty()) return;
    Mentions mentions(unreached);
    const auto read = [&](std::string_view path) {
      const Result<std::string> text = workspace_.files().file_system().Read(path, kMaxBytes);
      if (!text.ok()) return;
      for (const std::string_view named : mentions.Read(path, *text)) {
        Add(named);
        Reach(graph_.Find(named));
      }
    };
    for (const std::string& path : workspace_.discovery().other_files) {
      if (MayMention(path)) read(path);
    }
    for (size_t i = 0; i < to_read_.size(); ++i) read(graph_.name(to_read_[i]));
  }

  const Workspace& workspace_;
  const Graph& graph_;
  std::vector<bool> found_;
  std::vector<bool> reached_;
  std::vector<NodeId> to_read_;  // every file that is reached, once
};

}  // namespace

EntryPoints FindEntryPoints(const Workspace& workspace, const Graph& graph,
                            std::span<const LocatedGlob> stated) {
  return Finder(workspace, graph).Find(stated);
}

}  // namespace krepis::analyzer
