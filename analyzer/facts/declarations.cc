#include "analyzer/facts/declarations.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace krepis::analyzer {
namespace {

/// Input decides how deep modules nest; deeper ones count as the one at this depth, as they do for
/// what they import.
constexpr int kModuleDepth = 64;
constexpr size_t kModulesBytes = 1000;

/// The name that a declaration introduces, as far as others may import it.
bool IsNamed(NodeKind kind) {
  return kind == NodeKind::kClass || kind == NodeKind::kFunction || kind == NodeKind::kTypeAlias ||
         kind == NodeKind::kVariable || kind == NodeKind::kModule;
}

class ExportedNames {
 public:
  ExportedNames(const Ast& ast, FileFacts& facts) : ast_(ast), facts_(facts) {}

  void Run() {
    for (const Node node : ast_.Children(0)) {
      if (!ast_.Is(node, NodeKind::kExport)) continue;
      if (ast_.Has(node, kDefault)) {
        const Node value = ast_.first_child(node);
        Add("default", ast_.Is(value, NodeKind::kName) ? ast_.name(value) : "", node);
        continue;
      }
      for (const Node child : ast_.Children(node)) Exported(child);
    }
  }

 private:
  void Exported(Node child) {
    if (ast_.Is(child, NodeKind::kBinding)) {
      const Node alias = ast_.child(child, NodeKind::kAlias);
      Add(ast_.name(alias != 0 ? alias : child), ast_.name(child), child);
    } else if (ast_.Has(child, kDestructured) && ast_.Is(child, NodeKind::kVariable)) {
      for (const Node bound : ast_.Children(child)) {
        if (!ast_.Is(bound, NodeKind::kBinding)) continue;
        const Node alias = ast_.child(bound, NodeKind::kAlias);
        Add(ast_.name(alias != 0 ? alias : bound), "", bound);
      }
    } else if (IsNamed(ast_.kind(child))) {
      Add(ast_.name(child), "", child);
    }
  }

  void Add(std::string_view name, std::string_view local, Node node) {
    if (name.empty()) return;
    DeclarationFact& fact = facts_.declarations.emplace_back();
    fact.kind = DeclarationKind::kExport;
    fact.name = name;
    fact.local = local;
    fact.location.span = ast_.span(node);
  }

  const Ast& ast_;
  FileFacts& facts_;
};

/// A walk over what stands directly in modules and namespaces.
class ItemWalk {
 public:
  explicit ItemWalk(const Ast& ast) : ast_(ast) {}

  /// Calls `visit(node, around)` for each declaration; `around` is the path of the modules. Those
  /// for which `enter(node)` is false stay closed.
  template <class Enter, class Visit>
  void Run(Enter enter, Visit visit) {
    for (Node node = 1; node < ast_.size();) {
      while (!around_.empty() && node >= around_.back().end) around_.pop_back();
      const std::string_view path = around_.empty() ? std::string_view() : around_.back().path;
      const NodeKind kind = ast_.kind(node);
      if (kind == NodeKind::kModule && enter(node)) {
        std::string inner(path);
        if (inner.size() + ast_.name(node).size() < kModulesBytes &&
            std::count(inner.begin(), inner.end(), ':') < 2 * kModuleDepth) {
          if (!inner.empty() && !ast_.name(node).empty()) inner += "::";
          inner += ast_.name(node);
        }
        visit(node, path);
        around_.push_back({ast_.end(node), std::move(inner)});
        ++node;
        continue;
      }
      if (kind == NodeKind::kMacro || kind == NodeKind::kError) {
        ++node;
        continue;
      }
      if (kind != NodeKind::kModule && IsNamed(kind)) visit(node, path);
      node = ast_.end(node);
    }
  }

 private:
  struct Around {
    Node end;
    std::string path;
  };

  const Ast& ast_;
  std::vector<Around> around_;
};

void ExtractItems(const Ast& ast, FileFacts& facts) {
  const auto enter = [&](Node node) { return !ast.Has(node, kDeclaredElsewhere); };
  ItemWalk(ast).Run(enter, [&](Node node, std::string_view around) {
    if (ast.Is(node, NodeKind::kModule) || ast.name(node).empty() || ast.Has(node, kImpl)) return;
    DeclarationFact& fact = facts.declarations.emplace_back();
    fact.kind = DeclarationKind::kItem;
    fact.name = ast.name(node);
    fact.scope = around;
    fact.location.span = ast.span(node);
  });
}

/// Whether template arguments follow the name of the class: a specialisation, which stands beside
/// the definition of the template.
bool IsSpecialization(std::string_view declaration, std::string_view name) {
  const size_t last = name.rfind(':') == std::string_view::npos ? 0 : name.rfind(':') + 1;
  const size_t at = declaration.substr(0, declaration.find_first_of("{;")).find(name.substr(last));
  if (at == std::string_view::npos) return false;
  const size_t behind = declaration.find_first_not_of(" \t\r\n", at + name.size() - last);
  return behind != std::string_view::npos && declaration[behind] == '<';
}

void ExtractNamespaceMembers(const Ast& ast, std::string_view source, FileFacts& facts) {
  // What an unnamed namespace holds, or a static function is, no other file can name.
  const auto enter = [&](Node node) { return ast.Has(node, kExtern) || !ast.name(node).empty(); };
  ItemWalk(ast).Run(enter, [&](Node node, std::string_view around) {
    const NodeKind kind = ast.kind(node);
    if (kind != NodeKind::kClass && kind != NodeKind::kFunction) return;
    const std::string_view name = ast.name(node);
    if (name.empty() || name.find('~') != std::string_view::npos ||
        name.find("operator") != std::string_view::npos || name == "main") {
      return;
    }
    const ByteSpan span = ast.span(node);
    if (kind == NodeKind::kFunction && ast.Has(node, kStatic)) return;
    if (kind == NodeKind::kClass && span.start <= source.size() &&
        IsSpecialization(source.substr(span.start, span.length), name)) {
      return;
    }
    DeclarationFact& fact = facts.declarations.emplace_back();
    fact.kind = kind == NodeKind::kClass ? DeclarationKind::kClass : DeclarationKind::kFunction;
    fact.name = around;
    if (!fact.name.empty()) fact.name += "::";
    fact.name += name.substr(name.starts_with("::") ? 2 : 0);
    fact.forward = ast.Has(node, kDeclaredElsewhere);
    fact.location.span = span;
  });
}

}  // namespace

std::string_view DeclarationKindName(DeclarationKind kind) {
  switch (kind) {
    case DeclarationKind::kExport:
      return "export";
    case DeclarationKind::kItem:
      return "item";
    case DeclarationKind::kClass:
      return "class";
    case DeclarationKind::kFunction:
      return "function";
  }
  return {};
}

bool AsksDeclarations(Language language, const ExtractOptions& options) {
  switch (GroupOf(language)) {
    case LanguageGroup::kTypeScript:
      return options.exports;
    case LanguageGroup::kRust:
      return options.exports || options.calls;
    case LanguageGroup::kCpp:
      return options.forwards;
    case LanguageGroup::kNone:
      return false;
  }
  return false;
}

void ExtractDeclarations(const Ast& ast, std::string_view source, FileFacts& facts) {
  switch (GroupOf(ast.language())) {
    case LanguageGroup::kTypeScript:
      return ExportedNames(ast, facts).Run();
    case LanguageGroup::kRust:
      return ExtractItems(ast, facts);
    case LanguageGroup::kCpp:
      return ExtractNamespaceMembers(ast, source, facts);
    case LanguageGroup::kNone:
      return;
  }
}

}  // namespace krepis::analyzer
