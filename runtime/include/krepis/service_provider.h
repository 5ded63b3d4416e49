#pragma once

#include <array>
#include <atomic>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "krepis/service_collection.h"
#include "krepis/type_key.h"

namespace krepis {

namespace internal {
struct ServiceBlock;
}  // namespace internal

/// The services of a program: the singletons, and how to make the scoped ones. Made by
/// ServiceCollection::Build(). Immutable and thread-safe; outlives its scopes. Destroys the
/// singletons, latest made first.
class ServiceProvider {
 public:
  ServiceProvider(const ServiceProvider&) = delete;
  ServiceProvider& operator=(const ServiceProvider&) = delete;
  ~ServiceProvider();

  /// The singleton, or null when T is not registered as one.
  template <class T>
  T* Find() const noexcept {
    uint32_t index = IndexOf(TypeKey::Of<T>());
    return index == kNone ? nullptr : static_cast<T*>(services_[index].singleton);
  }

 private:
  friend class ServiceCollection;
  friend class ServiceScope;

  static constexpr uint32_t kNone = UINT32_MAX;

  struct Service {
    internal::ServiceRecord record;
    std::vector<uint32_t> dependencies;
    /// The scoped services it needs, directly or not, and itself; each after what it needs.
    std::vector<uint32_t> plan;
    void* singleton = nullptr;  // as the registered type; null when scoped
    size_t offset = 0;          // of its storage in a block
  };
  /// Of a hash table by type, open-addressed.
  struct Slot {
    TypeKey key;
    uint32_t index = kNone;
  };
  /// Memory for services: one block for the singletons, and one for each scope.
  struct Layout {
    size_t size = 0;
    size_t alignment = 1;
  };

  /// `order` has the services, each after what it needs.
  ServiceProvider(std::vector<Service> services, const std::vector<uint32_t>& order);
  Result<void, ServiceError> MakeSingletons(const std::vector<uint32_t>& order);

  Layout LayOut(Lifetime lifetime);
  uint32_t IndexOf(TypeKey key) const noexcept;
  void* Make(internal::ServiceBlock& block, uint32_t index) const;
  void Destroy(internal::ServiceBlock& block) const noexcept;

  internal::ServiceBlock* NewBlock(const Layout& layout) const;
  void FreeBlock(internal::ServiceBlock* block, const Layout& layout) const noexcept;
  internal::ServiceBlock* TakeBlock() const;
  void ReturnBlock(internal::ServiceBlock* block) const noexcept;

  std::vector<Service> services_;
  std::vector<Slot> table_;
  size_t most_dependencies_ = 0;
  Layout singleton_layout_;
  Layout scope_layout_;
  internal::ServiceBlock* singletons_ = nullptr;
  /// Blocks of ended scopes, for later ones: at most one in each. Threads spread over them.
  mutable std::array<std::atomic<internal::ServiceBlock*>, 16> spare_{};
};

/// The scoped services of one execution, each made when it is first asked for, with what it needs.
/// Destroyed together, latest made first.
///
/// Memory for all of them is one block, reused by later scopes: after a warm-up a scope allocates
/// nothing of its own. Not thread-safe, like the context it belongs to.
class ServiceScope {
 public:
  /// Finds nothing.
  ServiceScope() = default;
  /// `provider` must outlive the scope.
  explicit ServiceScope(const ServiceProvider& provider) noexcept : provider_(&provider) {}
  ServiceScope(const ServiceScope&) = delete;
  ServiceScope& operator=(const ServiceScope&) = delete;
  ~ServiceScope() { Dispose(); }

  /// The service, singleton or scoped, or null when it is not registered. Lives as long as the
  /// scope (a singleton as long as the provider). Throws what its constructor throws, and
  /// std::bad_alloc; a later call tries again.
  template <class T>
  T* Find() {
    return static_cast<T*>(FindByKey(TypeKey::Of<T>()));
  }
  /// The same for a service that ServiceCollection::Require() has made sure of.
  template <class T>
  T& Get() {
    T* service = Find<T>();
    assert(service != nullptr && "not registered: state it with ServiceCollection::Require");
    return *service;
  }

  /// Destroys what was made, latest first; the next Find() begins anew.
  void Dispose() noexcept {
    if (block_ != nullptr) DisposeBlock();
  }

  /// Null for a scope that finds nothing.
  const ServiceProvider* provider() const noexcept { return provider_; }

 private:
  friend class PipelineContext;

  void* FindByKey(TypeKey key);
  void DisposeBlock() noexcept;

  const ServiceProvider* provider_ = nullptr;
  internal::ServiceBlock* block_ = nullptr;  // null until a scoped service is made
};

}  // namespace krepis
