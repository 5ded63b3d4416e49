#include "analyzer/report/source_cache.h"

#include <limits>
#include <optional>
#include <utility>

namespace krepis::analyzer {
namespace {
constexpr size_t kMaxBytes = size_t{64} << 20;
}

const CachedSource* SourceCache::Find(std::string_view path) {
  if (!provider_ || path.empty()) return nullptr;
  if (const auto it = files_.find(path); it != files_.end()) return it->second.get();
  std::optional<std::string> text = provider_(path);
  if (text && text->size() >= std::numeric_limits<uint32_t>::max()) text.reset();
  const size_t size = text ? text->size() : 0;
  if (bytes_ + size > kMaxBytes) {
    files_.clear();
    bytes_ = 0;
  }
  bytes_ += size;
  auto file = text ? std::make_unique<CachedSource>(*std::move(text)) : nullptr;
  return files_.emplace(std::string(path), std::move(file)).first->second.get();
}

}  // namespace krepis::analyzer
