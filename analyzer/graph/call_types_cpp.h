#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/graph/call_graph.h"
#include "analyzer/graph/call_names_cpp.h"

namespace krepis::analyzer {

/// The files that the file at hand includes, itself among them. Found when first asked for.
class VisibleFiles {
 public:
  explicit VisibleFiles(const Graph& graph) : graph_(graph), seen_(graph.file_count(), 0) {}

  void Enter(uint32_t file) {
    file_ = file;
    known_ = false;
  }
  bool Has(uint32_t file) {
    if (file == file_) return true;
    if (!known_) Find();
    return seen_[file] == epoch_;
  }
  /// Whether `file` itself names one of its includes.
  bool Includes(uint32_t file, uint32_t header) const;

 private:
  void Find();

  const Graph& graph_;
  std::vector<uint32_t> seen_;  // by file: when it was found
  std::vector<uint32_t> open_;
  uint32_t epoch_ = 0;
  uint32_t file_ = 0;
  bool known_ = false;
};

/// Classes of C and C++ over all files: their names, what they are derived from and what they hold.
/// Not thread-safe.
class CppTypeGraph {
 public:
  /// A class as one file defines it.
  struct Type {
    uint32_t file = 0;
    std::string_view name;
    bool outside = false;  // a base of it is not in the workspace
  };
  static constexpr size_t kMaxTypes = 256;
  static constexpr uint32_t kNoFile = ~0u;

  CppTypeGraph(const CallLinkInput& input, VisibleFiles& visible);

  const Type& type(uint32_t type) const { return types_[type]; }
  uint32_t size() const { return static_cast<uint32_t>(types_.size()); }
  const NameIndex& names() const { return names_; }
  bool IsType(std::string_view name) const { return names_.Find(name) != NameIndex::kNone; }
  std::span<const uint32_t> Bases(uint32_t type) const { return bases_[type]; }
  /// What is derived from one of `types`, directly or not, without themselves; at most `most`.
  std::vector<uint32_t> Derived(std::span<const uint32_t> types, size_t most) const;
  /// `type` and all of its bases, nearest first; at most kMaxTypes.
  std::vector<uint32_t> Ancestry(uint32_t type) const;

  /// The types of the compiler's name, in whatever file.
  std::vector<uint32_t> Named(std::string_view compiled) {
    return Find(kNoFile, {}, "::" + std::string(compiled));
  }
  /// Of several types of one name, keeps those that `file` can see if it sees any.
  void Prefer(uint32_t file, std::vector<uint32_t>& types);
  /// The types that a symbol means to code of `scope` in `file`.
  std::vector<uint32_t> Find(uint32_t file, std::string_view scope, std::string_view symbol);
  /// The types of a value of that name (a field, variable or a function's result); "x[]" for its
  /// elements. With `owned`, of those that live and die with it.
  std::vector<uint32_t> OfValue(uint32_t file, std::string_view scope, std::string_view name,
                                bool owned = false);
  /// What the path of a receiver is, `a.b[].c`; `::T`, `this` and T may begin it.
  std::vector<uint32_t> OfPath(uint32_t file, std::string_view scope, std::string_view path);
  /// What an instance of the type holds by value.
  std::vector<uint32_t> Held(uint32_t type);
  /// What the name of an alias or using-declaration stands for; "" for none.
  std::string_view AliasOf(std::string_view name) const;
  /// The namespaces that `file` uses as a whole.
  std::span<const std::string_view> Used(uint32_t file) const;

 private:
  struct Value {
    uint32_t file = 0;
    std::string_view name, symbol;
    bool instance = false;
  };

  void AddTypesOf(uint32_t value, bool owned, std::vector<uint32_t>& types);
  std::vector<uint32_t> FieldTypes(std::span<const uint32_t> types, std::string_view field);

  std::span<const FileFacts> facts_;
  VisibleFiles& visible_;
  std::vector<Type> types_;
  std::vector<Value> values_;
  NameIndex names_, value_names_, value_owners_;
  std::vector<std::vector<uint32_t>> bases_, derived_;
  std::unordered_map<uint32_t, std::vector<std::string_view>> used_;
};

}  // namespace krepis::analyzer
