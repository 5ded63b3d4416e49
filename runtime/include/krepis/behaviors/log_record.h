#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace krepis {

enum class Severity : uint8_t { kInfo, kWarning, kError };
/// "info", "warning", "error".
std::string_view Name(Severity severity) noexcept;

using LogValue = std::variant<std::string_view, int64_t, uint64_t, double, bool>;

struct LogField {
  std::string_view name;
  LogValue value;
};

/// Fields of a record, in order; a bounded number of them, without allocation. Text is not copied:
/// it must live until the record is written.
class LogFields {
 public:
  static constexpr size_t kMaxFields = 24;

  /// False when there is no room.
  bool Add(std::string_view name, LogValue value) noexcept {
    if (size_ == kMaxFields) return false;
    fields_[size_++] = {name, value};
    return true;
  }
  std::span<const LogField> view() const noexcept { return {fields_.data(), size_}; }

 private:
  std::array<LogField, kMaxFields> fields_;
  size_t size_ = 0;
};

/// What happened, as fields; how it is written down is the sink's business.
struct LogRecord {
  std::chrono::system_clock::time_point time = {};
  Severity severity = Severity::kInfo;
  /// What kind of record this is.
  std::string_view event = {};
  std::span<const LogField> fields = {};
};

/// Where records go. Called by several threads at once. May throw: whoever logs goes on without the
/// record.
class LogSink {
 public:
  virtual ~LogSink() = default;
  /// `record` lives as long as the call.
  virtual void Write(const LogRecord& record) = 0;
};

/// Writes each record as a JSON object on a line of its own: "time" (RFC 3339, UTC, microseconds),
/// "severity", "event", then the fields. Text is escaped, and what is not UTF-8 in it replaced by
/// U+FFFD; numbers that JSON does not know become null.
///
/// Thread-safe: one mutex, one write to the stream per record. Throws what the stream throws (by
/// default nothing).
class JsonLinesSink final : public LogSink {
 public:
  /// `out` must outlive the sink, and nobody else writes to it meanwhile.
  explicit JsonLinesSink(std::ostream& out) : out_(out) {}
  void Write(const LogRecord& record) override;

 private:
  std::ostream& out_;
  std::mutex mutex_;
  std::string line_;
};

}  // namespace krepis
