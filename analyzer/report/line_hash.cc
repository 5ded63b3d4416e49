#include "analyzer/report/line_hash.h"

#include <fmt/format.h>

#include <array>
#include <unordered_map>

#include "analyzer/core/utf8.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kBlock = 100;
constexpr uint64_t kBase = 37;
constexpr uint16_t kEndOfFile = 0xFFFF;

constexpr uint64_t Power(uint64_t base, size_t exponent) {
  uint64_t power = 1;
  for (size_t i = 0; i < exponent; ++i) power *= base;
  return power;
}

constexpr uint64_t kLeaving = Power(kBase, kBlock);

/// The window over the last kBlock units. A line's hash is known when its first unit is about to
/// leave the window.
class Window {
 public:
  /// Takes a unit in; `starts_line`: it is a line's first. Calls `emit(hash)` when the unit that
  /// leaves was a line's first.
  template <class Emit>
  void Push(uint16_t unit, bool starts_line, const Emit& emit) {
    if (starts_line_[next_]) emit(hash_);
    starts_line_[next_] = starts_line;
    hash_ = hash_ * kBase + unit - units_[next_] * kLeaving;
    units_[next_] = unit;
    next_ = (next_ + 1) % kBlock;
  }

 private:
  std::array<uint16_t, kBlock> units_{};
  std::array<bool, kBlock> starts_line_{};
  uint64_t hash_ = 0;
  size_t next_ = 0;
};

}  // namespace

LineHashes::LineHashes(std::string_view text) {
  Window window;
  std::unordered_map<uint64_t, uint32_t> seen;
  const auto emit = [&](uint64_t hash) { lines_.push_back({hash, ++seen[hash]}); };
  bool line_start = true;
  bool after_cr = false;
  const auto process = [&](uint16_t unit) {
    const bool skip = unit == ' ' || unit == '\t' || (after_cr && unit == '\n');
    after_cr = unit == '\r';
    if (skip) return;
    if (unit == '\r') unit = '\n';
    window.Push(unit, line_start, emit);
    line_start = unit == '\n';
  };
  for (size_t i = 0; i < text.size();) {
    const CodePoint point = DecodeUtf8(text, i);
    i += point.length;
    if (!point.valid) {
      process(0xFFFD);
    } else if (point.value >= 0x10000) {
      process(static_cast<uint16_t>(0xD800 + ((point.value - 0x10000) >> 10)));
      process(static_cast<uint16_t>(0xDC00 + ((point.value - 0x10000) & 0x3FF)));
    } else {
      process(static_cast<uint16_t>(point.value));
    }
  }
  process(kEndOfFile);
  for (size_t i = 0; i < kBlock; ++i) window.Push(0, false, emit);
}

std::string LineHashes::Of(uint32_t line) const {
  if (line == 0 || line > lines_.size()) return "";
  return fmt::format("{:x}:{}", lines_[line - 1].hash, lines_[line - 1].occurrence);
}

}  // namespace krepis::analyzer
