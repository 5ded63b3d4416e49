#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "krepis/behaviors/random_id.h"
#include "krepis/behaviors/random_source.h"

namespace krepis {

/// The id of a trace, and that of one span of it.
using TraceId = RandomId<struct TraceIdTag, 16>;
using SpanId = RandomId<struct SpanIdTag, 8>;

/// Where an execution belongs in a distributed trace: W3C Trace Context, the `traceparent` header
/// (https://www.w3.org/TR/trace-context/, Recommendation of 2021; the random flag is from level 2).
struct TraceContext {
  static constexpr uint8_t kSampled = 0x01;
  static constexpr uint8_t kRandom = 0x02;  ///< the last 7 bytes of the trace id are random
  static constexpr uint8_t kKnownFlags = kSampled | kRandom;
  static constexpr size_t kTraceParentSize = 55;

  TraceId trace_id;
  /// The sender's span in what is received, this execution's in what is sent.
  SpanId span_id;
  uint8_t flags = 0;

  bool valid() const noexcept { return trace_id.valid() && span_id.valid(); }
  bool sampled() const noexcept { return (flags & kSampled) != 0; }

  /// Reads a `traceparent` header, without the white space around it. Nothing where the
  /// specification calls it invalid: upper-case digits, an all-zero id, version ff, anything after
  /// the flags in version 00. Of later versions it reads the part that version 00 knows. Unknown
  /// flags are dropped.
  static std::optional<TraceContext> Parse(std::string_view traceparent) noexcept;

  /// The `traceparent` header, version 00. An invalid context is written as it is (zeros): check
  /// valid() before sending.
  std::array<char, kTraceParentSize> Format() const noexcept;

  /// A new trace, with kRandom set. Valid whatever `random` returns.
  static TraceContext Issue(RandomSource& random, bool sampled) noexcept;

  /// The same trace, in a new span.
  TraceContext Child(RandomSource& random) const noexcept;

  bool operator==(const TraceContext&) const = default;
};

/// The `tracestate` header: what tracing systems tell their own kind, newest first. Opaque to
/// krepis.
class TraceState {
 public:
  static constexpr size_t kMaxMembers = 32;
  static constexpr size_t kMaxKeySize = 256;
  static constexpr size_t kMaxValueSize = 256;
  /// No longer header is read: a bound on hostile input, twice what the longest members need.
  static constexpr size_t kMaxHeaderSize = size_t{32} * 1024;

  /// Reads a header; several headers of that name are joined with commas before. Nothing when a
  /// member is malformed, a key comes twice, or there are more than kMaxMembers: the specification
  /// then drops the whole header and keeps the traceparent.
  static std::optional<TraceState> Parse(std::string_view header);

  const std::vector<std::pair<std::string, std::string>>& members() const noexcept {
    return members_;
  }
  bool empty() const noexcept { return members_.empty(); }
  /// The value of a key, or null.
  const std::string* Find(std::string_view key) const noexcept;

  /// Puts a member in front, in place of one of the same key; the last member makes room where
  /// there are kMaxMembers. False, and nothing changes, when the key or value is malformed.
  bool Set(std::string_view key, std::string_view value);
  /// False when there is no such member.
  bool Erase(std::string_view key);

  /// The header.
  std::string Format() const;

  bool operator==(const TraceState&) const = default;

 private:
  std::vector<std::pair<std::string, std::string>> members_;
};

}  // namespace krepis
