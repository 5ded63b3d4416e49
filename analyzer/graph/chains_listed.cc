// Chains of frameworks whose pipelines list their behaviours in their type: App<A, B>.
#include <algorithm>
#include <tuple>

#include "analyzer/graph/chains_builder.h"

namespace krepis::analyzer {
namespace {

/// Of one type; no program lists that many.
constexpr size_t kMaxListed = 256;

}  // namespace

/// What the type of a pipeline lists, in order.
std::vector<ChainBuilder::Listed> ChainBuilder::ListOf(const Preset& preset, InFile pipeline) {
  std::vector<Listed> list;
  for (const PlacedEvent& event : ExpandedOf(pipeline).events) {
    if (event.event == nullptr || !event.event->listed) continue;
    for (const PlacedEvent::Entry& entry : event.entries) {
      if (list.size() < kMaxListed)
        list.push_back({entry.entry, index_.Class(preset, *entry.entry)});
    }
    break;
  }
  return list;
}

/// The place of a behaviour in the list, or npos.
size_t ChainBuilder::RankOf(const Preset& preset, const std::vector<Listed>& list,
                            const RegistrationEntry& entry) const {
  const BehaviorClass* named = index_.Class(preset, entry);
  for (size_t i = 0; i < list.size(); ++i) {
    const std::vector<std::string>& symbols = list[i].entry->symbols;
    const bool same =
        named != nullptr || list[i].type != nullptr
            ? named == list[i].type
            : std::any_of(symbols.begin(), symbols.end(), [&](const std::string& symbol) {
                return std::find(entry.symbols.begin(), entry.symbols.end(), symbol) !=
                       entry.symbols.end();
              });
    if (same) return i;
  }
  return Preset::npos;
}

/// Adds what the type lists and what runs for every route; what runs only where it is named has
/// its place in the order there.
void ChainBuilder::AddListed(const Preset& preset, const PlacedEvent& event,
                             std::vector<Layer>& layers) {
  for (size_t i = 0; i < event.entries.size(); ++i) {
    if (i == kMaxListed) {
      layers.push_back(Barrier(event.file, event.location, "(more behaviours than are followed)"));
      layers.back().list_rank = i;
      break;
    }
    const RegistrationEntry& entry = *event.entries[i].entry;
    const BehaviorClass* type = index_.Class(preset, entry);
    const std::optional<bool> local =
        type == nullptr ? std::nullopt : index_.Derives(*type, preset.local_bases);
    if (local.value_or(false)) continue;
    Layer& layer = layers.emplace_back(LayerOf(preset, event.entries[i]));
    layer.list_rank = i;
    layer.conditions = event.conditions;
    // A class of which not everything is to be seen may run only where it is named.
    layer.doubtful |= !local && preset.FindBehavior(entry.symbols) == nullptr;
  }
}

/// Puts what covers a route of such a pipeline in order: what runs for every route, then what the
/// route or its groups name, each in the order of the list and once.
void ChainBuilder::OrderListed(const std::vector<Listed>& list, bool alone,
                               std::vector<Layer>& covering) {
  if (alone) {
    std::erase_if(covering, [](const Layer& layer) { return layer.local && !layer.handler; });
  }
  const auto key = [](const Layer& layer) {
    return std::tuple(layer.handler, layer.local, layer.list_rank);
  };
  const auto locals = std::count_if(covering.begin(), covering.end(), [](const Layer& layer) {
    return layer.local && !layer.handler;
  });
  for (Layer& layer : covering) {
    // Without the list nothing says in which order they run.
    if (layer.local && !layer.handler && list.empty() && locals > 1) layer.unknown = true;
  }
  std::stable_sort(covering.begin(), covering.end(),
                   [&](const Layer& a, const Layer& b) { return key(a) < key(b); });
  const auto same = [&](const Layer& a, const Layer& b) {
    return a.local && b.local && !a.handler && !b.handler && a.list_rank != Preset::npos &&
           a.list_rank == b.list_rank && a.conditions == b.conditions;
  };
  covering.erase(std::unique(covering.begin(), covering.end(), same), covering.end());
}

}  // namespace krepis::analyzer
