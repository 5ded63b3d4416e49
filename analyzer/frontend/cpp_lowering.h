#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/frontend/cpp_symbols.h"
#include "analyzer/frontend/lowering.h"

namespace krepis::analyzer {

/// C++ and C: their grammars share one vocabulary. Split by subject over
/// cpp_{lowering,declarations,declarators,types,expressions}.cc.
class CppLowering final : public Lowering {
 private:
  using Symbol = cpp::Symbol;
  using Field = cpp::Field;

  enum : Mode {
    kItem = kRoot + 1,  // of a file or namespace; argument: kExtern or 0
    kMember,            // of a class
    kStatement,         // of a block
    kDeclarator,        // one name of a declaration; argument: the declaration
    kMemberDeclarator,
    kLocalDeclarator,
    kFreeFunction,  // a definition; argument: kExtern or 0
    kMemberFunction,
    kTypedef,  // one name of a typedef; argument: the definition
    kBaseOf,
    kFunctionBody,
    kFieldInitializer,
    kBody,        // a statement as a kBlock
    kControlled,  // an if, switch or loop without what runs once before it
    kCondition,
    kCaseBody,
    kHandler,  // of a try
    kParameter,
    kType,  // kTypeReference, or nothing
    kExpression,
    kCapture,  // of a lambda, with a value of its own
    kLostIncludes,
    kConstruct,  // arguments of the type of a declaration, as a call; argument: the declaration
  };

  /// The name at the core of a declarator, and the parameters when it declares a function.
  struct Declared {
    uint32_t name = 0;
    uint32_t function = 0;  // function_declarator directly around the name, or 0
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
    return symbol >= Symbol::TokenNamespace && symbol != Symbol::Error;
  }
  uint32_t Inner(uint32_t node) const;
  /// The node's text as a path without template arguments; valid until the next call.
  std::string_view Path(uint32_t node);
  void WithValue(NodeKind kind, uint32_t flags, std::string_view name, uint32_t node,
                 uint32_t value);
  /// A node with all its inner nodes as expressions.
  void Parts(NodeKind kind, uint32_t flags, std::string_view name, uint32_t node);
  /// Schedules all children that are no tokens.
  void All(uint32_t node, Mode mode, uint32_t argument = 0);

  // cpp_lowering.cc: statements and control
  void Statement(uint32_t node);
  void Body(uint32_t node);
  void Control(uint32_t node);
  void Controlled(uint32_t node);
  void Loop(uint32_t node);
  void Condition(uint32_t node);
  void Case(uint32_t node);
  void CaseBody(uint32_t node);
  void Try(uint32_t node);
  void Handler(uint32_t node);

  // cpp_declarations.cc
  /// An item of a file, class or block (which one says `mode`); false when the node is none.
  bool Item(uint32_t node, Mode mode, uint32_t flags);
  void Include(uint32_t node);
  void IncludeByCall(uint32_t node);
  /// The #include lines that broken code around them has swallowed, of the whole file.
  void LostIncludes();
  /// `directive` stands in the source at `start`, from its # on.
  void IncludeLine(std::string_view directive, uint32_t start);
  void Namespace(uint32_t node);
  void NamespaceAlias(uint32_t node);
  void Using(uint32_t node);
  void Linkage(uint32_t node);
  void TypeAlias(uint32_t node, uint32_t name, uint32_t type);
  void TypeDefinition(uint32_t node, Mode mode);
  void Typedef(uint32_t node, uint32_t definition);
  bool IsClass(uint32_t node) const;
  void Class(uint32_t node);
  void Bases(uint32_t node);
  void FunctionDefinition(uint32_t node, Mode mode, uint32_t flags);
  void Function(uint32_t node, Mode mode, uint32_t flags);
  /// The body of a definition, a function try block too; 0 for none.
  uint32_t BodyOf(uint32_t function) const;
  void FunctionBody(uint32_t node);
  void FieldInitializer(uint32_t node);

  // cpp_declarators.cc
  void Declaration(uint32_t node, Mode mode);
  void Declarator(uint32_t node, uint32_t declaration, Mode mode);
  Declared Resolve(uint32_t declarator) const;
  /// Flags of a function from its declaration or definition and its name.
  uint32_t FunctionFlags(uint32_t declaration, uint32_t name, Mode mode);
  std::string_view FunctionName(uint32_t name);
  void FunctionHead(uint32_t declaration, uint32_t function);
  void Variable(uint32_t node, uint32_t declaration, uint32_t name, uint32_t value);
  void Initializer(uint32_t value, uint32_t declaration);
  bool AfterEquals(uint32_t node) const;
  /// `lock_guard<mutex> lock(mutex_);` reads like a function that takes a mutex_; in a block it is
  /// a variable.
  bool IsVariableWithArguments(uint32_t function) const;
  void Construct(uint32_t node, uint32_t declaration);
  void Parameter(uint32_t node);

  // cpp_types.cc
  void Type(uint32_t node);
  /// Schedules the template arguments of the last name of a path that are types.
  void TemplateArguments(uint32_t path);
  void BaseOf(uint32_t node);

  // cpp_expressions.cc
  void Expression(uint32_t node);
  bool Plain(uint32_t node);
  void Call(uint32_t node);
  void New(uint32_t node);
  void Lambda(uint32_t node);
  void Capture(uint32_t node);
  void Binary(uint32_t node);
  void Unary(uint32_t node);
  void Concatenated(uint32_t node);

  std::string path_;
  std::vector<uint32_t> includes_;  // where those that are lowered stand
};

}  // namespace krepis::analyzer
