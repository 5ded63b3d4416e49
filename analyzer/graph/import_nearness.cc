#include "analyzer/graph/import_nearness.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

/// More files are not looked at: what is near to half of a workspace says little.
constexpr size_t kMaxFiles = 2'000;

}  // namespace

ImportNearness::ImportNearness(const Graph& graph) : graph_(graph) {}

bool ImportNearness::AreNear(uint32_t from, uint32_t to) {
  const auto [known, added] = known_.try_emplace(uint64_t{from} << 32 | to);
  if (added) {
    known->second = IsNear(from, to) || IsNear(to, from);
    answers_.push_back({from, to, known->second});
  }
  return known->second;
}

bool ImportNearness::IsNear(uint32_t from, uint32_t to) {
  std::vector<uint32_t>& near = near_[from];
  if (near.empty()) {
    seen_.resize(graph_.file_count());
    ++search_;
    const auto add = [&](uint32_t file) {
      if (seen_[file] == search_) return;
      seen_[file] = search_;
      near.push_back(file);
    };
    add(from);
    size_t begin = 0;
    for (int step = 0; step < kImports; ++step) {
      const size_t end = near.size();
      for (; begin < end && near.size() < kMaxFiles; ++begin) {
        for (const Edge& edge : graph_.Out(NodeId{near[begin] + 1})) {
          if (graph_.is_file(edge.to)) add(Index(edge.to) - 1);
        }
      }
    }
    std::sort(near.begin(), near.end());
  }
  return std::binary_search(near.begin(), near.end(), to);
}

}  // namespace krepis::analyzer
