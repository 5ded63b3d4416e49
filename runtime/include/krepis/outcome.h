#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace krepis {

/// Why an execution failed. Values from kApplication on belong to the application:
/// `constexpr auto kParserDied = static_cast<FailureCode>(1024 + 1);`
enum class FailureCode : uint16_t {
  kNone = 0,  ///< success

  // Set by the engine.
  kException,     ///< an exception left a behaviour or the handler; the message has its what()
  kNextReused,    ///< `next` was called again, too late, or by someone it does not belong to
  kCancelled,     ///< stop was requested before an entry
  kContextBusy,   ///< the context already runs an execution
  kTypeMismatch,  ///< the context's request or response is not of the handler's type

  // Set by behaviours and handlers.
  kFailed,          ///< the work failed; the message says how
  kTimedOut,        ///< a deadline passed
  kBudgetExceeded,  ///< a limit on work or memory was reached
  kUnavailable,     ///< not tried: a breaker is open, a bulkhead is full
  kUnauthorized,    ///< refused: who is asking is not known (HTTP 401)
  kForbidden,       ///< refused: not allowed to whoever is asking (HTTP 403)
  kInvalid,         ///< refused: the request is not valid (HTTP 422)

  kApplication = 1024,
};

/// The code's name in kebab-case ("next-reused"); "application" for the application's own.
std::string_view Name(FailureCode code) noexcept;

/// Whether the code is an answer rather than a fault (unauthorized, forbidden, invalid): trying
/// again cannot help.
constexpr bool IsRefusal(FailureCode code) noexcept {
  return code == FailureCode::kUnauthorized || code == FailureCode::kForbidden ||
         code == FailureCode::kInvalid;
}

/// A failure message that lives as long as the program: a failure made of one does not allocate.
class StaticMessage {
 public:
  consteval explicit StaticMessage(std::string_view text) : text_(text) {}
  constexpr std::string_view text() const noexcept { return text_; }

 private:
  std::string_view text_;
};

/// How an execution ended: success, or a failure with a code and a message.
///
/// 16 bytes. Success never allocates; a failure allocates only to copy its message. Results travel
/// in the context's response, not here. Not thread-safe, like any value.
class [[nodiscard]] Outcome {
 public:
  /// Success.
  Outcome() noexcept = default;
  static Outcome Success() noexcept { return Outcome(); }

  /// A failure. `code` must not be kNone (assert). Copies `message`; if there is no memory for
  /// that, the message is the code's name.
  static Outcome Failure(FailureCode code, std::string_view message) noexcept;
  /// A failure without allocation.
  static Outcome Failure(FailureCode code, StaticMessage message) noexcept;
  /// A failure whose message is the code's name, without allocation.
  static Outcome Failure(FailureCode code) noexcept;

  /// Leaves the code and no message.
  Outcome(Outcome&& other) noexcept
      : text_(std::exchange(other.text_, nullptr)),
        rest_(std::exchange(other.rest_, other.rest_ & kCode)) {}
  Outcome& operator=(Outcome&& other) noexcept {
    Outcome taken(std::move(other));
    Swap(taken);
    return *this;
  }
  Outcome(const Outcome& other) noexcept;
  Outcome& operator=(const Outcome& other) noexcept {
    Outcome copy(other);
    Swap(copy);
    return *this;
  }
  ~Outcome() {
    if ((rest_ & kOwned) != 0) Free();
  }

  bool ok() const noexcept { return code() == FailureCode::kNone; }
  explicit operator bool() const noexcept { return ok(); }
  /// kNone on success.
  FailureCode code() const noexcept { return static_cast<FailureCode>(rest_ & kCode); }
  /// Empty on success. Valid as long as this object is neither assigned nor moved from.
  std::string_view message() const noexcept { return {text_, rest_ >> kSizeShift}; }

 private:
  // What is not the text's address, in one word, so that outcomes move as two: the code, whether
  // the text is this object's, and the text's size.
  static constexpr uint64_t kCode = 0xffff;
  static constexpr uint64_t kOwned = 1 << 16;
  static constexpr int kSizeShift = 32;

  Outcome(FailureCode code, std::string_view text, bool owned) noexcept
      : text_(text.data()),
        rest_(static_cast<uint64_t>(code) | (owned ? kOwned : 0) |
              uint64_t{text.size()} << kSizeShift) {}
  void Free() noexcept;
  void Swap(Outcome& other) noexcept {
    std::swap(text_, other.text_);
    std::swap(rest_, other.rest_);
  }

  const char* text_ = nullptr;
  uint64_t rest_ = 0;
};

static_assert(sizeof(Outcome) <= 16);

}  // namespace krepis
