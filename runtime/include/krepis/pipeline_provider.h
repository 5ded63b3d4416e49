#pragma once

#include <concepts>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "krepis/chain_registry.h"
#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_chain.h"
#include "krepis/pipeline_error.h"
#include "krepis/pipeline_handler.h"
#include "krepis/result.h"

namespace krepis {

/// Owns the behaviours and builds each route's chain, once.
///
/// Made by its Builder; immutable but for the cache. Thread-safe. Asking for a chain that is cached
/// takes no lock and allocates nothing.
///
/// `Form` names the types that go together: Form::Handler, Form::Chain, Form::Provider (the class
/// derived from this), and the types of behaviour that Form::kAccepts<Type>.
template <class Form>
class BasicPipelineProvider {
 public:
  using Handler = typename Form::Handler;
  using ChainType = typename Form::Chain;
  class Builder;

  static constexpr size_t kMaxChainLength = ChainRegistry::kMaxChainLength;

  BasicPipelineProvider(const BasicPipelineProvider&) = delete;
  BasicPipelineProvider& operator=(const BasicPipelineProvider&) = delete;

  /// The chain of a route and handler: built at the first call, the same object at each later one.
  /// Valid as long as the provider; `handler` must live as long as the chain is executed.
  ///
  /// Order: by stage, then Global, Scoped (by group, outer group first, then by tag), Local, then
  /// registration; placements (Before, After) move behaviours within their stage: at each place
  /// stands the first of that order that waits for no other. If no behaviour declares a stage, that
  /// is plain Global -> Scoped -> Local.
  ///
  /// Errors: kEmptyTarget, kDuplicateBehavior, kSeveralTransactions, kMissingStage,
  /// kMissingBehavior, kContradictoryOrder, kChainTooLong, and kTooManyChains, which usually means
  /// that concrete paths are used as route ids.
  Result<const ChainType*, PipelineError> Chain(const PipelineRoute& route,
                                                Handler& handler) const {
    auto chain = registry_->Chain(route, handler);
    if (!chain) return std::move(chain).error();
    return static_cast<const ChainType*>(*chain);
  }

  /// How many chains are cached.
  size_t chain_count() const { return registry_->chain_count(); }

  /// The scoped and local registrations that no chain built so far contains, as "name (local
  /// layering/cylce)": once every chain is built, what is left here is a misspelt target.
  std::vector<std::string> UnusedRegistrations() const { return registry_->UnusedRegistrations(); }

 protected:
  explicit BasicPipelineProvider(std::unique_ptr<const ChainRegistry> registry)
      : registry_(std::move(registry)) {}
  ~BasicPipelineProvider() = default;

 private:
  std::unique_ptr<const ChainRegistry> registry_;
};

/// Registers behaviours, then builds the provider. Not thread-safe.
///
///     PipelineProvider::Builder builder;
///     builder.AddGlobal<Timing>(clock);
///     builder.AddScoped<StoreCommit>("frontend", store);
///     builder.AddScoped<Audit>(Tag{"money"});
///     builder.AddLocal("layering/cycle", std::make_unique<Sampling>());
///     auto provider = std::move(builder).Build();
template <class Form>
class BasicPipelineProvider<Form>::Builder {
 public:
  /// For every chain. The provider owns the behaviour. Mistakes are reported by Build().
  template <class Type>
  void AddGlobal(std::unique_ptr<Type> behavior) {
    Add(Scope::kGlobal, {}, false, std::move(behavior));
  }
  /// For the routes of `group` and of the groups below it.
  template <class Type>
  void AddScoped(std::string_view group, std::unique_ptr<Type> behavior) {
    Add(Scope::kScoped, group, false, std::move(behavior));
  }
  /// For the routes with this tag.
  template <class Type>
  void AddScoped(Tag tag, std::unique_ptr<Type> behavior) {
    Add(Scope::kScoped, tag.name, true, std::move(behavior));
  }
  /// For the one route of this id.
  template <class Type>
  void AddLocal(std::string_view route_id, std::unique_ptr<Type> behavior) {
    Add(Scope::kLocal, route_id, false, std::move(behavior));
  }

