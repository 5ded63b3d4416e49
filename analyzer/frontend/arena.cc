#include "analyzer/frontend/arena.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <cstring>

namespace krepis::analyzer {

Arena::Arena(size_t chunk_bytes, size_t kept_bytes, OutOfMemory out_of_memory)
    : chunk_bytes_(chunk_bytes), kept_bytes_(kept_bytes), out_of_memory_(out_of_memory) {
  assert(chunk_bytes % sizeof(Header) == 0);
}

Arena::~Arena() {
  for (const Chunk& chunk : chunks_) std::free(chunk.begin);
}

void* Arena::Reallocate(void* block, size_t wanted) {
  if (block == nullptr) return Allocate(wanted);
  Header* header = static_cast<Header*>(block) - 1;
  const size_t old = header->size;
  const size_t size = RoundUp(wanted);
  if (size <= old) return block;
  if (IsLast(block, old) && size - old <= Room()) {
    header->size = size;
    next_ += size - old;
    return block;
  }
  void* moved = Allocate(size);
  std::memcpy(moved, block, old);
  Release(block);
  return moved;
}

void Arena::Reset() {
  size_t kept = 0;
  size_t chunks = 0;
  while (chunks < chunks_.size() && kept + chunks_[chunks].size <= kept_bytes_) {
    kept += chunks_[chunks++].size;
  }
  for (size_t i = chunks; i < chunks_.size(); ++i) std::free(chunks_[i].begin);
  chunks_.resize(chunks);
  used_chunks_ = 0;
  next_ = end_ = nullptr;
  free_.fill(nullptr);
}

void Arena::NextChunk(size_t needed) {
  while (used_chunks_ < chunks_.size() && chunks_[used_chunks_].size < needed) ++used_chunks_;
  if (used_chunks_ == chunks_.size()) {
    const size_t size = std::max(chunk_bytes_, needed);
    auto* begin = static_cast<char*>(std::malloc(size));
    if (begin == nullptr) out_of_memory_();
    chunks_.push_back({begin, size});
  }
  next_ = chunks_[used_chunks_].begin;
  end_ = next_ + chunks_[used_chunks_].size;
  ++used_chunks_;
}

}  // namespace krepis::analyzer
