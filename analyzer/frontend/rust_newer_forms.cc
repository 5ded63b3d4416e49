#include "analyzer/frontend/rust_newer_forms.h"

#include <algorithm>
#include <cctype>

namespace krepis::analyzer {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

bool IsWordByte(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

size_t BehindBlanks(std::string_view text, size_t at) {
  return std::min(text.find_first_not_of(kBlanks, at), text.size());
}

/// Whether `at` begins with the word, and nothing else.
bool IsWord(std::string_view text, size_t at, std::string_view word) {
  const size_t end = at + word.size();
  return text.substr(at, word.size()) == word && (end == text.size() || !IsWordByte(text[end]));
}

/// Whether `extern "C" {` or `extern {` stands at `at`: a block, and not a function.
bool IsExternBlock(std::string_view text, size_t at) {
  if (!IsWord(text, at, "extern")) return false;
  at = BehindBlanks(text, at + 6);
  if (at < text.size() && text[at] == '"') {
    const size_t close = text.find('"', at + 1);
    if (close == std::string_view::npos) return false;
    at = BehindBlanks(text, close + 1);
  }
  return at < text.size() && text[at] == '{';
}

}  // namespace

std::string_view RustNewerForms::Clean(std::string_view text) {
  constexpr std::string_view kSafe = "safe";
  constexpr std::string_view kUnsafe = "unsafe";
  bool changed = false;
  // In a string or a comment it does not matter: their text is taken from the source.
  for (size_t at = text.find(kSafe); at != std::string_view::npos;
       at = text.find(kSafe, at + kSafe.size())) {
    const bool negated = at >= 2 && text.substr(at - 2, kUnsafe.size()) == kUnsafe;
    const size_t start = negated ? at - 2 : at;
    const size_t end = at + kSafe.size();
    const size_t next = BehindBlanks(text, end);
    if ((start > 0 && IsWordByte(text[start - 1])) || next == end) continue;
    if (negated ? !IsExternBlock(text, next) : !IsWord(text, next, "fn")) continue;
    if (!changed) cleaned_ = text;
    changed = true;
    std::fill(cleaned_.begin() + static_cast<std::ptrdiff_t>(start),
              cleaned_.begin() + static_cast<std::ptrdiff_t>(end), ' ');
  }
  return changed ? std::string_view(cleaned_) : text;
}

}  // namespace krepis::analyzer
