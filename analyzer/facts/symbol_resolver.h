#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// Names what an expression stands for; see Symbol for the spelling. Bounded: looks through at most
/// kHops aliases and kSegments members, whatever the input.
class SymbolResolver {
 public:
  explicit SymbolResolver(const Scopes& scopes) : scopes_(scopes), ast_(scopes.ast()) {}

  Symbol Resolve(Node expression) const;
  bool IsRequire(Node callee) const;

 private:
  static constexpr int kHops = 16;
  static constexpr size_t kSegments = 16;

  using Declaration = Scopes::Declaration;
  /// Segments behind what has been resolved so far, the last one first.
  using Segments = std::vector<std::string_view>;

  // JavaScript (symbol_resolver_javascript.cc)
  struct Walk {
    Node node = 0;
    Segments segments;
    Confidence confidence = Confidence::kDirect;
    Symbol result;
    Symbol last_local;  // the answer when what the last local name stands for is not known
  };
  Symbol ResolveJavaScript(Node expression) const;
  bool StepJavaScript(Walk& walk) const;
  bool StepCall(Walk& walk) const;
  bool IsBuiltinLoader(Node callee) const;
  bool StepName(Walk& walk) const;
  /// Appends the properties that a destructuring pattern takes between its value and `binding`.
  bool PatternSegments(Node binding, Segments& segments) const;
  Symbol OfModule(std::string_view specifier, std::string_view exported, const Walk& walk) const;
  Symbol OfGlobal(const Segments& segments) const;

  // Rust and C++ (symbol_resolver.cc)
  Symbol ResolvePath(Node expression) const;
  Symbol Expand(std::string_view path, uint32_t declaration) const;
  bool CompilerSymbol(Node expression, Symbol& result) const;
  bool CompilerBase(Node base, Symbol& result) const;
  static Symbol OfRow(const SemanticRow& row);
  bool InMemberFunction(Node node) const;

  const Scopes& scopes_;
  const Ast& ast_;
};

}  // namespace krepis::analyzer
