#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_set>

#include "analyzer/config/toml_document.h"
#include "analyzer/graph/unused_parts.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

using Words = std::unordered_set<std::string>;

/// What code may call the library of a package: Cargo's own rule, and how authors depart from it.
std::vector<std::string> LibraryNames(std::string_view dependency) {
  std::string code(dependency);
  std::replace(code.begin(), code.end(), '-', '_');
  std::vector<std::string> names = {code};
  std::string joined = code;
  std::erase(joined, '_');
  names.push_back(joined);
  for (const std::string_view prefix : {"rust_", "rs_", "lib", "new_", "cargo_"}) {
    if (code.starts_with(prefix)) names.push_back(code.substr(prefix.size()));
  }
  for (const std::string_view suffix : {"_rs", "_rust"}) {
    if (code.ends_with(suffix)) names.push_back(code.substr(0, code.size() - suffix.size()));
  }
  // What a derive writes names the library beside it.
  for (const std::string_view macros : {"_derive", "_macros", "_macro"}) {
    names.push_back(code + std::string(macros));
  }
  return names;
}

bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

void AddWords(std::string_view text, Words& words) {
  for (size_t at = 0; at < text.size();) {
    if (!IsWordByte(text[at])) {
      ++at;
      continue;
    }
    const size_t start = at;
    while (at < text.size() && IsWordByte(text[at])) ++at;
    words.emplace(text.substr(start, at - start));
  }
}

const TomlNode* Member(const TomlNode* table, std::string_view key) {
  if (table == nullptr || table->kind != TomlNode::Kind::kTable) return nullptr;
  const TomlMember* member = table->Find(key);
  return member == nullptr ? nullptr : &member->value;
}

class CargoSearch {
 public:
  CargoSearch(const Workspace& workspace, const Graph& graph)
      : workspace_(workspace), cargo_(workspace.cargo()), graph_(graph) {}

  void Run(std::vector<UnusedDependency>& unused) {
    if (cargo_.manifests().empty()) return;
    words_.resize(cargo_.manifests().size());
    has_code_.resize(cargo_.manifests().size());
    for (const SourceFile& file : workspace_.sources()) {
      if (file.language != Language::kRust) continue;
      const uint32_t package = cargo_.NearestPackage(file.path);
      if (package == CargoCrate::kNone) continue;
      has_code_[package] = true;
      AddWords(TextOf(workspace_, file.path), words_[package]);
    }
    ReadEdges();
    for (uint32_t i = 0; i < cargo_.manifests().size(); ++i) Report(i, unused);
    ReportInherited(unused);
  }

 private:
  /// A file may be compiled in a package that it does not lie in.
  void ReadEdges() {
    constexpr std::string_view kCargo = "ext:cargo/";
    for (const Edge& edge : graph_.edges()) {
      const std::string_view target = graph_.name(edge.to);
      if (!target.starts_with(kCargo)) continue;
      const uint32_t package = cargo_.NearestPackage(graph_.name(edge.from));
      if (package != CargoCrate::kNone) imported_.emplace(package, target.substr(kCargo.size()));
    }
  }

  void Report(uint32_t index, std::vector<UnusedDependency>& unused) {
    const CargoManifest& manifest = cargo_.manifests()[index];
    const std::string text = TextOf(workspace_, manifest.path);
    const TomlDocument document = TomlDocument::Parse(text);
    const TomlNode& root = document.root();
    for (const CargoDependency& dependency : manifest.dependencies) {
      if (dependency.workspace) inherited_.insert(dependency.name);
    }
    if (manifest.package.empty() || !has_code_[index]) return;
    for (const std::string_view section :
         {"dependencies", "dev-dependencies", "build-dependencies"}) {
      ReportTable(index, root, Member(&root, section), section, unused);
      if (const TomlNode* platforms = Member(&root, "target")) {
        for (const TomlMember& platform : platforms->members) {
          ReportTable(index, root, Member(&platform.value, section), section, unused);
        }
      }
    }
  }

