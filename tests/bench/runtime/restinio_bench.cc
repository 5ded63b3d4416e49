// RESTinio's chain of synchronous handlers, the nearest to this in Debian's C++ libraries. It walks
// an array of std::function on the way in: no next, no way out, no failures made of exceptions.
#include <benchmark/benchmark.h>

#include <cstddef>
#include <restinio/sync_chain/fixed_size.hpp>
#include <utility>

#include "tests/bench/runtime/workload.h"

namespace krepis::bench {
namespace {

/// Handlers get at a request through its connection; these look at what is being measured instead.
struct Current {
  const Request* request = nullptr;
  Response* response = nullptr;
};

template <size_t... Indices>
void RunChain(benchmark::State& state, std::index_sequence<Indices...>) {
  Current current;
  const auto behavior = [&](const restinio::request_handle_t&) {
    ++current.response->sum;
    ++current.response->posts;  // where there is no way out
    return restinio::request_not_handled();
  };
  const auto handler = [&](const restinio::request_handle_t&) {
    current.response->sum += current.request->number;
    return restinio::request_accepted();
  };
  const restinio::sync_chain::fixed_size_chain_t<sizeof...(Indices) + 1> chain(
      (static_cast<void>(Indices), behavior)..., handler);
  const restinio::request_handle_t no_connection;
  Measure(state, sizeof...(Indices), [&](const Request& request, Response& response) {
    current = {&request, &response};
    benchmark::DoNotOptimize(chain(no_connection));
  });
}

void Restinio(benchmark::State& state) { RunChain(state, std::make_index_sequence<7>()); }
BENCHMARK(Restinio);

}  // namespace
}  // namespace krepis::bench
