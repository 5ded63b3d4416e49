#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// The functions of a file that others can run (see FunctionFact), and which of them each node
/// belongs to. A function inside another one is part of it, and so is a closure that no name of
/// the file's top level, of a class or of an object literal stands for. What a call makes of
/// closures (`const load = cache(async () => …)`, a Rust `LazyLock`) is a function by the name
/// that holds it. A C++ member's own initialiser that calls something is part of the constructors:
/// a function by their name; a table of names, which may be functions', is one by its own.
/// Immutable; refers to `scopes`.
class FunctionTable {
 public:
  struct Function {
    /// kFunction, kLambda, the kVariable, kAssign or kExport that holds what a call makes, or the
    /// kVariable of a member that has an initialiser; 0: the top level.
    Node node = 0;
    std::string name;  // see FunctionFact
    bool test_only = false;
    bool bodiless = false;
    bool local = false;
    bool held = false;  // what a call makes: of JavaScript and C++ it runs when the file is loaded
  };

  static constexpr uint32_t kNone = ~0u;

  explicit FunctionTable(const Scopes& scopes);

  const std::vector<Function>& functions() const { return functions_; }
  /// The function that the code at `node` is part of; of the node of a function, that function.
  uint32_t Of(Node node) const { return owner_[node]; }
  /// The function that stands at `node` itself, or kNone.
  uint32_t At(Node node) const {
    const uint32_t owner = owner_[node];
    return owner != 0 && functions_[owner].node == node ? owner : kNone;
  }
  /// The function around a byte of the source.
  uint32_t Around(uint32_t byte) const;
  /// The qualified name of what stands at `node` (a function, class, namespace, variable or object
  /// literal), as FunctionFact has it; "" when no name leads to it.
  std::string NameOf(Node node) const;

 private:
  bool IsFunction(Node node) const;
  bool IsHeld(Node node) const;
  bool IsMemberInitializer(Node node) const;
  template <class Prepend>
  bool PrependTest(Node function, const Prepend& prepend) const;
  bool IsTestOnly(Node node) const;

  const Scopes& scopes_;
  const Ast& ast_;
  std::vector<Function> functions_;
  std::vector<uint32_t> owner_;  // by node
};

}  // namespace krepis::analyzer
