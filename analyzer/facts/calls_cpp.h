#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts/function_table.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

// How the call facts of C and C++ spell what is called (CallFact), derived from (TypeFact) or
// stands behind a name (ValueFact):
//
//   ::a::f         the compiler's name, without inline and unnamed namespaces
//   f  a::f        as written, using-declarations expanded: looked up from where it is written
//   x.y.m  T.m     m of what x.y is, or of a T; `this.m`; `x[].m` of an element of x; the first
//   name
//                  is a value if there is one, else a type
//   *::m           a method of something that no name leads to
//   T*             values: a pointer or reference to T, which is not destroyed with it
//
// Overloads have one name. A call with Confidence::kDirect means that function and no overrider.
// kConstruct names the type, or a member that is of it; its destructor runs, too.
//
// Values: fields, variables and functions (by their results) by their type; `x[]` by the type of
// the elements; aliases of types and names by what they stand for; `*` is a namespace that the file
// uses as a whole.

/// Reads types and what has them off the tree of one file. Immutable; refers to its arguments.
class CppTypes {
 public:
  CppTypes(const Scopes& scopes, std::string_view source, const FunctionTable& functions)
      : scopes_(scopes), ast_(scopes.ast()), source_(source), functions_(functions) {}

  /// The type that a kTypeReference, kBase or kName is about, spelt as a CallFact's symbol.
  std::string NameOf(Node type) const;
  /// The type that a declaration (kVariable, kParameter, kFunction) gives what it declares, behind
  /// a smart pointer; "" when nothing can be said. With a `*` behind where it is not owned.
  std::string DeclaredType(Node declaration) const;
  /// The types of the elements that a declaration's type holds.
  std::vector<std::string> ElementTypes(Node declaration) const;
  /// The path of what an expression is, as it stands before the last dot of a symbol; "" when
  /// nothing leads to it.
  std::string PathOf(Node expression) const;

  /// Whether what stands at `node` is a template, whose calls the compiler may not resolve.
  bool InTemplate(Node node) const;
  /// Whether `name` is a variable of a function, or a parameter.
  bool IsLocalVariable(Node name) const;
  /// The reference row of the compiler for a name that another file declares; "" without one.
  std::string CompiledName(Node name) const;

 private:
  Node TypeOf(Node declaration) const;
  bool IsPointed(Node type, Node declaration) const;
  std::string LocalPath(Node declaration) const;
  bool IsTemplateParameter(Node node, std::string_view type) const;
  std::string_view TemplateHead(Node node) const;
  std::string CallPath(Node call, Node* inner) const;
  Node RangeOf(Node variable) const;
  std::string_view RangeName(Node variable) const;
  Node DeclarationBefore(Node node, std::string_view name) const;
  std::string_view TextBehind(Node node) const;

  const Scopes& scopes_;
  const Ast& ast_;
  std::string_view source_;
  const FunctionTable& functions_;
};

/// Whether the word stands in the text, not as a part of a longer one.
bool HasWord(std::string_view text, std::string_view word);
/// Whether the standard library declares it.
bool IsStandard(std::string_view symbol);
/// make_unique, make_shared and others that make what their template argument names.
bool MakesArgument(std::string_view callee);
/// static_cast, down_cast and others that change nothing but the type.
bool IsCast(std::string_view callee);
/// Whether a function of that name may make what its template argument names, and what it is given:
/// `Register`, `addComponent`.
bool MayMake(std::string_view callee);
/// Whether containers, strings, streams or smart pointers of the standard library have a method of
/// that name.
bool IsStandardMethod(std::string_view name);

}  // namespace krepis::analyzer
