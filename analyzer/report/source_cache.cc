#include "analyzer/report/source_cache.h"

#include <limits>
#include <optional>
#include <utility>

#include "analyzer/core/utf8.h"

namespace krepis::analyzer {
namespace {
constexpr size_t kMaxBytes = size_t{64} << 20;
}

uint32_t CachedSource::ByteColumn(Position position) const {
  const std::string_view line = lines_.Line(position.line);
  size_t offset = 0;
  for (uint32_t column = 1; offset < line.size() && column < position.column;) {
    const CodePoint point = DecodeUtf8(line, offset);
    column += point.Utf16Units();
    offset += point.length;
  }
  return static_cast<uint32_t>(offset) + 1;
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
