#include "analyzer/workspace/discovery.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

constexpr uint64_t kMaxIgnoreFileBytes = 16 << 20;
constexpr std::string_view kDatabaseName = "compile_commands.json";

bool IsPlugAndPlay(std::string_view name) {
  return name == ".pnp.cjs" || name == ".pnp.js" || name == ".pnp.loader.mjs";
}

/// tsconfig.json, tsconfig.app.json, tsconfig-base.json, and the same of jsconfig.
bool IsTsConfigName(std::string_view name) {
  constexpr size_t kStem = 8;
  return (name.starts_with("tsconfig") || name.starts_with("jsconfig")) &&
         name.ends_with(".json") && (name[kStem] == '.' || name[kStem] == '-');
}

/// Where build systems put their output by convention.
bool IsBuildFolderName(std::string_view name) {
  return name.starts_with("build") || name.starts_with("out") || name.starts_with("cmake-build-");
}

bool Contains(const std::vector<DirectoryEntry>& entries, std::string_view name) {
  const auto it = std::lower_bound(entries.begin(), entries.end(), name,
                                   [](const auto& e, std::string_view n) { return e.name < n; });
  return it != entries.end() && it->name == name && it->kind == FileKind::kRegular;
}

/// The order of the paths below them: what lies in "a" comes behind "a-b" and before "a0".
bool IsBefore(const DirectoryEntry& a, const DirectoryEntry& b) {
  const size_t common = std::min(a.name.size(), b.name.size());
  const int order = a.name.compare(0, common, b.name, 0, common);
  if (order != 0) return order < 0;
  const auto next = [&](const DirectoryEntry& entry) {
    if (entry.name.size() > common) return int{static_cast<unsigned char>(entry.name[common])};
    return entry.kind == FileKind::kDirectory ? '/' : -1;
  };
  return next(a) < next(b);
}

class Walk {
 public:
  Walk(const FileSystem& files, const DiscoveryOptions& options)
      : files_(files), options_(options) {}

  Discovery Run() && {
    Open({"", OuterScope(), {}});
    while (!open_.empty()) VisitNext();
    FindDatabases();
    Sort();
    return std::move(found_);
  }

 private:
  using Scope = IgnoreTree::Scope;
  struct Folder {
    std::string path;
    Scope ignore = Scope::kNone;  // of what is in it
    std::vector<DirectoryEntry> entries;
    size_t next = 0;  // of these
    bool is_crate = false;
    bool builds = false;  // may hold the output of a build
  };

  Scope OuterScope() {
    if (!options_.honour_ignore_files) return Scope::kNone;
    // A linked worktree or submodule has a file here; its exclude list lies elsewhere.
    constexpr std::string_view kExclude = ".git/info/exclude";
    if (files_.Kind(kExclude) == FileKind::kRegular) {
      if (const auto text = ReadIgnoreFile(std::string(kExclude))) {
        found_.ignored.AddOuter(*text, "");
      }
    }
    for (const OuterIgnoreFile& file : options_.outer_ignore_files) {
      found_.ignored.AddOuter(file.text, file.root_in_folder);
    }
    return found_.ignored.outer();
  }

  std::optional<std::string> ReadIgnoreFile(const std::string& path) {
    Result<std::string> text = files_.Read(path, kMaxIgnoreFileBytes);
    if (text.ok()) return *std::move(text);
    found_.incomplete.push_back({path, text.error().message});
    return std::nullopt;
  }

