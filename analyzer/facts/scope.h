#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/ast/ast.h"
#include "analyzer/ast/semantics.h"
#include "analyzer/core/confidence.h"

namespace krepis::analyzer {

/// Where the declaration behind a name lives.
enum class SymbolOrigin : uint8_t {
  kUnknown,     // not a name, or one whose value the file does not say
  kExternal,    // a package, the standard library, a Rust path that starts with a crate
  kFirstParty,  // another file of the workspace, as the import writes it
  kLocal,       // this file
  kGlobal,      // nothing in the file declares it: a global of the language
};

/// What a name or member chain stands for, found by lexical scoping within one file.
///
/// Spelling of `text`, one form per symbol however the source imports it:
///
///   npm/express#Router            named import, `express.Router` of a default, namespace or
///   require npm/express#default           the module itself: default, namespace and require of an
///   external
///                                 all mean that (as esModuleInterop makes it)
///   npm/hono/cors#cors            a subpath belongs to the package's name
///   node/fs#promises.readFile     `node:fs`, `fs/promises`, `fs.promises` alike
///   ./auth#requireUser            first party, specifier as written; ./auth#default and ./auth#*
///                                 (namespace, require) differ here
///   global#fetch                  also through globalThis, window, self, global;
///   global#process.env
///                                 for the import of node:process too
///   local#app.use                 declared here (see `declaration`)
///   std::fs::read_to_string       Rust: the path with use-aliases expanded; local#f::g;
///   crate::a::f std::filesystem::remove       C++: the compiler's qualified name, inline
///   namespaces dropped;
///                                 without it the name as written, using-declarations and namespace
///                                 aliases expanded, a leading `::` dropped
struct Symbol {
  SymbolOrigin origin = SymbolOrigin::kUnknown;
  /// kDirect: what the import, the global or the compiler says; kResolved: through an alias, or in
  /// C++ by name alone; kImport: an unqualified C++ name inside a member function, which a base
  /// class may declare. kUnknown for origin kUnknown.
  Confidence confidence = Confidence::kUnknown;
  /// The node that declares the first name: kBinding, kVariable, kParameter, kFunction, kLambda,
  /// kClass, kModule, kImport (Rust), kUsing. 0: none (origin kGlobal, unknown).
  Node declaration = 0;
  std::string text;  // "" for kUnknown

  explicit operator bool() const { return origin != SymbolOrigin::kUnknown; }
};

/// Lexical scoping of one file: built in two passes over the AST, immutable afterwards, so safe to
/// share between threads. Keeps a copy of `ast`, whose bytes must outlive it, and of `semantics`.
///
/// JavaScript: imports, functions and classes are visible in their whole block, `var`
/// (NodeFlag::kHoisted) in its whole function; parameters and locals shadow. Rust and C++: locals
/// are visible from their declaration on. What is reassigned is no alias of anything.
class Scopes {
 public:
  explicit Scopes(const Ast& ast, const Semantics* semantics = nullptr);

  /// The symbol of a kName, kMember, kIndex with a constant key, kBase, kTypeReference, kAttribute
  /// or kMacro; also of a dynamic import and of `require(…)` (the module), and of `promisify(f)`
  /// and `f.bind(…)` (f). Everything else is unknown. In C++ of a kCall too: the compiler's callee.
  Symbol Resolve(Node expression) const;

  /// Further names that `name`, of a value or a type, may stand for when nothing in the file
  /// declares it, by `use a::*` and `using namespace a` around it, innermost first: `a::name`.
  /// Empty for JavaScript.
  std::vector<std::string> Candidates(Node name) const;

  /// The declaration that a name (the kinds that Resolve takes), or the root of a kMember chain, is
  /// bound to; 0 for none. Of a path with several segments, that of the first.
  Node DeclarationOf(Node expression) const;
  /// The expression whose value the declared name surely has: the initialiser of a variable that is
  /// never reassigned, or the only assignment of one without initialiser. 0: not known, or declared
  /// by destructuring.
  Node ValueOf(Node declaration) const;

  /// Whether `callee` is the `require` of CommonJS: the unshadowed global, or one made by
  /// createRequire().
  bool IsRequire(Node callee) const;

  /// The compiler's rows for this file, nullptr without them.
  const Semantics* semantics() const { return has_semantics_ ? &semantics_ : nullptr; }
  /// The ranges by which the compiler may name a call, likeliest first: all of it; the type and
  /// what follows of `new T(x)`; the variable of `T v(x)`.
  std::vector<ByteSpan> CompilerSpans(Node call) const;

  Node parent(Node node) const { return parents_[node]; }
  const Ast& ast() const { return ast_; }

 private:
  friend class ScopeBuilder;
  friend class SymbolResolver;

  static constexpr uint32_t kNone = ~0u;
  struct Declaration {
    Node node = 0;     // see Symbol::declaration
    Node scope = 0;    // the node it is visible in
    Node initial = 0;  // its value, as far as known
    uint32_t slot = 0;
    uint32_t root = kNone;  // Rust use, C++ using: what the first segment of its path is bound to
    uint32_t assignments = 0;  // besides the value
    bool hoisted = false;      // visible from the scope's first row
    bool value_only = false;   // Rust, C++: names a value, so it is no first segment of a path
    bool alias = false;        // its value is looked through
  };
  struct GlobImport {
    Node node = 0;
    Node scope = 0;
  };

  Ast ast_;
  Semantics semantics_;
  bool has_semantics_ = false;
  std::vector<Node> parents_;
  std::vector<uint32_t> bindings_;  // per node: index into declarations_, or kNone
  std::vector<Declaration> declarations_;
  std::vector<GlobImport> globs_;
};

/// The first segment of a name: up to '.' or "::".
std::string_view FirstSegment(std::string_view path);
/// The last segment of a name: behind the last '.', '#' or "::".
std::string_view LastSegment(std::string_view path);

}  // namespace krepis::analyzer
