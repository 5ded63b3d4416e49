#include "analyzer/facts/import_list.h"

#include <array>
#include <cstdint>
#include <mutex>

namespace krepis::analyzer {

ImportList& ImportList::operator=(ImportList&& other) noexcept {
  imports_ = std::move(other.imports_);
  unread_ = std::exchange(other.unread_, {});
  is_unread_ = other.is_unread_.exchange(false);
  return *this;
}

ImportSummary ImportList::Summary() const {
  if (is_unread()) return unread_.summary;
  ImportSummary summary;
  for (const ImportFact& import : imports_) {
    summary.computed |= import.computed;
    summary.kinds.Add(import.kind);
  }
  return summary;
}

// Each specifier behind its length, of which two bytes are enough: longer ones name no package.
std::string ImportList::PackOutside() const {
  std::string bytes;
  VisitOutside([&](std::string_view specifier) {
    if (specifier.empty() || specifier.size() > UINT16_MAX) return;
    const auto size = static_cast<uint16_t>(specifier.size());
    bytes += static_cast<char>(size & 0xff);
    bytes += static_cast<char>(size >> 8);
    bytes += specifier;
  });
  return bytes;
}

std::string_view ImportList::TakeOutside(std::string_view& bytes) {
  if (bytes.size() < 2) return {};
  const size_t size = static_cast<unsigned char>(bytes[0]) |
                      static_cast<size_t>(static_cast<unsigned char>(bytes[1])) << 8;
  const std::string_view specifier = bytes.substr(2, size);
  bytes.remove_prefix(2 + specifier.size());
  return specifier;
}

void ImportList::Read() const {
  // Few for all lists: two threads seldom want the same one at once.
  static std::array<std::mutex, 16> mutexes;
  const std::lock_guard lock(mutexes[(reinterpret_cast<uintptr_t>(this) >> 6) % mutexes.size()]);
  if (!is_unread()) return;
  imports_ = unread_.source->ReadImports(unread_.place);
  is_unread_.store(false, std::memory_order_release);
}

}  // namespace krepis::analyzer
