#include "krepis/behaviors/trace_context.h"

#include <algorithm>

namespace krepis {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

/// Reads two digits a byte; false at anything but lower-case hexadecimal.
template <size_t kSize>
bool ReadHex(std::string_view text, std::array<uint8_t, kSize>& bytes) noexcept {
  if (text.size() != 2 * kSize) return false;
  for (size_t i = 0; i < kSize; ++i) {
    size_t high = kDigits.find(text[2 * i]);
    size_t low = kDigits.find(text[2 * i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return false;
    bytes[i] = static_cast<uint8_t>(high << 4 | low);
  }
  return true;
}

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsKeyCharacter(char c) {
  return IsLower(c) || IsDigit(c) || c == '_' || c == '-' || c == '*' || c == '/';
}

/// `name`, or `tenant@system`.
bool IsKey(std::string_view key) {
  constexpr size_t kMaxTenant = 241;
  constexpr size_t kMaxSystem = 14;
  if (key.empty() || key.size() > TraceState::kMaxKeySize) return false;
  size_t at = key.find('@');
  std::string_view name = key.substr(0, at);
  if (!std::ranges::all_of(name, IsKeyCharacter)) return false;
  if (at == std::string_view::npos) return IsLower(name.front());
  std::string_view system = key.substr(at + 1);
  return !name.empty() && name.size() <= kMaxTenant && (IsLower(name[0]) || IsDigit(name[0])) &&
         !system.empty() && system.size() <= kMaxSystem && IsLower(system[0]) &&
         std::ranges::all_of(system, IsKeyCharacter);
}

bool IsValue(std::string_view value) {
  return !value.empty() && value.size() <= TraceState::kMaxValueSize && value.back() != ' ' &&
         std::ranges::all_of(value,
                             [](char c) { return c >= 0x20 && c <= 0x7e && c != ',' && c != '='; });
}

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t";
  size_t begin = text.find_first_not_of(kSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

}  // namespace

std::optional<TraceContext> TraceContext::Parse(std::string_view traceparent) noexcept {
  // version "-" trace-id "-" parent-id "-" trace-flags
  if (traceparent.size() < kTraceParentSize) return std::nullopt;
  if (traceparent[2] != '-' || traceparent[35] != '-' || traceparent[52] != '-') {
    return std::nullopt;
  }
  std::array<uint8_t, 1> version;
  std::array<uint8_t, 1> flags;
  TraceContext context;
  if (!ReadHex(traceparent.substr(0, 2), version) || version[0] == 0xff ||
      !ReadHex(traceparent.substr(3, 32), context.trace_id.bytes) ||
      !ReadHex(traceparent.substr(36, 16), context.span_id.bytes) ||
      !ReadHex(traceparent.substr(53, 2), flags) || !context.valid()) {
    return std::nullopt;
  }
  if (traceparent.size() > kTraceParentSize &&
      (version[0] == 0 || traceparent[kTraceParentSize] != '-')) {
    return std::nullopt;
  }
  context.flags = flags[0] & kKnownFlags;
  return context;
}

std::array<char, TraceContext::kTraceParentSize> TraceContext::Format() const noexcept {
  std::array<char, kTraceParentSize> text;
  char* out = text.data();
  *out++ = '0';
  *out++ = '0';
  *out++ = '-';
  out = internal::WriteHex(trace_id.bytes, out);
  *out++ = '-';
  out = internal::WriteHex(span_id.bytes, out);
  *out++ = '-';
  internal::WriteHex(std::array{static_cast<uint8_t>(flags & kKnownFlags)}, out);
  return text;
}

TraceContext TraceContext::Issue(RandomSource& random, bool sampled) noexcept {
  const TraceId trace_id = TraceId::Issue(random);
  return {.trace_id = trace_id,
          .span_id = SpanId::Issue(random),
          .flags = static_cast<uint8_t>(kRandom | (sampled ? kSampled : 0))};
}

TraceContext TraceContext::Child(RandomSource& random) const noexcept {
  return {.trace_id = trace_id, .span_id = SpanId::Issue(random), .flags = flags};
}

std::optional<TraceState> TraceState::Parse(std::string_view header) {
  if (header.size() > kMaxHeaderSize) return std::nullopt;
  TraceState state;
  for (size_t at = 0; at <= header.size();) {
    size_t end = std::min(header.find(',', at), header.size());
    std::string_view member = Trimmed(header.substr(at, end - at));
    at = end + 1;
    if (member.empty()) continue;  // allowed, and counted as nothing
    size_t equals = member.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    std::string_view key = member.substr(0, equals);
    std::string_view value = member.substr(equals + 1);
    if (!IsKey(key) || !IsValue(value) || state.Find(key) != nullptr ||
        state.members_.size() == kMaxMembers) {
      return std::nullopt;
    }
    state.members_.emplace_back(key, value);
  }
  return state;
}

const std::string* TraceState::Find(std::string_view key) const noexcept {
  for (const auto& [name, value] : members_) {
    if (name == key) return &value;
  }
  return nullptr;
}

bool TraceState::Set(std::string_view key, std::string_view value) {
  if (!IsKey(key) || !IsValue(value)) return false;
  std::pair<std::string, std::string> member(key, value);
  Erase(member.first);
  if (members_.size() == kMaxMembers) members_.pop_back();
  members_.insert(members_.begin(), std::move(member));
  return true;
}

bool TraceState::Erase(std::string_view key) {
  return std::erase_if(members_, [&](const auto& member) { return member.first == key; }) > 0;
}

std::string TraceState::Format() const {
  std::string header;
  for (const auto& [key, value] : members_) {
    if (!header.empty()) header += ',';
    header.append(key).append("=").append(value);
  }
  return header;
}

}  // namespace krepis
