#pragma once

#include <string>
#include <vector>

#include "analyzer/frontend/lowering.h"
#include "analyzer/frontend/typescript_symbols.h"

namespace krepis::analyzer {

/// TypeScript, TSX and JavaScript: their grammars share one vocabulary. Split by subject over
/// typescript_{lowering,declarations,expressions}.cc.
class TypeScriptLowering final : public Lowering {
 private:
  using Symbol = typescript::Symbol;
  using Field = typescript::Field;

  enum : Mode {
    kStatement = kRoot + 1,  // a statement; argument: flags of a kVariable
    kUnderExport,            // the declaration below an export
    kBody,                   // a statement as a kBlock of its own
    kLoopItself,             // a for loop without what runs once before it
    kLoopVariable,
    kCaseBody,
    kHandler,  // of a try
    kExpression,
    kTemplateText,  // node, argument: bytes from, to
    kArrowBody,     // an expression as kBlock{kReturn}
    kMember,        // argument: first of the decorators before it, or 0
    kParameter,
    kPattern,  // the names of a destructuring
    kType,     // a type as kTypeReference, or nothing; argument: 1 below a union
    kBaseOf,   // a base class or interface
    kTypeImports,
  };

  void Handle(const Task& task) override;

  Symbol symbol(uint32_t node) const { return static_cast<Symbol>(at(node).symbol); }
  Field field(uint32_t node) const { return static_cast<Field>(at(node).field); }
  uint32_t Child(uint32_t node, Field wanted) const {
    return Lowering::Child(node, static_cast<uint8_t>(wanted));
  }
  uint32_t ChildOf(uint32_t node, Symbol wanted) const {
    return Lowering::ChildOf(node, static_cast<uint16_t>(wanted));
  }
  static bool IsToken(Symbol symbol) {
    return symbol >= Symbol::TokenType && symbol != Symbol::Error;
  }
  /// First child that is no token, or 0.
  uint32_t Inner(uint32_t node) const;
  /// The node without parentheses, casts and non-null marks around it.
  uint32_t Unwrap(uint32_t node) const;
  /// Whether the node is a string literal or a template without substitutions; `value` is then its
  /// text.
  bool StringValue(uint32_t node, std::string_view* value);
  /// `a.b.c` as written, for a name or a chain of members; "" for anything else.
  std::string_view Path(uint32_t node) const;

  // typescript_lowering.cc
  void Statements(uint32_t node);
  void Statement(uint32_t node, uint32_t flags);
  void If(uint32_t node);
  void Loop(uint32_t node);
  void LoopItself(uint32_t node);
  void LoopVariable(uint32_t node);
  void Case(uint32_t node);
  void CaseBody(uint32_t node);
  void Try(uint32_t node);
  void Handler(uint32_t node);
  void Body(uint32_t node);
  /// Opens a node with one optional value inside: return, throw, a statement.
  void WithValue(NodeKind kind, uint32_t flags, std::string_view name, uint32_t node,
                 uint32_t value);

  // typescript_declarations.cc
  /// Lowers a declaration with the decorators that stand from row `decorators` on before it (0:
  /// none); false when the node is none.
  bool Declaration(uint32_t node, uint32_t flags, uint32_t decorators);
  bool ObjectAlias(uint32_t node, uint32_t flags);
  void Module(uint32_t node, uint32_t flags);
  void Function(uint32_t node, NodeKind kind, uint32_t flags, uint32_t decorators);
  void Class(uint32_t node, uint32_t flags, uint32_t decorators);
  void Heritage(uint32_t node);
  void BaseOf(uint32_t node);
  void Member(uint32_t node, uint32_t decorators);
  void Variables(uint32_t node, uint32_t flags);
  void Variable(uint32_t node, uint32_t flags, uint32_t decorators);
  void Parameter(uint32_t node);
  void Pattern(uint32_t node);
  void Type(uint32_t node, bool in_union);
  /// Schedules the decorators among the rows from `from` to `to`, then those inside `to`.
  void Attributes(uint32_t from, uint32_t to);
  void Attribute(uint32_t node);

  // typescript_imports.cc
  void Import(uint32_t node);
  void ImportAlias(uint32_t node);
  void Export(uint32_t node);
  void ExportedDeclaration(uint32_t node);
  /// The `import("x").T` of the whole file's types, which are not lowered themselves.
  void TypeImports();
  /// The bindings below an import or export clause, emitted at once.
  void Bindings(uint32_t clause);
  void Binding(uint32_t flags, std::string_view name, uint32_t local, uint32_t node);
  /// The name that a declaration, member or property gives itself; "" when it is computed.
  std::string_view Name(uint32_t node);

  // typescript_expressions.cc
  void Expression(uint32_t node);
  /// An expression in which nothing but names and literals occurs; false when it is none.
  bool Plain(uint32_t node);
  void Call(uint32_t node, uint32_t flags);
  void LoadedModule(uint32_t node, size_t length);
  void DynamicImport(uint32_t node, uint32_t arguments);
  /// Whether the operand of `typeof` or `<` is `import("x")` or a member of it. No code asks that:
  /// it is a type argument that the grammar takes for a comparison (`load<typeof import("x")>()`).
  bool IsImportedType(uint32_t operand) const;
  void Property(uint32_t node);
  void Template(uint32_t node);
  void TemplateText(uint32_t begin, uint32_t behind);
  void Binary(uint32_t node);
  void Unary(uint32_t node);
  void Jsx(uint32_t node);
  /// A node with all its inner nodes as expressions.
  void Parts(NodeKind kind, uint32_t flags, std::string_view name, uint32_t node);

  std::vector<uint32_t> dynamic_imports_;  // where those that are lowered stand
  std::vector<ByteSpan> loaded_;           // what loads code by its place
};

}  // namespace krepis::analyzer
