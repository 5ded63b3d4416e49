#pragma once

#include <string>
#include <string_view>

#include "analyzer/frontend/lowering.h"
#include "analyzer/frontend/rust_symbols.h"

namespace krepis::analyzer {

/// Rust. Split by subject over rust_{lowering,items,use,types,expressions,macro_calls}.cc.
class RustLowering final : public Lowering {
 private:
  using Symbol = rust::Symbol;
  using Field = rust::Field;

  enum : Mode {
    kItem = kRoot + 1,  // a statement or an item; argument: first attribute before it, or 0
    kAssociated,        // an item of an impl or trait; argument as of kItem
    kTail,              // the value of a block
    kBlockOf,           // a block, or an expression as a block with a value
    kMatchArm,
    kElse,          // of let … else
    kLoopItself,    // a for loop without what runs once before it
    kOrderedField,  // argument: its number
    kExternName,
    kAttribute,
    kParameter,
    kClosureParameter,  // a pattern as a kParameter
    kPattern,           // the names that a pattern binds and the paths in it
    kBoundBy,           // a pattern as the kVariable that it makes
    kType,              // kTypeReference, or nothing
    kPaths,             // the qualified paths in a text, as kTypeReference
    kBase,
    kExpression,
    kFieldValues,  // of a struct expression, as kObject
  };

  void Handle(const Task& task) override;

  Symbol symbol(uint32_t node) const { return static_cast<Symbol>(at(node).symbol); }
  uint32_t Child(uint32_t node, Field wanted) const {
    return Lowering::Child(node, static_cast<uint8_t>(wanted));
  }
  uint32_t ChildOf(uint32_t node, Symbol wanted) const {
    return Lowering::ChildOf(node, static_cast<uint16_t>(wanted));
  }
  static bool IsToken(Symbol symbol) {
    return (symbol >= Symbol::TokenAsync && symbol != Symbol::Error) ||
           symbol == Symbol::MutableSpecifier || symbol == Symbol::Label;
  }
  /// First child that is no token, or 0.
  uint32_t Inner(uint32_t node) const;
  /// The node's text as a path without generic arguments; valid until the next call.
  std::string_view Path(uint32_t node);
  void WithValue(NodeKind kind, uint32_t flags, std::string_view name, uint32_t node,
                 uint32_t value);
  /// A node with all its inner nodes as expressions.
  void Parts(NodeKind kind, uint32_t flags, std::string_view name, uint32_t node);

  // rust_lowering.cc: statements and control
  /// Schedules the children of a file, module or block with the attributes before each.
  void Items(uint32_t node, Mode mode);
  void Item(uint32_t node, uint32_t attributes, bool associated);
  void Statement(uint32_t node);
  void Else(uint32_t node);
  void Let(uint32_t node, uint32_t attributes, uint32_t flags);
  void Block(uint32_t node, uint32_t flags);
  void BlockOf(uint32_t node);
  void If(uint32_t node);
  void Match(uint32_t node);
  void MatchArm(uint32_t node);
  void Loop(uint32_t node);
  /// False when the node is no control flow.
  bool Control(uint32_t node);

  // rust_items.cc
  /// False when the node is no item.
  bool Declaration(uint32_t node, uint32_t attributes, uint32_t flags, bool associated);
  void Module(uint32_t node, uint32_t attributes, uint32_t flags);
  void Function(uint32_t node, uint32_t attributes, uint32_t flags, bool associated);
  void Class(uint32_t node, uint32_t attributes, uint32_t flags);
  void Impl(uint32_t node, uint32_t attributes, uint32_t flags);
  void Variant(uint32_t node, uint32_t attributes);
  void Constant(uint32_t node, uint32_t attributes, uint32_t flags);
  void TypeAlias(uint32_t node, uint32_t attributes, uint32_t flags);
  void OrderedFields(uint32_t list);
  void Parameter(uint32_t node);
  /// Types that generics and where clauses name by a path.
  void Generics(uint32_t node);

  // rust_use.cc
  void Use(uint32_t node, uint32_t flags);
  /// One imported path below `prefix`.
  void UseLeaf(std::string_view prefix, uint32_t node, uint32_t flags, ByteSpan span);
  void ExternCrate(uint32_t node, uint32_t attributes, uint32_t flags);
  void ExternName(uint32_t node);
  void Attribute(uint32_t node);
  /// kTestOnly when one of the attributes from `from` to before `to` says so.
  uint32_t TestOnly(uint32_t from, uint32_t to) const;
  bool IsTestOnly(uint32_t attribute_item) const;
  void Attributes(uint32_t from, uint32_t to);

  // rust_types.cc
  void Type(uint32_t node);
  void TypeArguments(uint32_t node);
  /// kTypeReference rows at once for each qualified path in the node's text.
  void Paths(uint32_t node);
  /// The same when the node's own path has generic arguments: PlainPath() leaves them out.
  void QualifiedPaths(uint32_t node);
  void Base(uint32_t node);
  void Pattern(uint32_t node);
  void BoundBy(uint32_t node);
  bool IsBinding(uint32_t identifier) const;
  /// Opens a kVariable or kParameter for a pattern and schedules its bindings.
  Node OpenBound(NodeKind kind, uint32_t flags, uint32_t pattern, uint32_t node);

  // rust_expressions.cc
  void Expression(uint32_t node);
  bool Plain(uint32_t node);
  void Call(uint32_t node);
  void Member(uint32_t node, uint32_t type_arguments);
  void Closure(uint32_t node);
  void Binary(uint32_t node);
  void Cast(uint32_t node);
  void StructExpression(uint32_t node);

  // rust_macro_calls.cc
  void Macro(uint32_t node);
  void MacroTree(uint32_t root);
  void MacroTokens(uint32_t arguments, bool without_uses);

  std::string path_;
  std::string use_path_;
};

}  // namespace krepis::analyzer
