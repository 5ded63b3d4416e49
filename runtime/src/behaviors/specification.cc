#include "krepis/behaviors/specification.h"

namespace krepis {
namespace {

/// The longest prefix of `text` of at most `limit` bytes that does not end within a character.
std::string_view Prefix(std::string_view text, size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0) == 0x80) --limit;
  return text.substr(0, limit);
}

}  // namespace

std::string Summary(const SpecificationFailure& failure, size_t limit) {
  std::string summary;
  std::vector<const SpecificationFailure*> pending{&failure};
  while (!pending.empty() && summary.size() < limit) {
    const SpecificationFailure& current = *pending.back();
    pending.pop_back();
    for (size_t i = current.children.size(); i-- > 0;) pending.push_back(&current.children[i]);
    if (!current.children.empty()) continue;
    if (!summary.empty()) summary += "; ";
    summary += current.message.empty() ? current.code : current.message;
  }
  return std::string(Prefix(summary, limit));
}

}  // namespace krepis
