#include "analyzer/frontend/parser_memory.h"

#include <tree_sitter/api.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>

#include "analyzer/frontend/arena.h"
#include "analyzer/frontend/worker_confinement.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kChunkBytes = size_t{256} << 10;
/// What stays for the next file; the rest of a large file's memory goes back to the system.
constexpr size_t kKeptBytes = size_t{16} << 20;

struct ParserMemory {
  Arena arena{kChunkBytes, kKeptBytes, [] { _exit(kOutOfMemoryExit); }};
  bool used = false;
};

/// tree-sitter's allocator is functions without a context, so this cannot be anywhere else.
ParserMemory& Memory() {
  static ParserMemory memory;
  return memory;
}

void* AllocateZeroed(size_t count, size_t size) {
  const size_t bytes = size != 0 && count > SIZE_MAX / size ? SIZE_MAX : count * size;
  return std::memset(Memory().arena.Allocate(bytes), 0, bytes);
}

}  // namespace

void UseParserMemory() {
  Memory().used = true;
  ts_set_allocator([](size_t size) { return Memory().arena.Allocate(size); }, AllocateZeroed,
                   [](void* block, size_t size) { return Memory().arena.Reallocate(block, size); },
                   [](void* block) { Memory().arena.Release(block); });
}

bool UsesParserMemory() { return Memory().used; }

void ResetParserMemory() { Memory().arena.Reset(); }

}  // namespace krepis::analyzer
