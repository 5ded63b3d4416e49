#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/facts/calls_rust_types.h"

namespace krepis::analyzer {

/// What is known of the types of expressions. A type may be what steps lead to from another one,
/// which whoever knows the other files takes:
///
///   TYPE.name  TYPE.0   a field; of an enum TYPE::Variant.0
///   PATH()  TYPE::m()   what a function or method gives
///   TYPE?               what is in an Option or Result; else the type itself
///   TYPE~               what awaiting it gives
///   TYPE[]              an element; what closures get that iterate or map
class RustReceivers {
 public:
  RustReceivers(const Scopes& scopes, RustTypeNames& names)
      : scopes_(scopes), ast_(scopes.ast()), names_(names) {
    std::vector<Node> last(ast_.size(), 0);
    before_.resize(ast_.size(), 0);
    for (Node node = 1; node < ast_.size(); ++node) {
      before_[node] = last[scopes.parent(node)];
      last[scopes.parent(node)] = node;
    }
  }

  /// "" when nothing is known; "!" or `std::…` when it is of the language or the standard library.
  std::string TypeOf(Node expression) { return TypeAt(expression, 0); }
  /// The type of what a `for` goes through, "" for other loops.
  std::string TypeOfIterable(Node loop) { return IterableAt(loop, 0); }

 private:
  std::string TypeAt(Node expression, int depth);
  std::string IterableAt(Node loop, int depth);
  /// The last declaration of a name in front of a node, in the same function; 0 for none.
  Node DeclaredBefore(Node node, std::string_view name) const;
  std::string TypeOfName(Node name, int depth);
  std::string TypeOfCall(Node call, int depth);
  std::string TypeOfMapped(Node call, int depth);
  std::string TypeOfDeclaration(Node declaration, int depth);
  std::string TypeOfVariable(Node variable, int depth);
  std::string TypeOfBinding(Node binding, int depth);
  std::string TypeOfClosureParameter(Node parameter, int depth);
  std::string Destructured(Node owner, Node binding, std::string type);
  /// The value of a block, the first of several branches; 0 for none.
  Node ValueOf(Node node) const;

  const Scopes& scopes_;
  const Ast& ast_;
  RustTypeNames& names_;
  std::vector<Node> before_;                     // by node: its sibling in front
  std::unordered_map<Node, std::string> known_;  // by declaration
};

/// The same with all that it needs, for whoever asks about few expressions of a file.
class RustReceiverTypes {
 public:
  RustReceiverTypes(const Scopes& scopes, std::string_view source, const FileFacts& facts)
      : functions_(scopes), names_(scopes, source, functions_, facts), receivers_(scopes, names_) {}
  RustReceiverTypes(const RustReceiverTypes&) = delete;
  RustReceiverTypes& operator=(const RustReceiverTypes&) = delete;

  std::string TypeOf(Node expression) { return receivers_.TypeOf(expression); }

 private:
  const FunctionTable functions_;
  RustTypeNames names_;
  RustReceivers receivers_;
};

}  // namespace krepis::analyzer
