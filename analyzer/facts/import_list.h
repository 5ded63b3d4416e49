#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/core/edge_kind.h"
#include "analyzer/facts/import_fact.h"

namespace krepis::analyzer {

/// What can be said of a list of imports without looking at each.
struct ImportSummary {
  bool computed = false;  // one at least is ImportFact::computed
  bool beside = true;     // every specifier begins with a dot: none is of a package
  EdgeKindSet kinds;      // those that occur

  friend bool operator==(const ImportSummary&, const ImportSummary&) = default;
};

/// The imports of a file, in the order of the source. A list that an earlier run found is read from
/// its bytes when somebody first looks at it, and most never are. Const members are safe to call
/// from several threads; references stay until the list is changed or goes.
class ImportList {
 public:
  using value_type = ImportFact;

  ImportList() = default;
  ImportList(std::vector<ImportFact> imports) : imports_(std::move(imports)) {}
  /// `bytes`, of which `owner` is an owner, hold `count` imports as a krepis.v1.FileFacts message
  /// does, and are sound.
  ImportList(std::shared_ptr<const void> owner, std::string_view bytes, size_t count,
             const ImportSummary& summary)
      : owner_(std::move(owner)),
        bytes_(bytes),
        count_(count),
        summary_(summary),
        unread_(count != 0) {}
  ImportList(const ImportList& other) : imports_(other.All()) {}
  ImportList(ImportList&& other) noexcept { *this = std::move(other); }
  ImportList& operator=(const ImportList& other) {
    if (this != &other) *this = ImportList(other);
    return *this;
  }
  ImportList& operator=(ImportList&& other) noexcept;

  size_t size() const { return IsUnread() ? count_ : imports_.size(); }
  bool empty() const { return size() == 0; }
  auto begin() const { return All().begin(); }
  auto end() const { return All().end(); }
  const ImportFact* data() const { return All().data(); }
  const ImportFact& operator[](size_t index) const { return All()[index]; }
  const ImportFact& front() const { return All().front(); }
  const ImportFact& back() const { return All().back(); }

  const std::vector<ImportFact>& All() const {
    if (IsUnread()) Read();
    return imports_;
  }
  operator const std::vector<ImportFact>&() const { return All(); }
  /// To change it.
  std::vector<ImportFact>& Edit() {
    if (IsUnread()) Read();
    return imports_;
  }
  void push_back(ImportFact import) { Edit().push_back(std::move(import)); }

  ImportSummary Summary() const;
  /// The bytes of a list that nobody has looked at yet; none otherwise.
  std::string_view unread_bytes() const { return IsUnread() ? bytes_ : std::string_view(); }

  friend bool operator==(const ImportList& a, const ImportList& b) { return a.All() == b.All(); }

 private:
  bool IsUnread() const { return unread_.load(std::memory_order_acquire); }
  void Read() const;

  mutable std::vector<ImportFact> imports_;
  std::shared_ptr<const void> owner_;
  std::string_view bytes_;
  size_t count_ = 0;
  ImportSummary summary_;  // of bytes_
  mutable std::atomic<bool> unread_ = false;
};

}  // namespace krepis::analyzer
