// Replaces global operator new for the whole test program by one that counts. All forms are
// replaced: a sanitizer's own array and nothrow forms would neither be counted nor match the
// deletes here.
#include "runtime/tests/allocation_counter.h"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>

namespace {

thread_local uint64_t allocations = 0;

// Not inlined, these two: g++ 12 would take malloc and free for a mismatch with the other operator.
[[gnu::noinline]] void* Allocate(size_t size, std::align_val_t alignment) noexcept {
  ++allocations;
  size_t unit = static_cast<size_t>(alignment);
  if (unit <= alignof(std::max_align_t)) return std::malloc(size == 0 ? 1 : size);
  return std::aligned_alloc(unit, (size + unit - 1) / unit * unit);
}
[[gnu::noinline]] void Free(void* memory) noexcept { std::free(memory); }

void* AllocateOrThrow(size_t size, std::align_val_t alignment) {
  void* memory = Allocate(size, alignment);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

constexpr std::align_val_t kDefault{1};

}  // namespace

using std::align_val_t;
using std::nothrow_t;

void* operator new(size_t n) { return AllocateOrThrow(n, kDefault); }
void* operator new[](size_t n) { return AllocateOrThrow(n, kDefault); }
void* operator new(size_t n, align_val_t a) { return AllocateOrThrow(n, a); }
void* operator new[](size_t n, align_val_t a) { return AllocateOrThrow(n, a); }
void* operator new(size_t n, const nothrow_t&) noexcept { return Allocate(n, kDefault); }
void* operator new[](size_t n, const nothrow_t&) noexcept { return Allocate(n, kDefault); }
void* operator new(size_t n, align_val_t a, const nothrow_t&) noexcept { return Allocate(n, a); }
void* operator new[](size_t n, align_val_t a, const nothrow_t&) noexcept { return Allocate(n, a); }

void operator delete(void* memory) noexcept { Free(memory); }
void operator delete[](void* memory) noexcept { Free(memory); }
void operator delete(void* memory, size_t) noexcept { Free(memory); }
void operator delete[](void* memory, size_t) noexcept { Free(memory); }
void operator delete(void* memory, align_val_t) noexcept { Free(memory); }
void operator delete[](void* memory, align_val_t) noexcept { Free(memory); }
void operator delete(void* memory, size_t, align_val_t) noexcept { Free(memory); }
void operator delete[](void* memory, size_t, align_val_t) noexcept { Free(memory); }
void operator delete(void* memory, const nothrow_t&) noexcept { Free(memory); }
void operator delete[](void* memory, const nothrow_t&) noexcept { Free(memory); }

namespace krepis::testing {

uint64_t AllocationCount() { return allocations; }

TEST_CASE("every form of operator new is counted") {
  struct alignas(64) Line {
    char bytes[64];
  };
  uint64_t before = AllocationCount();
  auto text = std::make_unique<std::string>(100, 'x');
  auto array = std::make_unique<int[]>(10);
  auto line = std::make_unique<Line>();
  std::unique_ptr<int> nothrow(new (std::nothrow) int(1));
  CHECK(AllocationCount() == before + 5);
  CHECK(text->size() + array[9] + line->bytes[0] + *nothrow == 101);
}

}  // namespace krepis::testing
