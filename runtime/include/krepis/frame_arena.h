#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>

#if defined(__SANITIZE_ADDRESS__)
#define KREPIS_POISONS_FRAMES 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KREPIS_POISONS_FRAMES 1
#endif
#endif

namespace krepis {

/// Memory for the coroutine frames of one strand: a stack, because frames nest.
///
/// A frame that does not fit comes from the heap and is counted, so that the arena can be made
/// larger where that matters. Frames freed out of order are reclaimed when those above them are.
/// Under AddressSanitizer freed frames are poisoned. Not thread-safe: one thread at a time.
class FrameArena {
 public:
  /// `memory` must outlive the arena; it need not be initialised.
  explicit FrameArena(std::span<std::byte> memory) noexcept;
  FrameArena(const FrameArena&) = delete;
  FrameArena& operator=(const FrameArena&) = delete;
  /// No frame may be left (assert).
  ~FrameArena();

  /// Memory for `size` bytes, aligned for every fundamental type: from `arena`, or from the heap
  /// when `arena` is null or full. Throws std::bad_alloc when the heap has none either.
  static void* Allocate(size_t size, FrameArena* arena) {
    if (arena != nullptr) {
      size_t need = sizeof(Header) + (size + kAlignment - 1) / kAlignment * kAlignment;
      if (need <= static_cast<size_t>(arena->end_ - arena->top_)) [[likely]] {
        return arena->Push(need);
      }
      ++arena->overflows_;
    }
    return AllocateOnHeap(size);
  }
  /// Gives back what Allocate returned.
  static void Free(void* memory) noexcept {
    Header* header = static_cast<Header*>(memory) - 1;
    if (header->arena == nullptr) {
      FreeOnHeap(header);
    } else {
      header->arena->Pop(header);
    }
  }

  /// Bytes in use, headers included; what the heap had to give is not.
  size_t used() const noexcept { return static_cast<size_t>(top_ - begin_); }
  /// The most that was ever in use.
  size_t peak() const noexcept { return static_cast<size_t>(peak_ - begin_); }
  /// How many frames came from the heap because the arena was full.
  uint64_t overflows() const noexcept { return overflows_; }

 private:
  static constexpr size_t kAlignment = __STDCPP_DEFAULT_NEW_ALIGNMENT__;
  struct alignas(kAlignment) Header {
    FrameArena* arena;  // null: from the heap
    uintptr_t below;    // the header of the frame below, or 0; plus kFreed
  };
  static_assert(sizeof(Header) == 16);
  static constexpr uintptr_t kFreed = 1;
#ifdef KREPIS_POISONS_FRAMES
  static constexpr bool kPoisons = true;
#else
  static constexpr bool kPoisons = false;
#endif

  void* Push(size_t need) noexcept {
    std::byte* bottom = top_;
    top_ += need;
    if (top_ > peak_) [[unlikely]]
      peak_ = top_;
    if constexpr (kPoisons) Unpoison(bottom, top_);
    last_ = new (bottom) Header{this, reinterpret_cast<uintptr_t>(last_)};
    return last_ + 1;
  }
  void Pop(Header* header) noexcept {
    if (header != last_ || (header->below & kFreed) != 0) [[unlikely]] {
      header->below |= kFreed;  // reclaimed with what lies above it
      return;
    }
    std::byte* old_top = top_;
    do {
      top_ = reinterpret_cast<std::byte*>(last_);
      last_ = reinterpret_cast<Header*>(last_->below & ~kFreed);
    } while (last_ != nullptr && (last_->below & kFreed) != 0);
    if constexpr (kPoisons) Poison(top_, old_top);
  }
  static void* AllocateOnHeap(size_t size);
  static void FreeOnHeap(Header* header) noexcept;
  static void Poison(std::byte* begin, std::byte* end) noexcept;
  static void Unpoison(std::byte* begin, std::byte* end) noexcept;

  std::byte* begin_;
  std::byte* end_;
  std::byte* top_;
  std::byte* peak_;
  Header* last_ = nullptr;
  uint64_t overflows_ = 0;
};

}  // namespace krepis
