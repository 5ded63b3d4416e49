#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// What stands around the node that a pre-order walk has reached. Call Enter() for every node, in
/// order; the answers are about what encloses that node.
class Surroundings {
 public:
  explicit Surroundings(const Scopes& scopes) : scopes_(scopes), ast_(scopes.ast()) {}

  void Enter(Node node);

  /// Under something marked kTestOnly (or being it).
  bool test_only() const {
    return ast_.Has(0, kTestOnly) || (!frames_.empty() && frames_.back().test_only);
  }
  /// Path of the inline Rust modules around the node: "a::b", "" at the file's top level.
  std::string_view modules() const {
    return frames_.empty() ? std::string_view() : std::string_view(frames_.back().modules);
  }
  /// The innermost function around the node, 0 at the top level.
  Node function() const { return frames_.empty() ? 0 : frames_.back().function; }
  /// Its name for people: `Class.method`, `Type::method`, the variable or property that holds an
  /// anonymous one, else the name of the next function outside. "" at the top level.
  std::string FunctionName() const;

 private:
  struct Frame {
    Node node;
    Node end;
    Node function;
    bool test_only;
    std::string modules;
  };

  std::string NameOf(Node function) const;

  const Scopes& scopes_;
  const Ast& ast_;
  std::vector<Frame> frames_;
};

}  // namespace krepis::analyzer
