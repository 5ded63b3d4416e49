#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/graph/javascript_families.h"
#include "analyzer/graph/javascript_names.h"

namespace krepis::analyzer {

/// What a path of JavaScript (analyzer/facts/javascript_paths.h) leads to.
struct JavaScriptTarget {
  enum class Kind : uint8_t {
    kFunction,
    kType,
    kObject,  // a literal whose members are functions, by the name that they begin with
    kModule,  // all of a file
  };
  Kind kind = Kind::kFunction;
  uint32_t file = 0;
  uint32_t index = 0;  // of the function or type
  /// kType: an instance that a name holds, and not the class.
  bool instance = false;
  bool made = false;  // what that gives: an instance of the class, a result of the function
  Confidence confidence = Confidence::kResolved;
  std::string_view name;  // kObject
};

/// Follows paths: through re-exports, aliases, fields and results, up and down the classes. Bounded
/// for each path, whatever the input. Not thread-safe; each thread has its own, of the same names.
class JavaScriptSearch {
 public:
  /// Both must outlive it.
  JavaScriptSearch(const JavaScriptNames& names, const JavaScriptFamilies& families);

  /// Appends what `symbol`, as `file` spells it, leads to; the same whatever was asked before. The
  /// targets refer to the names alone.
  void Find(uint32_t file, std::string_view symbol, std::vector<JavaScriptTarget>& targets);

 private:
  using Entry = JavaScriptNames::Entry;
  using Method = JavaScriptFamilies::Method;

  /// A path on its way.
  struct Item {
    uint32_t file = 0;
    std::string_view path;  // of the symbol, of the facts, or of text_
    bool outside = false;   // another file asks: the name of an export
    bool exact = false;     // of this class and none below it
    bool instance = false;  // a name holds it
    Confidence confidence = Confidence::kResolved;
  };
  /// Names that one path is followed through; aliases of aliases and stars of stars are input.
  static constexpr size_t kMaxSteps = 400;
  static constexpr size_t kMaxPath = 600;
  static constexpr size_t kSlots = 1024;
  /// Classes and what they inherit from that may implement one interface.
  static constexpr size_t kMaxFamily = 100'000;

  static JavaScriptTarget TargetOf(JavaScriptTarget::Kind kind, const Item& item, uint32_t index);
  /// The parts behind each other, until the next call unless Push() takes them; "" beyond the
  /// bound.
  std::string_view Compose(std::initializer_list<std::string_view> parts);
  void PushSymbol(const Item& from, std::string_view symbol, std::string_view rest);
  void PushIn(const Item& from, std::string_view module, std::string_view path);
  void Push(const Item& item);
  void Run(std::vector<JavaScriptTarget>& targets);
  void FollowExport(const Item& item, std::vector<JavaScriptTarget>& targets);
  bool FollowLocal(const Item& item, std::vector<JavaScriptTarget>& targets);
  bool FollowEntry(const Item& item, const Entry& entry, std::string_view rest,
                   std::vector<JavaScriptTarget>& targets);
  void FollowReexports(const Item& item);
  void AddOverrides(const Item& item, std::vector<JavaScriptTarget>& targets);
  const std::vector<Method>& OverridesOf(uint32_t type, std::string_view method);

  const JavaScriptNames& names_;
  const JavaScriptFamilies& families_;
  std::unordered_map<uint64_t, std::vector<Method>> overrides_;  // by type and name
  std::vector<Item> pending_;
  std::vector<Item> seen_;                // of the path that is searched
  std::array<uint16_t, kSlots> slots_{};  // open addressing: index into seen_, plus one; 0 is none
  std::vector<uint16_t> used_slots_;
  std::unique_ptr<char[]> text_;  // of paths that stand nowhere else
  size_t text_size_ = 0;
};

}  // namespace krepis::analyzer
