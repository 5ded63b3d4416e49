#include "analyzer/workspace/cargo_manifest.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "analyzer/config/toml_document.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

/// The member `key` of a table, or null; null also of a null node.
const TomlNode* Get(const TomlNode* table, std::string_view key) {
  if (table == nullptr || table->kind != TomlNode::Kind::kTable) return nullptr;
  const TomlMember* member = table->Find(key);
  return member == nullptr ? nullptr : &member->value;
}

std::string String(const TomlNode* node) {
  return node != nullptr && node->kind == TomlNode::Kind::kString ? node->text : std::string();
}

bool Boolean(const TomlNode* node, bool otherwise) {
  return node != nullptr && node->kind == TomlNode::Kind::kBoolean ? node->boolean : otherwise;
}

std::vector<std::string> Strings(const TomlNode* node) {
  std::vector<std::string> strings;
  if (node == nullptr) return strings;
  for (const TomlNode& item : node->items) {
    if (item.kind == TomlNode::Kind::kString) strings.push_back(item.text);
  }
  return strings;
}

uint16_t Edition(const TomlNode* node) {
  uint16_t edition = 2015;
  const std::string text = String(node);
  std::from_chars(text.data(), text.data() + text.size(), edition);
  return edition;
}

void ReadDependencies(const TomlNode* table, bool dev, bool build,
                      std::vector<CargoDependency>& out) {
  if (table == nullptr || table->kind != TomlNode::Kind::kTable) return;
  for (const TomlMember& member : table->members) {
    CargoDependency dependency;
    dependency.name = member.key;
    dependency.package = String(Get(&member.value, "package"));
    if (dependency.package.empty()) dependency.package = member.key;
    dependency.path = String(Get(&member.value, "path"));
    dependency.workspace = Boolean(Get(&member.value, "workspace"), false);
    dependency.dev = dev;
    dependency.build = build;
    out.push_back(std::move(dependency));
  }
}

void ReadDependencyTables(const TomlNode* table, std::vector<CargoDependency>& out) {
  ReadDependencies(Get(table, "dependencies"), false, false, out);
  for (const char* key : {"dev-dependencies", "dev_dependencies"}) {
    ReadDependencies(Get(table, key), true, false, out);
  }
  for (const char* key : {"build-dependencies", "build_dependencies"}) {
    ReadDependencies(Get(table, key), false, true, out);
  }
}

void ReadTargets(const TomlNode& root, CargoManifest& manifest) {
  if (const TomlNode* lib = Get(&root, "lib")) {
    manifest.targets.push_back(
        {CrateKind::kLibrary, String(Get(lib, "name")), String(Get(lib, "path"))});
  }
  const std::pair<const char*, CrateKind> kTables[] = {{"bin", CrateKind::kBinary},
                                                       {"example", CrateKind::kExample},
                                                       {"test", CrateKind::kTest},
                                                       {"bench", CrateKind::kBench}};
  for (const auto& [key, kind] : kTables) {
    const TomlNode* list = Get(&root, key);
    if (list == nullptr) continue;
    for (const TomlNode& target : list->items) {
      manifest.targets.push_back(
          {kind, String(Get(&target, "name")), String(Get(&target, "path"))});
    }
  }
}

void ReadPackage(const TomlNode* package, CargoManifest& manifest) {
  manifest.package = String(Get(package, "name"));
  const TomlNode* edition = Get(package, "edition");
  manifest.edition = Edition(edition);
  manifest.edition_inherited = Boolean(Get(edition, "workspace"), false);
  const TomlNode* build = Get(package, "build");
  manifest.build = String(build);
  manifest.build_disabled = !Boolean(build, true);
  manifest.auto_lib = Boolean(Get(package, "autolib"), true);
  manifest.auto_bins = Boolean(Get(package, "autobins"), true);
  manifest.auto_examples = Boolean(Get(package, "autoexamples"), true);
  manifest.auto_tests = Boolean(Get(package, "autotests"), true);
  manifest.auto_benches = Boolean(Get(package, "autobenches"), true);
  manifest.workspace_path = String(Get(package, "workspace"));
}

void ReadWorkspace(const TomlNode* workspace, CargoManifest& manifest) {
  if (workspace == nullptr) return;
  manifest.is_workspace = true;
  manifest.members = Strings(Get(workspace, "members"));
  manifest.default_members = Strings(Get(workspace, "default-members"));
  manifest.exclude = Strings(Get(workspace, "exclude"));
  manifest.workspace_edition = Edition(Get(Get(workspace, "package"), "edition"));
  ReadDependencies(Get(workspace, "dependencies"), false, false, manifest.workspace_dependencies);
}

void ReadPatches(const TomlNode& root, CargoManifest& manifest) {
  std::vector<CargoDependency> all;
  if (const TomlNode* registries = Get(&root, "patch")) {
    for (const TomlMember& registry : registries->members) {
      ReadDependencies(&registry.value, false, false, all);
    }
  }
  ReadDependencies(Get(&root, "replace"), false, false, all);
  for (CargoDependency& patch : all) {
    // [replace] keys are "name:version".
    patch.package.resize(std::min(patch.package.find(':'), patch.package.size()));
    if (!patch.path.empty()) manifest.patches.push_back(std::move(patch));
  }
}

}  // namespace

CargoManifest ParseCargoManifest(std::string_view path, std::string_view text,
                                 std::vector<Error>& issues) {
  const TomlDocument document = TomlDocument::Parse(text);
  for (Error error : document.errors()) {
    error.path = path;
    issues.push_back(std::move(error));
  }
  const TomlNode& root = document.root();
  CargoManifest manifest;
  manifest.path = path;
  manifest.directory = DirectoryOf(path);
  const TomlNode* package = Get(&root, "package");
  ReadPackage(package != nullptr ? package : Get(&root, "project"), manifest);
  ReadTargets(root, manifest);
  ReadDependencyTables(&root, manifest.dependencies);
  if (const TomlNode* platforms = Get(&root, "target")) {
    for (const TomlMember& platform : platforms->members) {
      ReadDependencyTables(&platform.value, manifest.dependencies);
    }
  }
  ReadWorkspace(Get(&root, "workspace"), manifest);
  ReadPatches(root, manifest);
  return manifest;
}

}  // namespace krepis::analyzer
