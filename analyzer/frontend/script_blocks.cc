#include "analyzer/frontend/script_blocks.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace krepis::analyzer {
namespace {

/// Whether `text` has `word`, in lower case, at `at`, whatever the case there.
bool HasWord(std::string_view text, size_t at, std::string_view word) {
  if (at > text.size() || text.size() - at < word.size()) return false;
  return std::equal(
      word.begin(), word.end(), text.begin() + static_cast<ptrdiff_t>(at),
      [](char a, char b) { return a == std::tolower(static_cast<unsigned char>(b)); });
}

/// The end of the tag that starts at `at` == '<', behind its '>'; quoted values may hold any.
size_t EndOfTag(std::string_view text, size_t at) {
  char quote = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return at + 1;
    }
  }
  return text.size();
}

bool EndsName(std::string_view text, size_t at) {
  return at >= text.size() || text[at] == '>' || text[at] == '/' ||
         std::isspace(static_cast<unsigned char>(text[at])) != 0;
}

}  // namespace

void KeepScripts(std::string_view path, std::string& text) {
  if (!path.ends_with(".vue") && !path.ends_with(".svelte")) return;
  constexpr std::string_view kOpen = "<script";
  constexpr std::string_view kClose = "</script";
  size_t blank = 0;  // everything from here to the next block goes
  const auto erase = [&](size_t end) {
    for (; blank < end; ++blank) {
      if (text[blank] != '\n' && text[blank] != '\r') text[blank] = ' ';
    }
  };
  for (size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at)) {
    if (text.compare(at, 4, "<!--") == 0) {
      const size_t end = text.find("-->", at + 4);
      at = end == std::string::npos ? text.size() : end + 3;
      continue;
    }
    if (!HasWord(text, at, kOpen) || !EndsName(text, at + kOpen.size())) {
      ++at;
      continue;
    }
    const size_t start = EndOfTag(text, at);
    const bool empty = start >= 2 && text[start - 2] == '/';  // <script src="…" />
    size_t end = start;
    while (!empty && end < text.size() &&
           !(HasWord(text, end, kClose) && EndsName(text, end + kClose.size()))) {
      end = std::min(text.find('<', end + 1), text.size());
    }
    erase(start);
    blank = at = end;
  }
  erase(text.size());
}

}  // namespace krepis::analyzer
