#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/graph/call_graph.h"
#include "analyzer/graph/call_names_cpp.h"
#include "analyzer/graph/call_types_cpp.h"

namespace krepis::analyzer {

/// The functions of C and C++ over all files by their names, and which definitions a name means to
/// the file at hand. Functions are the numbers of their ids. Not thread-safe.
class CppFunctions {
 public:
  CppFunctions(const CallLinkInput& input, VisibleFiles& visible);

  const NameIndex& names() const { return names_; }
  const FunctionFact& FactOf(uint32_t function) const {
    const FunctionPlace place = ids_.At(FunctionId{function});
    return facts_[place.file].calls.functions[place.index];
  }
  /// The names in a class or namespace.
  std::span<const uint32_t> Members(std::string_view scope) const;

  /// Whether `file`, which `visible` stands at, sees a declaration or the definition.
  bool Sees(uint32_t name) const;
  bool IsVirtual(uint32_t name) const;
  bool IsVirtual(std::string_view type, std::string_view method) const;
  /// Whether any function whose name ends so is virtual.
  bool MayBeVirtual(std::string_view method) const { return virtual_.contains(method); }

  /// The definitions of a name that `file`, which `visible` stands at, may mean; the declaration if
  /// there is none.
  void AddDefinitions(uint32_t name, uint32_t file, Confidence confidence,
                      std::vector<CallTarget>& targets) const;
  /// The functions of that name that a type itself has.
  void AddMethods(const CppTypeGraph::Type& type, std::string_view method,
                  std::vector<uint32_t>& functions) const;

 private:
  uint32_t FileOf(uint32_t function) const { return ids_.FileOf(FunctionId{function}); }
  bool DeclaredFor(std::span<const uint32_t> functions, uint32_t file) const;
  void Weaken(size_t from, std::vector<CallTarget>& targets) const;

  std::span<const FileFacts> facts_;
  const FunctionIds& ids_;
  VisibleFiles& visible_;
  NameIndex names_;
  std::unordered_map<std::string_view, std::vector<uint32_t>> members_;  // by scope
  std::unordered_set<std::string_view> virtual_;  // last segments of virtual functions
};

}  // namespace krepis::analyzer
