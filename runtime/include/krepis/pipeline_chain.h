#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "krepis/pipeline_behavior.h"
#include "krepis/pipeline_handler.h"

namespace krepis {

/// How far a registration reaches.
enum class Scope : uint8_t {
  kGlobal,  ///< every chain
  kScoped,  ///< the routes of a group and of the groups below it, or those with a tag
  kLocal,   ///< one route
};
std::string_view Name(Scope scope) noexcept;

/// Selects routes by tag where a group's name would select them by group.
struct Tag {
  std::string_view name;
};

/// One behaviour's place in a chain. Text is the provider's.
struct PipelineLink {
  BehaviorBase* behavior;
  std::string_view name;
  /// The group or tag (kScoped) or route id (kLocal) it was registered for; empty for kGlobal.
  std::string_view target;
  /// The placement that moved it here from where stage, scope and registration put it ("after
  /// audit"); empty if none did.
  std::string moved_by;
  Stage stage;
  Scope scope;
  /// `target` is a tag.
  bool by_tag;
  bool replays;
  /// Overrides PostProcess, as far as the engine can tell.
  bool posts;
};

/// What the chains of every form have in common: the behaviours of one route in order, and its
/// handler. Immutable; made and owned by a provider and valid as long as it. Any number of threads
/// may execute one chain at once.
class ChainBase {
 public:
  /// What a chain is made of. Behaviours and handler are of the form of the chain made from it.
  struct Parts {
    std::string route;
    std::string group;
    std::vector<std::string> tags;
    std::vector<PipelineLink> links;
    HandlerBase* handler;
  };

  ChainBase(const ChainBase&) = delete;
  ChainBase& operator=(const ChainBase&) = delete;
  virtual ~ChainBase() = default;

  std::string_view route() const noexcept { return parts_.route; }
  std::string_view group() const noexcept { return parts_.group; }
  std::span<const std::string> tags() const noexcept { return parts_.tags; }
  /// Outermost first.
  std::span<const PipelineLink> links() const noexcept { return parts_.links; }

  /// The chain as text, one line per behaviour with the reason for its place, ending with a
  /// newline:
  ///
  ///     layering/cycle in evaluation/layering
  ///       0 logging   timing       global
  ///       1 guard     permission   scoped evaluation
  ///       2 unstaged  sample       local layering/cycle, replays
  ///       3           cycle-rule   handler
  std::string Describe() const;

 protected:
  explicit ChainBase(Parts parts);

  HandlerBase& handler_base() const noexcept { return *parts_.handler; }

 private:
  friend class PipelineCursor;
  friend class ChainRegistry;

  const Parts parts_;
  std::vector<internal::PipelineStep> steps_;  // the links', and the handler's
};

/// A chain of synchronous behaviours.
class PipelineChain final : public ChainBase {
 public:
  explicit PipelineChain(Parts parts) : ChainBase(std::move(parts)) {}

  PipelineHandler& handler() const noexcept {
    return static_cast<PipelineHandler&>(handler_base());
  }
};

}  // namespace krepis
