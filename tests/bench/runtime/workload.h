#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>

#include "tests/bench/runtime/allocations.h"

namespace krepis::bench {

/// What every contestant does, so that only what carries it differs: each behaviour adds to the
/// response on the way in and counts in post-processing, the handler adds the request.
struct Request {
  int number = 1;
};
struct Response {
  int64_t sum = 0;
  int64_t posts = 0;
};

/// Runs `execute(const Request&, Response&)` for each iteration, after one to warm up. Counts
/// allocations per iteration, and fails when the work was not done.
template <class Execute>
void Measure(benchmark::State& state, int64_t behaviors, Execute execute) {
  const Request request;
  Response first;
  execute(request, first);
  if (first.sum != behaviors + request.number || first.posts != behaviors) {
    state.SkipWithError("the work was not done");
  }
  const uint64_t before = Allocations();
  for (auto _ : state) {
    Response response;
    execute(request, response);
    benchmark::DoNotOptimize(response);
  }
  state.counters["allocations"] = benchmark::Counter(static_cast<double>(Allocations() - before),
                                                     benchmark::Counter::kAvgIterations);
}

/// The lengths of chains that the cost per behaviour is taken from; 7 is what is compared.
inline void Lengths(benchmark::internal::Benchmark* benchmark) {
  for (int length : {1, 2, 4, 7, 8, 16, 32, 64}) benchmark->Arg(length);
}

}  // namespace krepis::bench
