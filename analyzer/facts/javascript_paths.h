#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/facts/function_table.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// What an expression stands for, as a path that can be followed through files.
///
///   ./repo#load            what that module exports; ./repo#* is the module itself
///   npm/@shop/core#load    the same of a module that is not named by a relative path
///   local#Repo.save        of this file, by the names of FunctionFact
///   ./repo#Repo.save       a member of a class, or of an instance of it or of a class below it
///   ./repo#Repo().save     a member of what `new Repo()` or `Repo()` gives
struct JavaScriptPath {
  enum class Root : uint8_t {
    kUnknown,  // nothing says what it is
    kInner,    // something inside a function, which is part of that function
    kForeign,  // a global of the language or a module of the runtime
    kModule,   // another module
    kLocal,    // this file
  };
  Root root = Root::kUnknown;
  /// The value is an instance of the class that the path names, by `new` or by its declared type.
  bool instance = false;
  /// It is a member of what only a declared type says.
  bool typed = false;
  uint32_t function = FunctionTable::kNone;  // of this file, where it is surely that one
  std::string text;                          // for kModule and kLocal

  /// Whether it may lead to something of the workspace.
  explicit operator bool() const { return root == Root::kModule || root == Root::kLocal; }
};

/// Finds the paths of one file's expressions: through aliases, destructuring, declared types,
/// fields, `this` and `await`. Bounded, whatever the input. Refers to its arguments.
class JavaScriptPaths {
 public:
  JavaScriptPaths(const Scopes& scopes, const FunctionTable& functions, std::string_view source);

  JavaScriptPath Of(Node expression) const;
  /// What a kTypeReference, kBase or kAttribute names. Of a type around another one that code sees
  /// through (Promise<T>), the inner one.
  JavaScriptPath OfType(Node reference) const;
  /// What the name that `declaration` declares stands for.
  JavaScriptPath OfDeclared(Node declaration) const;
  /// The class or object literal whose `this` the code at `node` has, by its name; "" when it has
  /// none, or when that is part of a function.
  std::string HolderAround(Node node) const;
  /// The class around `node`, or 0.
  Node ClassAround(Node node) const;
  /// Whether `node` is `module.exports` or the `exports` of CommonJS.
  bool IsExports(Node node) const;
  /// The name of what stands at `node`, when it is none that only a function knows; else "".
  std::string NameOf(Node node) const;

 private:
  struct Segment {
    std::string_view name;
    int calls = 0;  // how often the member is called in turn
  };
  struct Walk {
    Node node = 0;
    std::vector<Segment> segments;  // the last one first
    int calls = 0;                  // of what `node` stands for
    int types = 0;                  // looked up: a variable may be of the type of its own name
    JavaScriptPath path;

    bool bare() const { return segments.empty() && calls == 0; }
  };

  bool Step(Walk& walk) const;
  bool StepCall(Walk& walk) const;
  bool StepName(Walk& walk) const;
  bool StepDeclared(Walk& walk, Node declaration) const;
  bool StepVariable(Walk& walk, Node variable) const;
  bool StepBinding(Walk& walk, Node binding) const;
  bool StepParameter(Walk& walk, Node parameter) const;
  bool StepType(Walk& walk, Node reference) const;
  bool Imported(Walk& walk, Node import, std::string_view exported) const;
  bool Module(Walk& walk, std::string_view specifier, std::string_view exported) const;
  bool Local(Walk& walk, std::string_view name, uint32_t function) const;
  bool End(Walk& walk, JavaScriptPath::Root root) const;
  bool Push(Walk& walk, std::string_view name) const;
  bool IsFunctionExpression(Node lambda) const;
  bool IsTypeName(Node node) const;
  bool MakesInstance(Node node) const;
  uint32_t FunctionNamed(std::string_view name) const;
  Node ValueOfVariable(Node variable) const;

  const Scopes& scopes_;
  const Ast& ast_;
  const FunctionTable& functions_;
  std::string_view source_;
  std::unordered_map<std::string_view, uint32_t> by_name_;  // those with a body first
  std::unordered_map<std::string_view, Node> types_;        // names that are no values
  std::unordered_set<std::string_view> holders_;            // what has functions as members
};

}  // namespace krepis::analyzer
