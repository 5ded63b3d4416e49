#include "krepis/behaviors/validation.h"

namespace krepis::internal {

BehaviorTraits ValidationTraits() {
  return {.name = "validation", .stage = Stage::kValidation, .repeatable = true};
}

Outcome Invalid(PipelineContext& context, SpecificationFailure failure) {
  const auto& kept = context.items().Set(
      kValidationFailure, std::make_unique<const SpecificationFailure>(std::move(failure)));
  return Outcome::Failure(FailureCode::kInvalid, Summary(*kept));
}

}  // namespace krepis::internal
