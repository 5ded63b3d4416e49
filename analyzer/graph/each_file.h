#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace krepis::analyzer {

/// Calls `work(file)` for each of so many files, on `jobs` threads.
template <class Work>
void ForEachFile(size_t count, unsigned jobs, Work work) {
  constexpr size_t kStep = 32;
  std::atomic<size_t> next = 0;
  const auto run = [&] {
    for (size_t first = next.fetch_add(kStep); first < count; first = next.fetch_add(kStep)) {
      for (size_t i = first; i < std::min(first + kStep, count); ++i) work(i);
    }
  };
  std::vector<std::jthread> threads;
  for (unsigned i = 1; i < jobs && i < count / kStep; ++i) threads.emplace_back(run);
  run();
}

}  // namespace krepis::analyzer
