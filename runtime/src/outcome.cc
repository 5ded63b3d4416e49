#include "krepis/outcome.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <limits>
#include <new>

namespace krepis {

std::string_view Name(FailureCode code) noexcept {
  switch (code) {
    case FailureCode::kNone:
      return "success";
    case FailureCode::kException:
      return "exception";
    case FailureCode::kNextReused:
      return "next-reused";
    case FailureCode::kCancelled:
      return "cancelled";
    case FailureCode::kContextBusy:
      return "context-busy";
    case FailureCode::kTypeMismatch:
      return "type-mismatch";
    case FailureCode::kFailed:
      return "failed";
    case FailureCode::kTimedOut:
      return "timed-out";
    case FailureCode::kBudgetExceeded:
      return "budget-exceeded";
    case FailureCode::kUnavailable:
      return "unavailable";
    case FailureCode::kUnauthorized:
      return "unauthorized";
    case FailureCode::kForbidden:
      return "forbidden";
    case FailureCode::kInvalid:
      return "invalid";
    case FailureCode::kApplication:
      break;
  }
  return "application";
}

Outcome Outcome::Failure(FailureCode code, std::string_view message) noexcept {
  assert(code != FailureCode::kNone);
  size_t size = std::min<size_t>(message.size(), std::numeric_limits<uint32_t>::max());
  if (size == 0) return Failure(code);
  char* copy = new (std::nothrow) char[size];
  if (copy == nullptr) return Failure(code);
  std::memcpy(copy, message.data(), size);
  return Outcome(code, {copy, size}, true);
}

Outcome Outcome::Failure(FailureCode code, StaticMessage message) noexcept {
  assert(code != FailureCode::kNone);
  return Outcome(code, message.text(), false);
}

Outcome Outcome::Failure(FailureCode code) noexcept {
  assert(code != FailureCode::kNone);
  return Outcome(code, Name(code), false);
}

Outcome::Outcome(const Outcome& other) noexcept
    : Outcome((other.rest_ & kOwned) != 0 ? Failure(other.code(), other.message())
                                          : Outcome(other.code(), other.message(), false)) {}

void Outcome::Free() noexcept { delete[] text_; }

}  // namespace krepis
