#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/facts/facts.h"
#include "analyzer/facts/function_table.h"
#include "analyzer/facts/rust_header.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// Types as call facts of Rust spell them.
///
///   crate::db::Repo              a type or trait by a path; `self::` and `super::` are those of
///   the
///                                file, other first names those of the place
///   Wrapper<crate::db::Repo>     with arguments
///   std::Arc<…>                  the standard library's, by its last name
///   ()<A,B>  +<A,B>              a tuple; something of which bounds A and B are known
///   $0  $S                       the first argument of the type around it; that type itself
///   _                            not known
///
/// References, pointers, `dyn` and `impl` are looked through.
class RustTypeNames {
 public:
  RustTypeNames(const Scopes& scopes, std::string_view source, const FunctionTable& functions,
                const FileFacts& facts);

  /// The path of a name in code or of a type, spelt as above; "" when it is a local variable.
  std::string PathOf(Node node);
  /// The type that a parameter, variable, field or alias is declared with; "" when none is written.
  /// With `positional` generic parameters are arguments of the type around (in what other files
  /// read), else what they are bound by.
  std::string OfDeclaration(Node declaration, bool positional);
  /// The type as written in `text`, which stands in `item`.
  std::string OfText(std::string_view text, Node item, bool positional);
  /// What `Self` is at a node; "" outside of types.
  std::string SelfAt(Node node, bool positional = false);

  /// The innermost function, class or module around a node (or at it); 0 for the file.
  Node ItemOf(Node node) const { return items_[node]; }
  /// The class (impl, trait, struct) around a node, 0 for none.
  Node ClassAround(Node node) const;
  const RustHeader& HeaderOf(Node item);
  std::string_view TextOf(ByteSpan span) const;

 private:
  std::string Modules(Node node) const;
  std::string Placed(std::string_view path, Node at) const;
  std::string Generic(std::string_view name, Node item, bool positional);
  std::string Named(std::string_view path, Node item, bool positional);
  /// With what `use` brings in at its beginning written out.
  std::string Expanded(std::string_view path, Node item) const;
  std::string Argumented(std::string name, const std::vector<std::string>& arguments) const;
  std::string TextAt(std::string_view text, Node item, bool positional, int depth);
  std::string Bounds(const std::vector<std::string_view>& bounds, Node item) const;

  const Scopes& scopes_;
  const Ast& ast_;
  const std::string_view source_;
  const FunctionTable& functions_;
  std::vector<Node> items_;  // by node
  /// By name; "" where modules of the file differ, or where the path is of the module.
  std::unordered_map<std::string_view, std::string_view> imported_;
  std::unordered_map<std::string_view, Node> declared_;  // types of the file
  std::unordered_map<Node, RustHeader> headers_;
};

/// Whether all of a type is of the standard library.
bool IsStandardRustType(std::string_view type);

}  // namespace krepis::analyzer
