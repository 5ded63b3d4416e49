#include "krepis/behaviors/log_record.h"

#include <charconv>
#include <cmath>

namespace krepis {
namespace {

/// The size of the UTF-8 character at the front of `text` (Unicode 15, table 3-7), 0 if it is not
/// well-formed.
size_t CharacterSize(std::string_view text) {
  auto byte = [&](size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const size_t size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const unsigned low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  const unsigned high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  if (byte(1) < low || byte(1) > high) return 0;
  for (size_t at = 2; at < size; ++at) {
    if ((byte(at) & 0xc0) != 0x80) return 0;
  }
  return size;
}

void AppendString(std::string& out, std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out += '"';
  while (!text.empty()) {
    const char c = text.front();
    size_t size = CharacterSize(text);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += "\\u00";
      out += kDigits[static_cast<unsigned char>(c) >> 4];
      out += kDigits[static_cast<unsigned char>(c) & 15];
    } else if (size == 0) {
      out += "\\ufffd";
      size = 1;
    } else {
      out += text.substr(0, size);
    }
    text.remove_prefix(size);
  }
  out += '"';
}

template <class Number>
void AppendNumber(std::string& out, Number number) {
  char text[32];
  auto [end, error] = std::to_chars(text, text + sizeof text, number);
  out.append(text, end);
}

void AppendValue(std::string& out, const LogValue& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) return AppendString(out, *text);
  if (const auto* truth = std::get_if<bool>(&value)) {
    out += *truth ? "true" : "false";
  } else if (const auto* real = std::get_if<double>(&value)) {
    if (std::isfinite(*real)) return AppendNumber(out, *real);
    out += "null";
  } else if (const auto* whole = std::get_if<int64_t>(&value)) {
    AppendNumber(out, *whole);
  } else {
    AppendNumber(out, *std::get_if<uint64_t>(&value));
  }
}

void AppendPadded(std::string& out, unsigned number, size_t width) {
  std::string digits = std::to_string(number);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

void AppendTime(std::string& out, std::chrono::system_clock::time_point time) {
  using namespace std::chrono;
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(floor<microseconds>(time - day));
  auto part = [&](auto number, size_t width, char after) {
    AppendPadded(out, static_cast<unsigned>(number), width);
    out += after;
  };
  part(static_cast<int>(date.year()), 4, '-');
  part(static_cast<unsigned>(date.month()), 2, '-');
  part(static_cast<unsigned>(date.day()), 2, 'T');
  part(clock.hours().count(), 2, ':');
  part(clock.minutes().count(), 2, ':');
  part(clock.seconds().count(), 2, '.');
  part(clock.subseconds().count(), 6, 'Z');
}

}  // namespace

std::string_view Name(Severity severity) noexcept {
  switch (severity) {
    case Severity::kInfo:
      return "info";
    case Severity::kWarning:
      return "warning";
    case Severity::kError:
      return "error";
  }
  return "unknown";
}

void JsonLinesSink::Write(const LogRecord& record) {
  std::lock_guard lock(mutex_);
  line_ = "{\"time\":\"";
  AppendTime(line_, record.time);
  line_ += "\",\"severity\":";
  AppendString(line_, Name(record.severity));
  line_ += ",\"event\":";
  AppendString(line_, record.event);
  for (const LogField& field : record.fields) {
    line_ += ',';
    AppendString(line_, field.name);
    line_ += ':';
    AppendValue(line_, field.value);
  }
  line_ += "}\n";
  out_.write(line_.data(), static_cast<std::streamsize>(line_.size()));
  out_.flush();
}

}  // namespace krepis