  /// The same, making the behaviour in place. The reference lives as long as the provider.
  template <class Type, class... Args>
  Type& AddGlobal(Args&&... args) {
    return Make<Type>(Scope::kGlobal, {}, false, std::forward<Args>(args)...);
  }
  template <class Type, class... Args>
  Type& AddScoped(std::string_view group, Args&&... args) {
    return Make<Type>(Scope::kScoped, group, false, std::forward<Args>(args)...);
  }
  template <class Type, class... Args>
  Type& AddScoped(Tag tag, Args&&... args) {
    return Make<Type>(Scope::kScoped, tag.name, true, std::forward<Args>(args)...);
  }
  template <class Type, class... Args>
  Type& AddLocal(std::string_view route_id, Args&&... args) {
    return Make<Type>(Scope::kLocal, route_id, false, std::forward<Args>(args)...);
  }

  /// Chains of `group` and below (empty: all chains) cannot be built without a behaviour of this
  /// stage.
  void RequireStage(Stage stage, std::string_view group = {}) {
    plan_.requirements.push_back({std::string(group), stage});
  }

  /// The bound on cached chains.
  void set_max_chains(size_t max_chains) { plan_.max_chains = max_chains; }

  /// Errors of a registration (kNullBehavior, kUnnamedBehavior, kUnknownStage, kEmptyTarget), the
  /// first in order; then those of the global behaviours among themselves, which every chain would
  /// have. What concerns one route is an error of Chain(): ask for all chains at start.
  Result<std::unique_ptr<typename Form::Provider>, PipelineError> Build() && {
    auto registry = ChainRegistry::Make(
        std::move(plan_), [](ChainBase::Parts parts) -> std::unique_ptr<const ChainBase> {
          return std::make_unique<const ChainType>(std::move(parts));
        });
    if (!registry) return std::move(registry).error();
    return std::make_unique<typename Form::Provider>(std::move(registry).value());
  }

 private:
  /// Whether Type, as it is, does something in PostProcess: not when the name still means the base
  /// class's. Where it cannot be named (private, overloaded) it may.
  template <class Type>
  static constexpr bool Posts() {
    if constexpr (requires { &Type::PostProcess; }) {
      return !std::same_as<decltype(&Type::PostProcess), decltype(&BehaviorBase::PostProcess)>;
    } else {
      return true;
    }
  }

  template <class Type, class... Args>
  Type& Make(Scope scope, std::string_view target, bool by_tag, Args&&... args) {
    auto behavior = std::make_unique<Type>(std::forward<Args>(args)...);
    Type& made = *behavior;
    Add(scope, target, by_tag, std::move(behavior));
    plan_.registrations.back().posts = Posts<Type>();
    return made;
  }

  template <class Type>
  void Add(Scope scope, std::string_view target, bool by_tag, std::unique_ptr<Type> behavior) {
    static_assert(Form::template kAccepts<Type>,
                  "this behaviour is of another form than the chain");
    plan_.registrations.push_back(
        ChainRegistry::Describe(scope, target, by_tag, std::move(behavior)));
  }

  ChainRegistry::Plan plan_;
};

class PipelineProvider;

/// The synchronous form.
struct SyncForm {
  template <class Type>
  static constexpr bool kAccepts = std::derived_from<Type, PipelineBehavior>;
  using Handler = PipelineHandler;
  using Chain = PipelineChain;
  using Provider = PipelineProvider;
};

/// Chains of synchronous behaviours. Its interface is BasicPipelineProvider's.
class PipelineProvider final : public BasicPipelineProvider<SyncForm> {
 public:
  class Builder : public BasicPipelineProvider<SyncForm>::Builder {};

  /// For Builder.
  explicit PipelineProvider(std::unique_ptr<const ChainRegistry> registry)
      : BasicPipelineProvider(std::move(registry)) {}
};

}  // namespace krepis
