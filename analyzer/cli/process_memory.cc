#include "analyzer/cli/process_memory.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <climits>
#include <cstdint>
#include <cstdlib>

namespace krepis::analyzer {

// A fault for every 4 KB was a fifth of a run after an edit. What is asked of the kernel here is
// taken when it is written to, in steps of 2 MB at most.
void PrepareHeap() {
#ifdef __GLIBC__
  constexpr int kStep = 64 << 20;
  constexpr uintptr_t kLargePage = uintptr_t{2} << 20;
  mallopt(M_TOP_PAD, kStep);
  mallopt(M_TRIM_THRESHOLD, INT_MAX);
  mallopt(M_MMAP_THRESHOLD, kStep / 2);
  const auto begin = reinterpret_cast<uintptr_t>(sbrk(0));
  // So that the heap has its first step; a compiler may leave out what nobody sees.
  void* volatile first = malloc(kStep / 4);
  free(first);
  const auto end = reinterpret_cast<uintptr_t>(sbrk(0));
  const uintptr_t from = (begin + kLargePage - 1) & ~(kLargePage - 1);
  const uintptr_t to = end & ~(kLargePage - 1);
  if (from < to) madvise(reinterpret_cast<void*>(from), to - from, MADV_HUGEPAGE);
#endif
}

}  // namespace krepis::analyzer
