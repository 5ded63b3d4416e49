#include "analyzer/facts/import_list.h"

#include <cassert>
#include <mutex>

#include "analyzer/facts/facts_io.h"

namespace krepis::analyzer {

ImportList& ImportList::operator=(ImportList&& other) noexcept {
  imports_ = std::move(other.imports_);
  owner_ = std::move(other.owner_);
  bytes_ = std::exchange(other.bytes_, {});
  count_ = std::exchange(other.count_, 0);
  summary_ = other.summary_;
  unread_ = other.unread_.exchange(false);
  return *this;
}

ImportSummary ImportList::Summary() const {
  if (IsUnread()) return summary_;
  ImportSummary summary;
  for (const ImportFact& import : imports_) {
    summary.computed |= import.computed;
    summary.beside &= import.specifier.starts_with('.');
    summary.kinds.Add(import.kind);
  }
  return summary;
}

void ImportList::Read() const {
  // One for all lists: two threads seldom want one that nobody has read.
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  if (!IsUnread()) return;
  imports_ = ReadImports(bytes_);
  assert(imports_.size() == count_);
  unread_.store(false, std::memory_order_release);
}

}  // namespace krepis::analyzer
