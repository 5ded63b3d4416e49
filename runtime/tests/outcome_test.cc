#include "krepis/outcome.h"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <string>
#include <utility>

namespace krepis {

TEST_CASE("an outcome is a success or a failure with a code and a message") {
  Outcome success;
  CHECK(success.ok());
  CHECK(success.code() == FailureCode::kNone);
  CHECK(success.message().empty());

  std::string text = "no such user";
  Outcome failure = Outcome::Failure(FailureCode::kUnauthorized, text);
  text = "overwritten!";
  CHECK_FALSE(failure.ok());
  CHECK(failure.code() == FailureCode::kUnauthorized);
  CHECK(failure.message() == "no such user");
}

TEST_CASE("a failure without a message says its code's name") {
  CHECK(Outcome::Failure(FailureCode::kTimedOut).message() == "timed-out");
  CHECK(Outcome::Failure(FailureCode::kTimedOut, "").message() == "timed-out");
}

TEST_CASE("outcomes copy and move, owned message or not") {
  for (Outcome original : {Outcome(), Outcome::Failure(FailureCode::kFailed, "owned"),
                           Outcome::Failure(FailureCode::kFailed, StaticMessage("static"))}) {
    std::string message(original.message());
    FailureCode code = original.code();
    Outcome copy = original;
    Outcome assigned = Outcome::Failure(FailureCode::kInvalid, "replaced");
    assigned = copy;
    Outcome moved = std::move(original);
    for (const Outcome* outcome : {&copy, &assigned, &moved}) {
      CHECK(outcome->code() == code);
      CHECK(outcome->message() == message);
    }
    CHECK(original.code() == code);  // NOLINT: a failure moved from is still a failure
    CHECK(original.message().empty());
    Outcome& self = copy;
    copy = self;
    CHECK(copy.message() == message);
  }
}

TEST_CASE("codes have names, and refusals are told apart from faults") {
  constexpr std::array kCodes = {
      FailureCode::kException,    FailureCode::kNextReused,     FailureCode::kCancelled,
      FailureCode::kContextBusy,  FailureCode::kTypeMismatch,   FailureCode::kFailed,
      FailureCode::kTimedOut,     FailureCode::kBudgetExceeded, FailureCode::kUnavailable,
      FailureCode::kUnauthorized, FailureCode::kForbidden,      FailureCode::kInvalid};
  for (size_t i = 0; i < kCodes.size(); ++i) {
    CHECK(kCodes[i] == static_cast<FailureCode>(i + 1));
    CHECK(Name(kCodes[i]) != "application");
    for (size_t j = 0; j < i; ++j) CHECK(Name(kCodes[i]) != Name(kCodes[j]));
    CHECK(IsRefusal(kCodes[i]) == (kCodes[i] >= FailureCode::kUnauthorized));
  }
  constexpr auto kOwn = static_cast<FailureCode>(1024 + 7);
  CHECK(Name(kOwn) == "application");
  CHECK_FALSE(IsRefusal(kOwn));
}

}  // namespace krepis
