#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>

namespace krepis {

/// Names one item of a context. The key's identity is its address, so it is a namespace-scope
/// constant that behaviours share, or a member of the behaviour that keeps the item to itself:
/// `inline constexpr ItemKey<TraceId> kTraceId{"trace-id"};`
///
/// It must outlive the contexts it is used with. `name` is for people and need not be unique.
template <class T>
class ItemKey {
 public:
  constexpr explicit ItemKey(std::string_view name) : name_(name) {}
  ItemKey(const ItemKey&) = delete;
  ItemKey& operator=(const ItemKey&) = delete;

  constexpr std::string_view name() const { return name_; }

 private:
  std::string_view name_;
};

/// What behaviours leave for one another in a context: values by typed key.
///
/// The first kInlineItems live inside the context; more of them cost one allocation per
/// kInlineItems. Values keep their address until erased or replaced. Not thread-safe, like the
/// context.
class PipelineItems {
 public:
  static constexpr size_t kInlineItems = 8;
  static constexpr size_t kMaxItemSize = 32;

  PipelineItems() = default;
  PipelineItems(const PipelineItems&) = delete;
  PipelineItems& operator=(const PipelineItems&) = delete;

  /// Stores `value` under `key`, in place of what was there. Larger things are stored by pointer.
  template <class T>
  T& Set(const ItemKey<T>& key, std::type_identity_t<T> value) {
    static_assert(sizeof(T) <= kMaxItemSize, "store a pointer to it");
    static_assert(alignof(T) <= alignof(std::max_align_t));
    static_assert(std::is_nothrow_move_constructible_v<T> && std::is_nothrow_destructible_v<T>);
    Slot& slot = Claim(&key);
    T* item = std::construct_at(reinterpret_cast<T*>(slot.value), std::move(value));
    if constexpr (!std::is_trivially_destructible_v<T>) {
      slot.destroy = [](void* stored) noexcept { std::destroy_at(static_cast<T*>(stored)); };
    }
    return *item;
  }

  /// The item, or null. Valid until it is erased or replaced.
  template <class T>
  T* Find(const ItemKey<T>& key) {
    Slot* slot = FindSlot(&key);
    return slot == nullptr ? nullptr : std::launder(reinterpret_cast<T*>(slot->value));
  }
  template <class T>
  const T* Find(const ItemKey<T>& key) const {
    return const_cast<PipelineItems*>(this)->Find(key);
  }

  /// Destroys the item; false when there was none.
  template <class T>
  bool Erase(const ItemKey<T>& key) {
    return EraseSlot(&key);
  }

 private:
  struct Slot {
    alignas(std::max_align_t) std::byte value[kMaxItemSize];
    void (*destroy)(void*) noexcept;
  };
  /// A key and its slot mean something where `used` has the bit of their index.
  struct Block {
    uint32_t used = 0;
    std::array<const void*, kInlineItems> keys;
    std::array<Slot, kInlineItems> slots;
    Block* more = nullptr;  // owned

    Block() {}  // leaves keys and slots as they are
    Block(const Block&) = delete;
    Block& operator=(const Block&) = delete;
    ~Block() {
      if (used != 0 || more != nullptr) [[unlikely]]
        Clear();
    }
    /// Destroys all items, latest block first.
    void Clear() noexcept;
    /// The index of a key, kInlineItems when it is not here.
    size_t IndexOf(const void* key) const noexcept;
    void Destroy(size_t index) noexcept;
  };

  Slot& Claim(const void* key);
  Slot* FindSlot(const void* key) noexcept;
  bool EraseSlot(const void* key) noexcept;

  Block first_;
};

}  // namespace krepis
