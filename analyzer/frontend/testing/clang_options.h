#pragma once

#include "analyzer/frontend/clang_client.h"
#include "analyzer/frontend/testing/temporary_tree.h"

namespace krepis::analyzer {

/// Of a client with the workers that were built beside the test.
inline ClangOptions Options(const TemporaryTree& tree, uint32_t jobs = 1) {
  ClangOptions options;
  options.root = tree.root();
  options.worker = KREPIS_CLANG_WORKER;
  options.include_worker = KREPIS_INCLUDE_WORKER;
  options.jobs = jobs;
  return options;
}

}  // namespace krepis::analyzer
