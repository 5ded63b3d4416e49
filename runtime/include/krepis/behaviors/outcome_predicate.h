#pragma once

#include <functional>

#include "krepis/outcome.h"

namespace krepis {

/// A question about how something ended. Called by several threads at once; what it throws makes
/// the behaviour that asks fail with FailureCode::kException. Empty: the default that is named
/// where it is used.
using OutcomePredicate = std::function<bool(const Outcome&)>;

/// Whether the failure is one of the moment, so that trying again may help: an exception, failed,
/// timed-out, unavailable. Not a refusal (401, 403, 422), not a cancellation, not a misuse of the
/// engine, not a code of the application's own, whose meaning is not known here.
constexpr bool IsTransient(FailureCode code) noexcept {
  return code == FailureCode::kException || code == FailureCode::kFailed ||
         code == FailureCode::kTimedOut || code == FailureCode::kUnavailable;
}

}  // namespace krepis
