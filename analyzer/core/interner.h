#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "analyzer/core/ids.h"

namespace krepis::analyzer {

/// Strings by id. Views stay valid for the interner's life. Not thread-safe while interning;
/// reading is. One that was moved from can only be destroyed or assigned to.
class StringInterner {
 public:
  StringInterner();

  /// The id of `text`, a new one when it is new. The empty string is id 0.
  StringId Intern(std::string_view text);
  /// The id of `text`, or 0 when it was never interned (or is empty).
  StringId Find(std::string_view text) const;
  std::string_view View(StringId id) const { return views_[Index(id)]; }
  uint32_t size() const { return static_cast<uint32_t>(views_.size()); }
  /// Makes room for so many strings together.
  void Reserve(size_t strings);

 private:
  /// Of the hash table, which has linear probing and a size that is a power of two.
  struct Slot {
    uint32_t hash = 0;
    StringId id{};  // 0: empty
  };

  static uint32_t HashOf(std::string_view text);
  /// Where `text` is, or would be.
  size_t SlotOf(std::string_view text, uint32_t hash) const;
  void Rehash(size_t slots);
  std::string_view Copy(std::string_view text);

  std::vector<std::unique_ptr<char[]>> chunks_;
  size_t chunk_used_ = 0;
  size_t chunk_size_ = 0;
  std::vector<std::string_view> views_;
  std::vector<Slot> slots_;  // half of them empty, at least
};

}  // namespace krepis::analyzer
