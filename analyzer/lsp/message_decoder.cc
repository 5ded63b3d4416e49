#include "analyzer/lsp/message_decoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace krepis::analyzer {
namespace {

bool SameWord(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [&](char x, char y) { return lower(x) == lower(y); });
}

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

void MessageDecoder::Fail(std::string why) {
  failure_ = std::move(why);
  bytes_ = std::string();
  begin_ = scanned_ = 0;
  in_body_ = false;
}

void MessageDecoder::Feed(std::string_view bytes) {
  if (failed()) return;
  // What was given out is let go of once it is the larger part, so that each byte moves rarely.
  if (begin_ > bytes_.size() / 2) {
    bytes_.erase(0, begin_);
    scanned_ -= begin_;
    begin_ = 0;
    if (bytes_.empty() && bytes_.capacity() > 1'000'000) bytes_ = std::string();
  }
  bytes_.append(bytes);
}

bool MessageDecoder::ReadHeaderLine(std::string_view line) {
  const size_t colon = line.find(':');
  if (colon == line.npos) {
    Fail("a line of a message's header has no colon");
    return false;
  }
  if (!SameWord(Trim(line.substr(0, colon)), "Content-Length")) return true;
  const std::string_view digits = Trim(line.substr(colon + 1));
  uint64_t length = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (error != std::errc() || end != digits.data() + digits.size() || digits.empty()) {
    Fail("Content-Length is no number");
    return false;
  }
  if (length_ && *length_ != length) {
    Fail("a message has two lengths");
    return false;
  }
  if (length > kMaxBodyBytes) {
    Fail(fmt::format("a message of {} bytes is announced; at most {} are read", length,
                     kMaxBodyBytes));
    return false;
  }
  length_ = length;
  return true;
}

bool MessageDecoder::ReadHeader() {
  for (;;) {
    const size_t end = bytes_.find('\n', std::max(scanned_, begin_));
    if (end == std::string::npos) {
      scanned_ = bytes_.size();
      if (header_read_ + (bytes_.size() - begin_) > kMaxHeaderBytes) {
        Fail(fmt::format("the header of a message is longer than {} bytes", kMaxHeaderBytes));
      }
      return false;
    }
    std::string_view line(bytes_.data() + begin_, end - begin_);
    if (line.ends_with('\r')) line.remove_suffix(1);
    header_read_ += end + 1 - begin_;
    if (header_read_ > kMaxHeaderBytes) {
      Fail(fmt::format("the header of a message is longer than {} bytes", kMaxHeaderBytes));
      return false;
    }
    if (line.empty()) {
      begin_ = scanned_ = end + 1;
      header_read_ = 0;
      if (length_) return true;
      Fail("a message has no Content-Length");
      return false;
    }
    if (!ReadHeaderLine(line)) return false;
    begin_ = scanned_ = end + 1;
  }
}

std::optional<std::string> MessageDecoder::Next() {
  if (failed()) return std::nullopt;
  if (!in_body_) {
    if (!ReadHeader()) return std::nullopt;
    in_body_ = true;
  }
  if (bytes_.size() - begin_ < *length_) return std::nullopt;
  std::string body = bytes_.substr(begin_, *length_);
  begin_ = scanned_ = begin_ + *length_;
  in_body_ = false;
  length_.reset();
  return body;
}

std::string Encode(std::string_view body) {
  return fmt::format("Content-Length: {}\r\n\r\n{}", body.size(), body);
}

}  // namespace krepis::analyzer
