#include "analyzer/lsp/words.h"

#include <algorithm>
#include <cctype>

namespace krepis::analyzer {
namespace {

bool IsNamePart(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) != 0 || byte >= 0x80 || c == '-' || c == '_' || c == '/' || c == '.';
}

}  // namespace

Word WordAt(std::string_view text, uint32_t offset) {
  const size_t at = std::min<size_t>(offset, text.size());
  size_t begin = at;
  size_t end = at;
  while (begin > 0 && IsNamePart(text[begin - 1])) --begin;
  while (end < text.size() && IsNamePart(text[end])) ++end;
  return {std::string(text.substr(begin, end - begin)),
          {static_cast<uint32_t>(begin), static_cast<uint32_t>(end - begin)}};
}

}  // namespace krepis::analyzer
