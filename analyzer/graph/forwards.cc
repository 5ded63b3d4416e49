#include "analyzer/graph/forwards.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace krepis::analyzer {
namespace {

constexpr uint32_t kSeveral = ~0u;
/// Includes that may be followed in all. Behind that, whether a function is of an interface is not
/// known.
constexpr uint64_t kSteps = 200'000'000;

bool IsCpp(const FileFacts& facts) { return GroupOf(facts.language) == LanguageGroup::kCpp; }

/// Where each name is defined: the file, or kSeveral.
using Definitions = std::unordered_map<std::string_view, uint32_t>;

class ForwardFinder {
 public:
  ForwardFinder(const Workspace& workspace, std::span<const FileFacts> facts,
                ResolvedFiles resolved)
      : sources_(workspace.sources()), facts_(facts), includes_(facts.size()) {
    std::unordered_map<std::string_view, uint32_t> files;
    for (uint32_t i = 0; i < facts.size(); ++i) {
      if (!IsCpp(facts[i])) continue;
      files.emplace(sources_[i].path, i);
      for (const DeclarationFact& declared : facts[i].declarations) {
        if (declared.forward) continue;
        const auto [known, added] = TableOf(declared).try_emplace(declared.name, i);
        if (!added && known->second != i) known->second = kSeveral;
      }
    }
    for (uint32_t i = 0; i < facts.size(); ++i) {
      if (!IsCpp(facts[i])) continue;
      for (const Resolved& import : resolved[i]) {
        if (import.resolution.kind != Resolution::Kind::kFile) continue;
        if (const auto to = files.find(import.resolution.target); to != files.end())
          includes_[i].push_back(to->second);
      }
    }
  }

  std::vector<DerivedEdge> Run() {
    std::vector<Found> all;
    for (uint32_t i = 0; i < facts_.size(); ++i) {
      if (!IsCpp(facts_[i])) continue;
      for (const DeclarationFact& declared : facts_[i].declarations) {
        if (!declared.forward) continue;
        const Definitions& table = TableOf(declared);
        const auto defined = table.find(declared.name);
        if (defined == table.end() || defined->second == kSeveral || defined->second == i) continue;
        all.push_back({i, defined->second, &declared});
      }
    }
    DropInterfaces(all);
    std::vector<DerivedEdge> edges;
    edges.reserve(all.size());
    for (const Found& found : all) {
      DerivedEdge& edge = edges.emplace_back();
      edge.from = found.from;
      edge.kind = EdgeKind::kForward;
      edge.specifier = found.declaration->name;
      edge.location = found.declaration->location;
      edge.to = {Resolution::Kind::kFile, false, sources_[found.to].path};
    }
    return edges;
  }

 private:
  struct Found {
    uint32_t from;
    uint32_t to;
    const DeclarationFact* declaration;
  };

  /// Classes and functions have names of their own: `struct stat` and `stat()`.
  Definitions& TableOf(const DeclarationFact& declared) {
    return declared.kind == DeclarationKind::kClass ? classes_ : functions_;
  }

  /// Takes out functions that a file declares for the one that includes it and defines them.
  void DropInterfaces(std::vector<Found>& all) const {
    std::vector<uint32_t> order;
    for (uint32_t i = 0; i < all.size(); ++i) {
      if (all[i].declaration->kind == DeclarationKind::kFunction) order.push_back(i);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](uint32_t a, uint32_t b) { return all[a].to < all[b].to; });
    std::vector<uint32_t> reached(facts_.size(), kSeveral);  // by which file, the last that did
    std::vector<uint32_t> pending;
    uint64_t steps = kSteps;
    for (size_t at = 0; at < order.size();) {
      const uint32_t definer = all[order[at]].to;
      reached[definer] = definer;
      pending.push_back(definer);
      while (!pending.empty() && steps != 0) {
        const uint32_t file = pending.back();
        pending.pop_back();
        steps -= std::min<uint64_t>(steps, 1 + includes_[file].size());
        for (const uint32_t included : includes_[file]) {
          if (std::exchange(reached[included], definer) != definer) pending.push_back(included);
        }
      }
      pending.clear();
      for (; at < order.size() && all[order[at]].to == definer; ++at) {
        Found& found = all[order[at]];
        if (reached[found.from] == definer || steps == 0) found.declaration = nullptr;
      }
    }
    std::erase_if(all, [](const Found& found) { return found.declaration == nullptr; });
  }

  std::span<const SourceFile> sources_;
  std::span<const FileFacts> facts_;
  std::vector<std::vector<uint32_t>> includes_;
  Definitions classes_;
  Definitions functions_;
};

}  // namespace

std::vector<DerivedEdge> FindForwards(const Workspace& workspace, std::span<const FileFacts> facts,
                                      ResolvedFiles resolved) {
  return ForwardFinder(workspace, facts, resolved).Run();
}

}  // namespace krepis::analyzer
