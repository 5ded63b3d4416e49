#include "analyzer/workspace/package_table.h"

#include <algorithm>
#include <utility>

#include "analyzer/workspace/ignore_rules.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

/// A member of a Deno workspace as a package.
PackageJson FromDeno(const DenoConfig& config) {
  PackageJson package;
  package.path = config.path;
  package.directory = config.directory;
  package.name = config.name;
  package.workspaces = config.workspace;
  if (!config.exports.empty()) package.exports = JsonValue(JsonValue::Kind::kObject);
  for (const auto& [subpath, target] : config.exports) {
    package.exports.Append(subpath, JsonValue::String(target));
  }
  return package;
}

/// Whether the globs of a workspace select the folder `member`, relative to the workspace's root. A
/// later glob overrides an earlier one.
bool Selects(const std::vector<std::string>& globs, std::string_view member) {
  bool selected = false;
  for (std::string_view glob : globs) {
    const bool negated = glob.starts_with('!');
    if (negated) glob.remove_prefix(1);
    if (glob.starts_with("./")) glob.remove_prefix(2);
    while (glob.ends_with('/')) glob.remove_suffix(1);
    if (MatchIgnorePattern(glob, member)) selected = !negated;
  }
  return selected;
}

/// What the package says of its dependency `name`, or null.
const std::string* RequirementOf(const PackageJson& package, std::string_view name) {
  for (const auto* table : {&package.dependencies, &package.dev_dependencies,
                            &package.peer_dependencies, &package.optional_dependencies}) {
    if (const auto it = table->find(name); it != table->end()) return &it->second;
  }
  return nullptr;
}

/// Whether a requirement leads elsewhere although a member of the workspace has the name: to an
/// alias of another package, a repository, an archive.
bool NamesOtherSource(std::string_view name, std::string_view requirement) {
  if (requirement == "npm:" + std::string(name) ||
      requirement.starts_with("npm:" + std::string(name) + "@")) {
    return false;
  }
  for (const std::string_view prefix :
       {"npm:", "git:", "git+", "github:", "gitlab:", "http:", "https:", "jsr:"}) {
    if (requirement.starts_with(prefix)) return true;
  }
  return false;
}

}  // namespace

PackageTable::PackageTable(std::vector<PackageJson> packages,
                           const std::map<std::string, std::vector<std::string>>& pnpm,
                           const std::vector<DenoConfig>& deno)
    : packages_(std::move(packages)) {
  for (const DenoConfig& config : deno) {
    const auto same = std::find_if(packages_.begin(), packages_.end(), [&](const auto& package) {
      return package.directory == config.directory;
    });
    if (same == packages_.end()) {
      if (!config.name.empty() || !config.workspace.empty()) packages_.push_back(FromDeno(config));
    } else {
      same->workspaces.insert(same->workspaces.end(), config.workspace.begin(),
                              config.workspace.end());
      if (same->name.empty()) same->name = config.name;
      if (same->exports.is_null()) same->exports = FromDeno(config).exports;
    }
  }
  std::sort(packages_.begin(), packages_.end(),
            [](const auto& a, const auto& b) { return a.directory < b.directory; });
  for (uint32_t i = 0; i < packages_.size(); ++i) {
    by_directory_.emplace(packages_[i].directory, i);
  }
  std::map<std::string, std::vector<std::string>> globs = pnpm;
  for (const PackageJson& package : packages_) {
    std::vector<std::string>& list = globs[package.directory];
    list.insert(list.end(), package.workspaces.begin(), package.workspaces.end());
  }
  std::erase_if(globs, [](const auto& entry) { return entry.second.empty(); });
  FindMembers(globs);
}

