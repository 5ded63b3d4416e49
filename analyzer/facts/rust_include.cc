#include "analyzer/facts/rust_include.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

constexpr size_t kNone = std::string_view::npos;
constexpr size_t kPathBytes = 1000;

class IncludeReader {
 public:
  IncludeReader(std::string_view source, size_t at) : source_(source), at_(at) {}

  std::optional<RustInclude> Read() {
    while (at_ < source_.size() && (IsWord(source_[at_]) || source_[at_] == ':')) ++at_;
    if (!Take("!") || !Open()) return std::nullopt;
    RustInclude read;
    if (!Argument(read) || !Close() || read.path.size() > kPathBytes) return RustInclude();
    return read;
  }

 private:
  static bool IsWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '#';
  }

  void SkipBlanks() {
    while (at_ < source_.size()) {
      if (std::string_view(" \t\r\n").find(source_[at_]) != kNone) {
        ++at_;
      } else if (source_.substr(at_, 2) == "//") {
        at_ = std::min(source_.find('\n', at_), source_.size());
      } else if (source_.substr(at_, 2) == "/*") {
        const size_t close = source_.find("*/", at_ + 2);
        at_ = close == kNone ? source_.size() : close + 2;
      } else {
        return;
      }
    }
  }

  bool Take(std::string_view text) {
    SkipBlanks();
    if (source_.substr(at_, text.size()) != text) return false;
    at_ += text.size();
    return true;
  }
  bool Open() { return Take("(") || Take("[") || Take("{"); }
  bool Close() {
    Take(",");
    return Take(")") || Take("]") || Take("}");
  }

  bool Argument(RustInclude& read) {
    if (!Take("concat")) return String(read);
    if (!Take("!") || !Open()) return false;
    do {
      SkipBlanks();
      if (source_.substr(at_, 1).find_first_of(")]}") == 0) break;
      if (!(Take("env") ? Folder(read) : String(read))) return false;
    } while (Take(","));
    return Close();
  }

  /// env!("CARGO_MANIFEST_DIR")
  bool Folder(RustInclude& read) {
    RustInclude name;
    if (!Take("!") || !Open() || !String(name) || !Close() || !read.path.empty()) return false;
    if (name.path != "CARGO_MANIFEST_DIR" && name.path != "OUT_DIR") return false;
    read.path = "$" + name.path;
    return true;
  }

  /// A literal without escapes, raw or not.
  bool String(RustInclude& read) {
    SkipBlanks();
    size_t hashes = 0;
    if (source_.substr(at_, 1) == "r") {
      ++at_;
      while (source_.substr(at_, 1) == "#") ++at_, ++hashes;
    }
    if (source_.substr(at_, 1) != "\"") return false;
    const std::string end = "\"" + std::string(hashes, '#');
    const size_t close = source_.find(end, at_ + 1);
    if (close == kNone || close - at_ > kPathBytes) return false;
    const std::string_view value = source_.substr(at_ + 1, close - at_ - 1);
    if (value.find_first_of("\\\n") != kNone) return false;
    read.path += value;
    read.literal = {static_cast<uint32_t>(at_ + 1), static_cast<uint32_t>(value.size())};
    at_ = close + end.size();
    return true;
  }

  const std::string_view source_;
  size_t at_;
};

}  // namespace

std::optional<RustInclude> ReadRustInclude(std::string_view source, uint32_t at) {
  return IncludeReader(source, at).Read();
}

}  // namespace krepis::analyzer
