#include "analyzer/report/source_cache.h"

#include <limits>
#include <utility>

namespace krepis::analyzer {
namespace {
constexpr size_t kMaxBytes = size_t{64} << 20;
}

std::optional<SourceLine> CachedSource::Line(uint32_t number) const {
  if (number == 0 || number > lines_.line_count()) return std::nullopt;
  const std::string_view line = lines_.Line(number);
  return SourceLine{line, static_cast<size_t>(line.data() - text_.data())};
}

std::optional<SourceLine> SourceCache::Line(std::string_view path, uint32_t number) {
  std::optional<SourceLine> line;
  if (quotes_ != nullptr && number != 0) line = quotes_->Find(path, number);
  if (!line) {
    const CachedSource* file = Find(path);
    if (file != nullptr) line = file->Line(number);
  }
  if (line && quotes_ != nullptr) quotes_->Note(path, number, *line);
  return line;
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
