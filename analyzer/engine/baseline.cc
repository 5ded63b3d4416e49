#include "analyzer/engine/baseline.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace krepis::analyzer {

Baseline::Baseline(std::vector<BaselineEntry> entries) {
  entries_.reserve(entries.size());
  for (BaselineEntry& entry : entries) {
    entries_.push_back({std::move(entry)});
    Index(entries_.size() - 1);
  }
}

void Baseline::Index(size_t entry) {
  by_identity_[IdentityOf(entries_[entry].entry)].push_back(entry);
}

void Baseline::Accept(std::vector<Diagnostic>& violations, std::vector<Diagnostic>& accepted) {
  if (entries_.empty()) return;
  std::map<const std::vector<size_t>*, std::vector<size_t>> matches;
  for (size_t i = 0; i < violations.size(); ++i) {
    const auto it = by_identity_.find(IdentityOf(EntryOf(violations[i])));
    if (it != by_identity_.end()) matches[&it->second].push_back(i);
  }
  std::vector<bool> taken(violations.size());
  for (auto& [entries, equal] : matches) {
    std::stable_sort(equal.begin(), equal.end(), [&](size_t a, size_t b) {
      const auto place = [](const Diagnostic& d) { return std::tie(d.path, d.location.begin); };
      return place(violations[a]) < place(violations[b]);
    });
    auto next = equal.begin();
    for (const size_t index : *entries) {
      if (next == equal.end()) break;
      if (std::exchange(entries_[index].used, true)) continue;
      taken[*next++] = true;
    }
  }
  size_t i = 0;
  std::erase_if(violations, [&](Diagnostic& violation) {
    if (!taken[i++]) return false;
    accepted.push_back(std::move(violation));
    return true;
  });
}

std::string Baseline::FollowRenames(const Graph& graph, const RenameFinder& finder,
                                    std::vector<Diagnostic>& violations,
                                    std::vector<Diagnostic>& accepted) {
  if (finder == nullptr || violations.empty()) return {};
  std::set<std::string> lost;
  for (const Entry& entry : entries_) {
    if (entry.used) continue;
    for (const std::string& part : entry.entry.parts) {
      if (!part.empty() && IsNone(graph.Find(part))) lost.insert(part);
    }
  }
  std::set<std::string> found;
  for (const Diagnostic& violation : violations) {
    for (std::string& part : EntryOf(violation).parts) {
      const NodeId node = graph.Find(part);
      if (!IsNone(node) && graph.is_file(node)) found.insert(std::move(part));
    }
  }
  if (lost.empty() || found.empty()) return {};
  const FileRenames renames = finder({lost.begin(), lost.end()}, {found.begin(), found.end()});

  std::vector<std::pair<size_t, BaselineEntry>> before;
  for (size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].used) continue;
    BaselineEntry now = entries_[i].entry;
    for (std::string& part : now.parts) {
      if (const auto it = renames.names.find(part); it != renames.names.end()) part = it->second;
    }
    if (now == entries_[i].entry) continue;
    Normalize(now);
    before.emplace_back(i, std::exchange(entries_[i].entry, std::move(now)));
    Index(i);
  }
  Accept(violations, accepted);
  for (auto& [i, entry] : before) {
    entries_[i].renamed = entries_[i].used;
    if (!entries_[i].used) entries_[i].entry = std::move(entry);
  }
  return renames.note;
}

}  // namespace krepis::analyzer
