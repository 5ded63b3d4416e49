#include "krepis/pipeline_items.h"

namespace krepis {

PipelineItems::~PipelineItems() = default;

PipelineItems::Block::~Block() {
  more.reset();
  for (size_t i = kInlineItems; i-- > 0;) {
    if (keys[i] != nullptr) Destroy(i);
  }
}

void PipelineItems::Block::Destroy(size_t index) noexcept {
  keys[index] = nullptr;
  if (slots[index].destroy != nullptr) slots[index].destroy(slots[index].value);
}

PipelineItems::Slot* PipelineItems::FindSlot(const void* key) noexcept {
  for (Block* block = &first_; block != nullptr; block = block->more.get()) {
    for (size_t i = 0; i < kInlineItems; ++i) {
      if (block->keys[i] == key) return &block->slots[i];
    }
  }
  return nullptr;
}

PipelineItems::Slot& PipelineItems::Claim(const void* key) {
  EraseSlot(key);
  for (Block* block = &first_;; block = block->more.get()) {
    for (size_t i = 0; i < kInlineItems; ++i) {
      if (block->keys[i] != nullptr) continue;
      block->keys[i] = key;
      block->slots[i].destroy = nullptr;
      return block->slots[i];
    }
    if (block->more == nullptr) block->more = std::make_unique<Block>();
  }
}

bool PipelineItems::EraseSlot(const void* key) noexcept {
  for (Block* block = &first_; block != nullptr; block = block->more.get()) {
    for (size_t i = 0; i < kInlineItems; ++i) {
      if (block->keys[i] != key) continue;
      block->Destroy(i);
      return true;
    }
  }
  return false;
}

}  // namespace krepis
