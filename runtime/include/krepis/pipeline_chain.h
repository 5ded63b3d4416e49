#pragma once

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
  kScoped,  ///< the routes of a group, and of the groups below it
  kLocal,   ///< one route
};
std::string_view Name(Scope scope) noexcept;

/// One behaviour's place in a chain. Text is the provider's.
struct PipelineLink {
  PipelineBehavior* behavior;
  std::string_view name;
  /// The group (kScoped) or route id (kLocal) it was registered for; empty for kGlobal.
  std::string_view target;
  Stage stage;
  Scope scope;
  bool replays;
};

/// The behaviours of one route in order, and its handler. Immutable; made and owned by a
/// PipelineProvider and valid as long as it. Any number of threads may execute one chain at once.
class PipelineChain {
 public:
  PipelineChain(std::string route, std::string group, std::vector<PipelineLink> links,
                PipelineHandler& handler)
      : route_(std::move(route)),
        group_(std::move(group)),
        links_(std::move(links)),
        handler_(&handler) {}
  PipelineChain(const PipelineChain&) = delete;
  PipelineChain& operator=(const PipelineChain&) = delete;

  std::string_view route() const noexcept { return route_; }
  std::string_view group() const noexcept { return group_; }
  /// Outermost first.
  std::span<const PipelineLink> links() const noexcept { return links_; }
  PipelineHandler& handler() const noexcept { return *handler_; }

  /// The chain as text, one line per behaviour with the reason for its place, ending with a
  /// newline:
  ///
  ///     layering/cycle in evaluation/layering
  ///       0 logging   timing       global
  ///       1 guard     permission   scoped evaluation
  ///       2 unstaged  sample       local layering/cycle, replays
  ///       3           cycle-rule   handler
  std::string Describe() const;

 private:
  std::string route_;
  std::string group_;
  std::vector<PipelineLink> links_;
  PipelineHandler* handler_;
};

}  // namespace krepis
