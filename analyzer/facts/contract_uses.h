#pragma once

#include <cstdint>
#include <unordered_map>
#include <unordered_set>

#include "analyzer/facts/contract_behaviors.h"
#include "analyzer/facts/contract_helpers.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// What happens at a place in a behaviour, to its continuation and its answer.
enum class BehaviorUse : uint8_t {
  kNone,
  kContinues,
  kAnswers,
  kDropsAnswer,  // makes an answer and forgets it, where the one that is returned counts
  /// Hands one of the two on, gives it to a function that may run or not, or answers by the
  /// request; or a call that may well not return.
  kUnknown,
};

/// What a behaviour does in its own body, place by place. Functions inside it are one place each,
/// where they are made, or where their name is used when they have one: when they run is not known.
class BehaviorUses {
 public:
  BehaviorUses(const Scopes& scopes, const Behavior& behavior);

  BehaviorUse At(Node node) const {
    const auto found = uses_.find(node);
    return found == uses_.end() ? BehaviorUse::kNone : found->second;
  }
  bool Has(BehaviorUse use) const;
  /// Whether it is a function inside that uses one of the two.
  bool IsClosure(Node node) const { return closures_.contains(node); }

 private:
  void Walk();
  void Touch(Node closure);
  void ReadContinuation(Node name);
  void ReadResponse(Node name);
  bool Answers(Node request) const;
  void ReadReturn(Node node);
  BehaviorUse AnswerAt(Node call) const;

  const Scopes& scopes_;
  const Ast& ast_;
  const Behavior& behavior_;
  Helpers helpers_;
  std::unordered_map<Node, BehaviorUse> uses_;
  std::unordered_set<Node> closures_;
  std::unordered_set<Node> carriers_;  // declarations of functions that use one of the two
};

/// What becomes of the value of a call.
enum class ValueFate : uint8_t {
  kUsed,     // awaited, returned, stored and read, handed on
  kDropped,  // nothing
  kChained,  // .then(…) is called on it, and nothing becomes of that
  kStored,   // a variable holds it that nobody reads
  kVoid,     // `void` says that nothing becomes of it
};

/// For promises: combinators (Promise.all([next()])) and chains are looked through. `function` is
/// the one that `call` stands in.
ValueFate FateOf(const Scopes& scopes, Node function, Node call);

}  // namespace krepis::analyzer
