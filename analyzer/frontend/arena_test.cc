#include "analyzer/frontend/arena.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <random>
#include <vector>

namespace krepis::analyzer {
namespace {

void NoMemory() { FAIL("out of memory"); }

struct Block {
  void* at;
  size_t size;
  unsigned char fill;
};

void Fill(const Block& block) { std::memset(block.at, block.fill, block.size); }

bool Holds(const Block& block, size_t size) {
  const auto* bytes = static_cast<const unsigned char*>(block.at);
  for (size_t i = 0; i < size; ++i) {
    if (bytes[i] != block.fill) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("the last block of a full chunk moves when it grows") {
  Arena arena(64, 1 << 10, NoMemory);
  // Larger than a chunk: it gets one that it fills to the last byte.
  for (const size_t size : {size_t{56}, size_t{1000}, size_t{4096}}) {
    Block block = {arena.Allocate(size), size, 0xA5};
    Fill(block);
    for (size_t more = 1; more <= 9; ++more) {
      block.at = arena.Reallocate(block.at, size + more);
      CHECK(Holds(block, size));
      std::memset(block.at, block.fill, size + more);
    }
  }
}

TEST_CASE("the last block grows and goes in place") {
  Arena arena(1024, 1 << 10, NoMemory);
  void* first = arena.Allocate(8);
  void* last = arena.Allocate(8);
  CHECK(arena.Reallocate(last, 100) == last);
  CHECK(arena.Reallocate(last, 10) == last);
  CHECK(arena.Reallocate(first, 9) != first);
  void* behind = arena.Allocate(1);
  arena.Release(behind);
  CHECK(arena.Allocate(1) == behind);
  arena.Release(nullptr);
  CHECK(arena.Reallocate(nullptr, 4) != nullptr);
}

TEST_CASE("what is given back serves the next block of its size") {
  Arena arena(1 << 16, 0, NoMemory);
  for (const size_t size : {size_t{0}, size_t{8}, size_t{100}, size_t{1024}, size_t{1025},
                            size_t{1300}, size_t{5000}, size_t{100'000}}) {
    void* block = arena.Allocate(size);
    void* other = arena.Allocate(size);
    CHECK(other != block);
    arena.Allocate(8);
    arena.Release(block);
    CHECK(arena.Allocate(size) == block);
    CHECK(arena.Allocate(size) != block);
    arena.Release(other);
    arena.Reset();
  }
}

TEST_CASE("the room of a block is a multiple of 8 close above what was asked for") {
  Arena arena(1 << 20, 0, NoMemory);
  for (size_t size = 1; size < 100'000; size += 1 + size / 50) {
    auto* block = static_cast<char*>(arena.Allocate(size));
    const auto room = static_cast<size_t>(static_cast<char*>(arena.Allocate(1)) - block - 8);
    CHECK(room >= size);
    CHECK(room <= std::max(size + 7, size + size / 4));
    CHECK(reinterpret_cast<uintptr_t>(block) % 8 == 0);
  }
}

// Sizes around those of the chunks, so that blocks end at, before and behind their ends.
TEST_CASE("blocks keep what they hold until the reset") {
  std::mt19937 random(7);
  const auto below = [&](size_t limit) { return static_cast<size_t>(random() % limit); };
  for (const size_t chunk : {size_t{64}, size_t{256}, size_t{4096}}) {
    Arena arena(chunk, 4 * chunk, NoMemory);
    for (int round = 0; round < 50; ++round) {
      std::vector<Block> blocks;
      for (int step = 0; step < 200; ++step) {
        const size_t size = below(4) == 0 ? below(3 * chunk) : below(chunk / 4);
        const auto fill = static_cast<unsigned char>(random());
        const size_t chosen =
            blocks.empty() || below(4) == 0 ? blocks.size() - 1 : below(blocks.size());
        switch (blocks.empty() ? 0 : below(4)) {
          case 0:
          case 1:
            blocks.push_back({arena.Allocate(size), size, fill});
            Fill(blocks.back());
            break;
          case 2: {
            Block& block = blocks[chosen];
            block.at = arena.Reallocate(block.at, size);
            REQUIRE(Holds(block, std::min(size, block.size)));
            block.size = size;
            block.fill = fill;
            Fill(block);
            break;
          }
          default:
            REQUIRE(Holds(blocks[chosen], blocks[chosen].size));
            arena.Release(blocks[chosen].at);
            blocks.erase(blocks.begin() + static_cast<ptrdiff_t>(chosen));
        }
        if (!blocks.empty()) REQUIRE(reinterpret_cast<uintptr_t>(blocks.back().at) % 8 == 0);
      }
      for (const Block& block : blocks) REQUIRE(Holds(block, block.size));
      arena.Reset();
    }
  }
}

TEST_CASE("what no address space holds is refused") {
  struct Refused {};
  Arena arena(64, 0, [] { throw Refused(); });
  CHECK_THROWS_AS(arena.Allocate(SIZE_MAX), Refused);
  void* block = arena.Allocate(1);
  CHECK_THROWS_AS(arena.Reallocate(block, SIZE_MAX - 8), Refused);
}

}  // namespace krepis::analyzer
