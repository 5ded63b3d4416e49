#include <algorithm>
#include <cctype>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "analyzer/facts/imports.h"
#include "analyzer/facts/surroundings.h"

namespace krepis::analyzer {
namespace {

bool IsModuleName(std::string_view segment) {
  return !segment.empty() && (std::islower(static_cast<unsigned char>(segment[0])) != 0 ||
                              segment[0] == '_' || segment.substr(0, 2) == "r#");
}

/// Types of the language, which look like modules: u32::MAX, str::from_utf8.
bool IsPrimitive(std::string_view segment) {
  static constexpr std::string_view kPrimitives[] = {"bool", "char", "f32",  "f64",   "i8",   "i16",
                                                     "i32",  "i64",  "i128", "isize", "str",  "u8",
                                                     "u16",  "u32",  "u64",  "u128",  "usize"};
  for (const std::string_view primitive : kPrimitives) {
    if (segment == primitive) return true;
  }
  return false;
}

/// Attributes of the tools, which no crate declares.
bool IsTool(std::string_view segment) {
  return segment == "rustfmt" || segment == "clippy" || segment == "diagnostic" ||
         segment == "miri" || segment == "rust_analyzer";
}

class RustImports {
 public:
  RustImports(const Scopes& scopes, FileFacts& facts)
      : scopes_(scopes), ast_(scopes.ast()), facts_(facts), around_(scopes) {}

  void Run() {
    for (Node node = 1; node < ast_.size(); ++node) {
      around_.Enter(node);
      switch (ast_.kind(node)) {
        case NodeKind::kImport:
          Use(node);
          break;
        case NodeKind::kModule:
          if (!ast_.Has(node, kExtern)) Mod(node);
          break;
        case NodeKind::kBase:
          Inherit(node);
          Path(node);
          break;
        case NodeKind::kName:
        case NodeKind::kTypeReference:
        case NodeKind::kMacro:
        case NodeKind::kAttribute:
          Path(node);
          break;
        default:
          break;
      }
    }
    // A base is one path with two meanings.
    const auto key = [](const ImportFact& fact) {
      return std::pair(fact.location.span.start, fact.kind != EdgeKind::kInherit);
    };
    std::stable_sort(facts_.imports.begin(), facts_.imports.end(),
                     [&](const ImportFact& a, const ImportFact& b) { return key(a) < key(b); });
  }

 private:
  ImportFact Fact(EdgeKind kind, std::string_view specifier, Node node) const {
    ImportFact fact;
    fact.kind = kind;
    fact.specifier = specifier;
    fact.scope = around_.modules();
    fact.test_only = around_.test_only();
    fact.location.span = fact.statement.span = ast_.span(node);
    return fact;
  }

  void Use(Node node) {
    ImportFact fact = Fact(EdgeKind::kUse, ast_.name(node), node);
    fact.extern_crate = ast_.Has(node, kExtern);
    fact.reexport = ast_.Has(node, kReexport) || ast_.Has(node, kExported);
    fact.glob = ast_.Has(node, kGlob);
    const Node binding = ast_.child(node, NodeKind::kBinding);
    const Node alias = binding != 0 ? ast_.child(binding, NodeKind::kAlias) : 0;
    if (binding != 0) fact.location.span = ast_.span(binding);
    if (!fact.glob) {
      const std::string leaf(binding != 0 ? ast_.name(binding) : LastSegment(ast_.name(node)));
      fact.names.push_back({leaf, alias != 0 ? std::string(ast_.name(alias)) : leaf});
    }
    facts_.imports.push_back(std::move(fact));
  }

  void Mod(Node node) {
    ModFact fact;
    fact.name = ast_.name(node);
    fact.inline_body = !ast_.Has(node, kDeclaredElsewhere);
    fact.test_only = around_.test_only();
    fact.location.span = ast_.span(node);
    fact.scope = around_.modules();
    if (fact.inline_body) {  // its own name stands last
      const size_t own = fact.scope.rfind("::");
      fact.scope.resize(own == std::string::npos ? 0 : own);
    }
    for (const Node child : ast_.Children(node)) {
      if (!ast_.Is(child, NodeKind::kAttribute) || ast_.name(child) != "path") continue;
      if (const Node value = ast_.child(child, NodeKind::kString))
        fact.path_attribute = ast_.name(value);
    }
    facts_.mods.push_back(std::move(fact));
  }

  void Inherit(Node node) {
    const Symbol symbol = scopes_.Resolve(node);
    if (!symbol || symbol.origin == SymbolOrigin::kLocal || symbol.origin == SymbolOrigin::kGlobal)
      return;
    facts_.imports.push_back(Fact(EdgeKind::kInherit, symbol.text, node));
  }

  /// A qualified path in code. What `use` brought in is expanded when it is a module: the use
  /// already says the rest.
  void Path(Node node) {
    const std::string_view name = ast_.name(node);
    std::string_view written = name;
    if (written.substr(0, 2) == "::") written.remove_prefix(2);
    if (written.find("::") == std::string_view::npos) return;
    ByteSpan span = ast_.span(node);
    if (ast_.Is(node, NodeKind::kMacro)) {
      span.length = std::min(span.length, static_cast<uint32_t>(name.size()));
    } else if (!ast_.Is(node, NodeKind::kAttribute) && span.length != name.size()) {
      return;  // written with generic arguments: its parts are rows of their own
    }
    const std::string_view first = FirstSegment(written);
    if (!IsModuleName(first) || IsPrimitive(first)) return;
    if (ast_.Is(node, NodeKind::kAttribute) && IsTool(first)) return;
    const Node declaration = scopes_.DeclarationOf(node);
    std::string path(written);
    if (declaration != 0) {
      const NodeKind kind = ast_.kind(declaration);
      if (kind == NodeKind::kImport) {
        path = scopes_.Resolve(node).text;
        if (path.find("local#") == 0) return;
      } else if (kind == NodeKind::kModule) {
        path.insert(0, "self::");
      } else {
        return;  // a type, a generic parameter
      }
    }
    // The first of the source: signatures and loops have another order in the tree.
    const auto [seen, added] = seen_.try_emplace(
        {std::string(around_.modules()), path, around_.test_only()}, facts_.imports.size());
    if (added) facts_.imports.push_back(Fact(EdgeKind::kPath, path, node));
    ImportFact& fact = facts_.imports[seen->second];
    if (added || span.start < fact.location.span.start) {
      fact.location.span = fact.statement.span = span;
    }
  }

  const Scopes& scopes_;
  const Ast& ast_;
  FileFacts& facts_;
  Surroundings around_;
  /// Scope, path, test: its fact.
  std::map<std::tuple<std::string, std::string, bool>, size_t> seen_;
};

}  // namespace

void ExtractRustImports(const Scopes& scopes, FileFacts& facts) {
  RustImports(scopes, facts).Run();
}

}  // namespace krepis::analyzer
