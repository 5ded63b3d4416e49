#include "analyzer/graph/reexports.h"

#include <algorithm>
#include <set>
#include <utility>

namespace krepis::analyzer {
namespace {

/// A large workspace takes a few steps for each of a million imports; a hostile one ends here.
constexpr uint64_t kSteps = 50'000'000;

bool IsSameTarget(const Resolution& a, const Resolution& b) {
  return a.kind == b.kind && a.target == b.target;
}

}  // namespace

/// One name on its way through the files that pass it on.
struct Reexports::Search {
  struct State {
    uint32_t file;
    std::string_view name;
    bool by_star;  // the file may lack the name
    auto operator<=>(const State&) const = default;
  };

  std::vector<State> pending;
  std::set<State> seen;
  std::vector<std::pair<Resolution, std::string_view>> found;  // and the name there
  std::vector<Resolution> possible;  // behind `export *` of what is not analysed
  bool unknown = false;

  void Found(const Resolution& where, std::string_view name) {
    for (const auto& [target, known] : found) {
      if (IsSameTarget(target, where) && known == name) return;
    }
    found.emplace_back(where, name);
  }
};

Reexports::Reexports(const Workspace& workspace, std::span<const FileFacts> facts,
                     ResolvedFiles resolved)
    : sources_(workspace.sources()), modules_(facts.size()), steps_(kSteps) {
  for (uint32_t i = 0; i < facts.size(); ++i) {
    if (GroupOf(facts[i].language) != LanguageGroup::kTypeScript) continue;
    files_.emplace(workspace.sources()[i].path, i);
    Add(i, facts[i], resolved[i]);
  }
}

void Reexports::Add(uint32_t file, const FileFacts& facts, const std::vector<Resolved>& imports) {
  Module& module = modules_[file];
  std::unordered_map<std::string_view, Passed> locals;
  for (const Resolved& resolved : imports) {
    if (resolved.import == nullptr) continue;
    const ImportFact& import = *resolved.import;
    if (import.kind != EdgeKind::kImport && import.kind != EdgeKind::kType) continue;
    if (import.reexport && import.glob) {
      module.stars.push_back(&resolved.resolution);
      continue;
    }
    for (const ImportedName& name : import.names) {
      if (name.local.empty()) continue;
      // The value of `import x = require("y")` is what y exports, which has no name.
      if (import.require) continue;
      (import.reexport ? module.exports : locals)
          .try_emplace(name.local, Passed{&resolved.resolution, name.imported});
    }
  }
  for (const DeclarationFact& declared : facts.declarations) {
    if (declared.kind != DeclarationKind::kExport) continue;
    const auto local = declared.local.empty() ? locals.end() : locals.find(declared.local);
    const Passed passed = local == locals.end() ? Passed{nullptr, declared.name} : local->second;
    module.exports.try_emplace(declared.name, passed);
  }
}

void Reexports::Visit(Search& search, const Resolution& from, std::string_view name, bool by_star) {
  switch (from.kind) {
    case Resolution::Kind::kFile: {
      const auto file = files_.find(from.target);
      if (file == files_.end()) {
        search.unknown = true;
      } else if (name == "*") {
        search.Found(from, name);
      } else if (search.seen.insert({file->second, name, by_star}).second) {
        search.pending.push_back({file->second, name, by_star});
      }
      return;
    }
    case Resolution::Kind::kExternal:
      if (by_star) {
        search.possible.push_back(from);
      } else {
        search.Found(from, name);
      }
      return;
    case Resolution::Kind::kUnresolved:
    case Resolution::Kind::kUnanalysed:
    case Resolution::Kind::kLocal:
      search.unknown = true;
      return;
  }
}

std::optional<Resolution> Reexports::DefinitionOf(std::string_view file, std::string_view name) {
  if (steps_ == 0) return std::nullopt;
  std::string key(file);
  key.append("\n").append(name);
  const auto [known, added] = known_.try_emplace(std::move(key));
  if (!added) return known->second;
  Search search;
  Visit(search, {Resolution::Kind::kFile, false, std::string(file)}, name, false);
  while (!search.pending.empty() && steps_ != 0) {
    --steps_;
    const Search::State state = search.pending.back();
    search.pending.pop_back();
    const Module& module = modules_[state.file];
    const Resolution here = {Resolution::Kind::kFile, false, sources_[state.file].path};
    if (const auto own = module.exports.find(state.name); own != module.exports.end()) {
      if (own->second.from == nullptr) {
        search.Found(here, state.name);
      } else {
        Visit(search, *own->second.from, own->second.name, false);
      }
      continue;
    }
    if (!module.stars.empty() && state.name != "default") {
      steps_ -= std::min<uint64_t>(steps_, module.stars.size());
      for (const Resolution* star : module.stars) Visit(search, *star, state.name, true);
      continue;
    }
    // CommonJS and components export without declaring a name.
    if (!state.by_star) search.Found(here, state.name);
    search.unknown |= module.exports.empty();
  }
  if (steps_ == 0) return std::nullopt;
  if (search.found.size() == 1) {
    known->second = std::move(search.found.front().first);
  } else if (search.found.empty() && search.possible.size() == 1 && !search.unknown) {
    known->second = std::move(search.possible.front());
  }
  return known->second;
}

}  // namespace krepis::analyzer
