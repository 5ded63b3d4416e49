#include "krepis/frame_arena.h"

#include <algorithm>
#include <cassert>

#ifdef KREPIS_POISONS_FRAMES
#include <sanitizer/asan_interface.h>
#endif

namespace krepis {

FrameArena::FrameArena(std::span<std::byte> memory) noexcept : end_(memory.data() + memory.size()) {
  size_t past = reinterpret_cast<uintptr_t>(memory.data()) % kAlignment;
  size_t skip = past == 0 ? 0 : kAlignment - past;
  begin_ = top_ = peak_ = memory.data() + std::min(skip, memory.size());
  Poison(begin_, end_);
}

FrameArena::~FrameArena() {
  assert(last_ == nullptr);
  Unpoison(begin_, end_);
}

void* FrameArena::AllocateOnHeap(size_t size) {
  return new (::operator new(sizeof(Header) + size)) Header{nullptr, 0} + 1;
}

void FrameArena::FreeOnHeap(Header* header) noexcept { ::operator delete(header); }

void FrameArena::Poison([[maybe_unused]] std::byte* begin,
                        [[maybe_unused]] std::byte* end) noexcept {
#ifdef KREPIS_POISONS_FRAMES
  ASAN_POISON_MEMORY_REGION(begin, static_cast<size_t>(end - begin));
#endif
}

void FrameArena::Unpoison([[maybe_unused]] std::byte* begin,
                          [[maybe_unused]] std::byte* end) noexcept {
#ifdef KREPIS_POISONS_FRAMES
  ASAN_UNPOISON_MEMORY_REGION(begin, static_cast<size_t>(end - begin));
#endif
}

}  // namespace krepis
