#include "analyzer/core/interner.h"

#include <algorithm>
#include <cstring>

namespace krepis::analyzer {
namespace {
constexpr size_t kChunkBytes = 64 * 1024;
}

StringInterner::StringInterner() { views_.emplace_back(); }

StringId StringInterner::Intern(std::string_view text) {
  if (text.empty()) return StringId{0};
  if (auto it = ids_.find(text); it != ids_.end()) return it->second;
  const StringId id{static_cast<uint32_t>(views_.size())};
  views_.push_back(Copy(text));
  ids_.emplace(views_.back(), id);
  return id;
}

StringId StringInterner::Find(std::string_view text) const {
  auto it = ids_.find(text);
  return it == ids_.end() ? StringId{0} : it->second;
}

std::string_view StringInterner::Copy(std::string_view text) {
  if (chunk_used_ + text.size() > chunk_size_) {
    chunk_size_ = std::max(kChunkBytes, text.size());
    chunks_.push_back(std::make_unique<char[]>(chunk_size_));
    chunk_used_ = 0;
  }
  char* to = chunks_.back().get() + chunk_used_;
  std::memcpy(to, text.data(), text.size());
  chunk_used_ += text.size();
  return {to, text.size()};
}

}  // namespace krepis::analyzer
