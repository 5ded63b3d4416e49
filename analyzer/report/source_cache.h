#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/core/source_text.h"
#include "analyzer/report/format.h"

namespace krepis::analyzer {

/// A text with its line table.
class CachedSource {
 public:
  explicit CachedSource(std::string text) : text_(std::move(text)), lines_(text_) {}
  CachedSource(const CachedSource&) = delete;
  CachedSource& operator=(const CachedSource&) = delete;

  std::string_view text() const { return text_; }
  const LineTable& lines() const { return lines_; }
  /// The 1-based column of `position` in bytes; a column past the line's end means its end.
  uint32_t ByteColumn(Position position) const;

 private:
  std::string text_;
  LineTable lines_;
};

/// The files one rendering has asked for, each fetched once as long as they stay within a bound of
/// memory. Not thread-safe.
class SourceCache {
 public:
  /// `provider` may be empty (then nothing is found) and must outlive the cache.
  explicit SourceCache(const SourceProvider& provider) : provider_(provider) {}

  /// The file at `path`, or null. Valid until the next call.
  const CachedSource* Find(std::string_view path);

 private:
  const SourceProvider& provider_;
  std::map<std::string, std::unique_ptr<CachedSource>, std::less<>> files_;
  size_t bytes_ = 0;
};

}  // namespace krepis::analyzer
