#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/core/edge_kind.h"
#include "analyzer/facts/import_fact.h"

namespace krepis::analyzer {

/// What can be said of a list of imports without looking at each.
struct ImportSummary {
  bool computed = false;  // one at least is ImportFact::computed
  EdgeKindSet kinds;      // those that occur

  friend bool operator==(const ImportSummary&, const ImportSummary&) = default;
};

/// Where lists that earlier runs found are read from. Safe to call from several threads.
class ImportSource {
 public:
  virtual ~ImportSource() = default;
  /// The list that was handed out with these words; empty where it is there no longer.
  virtual std::vector<ImportFact> ReadImports(std::string_view place) const = 0;
};

/// A list that has not been read yet.
struct UnreadImports {
  std::shared_ptr<const ImportSource> source;
  std::string_view place;  // see ImportSource; as long-lived as that
  size_t count = 0;
  ImportSummary summary;
  std::string_view outside;  // PackOutside() of the list, likewise
};

/// The imports of a file, in the order of the source. A list that an earlier run found is read when
/// somebody first looks at it, and most never are. Const members are safe to call from several
/// threads; references stay until the list is changed or goes.
class ImportList {
 public:
  using value_type = ImportFact;

  ImportList() = default;
  ImportList(std::vector<ImportFact> imports) : imports_(std::move(imports)) {}
  explicit ImportList(UnreadImports unread)
      : unread_(std::move(unread)), is_unread_(unread_.count != 0) {}
  ImportList(const ImportList& other) : imports_(other.All()) {}
  ImportList(ImportList&& other) noexcept { *this = std::move(other); }
  ImportList& operator=(const ImportList& other) {
    if (this != &other) *this = ImportList(other);
    return *this;
  }
  ImportList& operator=(ImportList&& other) noexcept;

  size_t size() const { return is_unread() ? unread_.count : imports_.size(); }
  bool empty() const { return size() == 0; }
  auto begin() const { return All().begin(); }
  auto end() const { return All().end(); }
  const ImportFact* data() const { return All().data(); }
  const ImportFact& operator[](size_t index) const { return All()[index]; }
  const ImportFact& front() const { return All().front(); }
  const ImportFact& back() const { return All().back(); }

  const std::vector<ImportFact>& All() const {
    if (is_unread()) Read();
    return imports_;
  }
  operator const std::vector<ImportFact>&() const { return All(); }
  /// To change it.
  std::vector<ImportFact>& Edit() {
    if (is_unread()) Read();
    return imports_;
  }
  void push_back(ImportFact import) { Edit().push_back(std::move(import)); }

  /// Without reading it.
  ImportSummary Summary() const;
  /// Likewise: calls visit(specifier) for every specifier but paths from a module's folder, "./x":
  /// for those that may name packages or their headers.
  template <class Visit>
  void VisitOutside(Visit visit) const {
    if (!is_unread()) {
      for (const ImportFact& import : imports_) {
        if (import.kind == EdgeKind::kInclude || !import.specifier.starts_with('.'))
          visit(std::string_view(import.specifier));
      }
      return;
    }
    std::string_view rest = unread_.outside;
    for (std::string_view one = TakeOutside(rest); !one.empty(); one = TakeOutside(rest))
      visit(one);
  }
  /// These specifiers as bytes.
  std::string PackOutside() const;
  /// Whether nobody has looked at it yet.
  bool is_unread() const { return is_unread_.load(std::memory_order_acquire); }

  friend bool operator==(const ImportList& a, const ImportList& b) { return a.All() == b.All(); }

 private:
  static std::string_view TakeOutside(std::string_view& bytes);
  void Read() const;

  mutable std::vector<ImportFact> imports_;
  UnreadImports unread_;
  mutable std::atomic<bool> is_unread_ = false;
};

}  // namespace krepis::analyzer