  void ReportTable(uint32_t index, const TomlNode& root, const TomlNode* table,
                   std::string_view section, std::vector<UnusedDependency>& unused) {
    if (table == nullptr) return;
    const CargoManifest& manifest = cargo_.manifests()[index];
    for (const TomlMember& member : table->members) {
      const auto dependency =
          std::find_if(manifest.dependencies.begin(), manifest.dependencies.end(),
                       [&](const CargoDependency& d) { return d.name == member.key; });
      if (dependency == manifest.dependencies.end() || IsUsed(index, *dependency)) continue;
      UnusedDependency found{
          manifest.path, member.key_location,       std::string(section),
          member.key,    UnusedConfidence::kLikely, "no code of the package names it"};
      if (const std::string reason = Excuse(root, member); !reason.empty()) {
        found.confidence = UnusedConfidence::kPossible;
        found.reason = "no code of the package names it, but " + reason;
      }
      unused.push_back(std::move(found));
    }
  }

  bool IsUsed(uint32_t index, const CargoDependency& dependency) const {
    if (imported_.contains(std::pair(index, dependency.package))) return true;
    std::vector<std::string> names = LibraryNames(dependency.name);
    // The library of a package of the workspace may have a name of its own.
    for (const CargoCrate& crate : cargo_.crates()) {
      if (crate.kind == CrateKind::kLibrary &&
          cargo_.ManifestOf(crate).package == dependency.package) {
        names.push_back(crate.name);
      }
    }
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return words_[index].contains(name); });
  }

  /// Why a dependency that no code names may be needed: for its features, for what it links, for
  /// programs that it brings.
  static std::string Excuse(const TomlNode& root, const TomlMember& dependency) {
    const std::string& name = dependency.key;
    if (name.ends_with("-sys") || name.ends_with("_sys")) return "it links a library";
    if (const TomlNode* features = Member(&root, "features")) {
      for (const TomlMember& feature : features->members) {
        for (const TomlNode& item : feature.value.items) {
          const std::string& text = item.text;
          if (text == name || text == "dep:" + name || text.starts_with(name + "/") ||
              text.starts_with(name + "?/")) {
            return "the feature '" + feature.key + "' names it";
          }
        }
      }
    }
    for (const char* key : {"features", "default-features", "artifact", "optional"}) {
      if (Member(&dependency.value, key) != nullptr) {
        return std::string("it sets `") + key + "`, which counts for all of the build";
      }
    }
    constexpr auto kKinds = std::to_array<std::string_view>(
        {"alloc", "getrandom", "openssl", "panic", "static", "link", "shim"});
    for (const std::string_view kind : kKinds) {
      if (name.find(kind) != std::string::npos) return "it may act by being linked";
    }
    return {};
  }

  void ReportInherited(std::vector<UnusedDependency>& unused) const {
    for (const CargoManifest& manifest : cargo_.manifests()) {
      if (!manifest.is_workspace || manifest.workspace_dependencies.empty()) continue;
      const std::string text = TextOf(workspace_, manifest.path);
      const TomlDocument document = TomlDocument::Parse(text);
      const TomlNode* table = Member(Member(&document.root(), "workspace"), "dependencies");
      if (table == nullptr) continue;
      for (const TomlMember& member : table->members) {
        if (inherited_.contains(member.key)) continue;
        unused.push_back({manifest.path, member.key_location, "workspace.dependencies", member.key,
                          UnusedConfidence::kCertain, "no member inherits it"});
      }
    }
  }

  const Workspace& workspace_;
  const CargoWorkspace& cargo_;
  const Graph& graph_;
  std::vector<Words> words_;  // of the code of each package
  std::vector<bool> has_code_;
  std::set<std::pair<uint32_t, std::string>> imported_;
  std::set<std::string, std::less<>> inherited_;  // from [workspace.dependencies]
};

}  // namespace

void FindUnusedCargo(const Workspace& workspace, const Graph& graph,
                     std::vector<UnusedDependency>& unused) {
  CargoSearch(workspace, graph).Run(unused);
}

}  // namespace krepis::analyzer