  /// What is in the folder is visited next.
  void Open(Folder folder) {
    Result<std::vector<DirectoryEntry>> listed = files_.List(folder.path);
    if (!listed.ok()) {
      found_.incomplete.push_back({folder.path, listed.error().message});
      return;
    }
    folder.entries = *std::move(listed);
    found_.folders.push_back(folder.path);
    if (!folder.path.empty() && Contains(folder.entries, "krepis.toml")) {
      found_.nested_workspaces.push_back(folder.path);
      return;
    }
    if (options_.honour_ignore_files && Contains(folder.entries, ".gitignore")) {
      if (const auto text = ReadIgnoreFile(JoinPath(folder.path, ".gitignore")))
        folder.ignore = found_.ignored.AddFolder(folder.path, *text, folder.ignore);
    }
    folder.is_crate = Contains(folder.entries, "Cargo.toml");
    folder.builds = folder.path.empty() || Contains(folder.entries, "CMakeLists.txt");
    std::sort(folder.entries.begin(), folder.entries.end(), IsBefore);
    open_.push_back(std::move(folder));
  }

  void VisitNext() {
    Folder& folder = open_.back();
    if (folder.next == folder.entries.size()) {
      open_.pop_back();
      return;
    }
    const DirectoryEntry& entry = folder.entries[folder.next++];
    if (entry.kind == FileKind::kRegular) {
      VisitFile(folder, entry.name);
    } else if (entry.kind == FileKind::kDirectory) {
      if (entry.name == ".git" || entry.name == "node_modules") return;
      if (folder.is_crate && entry.name == "target") return;
      if (entry.name == ".yarn") return;  // yarn itself, and packages as it installs them
      VisitFolder(folder, entry.name);
    } else if (entry.kind == FileKind::kSymlink && entry.name != "node_modules") {
      std::string path = JoinPath(folder.path, entry.name);
      if (std::optional<std::string> target = files_.Follow(path); target && *target != path)
        found_.links.emplace_back(std::move(path), *std::move(target));
    }
  }

  void VisitFolder(const Folder& parent, const std::string& name) {
    std::string path = JoinPath(parent.path, name);
    const bool may_hold_database = parent.builds && IsBuildFolderName(name);
    if (may_hold_database && options_.compile_commands.empty()) build_folders_.push_back(path);
    for (const Glob& glob : options_.exclude) {
      if (glob.CoversDirectory(path)) return;
    }
    if (found_.ignored.IsIgnored(parent.ignore, path, true, scratch_)) return;
    const Scope ignore = parent.ignore;
    Open({std::move(path), ignore, {}});
  }

  void VisitFile(const Folder& parent, const std::string& name) {
    std::string path = JoinPath(parent.path, name);
    for (const Glob& glob : options_.exclude) {
      if (glob.Match(path)) return;
    }
    if (found_.ignored.IsIgnored(parent.ignore, path, false, scratch_)) {
      // A database that git ignores is the rule; beside the root it is looked for like a build's.
      if (name == kDatabaseName && parent.path.empty() && options_.compile_commands.empty()) {
        found_.manifests.compile_commands.push_back(path);
      }
      return;
    }
    NoteManifest(path, name);
    const Language language = IsPlugAndPlay(name) ? Language::kNone : LanguageOf(name);
    if (language != Language::kNone) {
      found_.sources.push_back({std::move(path), language});
    } else {
      found_.other_files.push_back(std::move(path));
    }
  }

  void NoteManifest(const std::string& path, std::string_view name) {
    ManifestPaths& manifests = found_.manifests;
    if (name == "package.json") {
      manifests.package_json.push_back(path);
    } else if (IsTsConfigName(name)) {
      manifests.tsconfig.push_back(path);
    } else if (name == "Cargo.toml") {
      manifests.cargo_toml.push_back(path);
    } else if (name == kDatabaseName) {
      manifests.compile_commands.push_back(path);
    } else if (name == "pnpm-workspace.yaml") {
      manifests.pnpm_workspace.push_back(path);
    } else if (name == "deno.json" || name == "deno.jsonc") {
      manifests.deno_json.push_back(path);
    } else if (IsPlugAndPlay(name)) {
      manifests.plug_and_play.push_back(path);
    } else if (name == "CMakeLists.txt" || name.ends_with(".cmake")) {
      manifests.cmake.push_back(path);
    }
  }

