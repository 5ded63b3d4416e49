#include "analyzer/core/interner.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>
#include <utility>

namespace krepis::analyzer {
namespace {
constexpr size_t kChunkBytes = 64 * 1024;
constexpr size_t kMinSlots = 16;
}  // namespace

StringInterner::StringInterner() : slots_(kMinSlots) { views_.emplace_back(); }

StringId StringInterner::Intern(std::string_view text) {
  if (text.empty()) return StringId{0};
  const uint32_t hash = HashOf(text);
  size_t slot = SlotOf(text, hash);
  if (!IsNone(slots_[slot].id)) return slots_[slot].id;
  if (2 * views_.size() >= slots_.size()) {
    Rehash(2 * slots_.size());
    slot = SlotOf(text, hash);
  }
  const StringId id{static_cast<uint32_t>(views_.size())};
  views_.push_back(Copy(text));
  slots_[slot] = {hash, id};
  return id;
}

StringId StringInterner::Find(std::string_view text) const {
  return text.empty() ? StringId{0} : slots_[SlotOf(text, HashOf(text))].id;
}

void StringInterner::Reserve(size_t strings) {
  views_.reserve(strings + 1);
  const size_t slots = std::bit_ceil(2 * (strings + 1));
  if (slots > slots_.size()) Rehash(slots);
}

uint32_t StringInterner::HashOf(std::string_view text) {
  return static_cast<uint32_t>(std::hash<std::string_view>()(text));
}

size_t StringInterner::SlotOf(std::string_view text, uint32_t hash) const {
  const size_t mask = slots_.size() - 1;
  size_t slot = hash & mask;
  while (!IsNone(slots_[slot].id) && (slots_[slot].hash != hash || View(slots_[slot].id) != text))
    slot = (slot + 1) & mask;
  return slot;
}

void StringInterner::Rehash(size_t slots) {
  const std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(slots));
  const size_t mask = slots_.size() - 1;
  for (const Slot& one : before) {
    if (IsNone(one.id)) continue;
    size_t slot = one.hash & mask;
    while (!IsNone(slots_[slot].id)) slot = (slot + 1) & mask;
    slots_[slot] = one;
  }
}

std::string_view StringInterner::Copy(std::string_view text) {
  if (chunk_used_ + text.size() > chunk_size_) {
    chunk_size_ = std::max(kChunkBytes, text.size());
    chunks_.push_back(std::make_unique<char[]>(chunk_size_));
    chunk_used_ = 0;
  }
  char* to = chunks_.back().get() + chunk_used_;
  std::memcpy(to, text.data(), text.size());
  chunk_used_ += text.size();
  return {to, text.size()};
}

}  // namespace krepis::analyzer
