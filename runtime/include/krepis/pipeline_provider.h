#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_chain.h"
#include "krepis/pipeline_error.h"
#include "krepis/pipeline_handler.h"
#include "krepis/result.h"

namespace krepis {

/// Which chain is wanted. Views are read during the call alone.
struct PipelineRoute {
  /// Names the route, not one request: "users/:id", never "users/17".
  std::string_view id;
  /// '/'-separated: the route gets what was registered for "evaluation" and for
  /// "evaluation/layering", outer group first. Empty: in no group.
  std::string_view group = {};
};

/// Owns the behaviours and builds each route's chain, once.
///
/// Made by its Builder; immutable but for the cache. Thread-safe. Ask for a chain at start-up and
/// keep it: executing a chain takes no lock.
class PipelineProvider {
 public:
  class Builder;

  static constexpr size_t kDefaultMaxChains = 4096;
  static constexpr size_t kMaxChainLength = 64;

  PipelineProvider(const PipelineProvider&) = delete;
  PipelineProvider& operator=(const PipelineProvider&) = delete;
  ~PipelineProvider();

  /// The chain of a route and handler: built at the first call, the same object at each later one.
  /// Valid as long as the provider; `handler` must live as long as the chain is executed.
  ///
  /// Order: by stage, then Global, Scoped (outer group first), Local, then registration. If no
  /// behaviour declares a stage, that is plain Global -> Scoped -> Local.
  ///
  /// Errors: kEmptyTarget, kDuplicateBehavior, kSeveralTransactions, kMissingStage, kChainTooLong,
  /// and kTooManyChains, which usually means that concrete paths are used as route ids.
  Result<const PipelineChain*, PipelineError> Chain(const PipelineRoute& route,
                                                    PipelineHandler& handler) const;

  /// How many chains are cached.
  size_t chain_count() const;

  /// The scoped and local registrations that no chain built so far contains, as "name (local
  /// layering/cylce)": once every chain is built, what is left here is a misspelt target.
  std::vector<std::string> UnusedRegistrations() const;

 private:
  struct Registration {
    std::unique_ptr<PipelineBehavior> behavior;
    std::string name;
    std::string target;
    Stage stage = Stage::kUnstaged;
    Scope scope = Scope::kGlobal;
    bool replays = false;
    bool repeatable = false;
  };
  struct Requirement {
    std::string group;  // empty: every chain
    Stage stage;
  };
  using Key = std::tuple<std::string, std::string, const PipelineHandler*>;
  using KeyView = std::tuple<std::string_view, std::string_view, const PipelineHandler*>;

  PipelineProvider(std::vector<Registration> registrations, std::vector<Requirement> requirements,
                   size_t max_chains);

  Result<std::vector<PipelineLink>, PipelineError> Merge(const PipelineRoute& route) const;
  Result<void, PipelineError> Check(const PipelineRoute& route,
                                    const std::vector<const Registration*>& chosen) const;

  const std::vector<Registration> registrations_;
  const std::vector<Requirement> requirements_;
  const size_t max_chains_;

  mutable std::mutex mutex_;
  mutable std::map<Key, std::unique_ptr<const PipelineChain>, std::less<>> chains_;
};

/// Registers behaviours, then builds the provider. Not thread-safe.
///
///     PipelineProvider::Builder builder;
///     builder.AddGlobal<Timing>(clock);
///     builder.AddScoped<StoreCommit>("frontend", store);
///     builder.AddLocal("layering/cycle", std::make_unique<Sampling>());
///     auto provider = std::move(builder).Build();
class PipelineProvider::Builder {
 public:
  /// For every chain. The provider owns the behaviour. Mistakes are reported by Build().
  void AddGlobal(std::unique_ptr<PipelineBehavior> behavior);
  /// For the routes of `group` and of the groups below it. To share a behaviour between unrelated
  /// groups, give them a common parent.
  void AddScoped(std::string_view group, std::unique_ptr<PipelineBehavior> behavior);
  /// For the one route of this id.
  void AddLocal(std::string_view route_id, std::unique_ptr<PipelineBehavior> behavior);

  /// The same, making the behaviour in place. The reference lives as long as the provider.
  template <class Behavior, class... Args>
  Behavior& AddGlobal(Args&&... args) {
    auto behavior = std::make_unique<Behavior>(std::forward<Args>(args)...);
    Behavior& made = *behavior;
    AddGlobal(std::unique_ptr<PipelineBehavior>(std::move(behavior)));
    return made;
  }
  template <class Behavior, class... Args>
  Behavior& AddScoped(std::string_view group, Args&&... args) {
    auto behavior = std::make_unique<Behavior>(std::forward<Args>(args)...);
    Behavior& made = *behavior;
    AddScoped(group, std::unique_ptr<PipelineBehavior>(std::move(behavior)));
    return made;
  }
  template <class Behavior, class... Args>
  Behavior& AddLocal(std::string_view route_id, Args&&... args) {
    auto behavior = std::make_unique<Behavior>(std::forward<Args>(args)...);
    Behavior& made = *behavior;
    AddLocal(route_id, std::unique_ptr<PipelineBehavior>(std::move(behavior)));
    return made;
  }

  /// Chains of `group` and below (empty: all chains) cannot be built without a behaviour of this
  /// stage.
  void RequireStage(Stage stage, std::string_view group = {});

  /// The bound on cached chains.
  void set_max_chains(size_t max_chains) { max_chains_ = max_chains; }

  /// Errors: kNullBehavior, kUnnamedBehavior, kUnknownStage, kEmptyTarget; the first mistake in
  /// order of registration.
  Result<std::unique_ptr<PipelineProvider>, PipelineError> Build() &&;

 private:
  void Add(Scope scope, std::string_view target, std::unique_ptr<PipelineBehavior> behavior);

  std::vector<Registration> registrations_;
  std::vector<Requirement> requirements_;
  size_t max_chains_ = kDefaultMaxChains;
};

}  // namespace krepis
