#pragma once

#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace krepis {

class PipelineContext;

/// Whether a value may appear in logs.
enum class Sensitivity : bool { kPublic, kSensitive };

/// The part of a ContextKey that does not depend on its type.
class ContextKeyBase {
 public:
  ContextKeyBase(const ContextKeyBase&) = delete;
  ContextKeyBase& operator=(const ContextKeyBase&) = delete;

  constexpr std::string_view name() const noexcept { return name_; }
  constexpr bool sensitive() const noexcept { return sensitivity_ == Sensitivity::kSensitive; }

 protected:
  constexpr ContextKeyBase(std::string_view name, Sensitivity sensitivity) noexcept
      : name_(name), sensitivity_(sensitivity) {}

 private:
  std::string_view name_;
  Sensitivity sensitivity_;
};

/// Names one value of the context store. The key's identity is its address, as with ItemKey:
/// `inline constexpr ContextKey<TenantId> kTenant{"tenant"};`. It must outlive the stores it is
/// used with. `name` is for people and need not be unique.
template <class T>
class ContextKey : public ContextKeyBase {
 public:
  constexpr explicit ContextKey(std::string_view name,
                                Sensitivity sensitivity = Sensitivity::kPublic) noexcept
      : ContextKeyBase(name, sensitivity) {}
};

/// One value of a store and the link to what was there before it. Made by ContextScope and
/// ContextSnapshot.
struct ContextEntry {
  using Copy = std::shared_ptr<const void> (*)(const void*);

  const ContextEntry* outer = nullptr;
  const ContextKeyBase* key = nullptr;
  const void* value = nullptr;
  Copy copy = nullptr;
};

/// What is known around the current point of an execution: trace id, tenant, identity. Immutable:
/// a value is added by opening a ContextScope, is seen by what runs inside that, and by nothing
/// outside. Nothing is thread-local: a store travels only where it is passed.
///
/// Items (PipelineItems) are the other bag: one per context, written by anyone, seen by everyone.
///
/// A view of the scopes around it: copy it freely, do not keep it past them. Any thread may read.
class ContextStore {
 public:
  /// Empty.
  constexpr ContextStore() = default;

  /// The value of the innermost scope of this key, or null.
  template <class T>
  const T* Find(const ContextKey<T>& key) const noexcept {
    for (const ContextEntry* entry = innermost_; entry != nullptr; entry = entry->outer) {
      if (entry->key == &key) return static_cast<const T*>(entry->value);
    }
    return nullptr;
  }

  /// Calls `visit(const ContextKeyBase&)` for every key that has a value, innermost first.
  template <class Visitor>
  void ForEachKey(Visitor visit) const {
    for (const ContextEntry* entry = innermost_; entry != nullptr; entry = entry->outer) {
      if (IsVisible(*entry)) visit(*entry->key);
    }
  }

 private:
  friend class ContextScopeBase;
  friend class ContextSnapshot;

  constexpr explicit ContextStore(const ContextEntry* innermost) noexcept : innermost_(innermost) {}
  /// Whether no scope inside has the same key.
  bool IsVisible(const ContextEntry& candidate) const noexcept {
    const ContextEntry* entry = innermost_;
    while (entry->key != candidate.key) entry = entry->outer;
    return entry == &candidate;
  }

  const ContextEntry* innermost_ = nullptr;
};

/// The part of a ContextScope that does not depend on its type.
class ContextScopeBase {
 public:
  ContextScopeBase(const ContextScopeBase&) = delete;
  ContextScopeBase& operator=(const ContextScopeBase&) = delete;

 protected:
  ContextScopeBase(PipelineContext& context, const ContextKeyBase& key, const void* value,
                   ContextEntry::Copy copy) noexcept;
  ~ContextScopeBase();

 private:
  PipelineContext& context_;
  ContextEntry entry_;
};

/// Gives what runs inside this scope a value in the context's store, in place of an outer one of
/// the same key. Scopes nest strictly, as local variables do. No allocation.
///
///     ContextScope tenant(context, kTenant, TenantOf(request));
///     return next(context);
template <class T>
class [[nodiscard]] ContextScope : private ContextScopeBase {
 public:
  ContextScope(PipelineContext& context, const ContextKey<T>& key,
               std::type_identity_t<T> value) noexcept(std::is_nothrow_move_constructible_v<T>)
      : ContextScopeBase(context, key, std::addressof(value_), &CopyOf), value_(std::move(value)) {}

  const T& value() const noexcept { return value_; }

 private:
  static std::shared_ptr<const void> CopyOf(const void* value) {
    if constexpr (std::is_copy_constructible_v<T>) {
      return std::make_shared<const T>(*static_cast<const T*>(value));
    } else {
      return nullptr;
    }
  }

  T value_;
};

/// A copy of a store that lives on its own: how values cross to another thread, a queue, or work
/// that outlives the execution. Values whose type cannot be copied are left out.
///
///     ContextSnapshot snapshot(context.store());
///     queue.Push([snapshot] { PipelineContext later("event", "mail"); later.Adopt(snapshot); … });
///
/// Copies share the values. Any thread may read one.
class ContextSnapshot {
 public:
  ContextSnapshot() = default;
  explicit ContextSnapshot(const ContextStore& store);

  /// Valid as long as this snapshot or a copy of it.
  ContextStore store() const noexcept;

 private:
  struct Held {
    std::vector<std::shared_ptr<const void>> values;
    std::vector<ContextEntry> entries;
  };
  std::shared_ptr<const Held> held_;
};

}  // namespace krepis
