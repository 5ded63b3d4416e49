#include "krepis/pipeline_items.h"

#include <bit>
#include <utility>

namespace krepis {
namespace {

constexpr uint32_t Bit(size_t index) { return uint32_t{1} << index; }

}  // namespace

void PipelineItems::Block::Clear() noexcept {
  delete std::exchange(more, nullptr);
  while (used != 0) Destroy(static_cast<size_t>(std::bit_width(used)) - 1);
}

size_t PipelineItems::Block::IndexOf(const void* key) const noexcept {
  for (size_t i = 0; i < kInlineItems; ++i) {
    if ((used & Bit(i)) != 0 && keys[i] == key) return i;
  }
  return kInlineItems;
}

void PipelineItems::Block::Destroy(size_t index) noexcept {
  used &= ~Bit(index);
  if (slots[index].destroy != nullptr) slots[index].destroy(slots[index].value);
}

PipelineItems::Slot* PipelineItems::FindSlot(const void* key) noexcept {
  for (Block* block = &first_; block != nullptr; block = block->more) {
    const size_t index = block->IndexOf(key);
    if (index != kInlineItems) return &block->slots[index];
  }
  return nullptr;
}

PipelineItems::Slot& PipelineItems::Claim(const void* key) {
  EraseSlot(key);
  for (Block* block = &first_;; block = block->more) {
    const size_t index = static_cast<size_t>(std::countr_one(block->used));
    if (index < kInlineItems) {
      block->used |= Bit(index);
      block->keys[index] = key;
      block->slots[index].destroy = nullptr;
      return block->slots[index];
    }
    if (block->more == nullptr) block->more = new Block;
  }
}

bool PipelineItems::EraseSlot(const void* key) noexcept {
  for (Block* block = &first_; block != nullptr; block = block->more) {
    const size_t index = block->IndexOf(key);
    if (index == kInlineItems) continue;
    block->Destroy(index);
    return true;
  }
  return false;
}

}  // namespace krepis
