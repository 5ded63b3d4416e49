#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "krepis/result.h"
#include "krepis/service_error.h"
#include "krepis/type_key.h"
#include "krepis/type_name.h"

namespace krepis {

class ServiceProvider;

/// A static list of the services that something is made of, in the order of its constructor's
/// parameters: `using Dependencies = ServiceList<Connection, Clock>;`
template <class... Services>
struct ServiceList {};

/// How long a service lives. There is no transient lifetime: what is made anew for each user is a
/// member of that user.
enum class Lifetime : uint8_t {
  kSingleton,  ///< one for the provider, made by Build(); shared by threads
  kScoped,     ///< one per execution, made when first asked for
};

namespace internal {

/// Another service, by type and by name.
struct ServiceReference {
  TypeKey key;
  std::string_view name;
};

/// How one service is made and destroyed. `make` constructs in `storage` from the services of
/// `dependencies` in order, and returns the object as the registered type.
struct ServiceRecord {
  ServiceReference service;
  Lifetime lifetime;
  size_t size;
  size_t alignment;
  std::vector<ServiceReference> dependencies;
  std::function<void*(void* storage, void* const* dependencies)> make;
  void (*destroy)(void* storage) noexcept;  // null: nothing to destroy
};

/// Someone who is no service and depends on some.
struct ServiceConsumer {
  std::string name;
  std::vector<ServiceReference> dependencies;
};

template <class T>
ServiceReference ReferenceTo() {
  static_assert(!std::is_const_v<T> && !std::is_reference_v<T>, "name the plain type");
  return {TypeKey::Of<T>(), TypeName<T>()};
}

template <class T>
struct DependenciesOf {
  using Type = ServiceList<>;
};
template <class T>
  requires requires { typename T::Dependencies; }
struct DependenciesOf<T> {
  using Type = typename T::Dependencies;
};

}  // namespace internal

/// Registers services once, at start; Build() checks that they fit together and makes the
/// singletons. Not thread-safe.
///
///     class SqlOrders final : public OrderStore {
///      public:
///       using Dependencies = ServiceList<Connection, Clock>;
///       SqlOrders(Connection& connection, Clock& clock);
///
///     ServiceCollection services;
///     services.AddSingleton<Clock, SystemClock>();
///     services.AddScoped<Connection>(ServiceList<Pool>(), [](Pool& pool) { return pool.Take(); });
///     services.AddScoped<OrderStore, SqlOrders>();
///     services.Require<OrderStore>("place-order");
///     auto provider = std::move(services).Build();
class ServiceCollection {
 public:
  /// Makes an Implementation for who asks for a Service, its base class or itself. Its constructor
  /// takes references to its `Dependencies` (none if it declares none).
  template <class Service, class Implementation = Service>
  void AddSingleton() {
    AddConstructed<Service, Implementation>(
        Lifetime::kSingleton, typename internal::DependenciesOf<Implementation>::Type());
  }
  template <class Service, class Implementation = Service>
  void AddScoped() {
    AddConstructed<Service, Implementation>(
        Lifetime::kScoped, typename internal::DependenciesOf<Implementation>::Type());
  }

  /// The same, made by a function of the dependencies that returns the implementation by value.
  /// The function of a scoped service is called from any thread, several at once.
  template <class Service, class... Dependencies, class Factory>
  void AddSingleton(ServiceList<Dependencies...> dependencies, Factory factory) {
    AddMade<Service>(Lifetime::kSingleton, dependencies, std::move(factory));
  }
  template <class Service, class... Dependencies, class Factory>
  void AddScoped(ServiceList<Dependencies...> dependencies, Factory factory) {
    AddMade<Service>(Lifetime::kScoped, dependencies, std::move(factory));
  }

  /// An object that exists already and outlives the provider; it is not destroyed.
  template <class Service>
  void AddInstance(Service& object) {
    records_.push_back({.service = internal::ReferenceTo<Service>(),
                        .lifetime = Lifetime::kSingleton,
                        .size = 0,
                        .alignment = 1,
                        .dependencies = {},
                        .make = [&object](void*, void* const*) -> void* { return &object; },
                        .destroy = nullptr});
  }

  /// States that `who`, a behaviour or a handler, asks for these services, so that Build() fails
  /// when one is not registered.
  template <class... Services>
  void Require(std::string_view who) {
    consumers_.push_back({std::string(who), {internal::ReferenceTo<Services>()...}});
  }

  /// Checks the graph, then makes the singletons, dependencies first. Errors: see ServiceError;
  /// the first in order of registration. Singletons made before a failure are destroyed again.
  Result<std::unique_ptr<ServiceProvider>, ServiceError> Build() &&;

 private:
  template <class Service, class Implementation, class... Dependencies>
  void AddConstructed(Lifetime lifetime, ServiceList<Dependencies...> dependencies) {
    static_assert(std::constructible_from<Implementation, Dependencies&...>,
                  "the constructor takes references to the services of Dependencies, in order");
    AddMade<Service>(lifetime, dependencies,
                     [](Dependencies&... services) { return Implementation(services...); });
  }

  template <class Service, class... Dependencies, class Factory>
  void AddMade(Lifetime lifetime, ServiceList<Dependencies...>, Factory factory) {
    using Implementation = std::invoke_result_t<Factory&, Dependencies&...>;
    static_assert(
        std::same_as<Service, Implementation> || std::derived_from<Implementation, Service>,
        "the implementation is a Service");
    records_.push_back(
        {.service = internal::ReferenceTo<Service>(),
         .lifetime = lifetime,
         .size = sizeof(Implementation),
         .alignment = alignof(Implementation),
         .dependencies = {internal::ReferenceTo<Dependencies>()...},
         .make = [factory = std::move(factory)](void* storage, void* const* dependencies) -> void* {
           return MakeFrom<Service, Implementation, Dependencies...>(
               factory, storage, dependencies, std::index_sequence_for<Dependencies...>());
         },
         .destroy =
             [](void* storage) noexcept {
               std::destroy_at(std::launder(static_cast<Implementation*>(storage)));
             }});
  }

  template <class Service, class Implementation, class... Dependencies, class Factory,
            size_t... Indices>
  static Service* MakeFrom(const Factory& factory, void* storage,
                           [[maybe_unused]] void* const* dependencies,
                           std::index_sequence<Indices...>) {
    return ::new (storage)
        Implementation(factory(*static_cast<Dependencies*>(dependencies[Indices])...));
  }

  std::vector<internal::ServiceRecord> records_;
  std::vector<internal::ServiceConsumer> consumers_;
};

}  // namespace krepis