  void AddDatabase(std::string path) {
    if (files_.Kind(path) == FileKind::kRegular) {
      found_.manifests.compile_commands.push_back(std::move(path));
    }
  }

  /// Looks where .gitignore hides the databases. With globs from the configuration only what they
  /// match counts.
  void FindDatabases() {
    if (options_.compile_commands.empty()) {
      for (const std::string& folder : build_folders_) {
        AddDatabase(JoinPath(folder, kDatabaseName));
        const Result<std::vector<DirectoryEntry>> entries = files_.List(folder);
        if (!entries.ok()) continue;
        found_.folders.push_back(folder);
        for (const DirectoryEntry& entry : *entries) {
          if (entry.kind != FileKind::kDirectory) continue;
          std::string inner = JoinPath(folder, entry.name);
          AddDatabase(JoinPath(inner, kDatabaseName));
          found_.folders.push_back(std::move(inner));
        }
      }
      return;
    }
    found_.manifests.compile_commands.clear();
    for (const Glob& glob : options_.compile_commands) {
      for (std::string& path : ExpandGlob(files_, glob)) {
        found_.manifests.compile_commands.push_back(std::move(path));
      }
    }
  }

  /// What was not found in the order of paths.
  void Sort() {
    ManifestPaths& m = found_.manifests;
    for (std::vector<std::string>* list :
         {&found_.nested_workspaces, &found_.folders, &m.package_json, &m.tsconfig, &m.cargo_toml,
          &m.compile_commands, &m.pnpm_workspace, &m.deno_json, &m.cmake, &m.plug_and_play}) {
      std::sort(list->begin(), list->end());
      list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    std::sort(found_.links.begin(), found_.links.end());
    std::sort(found_.incomplete.begin(), found_.incomplete.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
  }

  const FileSystem& files_;
  const DiscoveryOptions& options_;
  Discovery found_;
  std::vector<Folder> open_;  // each in the one before it
  std::vector<std::string> build_folders_;
  std::string scratch_;
};

}  // namespace

Discovery Discover(const FileSystem& files, const DiscoveryOptions& options) {
  return Walk(files, options).Run();
}

std::vector<std::string> ExpandGlob(const FileSystem& files, const Glob& glob) {
  const std::string& pattern = glob.pattern();
  if (glob.literal_prefix() == pattern) {
    if (files.Kind(pattern) != FileKind::kRegular) return {};
    return {pattern};
  }
  // One glob per leading part of the pattern decides which folders are worth entering.
  std::vector<Glob> parts;
  size_t any_depth_from = std::string::npos;
  for (size_t slash = 0; slash != std::string::npos;) {
    slash = pattern.find('/', slash + 1);
    const std::string_view part = std::string_view(pattern).substr(0, slash);
    if (part == "**" || part.ends_with("/**")) {
      any_depth_from = parts.size();
      break;
    }
    Result<Glob> compiled = Glob::Compile(part);
    if (!compiled.ok()) return {};
    parts.push_back(*std::move(compiled));
  }
  std::vector<std::string> found;
  std::vector<std::pair<std::string, size_t>> pending = {{"", 0}};  // folder, its depth
  while (!pending.empty()) {
    const auto [folder, depth] = std::move(pending.back());
    pending.pop_back();
    const Result<std::vector<DirectoryEntry>> entries = files.List(folder);
    if (!entries.ok()) continue;
    for (const DirectoryEntry& entry : *entries) {
      std::string path = JoinPath(folder, entry.name);
      if (entry.kind == FileKind::kRegular) {
        if (glob.Match(path)) found.push_back(std::move(path));
      } else if (entry.kind == FileKind::kDirectory && entry.name != ".git" &&
                 entry.name != "node_modules") {
        if (depth >= any_depth_from || (depth < parts.size() && parts[depth].Match(path))) {
          pending.emplace_back(std::move(path), depth + 1);
        }
      }
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace krepis::analyzer
