#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/core/source_text.h"
#include "analyzer/report/format.h"
#include "analyzer/report/quoted_lines.h"

namespace krepis::analyzer {

/// A text with its line table.
class CachedSource {
 public:
  explicit CachedSource(std::string text) : text_(std::move(text)), lines_(text_) {}
  CachedSource(const CachedSource&) = delete;
  CachedSource& operator=(const CachedSource&) = delete;

  std::string_view text() const { return text_; }
  const LineTable& lines() const { return lines_; }
  /// Line `number` (1-based); none past the last one.
  std::optional<SourceLine> Line(uint32_t number) const;

 private:
  std::string text_;
  LineTable lines_;
};

/// The files one rendering has asked for, each fetched once as long as they stay within a bound of
/// memory. Not thread-safe.
class SourceCache {
 public:
  /// `provider` may be empty (then nothing is found). Lines that `quotes` has are not fetched, and
  /// it is told of those that were asked for; null: there are none. Both must outlive the cache.
  explicit SourceCache(const SourceProvider& provider, QuotedLines* quotes = nullptr)
      : provider_(provider), quotes_(quotes) {}

  /// The file at `path`, or null. Valid until the next call.
  const CachedSource* Find(std::string_view path);
  /// Line `number` of it, likewise; none where there is no such file or line.
  std::optional<SourceLine> Line(std::string_view path, uint32_t number);

 private:
  const SourceProvider& provider_;
  QuotedLines* quotes_;
  std::map<std::string, std::unique_ptr<CachedSource>, std::less<>> files_;
  size_t bytes_ = 0;
};

}  // namespace krepis::analyzer
