#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "krepis/async_chain.h"
#include "krepis/behaviors/bulkhead.h"
#include "krepis/behaviors/circuit_breaker.h"
#include "krepis/behaviors/context_bridge.h"
#include "krepis/behaviors/fallback.h"
#include "krepis/behaviors/global_logging.h"
#include "krepis/behaviors/guard.h"
#include "krepis/behaviors/retry.h"
#include "krepis/behaviors/timeout.h"
#include "krepis/behaviors/transaction.h"
#include "krepis/behaviors/validation.h"
#include "krepis/pipeline_provider.h"

namespace krepis {

/// The resilience stage of a StandardPipeline. What is empty is left out.
struct ResilienceOptions {
  Fallback::Answer fallback = {};
  FallbackOptions fallback_options = {};
  std::optional<BulkheadOptions> bulkhead = BulkheadOptions();
  std::optional<TimeoutOptions> timeout = TimeoutOptions();
  std::optional<CircuitBreakerOptions> circuit_breaker = CircuitBreakerOptions();
  /// Repeats what failed: leave it out, or say what may be repeated, where a rolled back
  /// transaction does not undo all that a request does.
  std::optional<RetryOptions> retry = RetryOptions();
};

/// The stages that a chain can safely do without.
enum class OptionalStage : uint8_t { kLogging, kResilience, kValidation, kTransaction };

namespace internal {

/// A behaviour of a form, of whichever of its types.
template <class Form>
struct OwnedBehavior;
template <>
struct OwnedBehavior<SyncForm> {
  using Type = std::variant<std::unique_ptr<PipelineBehavior>>;
};
template <>
struct OwnedBehavior<AsyncForm> {
  using Type =
      std::variant<std::unique_ptr<AsyncPipelineBehavior>, std::unique_ptr<DualPipelineBehavior>>;
};

}  // namespace internal

/// The seven standard behaviours in their order, to be added to a provider: context bridge,
/// logging, resilience, guard, validation, transaction, and the handler of each route.
///
///     StandardPipeline pipeline;
///     pipeline.LogTo(sink)
///         .GuardWith(authenticator, RequireClaim("role", "user"))
///         .Transact([](PipelineContext& context) { return context.services().Find<Orders>(); });
///     std::move(pipeline).AddTo(builder, "orders");
///     builder.AddLocal<Validation<PlaceOrder>>("orders/place", valid_order);
///
/// What is not given here, each route has to bring: its chain cannot be built without a behaviour
/// of every stage, but for the stages that are left out in so many words. The bridge and the guard
/// cannot be: an execution without a trace id is lost, and one without a guard is open to all.
/// Routes for everybody have a guard that says so: GuardWith(authenticator, Anonymous::kAllowed).
/// Of several calls about one stage the latest counts.
///
/// `Form` is that of the provider, SyncForm or AsyncForm; the standard behaviours serve both.
template <class Form>
class BasicStandardPipeline {
 public:
  using Optional = OptionalStage;

  BasicStandardPipeline& Bridge(const ContextBridgeOptions& options);
  /// `sink` must outlive the provider.
  BasicStandardPipeline& LogTo(LogSink& sink, GlobalLoggingOptions options = {});
  BasicStandardPipeline& Resilience(ResilienceOptions options);
  /// `authenticator` must outlive the provider. Every principal may, or those whom `policy` lets;
  /// routes restrict it further with an Authorization of their own.
  BasicStandardPipeline& GuardWith(Authenticator& authenticator, Policy policy = AnyPrincipal());
  /// With kAllowed everybody may, known or not.
  BasicStandardPipeline& GuardWith(Authenticator& authenticator, Anonymous anonymous);
  template <class Request>
  BasicStandardPipeline& Validate(Specification<Request> specification) {
    return Use(std::make_unique<Validation<Request>>(std::move(specification)));
  }
  BasicStandardPipeline& Transact(Transaction::Source source,
                                  const TransactionOptions& options = {});

  /// A behaviour of the program's own in place of all standard ones of its stage; several of them
  /// stand together. Null is reported by the provider's Build().
  template <class Type>
  BasicStandardPipeline& Use(std::unique_ptr<Type> behavior) {
    static_assert(Form::template kAccepts<Type>,
                  "this behaviour is of another form than the pipeline");
    const Stage stage = behavior == nullptr ? Stage::kUnstaged : behavior->traits().stage;
    SlotOf(stage).own.push_back(std::move(behavior));
    return *this;
  }

  /// Leaves a stage out, and does not ask the routes for it.
  BasicStandardPipeline& Omit(Optional stage);

  /// Registers the behaviours and requirements: globally, or for the routes of `group` and of the
  /// groups below it.
  template <class Builder>
  void AddTo(Builder& builder, std::string_view group = {}) && {
    Complete();
    for (size_t stage = 0; stage < slots_.size(); ++stage) {
      Slot& slot = slots_[stage];
      if (slot.omitted) continue;
      for (Behavior& owned : slot.own.empty() ? slot.standard : slot.own) {
        std::visit(
            [&](auto& behavior) {
              if (group.empty()) {
                builder.AddGlobal(std::move(behavior));
              } else {
                builder.AddScoped(group, std::move(behavior));
              }
            },
            owned);
      }
      if (kStages[stage] != Stage::kUnstaged) builder.RequireStage(kStages[stage], group);
    }
  }

 private:
  using Behavior = typename internal::OwnedBehavior<Form>::Type;
  /// What is known about a stage.
  struct Slot {
    std::vector<Behavior> standard;
    std::vector<Behavior> own;
    bool set = false;
    bool omitted = false;
  };

  /// Unknown stages go with the unstaged, for the provider to report.
  Slot& SlotOf(Stage stage);
  /// The slot of a stage, emptied of standard behaviours.
  Slot& Reset(Stage stage);
  /// Sets what was not spoken of and has a default.
  void Complete();

  std::array<Slot, kStages.size()> slots_;
};

extern template class BasicStandardPipeline<SyncForm>;
extern template class BasicStandardPipeline<AsyncForm>;

/// For a PipelineProvider. Its interface is BasicStandardPipeline's.
class StandardPipeline final : public BasicStandardPipeline<SyncForm> {};
/// For an AsyncPipelineProvider. Its interface is BasicStandardPipeline's.
class AsyncStandardPipeline final : public BasicStandardPipeline<AsyncForm> {};

}  // namespace krepis
