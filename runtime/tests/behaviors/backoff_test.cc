#include "krepis/behaviors/backoff.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>

#include "runtime/tests/fake_time.h"

namespace krepis {
namespace {

using namespace std::chrono_literals;
using Duration = WaitableClock::Duration;
using Growth = BackoffOptions::Growth;
using Jitter = BackoffOptions::Jitter;

}  // namespace

TEST_CASE("delays double up to the cap") {
  BackoffOptions options{.base = 100ms, .cap = 1s};
  CHECK(BackoffCeiling(options, 0) == 100ms);
  CHECK(BackoffCeiling(options, 1) == 200ms);
  CHECK(BackoffCeiling(options, 3) == 800ms);
  CHECK(BackoffCeiling(options, 4) == 1s);
  CHECK(BackoffCeiling(options, UINT32_MAX) == 1s);
  options.growth = Growth::kConstant;
  CHECK(BackoffCeiling(options, 7) == 100ms);
  options.cap = 50ms;
  CHECK(BackoffCeiling(options, 7) == 50ms);
}

TEST_CASE("no delay without a base or a cap") {
  for (Duration none : {Duration(0), Duration(-5), Duration::min()}) {
    for (uint32_t retry : {0U, 1U, 62U, 63U, 64U, UINT32_MAX}) {
      CHECK(BackoffCeiling({.base = none}, retry) == 0ns);
      CHECK(BackoffCeiling({.cap = none}, retry) == 0ns);
    }
  }
}

TEST_CASE("jitter draws evenly from nothing to the ceiling") {
  BackoffOptions options{.base = 3ns, .cap = 10ns};
  testing::FakeRandom random({0, 3, 4, UINT64_MAX});
  CHECK(BackoffDelay(options, 0, random) == 0ns);
  CHECK(BackoffDelay(options, 0, random) == 3ns);
  CHECK(BackoffDelay(options, 0, random) == 0ns);
  CHECK(BackoffDelay(options, 0, random) == 3ns);
  options.jitter = Jitter::kNone;
  CHECK(BackoffDelay(options, 1, random) == 6ns);
  CHECK(random.taken() == 4);
}

TEST_CASE("random options: min(cap, base * 2^n) in wide arithmetic, and jitter within it") {
  std::mt19937_64 random(8);
  auto any = [&] {
    // Of every magnitude, up to the largest there is.
    return Duration(static_cast<int64_t>(random() >> (1 + random() % 63)));
  };
  for (int round = 0; round < 20000; ++round) {
    BackoffOptions options{.base = any(), .cap = any()};
    const auto retry = static_cast<uint32_t>(random() % 80);
    const Duration ceiling = BackoffCeiling(options, retry);
    // 2^80 * 2^63 is within a long double's range; up to 2^64 it is exact.
    long double wide = static_cast<long double>(options.base.count());
    for (uint32_t i = 0; i < retry; ++i) wide *= 2;
    wide = std::min(wide, static_cast<long double>(options.cap.count()));
    REQUIRE(static_cast<long double>(ceiling.count()) == wide);
    REQUIRE(BackoffCeiling(options, retry + 1) >= ceiling);
    testing::FakeRandom drawn({random()});
    const Duration delay = BackoffDelay(options, retry, drawn);
    REQUIRE(delay >= 0ns);
    REQUIRE(delay <= ceiling);
  }
}

}  // namespace krepis
