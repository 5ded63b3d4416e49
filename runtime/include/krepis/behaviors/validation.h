#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "krepis/behaviors/specification.h"
#include "krepis/phased_behavior.h"
#include "krepis/pipeline_context.h"
#include "krepis/pipeline_items.h"

namespace krepis {

/// Why the request was not valid, in the latest attempt: for whoever writes the answer. There while
/// the context lives, when a Validation ended with kInvalid.
inline constexpr ItemKey<std::unique_ptr<const SpecificationFailure>> kValidationFailure{
    "validation-failure"};

namespace internal {
BehaviorTraits ValidationTraits();
/// Keeps the failure in the context; the outcome has its summary.
Outcome Invalid(PipelineContext& context, SpecificationFailure failure);
}  // namespace internal

/// Ends with kInvalid when the request does not satisfy a specification; kValidationFailure has the
/// tree of failures, the message its summary. A request that is not a Request ends with
/// kTypeMismatch.
///
/// Stage: validation. Thread-safe if the specification's predicates are. May stand in a chain more
/// than once. A valid request costs no allocation.
template <class Request>
class Validation final : public PhasedBehavior<> {
 public:
  explicit Validation(Specification<Request> specification)
      : specification_(std::move(specification)) {}

  BehaviorTraits traits() const override { return internal::ValidationTraits(); }

  std::optional<Outcome> Before(PipelineContext& context, NoState&) override {
    context.items().Erase(kValidationFailure);
    const Request* request = context.request<Request>();
    if (request == nullptr) {
      return Outcome::Failure(
          FailureCode::kTypeMismatch,
          StaticMessage("the context's request is not of the type that is validated"));
    }
    if (specification_.IsSatisfiedBy(*request)) return std::nullopt;
    auto failure = specification_.Evaluate(*request);
    return internal::Invalid(context, failure ? *std::move(failure) : SpecificationFailure());
  }

 private:
  const Specification<Request> specification_;
};

}  // namespace krepis
