#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

namespace krepis::analyzer {

/// Memory in blocks that stand in the order of their making and go all at once. What is given back
/// before serves the next block of its size; nothing is joined or handed to the system until
/// Reset(). Blocks are aligned to 8 bytes, which is all that tree-sitter needs. Not thread-safe.
class Arena {
 public:
  /// Called when there is no more memory; must not return.
  using OutOfMemory = void (*)();

  /// Asks the system for `chunk_bytes` at least (a multiple of 8); Reset() keeps up to `kept_bytes`
  /// of them for what comes next.
  Arena(size_t chunk_bytes, size_t kept_bytes, OutOfMemory out_of_memory);
  ~Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  void* Allocate(size_t wanted) {
    const size_t size = RoundUp(wanted);
    Free*& free = free_[ClassOf(size)];
    if (free != nullptr) {
      void* block = free;
      free = free->next;
      return block;
    }
    if (size + sizeof(Header) > Room()) [[unlikely]]
      NextChunk(size + sizeof(Header));
    auto* header = reinterpret_cast<Header*>(next_);
    header->size = size;
    next_ += sizeof(Header) + size;
    return header + 1;
  }

  /// As realloc(); a block that shrinks keeps its size.
  void* Reallocate(void* block, size_t wanted);

  void Release(void* block) {
    if (block == nullptr) return;
    const size_t size = (static_cast<const Header*>(block) - 1)->size;
    if (IsLast(block, size)) {
      next_ -= sizeof(Header) + size;
    } else {
      Free*& free = free_[ClassOf(size)];
      free = new (block) Free{free};
    }
  }

  /// Drops every block.
  void Reset();

 private:
  /// In front of each block: the size of what follows, which is one that RoundUp() gives.
  struct Header {
    uint64_t size;
  };
  /// In a block that was given back.
  struct Free {
    Free* next;
  };
  struct Chunk {
    char* begin;
    size_t size;
  };

  /// Up to here every multiple of 8 is a size; above, there are four to each power of two.
  static constexpr size_t kSmall = 1024;
  static constexpr size_t kSmallClasses = kSmall / 8 + 1;
  static constexpr size_t kClasses = kSmallClasses + size_t{4} * 54;

  size_t RoundUp(size_t wanted) const {
    if (wanted <= kSmall) [[likely]]
      return wanted <= 8 ? 8 : (wanted + 7) & ~size_t{7};
    if (wanted > SIZE_MAX / 4) [[unlikely]]
      out_of_memory_();
    const size_t step = std::bit_floor(wanted - 1) / 4;
    return (wanted + step - 1) & ~(step - 1);
  }
  /// Of a size that RoundUp() gave.
  static size_t ClassOf(size_t size) {
    if (size <= kSmall) [[likely]]
      return size / 8;
    const auto power = static_cast<size_t>(std::bit_width(size - 1));
    return kSmallClasses + (power - 11) * 4 + (((size - 1) >> (power - 3)) & 3);
  }
  /// Bytes behind the last block.
  size_t Room() const { return static_cast<size_t>(end_ - next_); }
  bool IsLast(const void* block, size_t size) const {
    return static_cast<const char*>(block) + size == next_;
  }
  void NextChunk(size_t needed);

  const size_t chunk_bytes_;
  const size_t kept_bytes_;
  const OutOfMemory out_of_memory_;
  std::vector<Chunk> chunks_;
  size_t used_chunks_ = 0;
  char* next_ = nullptr;
  char* end_ = nullptr;
  std::array<Free*, kClasses> free_{};
};

}  // namespace krepis::analyzer
