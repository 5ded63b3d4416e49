#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/graph/rust_call_index.h"
#include "analyzer/graph/rust_call_methods.h"

namespace krepis::analyzer {

/// The types that the spellings of call facts (analyzer/facts/calls_rust_types.h and
/// calls_rust_receivers.h) lead to. Not thread-safe: answers are kept.
class RustValues {
 public:
  /// Index into the values; 0 is one of which nothing is known.
  using Value = uint32_t;
  static constexpr Value kUnknown = 0;

  enum class Kind : uint8_t { kUnknown, kType, kForeign, kTuple, kBounds };
  struct Data {
    Kind kind = Kind::kUnknown;
    RustTypeId type{};
    std::string foreign;  // the last name of a type of another crate
    std::vector<Value> arguments;
  };

  RustValues(const RustCallIndex& index, const RustMethods& methods, const CallLinkInput& input)
      : index_(index), methods_(methods), input_(input), values_(1) {}

  /// What `spelling` of a file means, in the inline modules `scope`, both text of the facts. Types
  /// that are stated in terms of each other are followed as far as what was asked for before leaves
  /// unknown, and no further than through a hundred.
  Value Of(uint32_t file, std::string_view scope, std::string_view spelling);
  const Data& data(Value value) const { return values_[value]; }
  /// As if nothing had been asked for; values from before are none any more.
  void Forget();

  /// Appends the methods of that name; false when nothing is known of the value's type.
  bool Methods(Value value, std::string_view method, std::vector<CallTarget>& targets);

 private:
  struct Place {
    uint32_t file;
    std::string_view scope;
    Value self = kUnknown;  // what $S is, and whose arguments $0 and the like are
    int depth = 0;
  };
  class Reader;

  bool MethodsOf(Value value, std::string_view method, std::vector<CallTarget>& targets);
  Value Add(Data data);
  Value Head(const Place& place, std::string_view path, std::vector<Value> arguments, bool called);
  Value Stated(uint32_t file, const ValueFact& fact, Value self, int depth);
  Value Result(FunctionId function, Value self, int depth);
  Value Field(Value value, std::string_view name, int depth);
  Value Element(Value value, int depth);
  Value Unwrapped(Value value) const;
  Value Awaited(Value value) const;
  Value MethodResult(Value value, std::string_view method, int depth);
  Value Pointee(Value value, int depth);

  const RustCallIndex& index_;
  const RustMethods& methods_;
  const CallLinkInput& input_;
  std::vector<Data> values_;
  std::unordered_map<RustCallIndex::Question, Value, RustCallIndex::QuestionHash> known_;
  int nested_ = 0;  // calls of Of() in each other
  // Bounds that were looked at for what Of(), and Methods(), were asked last.
  int asked_bounds_ = 0;
  int bounds_ = 0;
};

}  // namespace krepis::analyzer
