#include "analyzer/engine/cut_memory.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include "analyzer/graph/cycles_left.h"

namespace krepis::analyzer {
namespace {

uint64_t HashOf(uint32_t size, std::span<const CostedArc> arcs) {
  uint64_t hash = size;
  const auto mix = [&hash](uint64_t value) {
    hash = (hash ^ value) * 0x9e3779b97f4a7c15;  // 2^64 / golden ratio
    hash ^= hash >> 32;
  };
  for (const CostedArc& arc : arcs) {
    mix(uint64_t{arc.from} << 32 | arc.to);
    mix(arc.cost);
  }
  return hash;
}

class Writer {
 public:
  explicit Writer(std::string& bytes) : bytes_(bytes) {}
  void Put(uint64_t number) {
    bytes_.append(reinterpret_cast<const char*>(&number), sizeof number);
  }

 private:
  std::string& bytes_;
};

/// Numbers as Writer writes them; 0 and not ok() behind the end.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  uint64_t Get() {
    uint64_t number = 0;
    if (bytes_.size() < sizeof number) {
      ok_ = false;
      return 0;
    }
    std::memcpy(&number, bytes_.data(), sizeof number);
    bytes_.remove_prefix(sizeof number);
    return number;
  }
  uint32_t GetSmall() {
    const uint64_t number = Get();
    ok_ = ok_ && number <= UINT32_MAX;
    return static_cast<uint32_t>(number);
  }
  /// How many of so many numbers each follow.
  size_t GetCount(size_t numbers) {
    const uint64_t count = Get();
    ok_ = ok_ && count <= bytes_.size() / (numbers * sizeof count);
    return ok_ ? static_cast<size_t>(count) : 0;
  }
  bool ok() const { return ok_; }
  bool at_end() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

constexpr uint64_t kNotCounted = UINT64_MAX;

}  // namespace

CutChoice ChooseCuts(uint32_t size, std::span<const CostedArc> arcs, uint64_t most) {
  const ArcCut cut = CheapestCut(size, arcs);
  CutChoice choice;
  choice.cost = cut.cost;
  choice.exact = cut.exact;
  std::vector<uint32_t> pending = cut.arcs;
  std::stable_sort(pending.begin(), pending.end(),
                   [&](uint32_t a, uint32_t b) { return arcs[a].cost < arcs[b].cost; });
  CyclesLeft cycles(size, arcs);
  while (!pending.empty()) {
    size_t best = 0;
    std::optional<size_t> best_left;
    for (size_t i = 0; i < pending.size(); ++i) {
      if (choice.visits >= most) {
        choice.hurried = true;
        break;
      }
      const size_t left = cycles.CountWithout(pending[i]);
      choice.visits += arcs.size();  // the most that it takes
      if (best_left && left >= *best_left) continue;
      best = i;
      best_left = left;
    }
    cycles.Remove(pending[best]);
    choice.cuts.push_back({pending[best], best_left});
    pending.erase(pending.begin() + static_cast<ptrdiff_t>(best));
  }
  return choice;
}

CutChoice CutMemory::Choose(uint32_t size, std::span<const CostedArc> arcs, uint64_t most) {
  const uint64_t hash = HashOf(size, arcs);
  {
    const std::lock_guard lock(mutex_);
    const auto [begin, end] = known_.equal_range(hash);
    for (auto it = begin; it != end; ++it) {
      Known& known = it->second;
      // Who was not hurried does the same with more.
      const bool as_much =
          known.most == most || (!known.choice.hurried && known.choice.visits <= most);
      if (known.size != size || !as_much || !std::ranges::equal(known.arcs, arcs)) continue;
      known.asked = run_;
      return known.choice;
    }
  }
  CutChoice choice = ChooseCuts(size, arcs, most);
  const std::lock_guard lock(mutex_);
  has_grown_ = true;
  known_.emplace(hash, Known{size, {arcs.begin(), arcs.end()}, most, choice, run_});
  return choice;
}

void CutMemory::BeginRun() {
  const std::lock_guard lock(mutex_);
  ++run_;
  std::erase_if(known_,
                [this](const auto& entry) { return entry.second.asked + kRunsKept < run_; });
}

std::string CutMemory::Save() const {
  const std::lock_guard lock(mutex_);
  std::string bytes;
  Writer writer(bytes);
  for (const auto& [hash, known] : known_) {
    if (known.asked != run_) continue;
    writer.Put(known.size);
    writer.Put(known.most);
    writer.Put(known.arcs.size());
    for (const CostedArc& arc : known.arcs) {
      writer.Put(uint64_t{arc.from} << 32 | arc.to);
      writer.Put(arc.cost);
    }
    const CutChoice& choice = known.choice;
    writer.Put(choice.cost);
    writer.Put(choice.visits);
    writer.Put((choice.exact ? 1 : 0) | (choice.hurried ? 2 : 0));
    writer.Put(choice.cuts.size());
    for (const CutChoice::Cut& cut : choice.cuts) {
      writer.Put(cut.arc);
      writer.Put(cut.left ? *cut.left : kNotCounted);
    }
  }
  return bytes;
}

bool CutMemory::Load(std::string_view bytes) {
  std::unordered_multimap<uint64_t, Known> known_then;
  Reader reader(bytes);
  while (reader.ok() && !reader.at_end()) {
    Known known;
    known.size = reader.GetSmall();
    known.most = reader.Get();
    known.arcs.resize(reader.GetCount(2));
    for (CostedArc& arc : known.arcs) {
      const uint64_t ends = reader.Get();
      arc.from = static_cast<uint32_t>(ends >> 32);
      arc.to = static_cast<uint32_t>(ends);
      arc.cost = reader.Get();
    }
    known.choice.cost = reader.Get();
    known.choice.visits = reader.Get();
    const uint64_t flags = reader.Get();
    known.choice.exact = (flags & 1) != 0;
    known.choice.hurried = (flags & 2) != 0;
    known.choice.cuts.resize(reader.GetCount(2));
    for (CutChoice::Cut& cut : known.choice.cuts) {
      cut.arc = reader.GetSmall();
      const uint64_t left = reader.Get();
      if (left != kNotCounted) cut.left = static_cast<size_t>(left);
      if (cut.arc >= known.arcs.size()) return false;
    }
    const uint64_t hash = HashOf(known.size, known.arcs);
    known_then.emplace(hash, std::move(known));
  }
  if (!reader.ok()) return false;
  const std::lock_guard lock(mutex_);
  run_ = 0;
  has_grown_ = false;
  known_ = std::move(known_then);
  return true;
}

}  // namespace krepis::analyzer
