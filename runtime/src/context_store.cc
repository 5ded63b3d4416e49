#include "krepis/context_store.h"

namespace krepis {

ContextSnapshot::ContextSnapshot(const ContextStore& store) {
  auto held = std::make_shared<Held>();
  for (const ContextEntry* entry = store.innermost_; entry != nullptr; entry = entry->outer) {
    if (!store.IsVisible(*entry)) continue;
    std::shared_ptr<const void> value = entry->copy(entry->value);
    if (value == nullptr) continue;
    held->entries.push_back({.key = entry->key, .value = value.get(), .copy = entry->copy});
    held->values.push_back(std::move(value));
  }
  for (size_t i = 1; i < held->entries.size(); ++i) {
    held->entries[i - 1].outer = &held->entries[i];
  }
  held_ = std::move(held);
}

ContextStore ContextSnapshot::store() const noexcept {
  return held_ == nullptr || held_->entries.empty() ? ContextStore()
                                                    : ContextStore(&held_->entries.front());
}

}  // namespace krepis
