#include "krepis/pipeline_context.h"

#include <cstdio>
#include <cstdlib>

namespace krepis {

[[gnu::cold]] void PipelineContext::AbortDestroyed() noexcept {
  std::fputs("krepis: a PipelineContext was destroyed while an execution runs over it\n", stderr);
  std::abort();
}

}  // namespace krepis
