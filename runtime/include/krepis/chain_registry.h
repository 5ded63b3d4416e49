#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
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
  /// '/'-separated, like the prefix of a path: the route gets what was registered for "evaluation"
  /// and for "evaluation/layering", outer group first. Empty: in no group.
  std::string_view group = {};
  /// The route gets what was registered for each of them; their order says nothing.
  std::span<const std::string_view> tags = {};
};

/// The part of a provider that does not depend on the form of its behaviours: merges registrations
/// into chains, and caches those. Thread-safe. See BasicPipelineProvider, which is what programs
/// use.
class ChainRegistry {
 public:
  struct Registration {
    std::unique_ptr<BehaviorBase> behavior;
    std::string name;
    std::string target;
    std::vector<Placement> placements;
    Stage stage = Stage::kUnstaged;
    Scope scope = Scope::kGlobal;
    bool by_tag = false;
    bool replays = false;
    bool repeatable = false;
    bool posts = true;

    /// "global", "scoped shop", "scoped tag money", "local orders".
    std::string Place() const;
  };
  struct Requirement {
    std::string group;  // empty: every chain
    Stage stage;
  };
  /// What a Builder collects.
  struct Plan {
    std::vector<Registration> registrations;
    std::vector<Requirement> requirements;
    size_t max_chains = 4096;
  };
  using MakeChain = std::unique_ptr<const ChainBase> (*)(ChainBase::Parts);

  static constexpr size_t kMaxChainLength = 64;

  /// The registration of a behaviour (null is an error of Make) by its traits.
  static Registration Describe(Scope scope, std::string_view target, bool by_tag,
                               std::unique_ptr<BehaviorBase> behavior);
  /// Errors: the first mistake in order of registration, then those that every chain would have.
  static Result<std::unique_ptr<ChainRegistry>, PipelineError> Make(Plan plan, MakeChain make);
  ChainRegistry(const ChainRegistry&) = delete;
  ChainRegistry& operator=(const ChainRegistry&) = delete;
  ~ChainRegistry();

  /// The chain of a route and handler, built when it is not cached. Takes a lock to build alone.
  Result<const ChainBase*, PipelineError> Chain(const PipelineRoute& route,
                                                HandlerBase& handler) const;
  size_t chain_count() const;
  std::vector<std::string> UnusedRegistrations() const;

 private:
  struct Table;

  ChainRegistry(Plan plan, MakeChain make);

  Result<ChainBase::Parts, PipelineError> Merge(const PipelineRoute& route) const;
  const ChainBase* Find(const PipelineRoute& route, const HandlerBase& handler,
                        size_t hash) const noexcept;
  /// Lets readers find the latest of chains_.
  void Publish(size_t hash) const;

  const Plan plan_;
  const MakeChain make_;
  mutable std::mutex mutex_;  // of building
  mutable std::atomic<const Table*> table_{nullptr};
  mutable std::vector<std::unique_ptr<Table>> tables_;  // the current one last; others may be read
  mutable std::vector<std::unique_ptr<const ChainBase>> chains_;
};

}  // namespace krepis