void PackageTable::FindMembers(
    const std::map<std::string, std::vector<std::string>>& workspace_globs) {
  workspace_.assign(packages_.size(), kNone);
  uint32_t number = 0;
  std::unordered_map<std::string_view, uint32_t> numbers;
  for (const auto& [root, globs] : workspace_globs) numbers.emplace(root, number++);
  for (uint32_t i = 0; i < packages_.size(); ++i) {
    const std::string_view directory = packages_[i].directory;
    if (const auto own = numbers.find(directory); own != numbers.end()) {
      workspace_[i] = own->second;
    } else if (!directory.empty()) {
      for (std::string_view root = DirectoryOf(directory);; root = DirectoryOf(root)) {
        const auto it = numbers.find(root);
        const std::string_view member = directory.substr(root.empty() ? 0 : root.size() + 1);
        if (it != numbers.end() &&
            Selects(workspace_globs.find(std::string(root))->second, member)) {
          workspace_[i] = it->second;
          break;
        }
        if (root.empty()) break;
      }
    }
    if (workspace_[i] != kNone && !packages_[i].name.empty()) {
      members_.emplace(std::pair(workspace_[i], std::string_view(packages_[i].name)), i);
    }
  }
}

const PackageJson* PackageTable::InDirectory(std::string_view directory) const {
  const auto it = by_directory_.find(directory);
  return it == by_directory_.end() ? nullptr : &packages_[it->second];
}

const PackageJson* PackageTable::Nearest(std::string_view path) const {
  for (;; path = DirectoryOf(path)) {
    if (const PackageJson* package = InDirectory(path)) return package;
    if (path.empty()) return nullptr;
  }
}

const PackageJson* PackageTable::Above(const PackageJson& package) const {
  return package.directory.empty() ? nullptr : Nearest(DirectoryOf(package.directory));
}

std::string PackageTable::TypesOf(std::string_view name) {
  std::string types = "@types/";
  for (size_t i = name.starts_with('@') ? 1 : 0; i < name.size(); ++i) {
    if (name[i] == '/') {
      types += "__";
    } else {
      types.push_back(name[i]);
    }
  }
  return types;
}

Declaration PackageTable::DeclarationOf(std::string_view importer, std::string_view name) const {
  const std::string types = TypesOf(name);
  bool governed = false;
  for (const PackageJson* p = Nearest(importer); p != nullptr; p = Above(*p)) {
    if (p->name == name || p->Declares(name) || p->Declares(types)) {
      return governed ? Declaration::kAbove : Declaration::kNearest;
    }
    governed |= p->Speaks();
  }
  return governed ? Declaration::kUndeclared : Declaration::kUnknown;
}

const PackageJson* PackageTable::Find(const PackageJson& importer, std::string_view name) const {
  for (const PackageJson* p = &importer; p != nullptr; p = Above(*p)) {
    if (p->name == name) return p;
    const bool is_member = workspace_[static_cast<size_t>(p - packages_.data())] != kNone;
    const std::string* requirement = RequirementOf(*p, name);
    if (requirement != nullptr) {
      for (const std::string_view protocol : {"file:", "link:", "portal:"}) {
        if (!requirement->starts_with(protocol)) continue;
        const auto directory =
            ResolvePath(p->directory, std::string_view(*requirement).substr(protocol.size()));
        return directory ? InDirectory(*directory) : nullptr;
      }
      // What stands outside of the workspace has an installation of its own.
      if (!is_member || NamesOtherSource(name, *requirement)) return nullptr;
    }
    if (!is_member) continue;
    const auto it =
        members_.find(std::pair(workspace_[static_cast<size_t>(p - packages_.data())], name));
    return it == members_.end() ? nullptr : &packages_[it->second];
  }
  return nullptr;
}

std::map<std::string, std::string, std::less<>> PackageTable::MemberDirectories() const {
  std::map<std::string, std::string, std::less<>> directories;
  for (const auto& [key, index] : members_) {
    const auto [it, added] =
        directories.emplace(std::string(key.second), packages_[index].directory);
    if (!added) it->second = std::min(it->second, packages_[index].directory);
  }
  return directories;
}

}  // namespace krepis::analyzer
