#include "krepis/chain_registry.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace krepis {
namespace {

using Code = PipelineError::Code;

size_t Hash(const PipelineRoute& route, const HandlerBase& handler) noexcept {
  constexpr size_t kOdd = 0x9E3779B97F4A7C15;
  std::hash<std::string_view> text;
  size_t hash = text(route.id) * kOdd + text(route.group);
  hash = hash * kOdd + std::hash<const void*>()(&handler);
  for (std::string_view tag : route.tags) hash += text(tag) * kOdd;  // in any order
  return hash ^ hash >> 32;
}

/// Whether two lists of tags select the same.
bool SameTags(std::span<const std::string_view> asked, std::span<const std::string> kept) noexcept {
  if (asked.size() != kept.size()) return false;
  return std::ranges::all_of(
             asked,
             [&](std::string_view tag) { return std::ranges::find(kept, tag) != kept.end(); }) &&
         std::ranges::all_of(kept, [&](std::string_view tag) {
           return std::ranges::find(asked, tag) != asked.end();
         });
}

}  // namespace

/// A hash table that is read without a lock: slots are only ever filled. When it is half full it is
/// replaced by a larger one; readers may still be in the old one, which therefore stays.
struct ChainRegistry::Table {
  struct Slot {
    size_t hash = 0;  // written before `chain`
    std::atomic<const ChainBase*> chain{nullptr};
  };

  explicit Table(size_t capacity) : slots(capacity) {}

  void Insert(size_t hash, const ChainBase& chain) noexcept {
    size_t at = hash & (slots.size() - 1);
    while (slots[at].chain.load(std::memory_order_relaxed) != nullptr) {
      at = (at + 1) & (slots.size() - 1);
    }
    slots[at].hash = hash;
    slots[at].chain.store(&chain, std::memory_order_release);
    ++size;
  }

  std::vector<Slot> slots;  // a power of two
  size_t size = 0;
};

ChainRegistry::ChainRegistry(Plan plan, MakeChain make) : plan_(std::move(plan)), make_(make) {}

ChainRegistry::~ChainRegistry() = default;

const ChainBase* ChainRegistry::Find(const PipelineRoute& route, const HandlerBase& handler,
                                     size_t hash) const noexcept {
  const Table* table = table_.load(std::memory_order_acquire);
  if (table == nullptr) return nullptr;
  for (size_t at = hash;; ++at) {
    const Table::Slot& slot = table->slots[at & (table->slots.size() - 1)];
    const ChainBase* chain = slot.chain.load(std::memory_order_acquire);
    if (chain == nullptr) return nullptr;
    if (slot.hash == hash && chain->route() == route.id && chain->group() == route.group &&
        &chain->handler_base() == &handler && SameTags(route.tags, chain->tags())) {
      return chain;
    }
  }
}

Result<const ChainBase*, PipelineError> ChainRegistry::Chain(const PipelineRoute& route,
                                                             HandlerBase& handler) const {
  const size_t hash = Hash(route, handler);
  if (const ChainBase* found = Find(route, handler, hash)) return found;

  std::lock_guard lock(mutex_);
  if (const ChainBase* found = Find(route, handler, hash)) return found;
  if (chains_.size() >= plan_.max_chains) {
    return PipelineError{Code::kTooManyChains, "", std::string(route.id),
                         "route \"" + std::string(route.id) +
                             "\": " + std::to_string(plan_.max_chains) +
                             " chains are cached already; use route ids, not concrete paths, or "
                             "raise the bound with set_max_chains"};
  }
  auto parts = Merge(route);
  if (!parts) return std::move(parts).error();
  parts->handler = &handler;
  chains_.push_back(make_(std::move(parts).value()));
  Publish(hash);
  return chains_.back().get();
}

void ChainRegistry::Publish(size_t hash) const {
  if (tables_.empty() || 2 * (tables_.back()->size + 1) > tables_.back()->slots.size()) {
    auto grown = std::make_unique<Table>(tables_.empty() ? 16 : 2 * tables_.back()->slots.size());
    if (!tables_.empty()) {
      for (const Table::Slot& slot : tables_.back()->slots) {
        const ChainBase* chain = slot.chain.load(std::memory_order_relaxed);
        if (chain != nullptr) grown->Insert(slot.hash, *chain);
      }
    }
    tables_.push_back(std::move(grown));
  }
  tables_.back()->Insert(hash, *chains_.back());
  table_.store(tables_.back().get(), std::memory_order_release);
}

size_t ChainRegistry::chain_count() const {
  std::lock_guard lock(mutex_);
  return chains_.size();
}

std::vector<std::string> ChainRegistry::UnusedRegistrations() const {
  std::lock_guard lock(mutex_);
  std::vector<std::string> unused;
  for (const Registration& registration : plan_.registrations) {
    if (registration.scope == Scope::kGlobal) continue;
    bool used = std::ranges::any_of(chains_, [&](const auto& chain) {
      return std::ranges::any_of(chain->links(), [&](const PipelineLink& link) {
        return link.behavior == registration.behavior.get();
      });
    });
    if (!used) unused.push_back(registration.name + " (" + registration.Place() + ")");
  }
  return unused;
}

}  // namespace krepis
