// What programs do without an engine: a chain written by hand, and closures.
#include <benchmark/benchmark.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "tests/bench/runtime/handwritten.h"
#include "tests/bench/runtime/workload.h"

namespace krepis::bench {
namespace {

void Handwritten(benchmark::State& state) {
  const std::unique_ptr<handwritten::Layer> chain = handwritten::MakeChain(state.range(0));
  std::stop_source stop;
  const std::stop_token token = stop.get_token();
  Measure(state, state.range(0), [&](const Request& request, Response& response) {
    handwritten::Call call{
        .path = "/orders", .request = &request, .response = &response, .stop = token};
    benchmark::DoNotOptimize(handwritten::Execute(*chain, call).ok());
  });
}
BENCHMARK(Handwritten)->Apply(Lengths);

/// Middleware as it is composed in JavaScript: closures, made anew for each request. No guarantees.
using Next = std::function<void()>;
using Middleware = std::function<void(const Request&, Response&, const Next&)>;

void Dispatch(const std::vector<Middleware>& chain, size_t at, const Request& request,
              Response& response) {
  if (at == chain.size()) {
    response.sum += request.number;
    return;
  }
  chain[at](request, response,
            [&chain, at, &request, &response] { Dispatch(chain, at + 1, request, response); });
}

void StdFunction(benchmark::State& state) {
  const std::vector<Middleware> chain(static_cast<size_t>(state.range(0)),
                                      [](const Request&, Response& response, const Next& next) {
                                        ++response.sum;
                                        next();
                                        ++response.posts;
                                      });
  Measure(state, state.range(0), [&](const Request& request, Response& response) {
    Dispatch(chain, 0, request, response);
  });
}
BENCHMARK(StdFunction)->Arg(7);

}  // namespace
}  // namespace krepis::bench
