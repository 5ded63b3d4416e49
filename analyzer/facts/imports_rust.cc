#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/facts/imports.h"
#include "analyzer/facts/rust_include.h"
#include "analyzer/facts/surroundings.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kNone = std::string_view::npos;

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

/// A condition is copied into the modules below it, so a longer one is cut, and those further out
/// are left away.
constexpr size_t kConditionBytes = 300;
constexpr int kConditionDepth = 16;
constexpr int kModuleDepth = 256;

/// `text` with single blanks.
std::string OneLine(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (std::isspace(static_cast<unsigned char>(c)) == 0) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

class RustImports {
 public:
  RustImports(const Scopes& scopes, std::string_view source, FileFacts& facts)
      : scopes_(scopes), ast_(scopes.ast()), source_(source), facts_(facts), around_(scopes) {}

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
        case NodeKind::kMacro:
          Include(node);
          Path(node);
          break;
        case NodeKind::kName:
        case NodeKind::kTypeReference:
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
    std::vector<ImportFact>& imports = facts_.imports.Edit();
    const auto before = [&](const ImportFact& a, const ImportFact& b) { return key(a) < key(b); };
    if (!std::is_sorted(imports.begin(), imports.end(), before))
      std::stable_sort(imports.begin(), imports.end(), before);
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
    fact.condition = ConditionOf(node);
    facts_.mods.push_back(std::move(fact));
  }

  /// Of #[cfg(…)] on the module and those around it, from the outermost on.
  std::string ConditionOf(Node module) const {
    std::vector<std::string> conditions;
    int depth = 0;
    for (Node node = module; node != 0 && depth < kConditionDepth;
         node = scopes_.parent(node), ++depth) {
      if (!ast_.Is(node, NodeKind::kModule)) continue;
      for (const Node child : ast_.Children(node)) {
        if (!ast_.Is(child, NodeKind::kAttribute) || ast_.name(child) != "cfg") continue;
        const ByteSpan span = ast_.span(child);
        if (span.end() > source_.size()) continue;
        const std::string_view text = source_.substr(span.start, span.length);
        const size_t open = text.find('(');
        const size_t close = text.rfind(')');
        if (open == kNone || close == kNone || close < open) continue;
        conditions.insert(conditions.begin(), OneLine(text.substr(open + 1, close - open - 1)));
      }
    }
    std::string all;
    for (const std::string& condition : conditions)
      all.append(all.empty() ? "" : ", ").append(condition);
    if (conditions.size() > 1) all = "all(" + all + ")";
    if (all.size() <= kConditionBytes) return all;
    size_t end = kConditionBytes;
    while ((static_cast<unsigned char>(all[end]) & 0xC0) == 0x80) --end;
    return all.substr(0, end) + "…";
  }

  /// The inline module that a node stands in; 0 for the file's own, the last one looked at where
  /// the nesting is deeper than is followed.
  Node ModuleAround(Node node) const {
    for (int depth = 0; depth < kModuleDepth && node != 0; ++depth) {
      node = scopes_.parent(node);
      if (ast_.Is(node, NodeKind::kModule)) break;
    }
    return node;
  }

  /// `include!("x.rs")`: the text of that file stands here.
  void Include(Node node) {
    const std::string_view name = ast_.name(node);
    if (name != "include" && name != "std::include" && name != "core::include") return;
    const std::optional<RustInclude> read = ReadRustInclude(source_, ast_.span(node).start);
    if (!read) return;
    ImportFact fact = Fact(EdgeKind::kInclude, read->path, node);
    fact.computed = read->path.empty();
    if (fact.computed) {
      const auto length = static_cast<uint32_t>(name.size());
      fact.statement.span = fact.location.span = {ast_.span(node).start, length};
    } else {
      fact.statement.span = fact.location.span = read->literal;
    }
    facts_.imports.push_back(std::move(fact));
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
        // Further out it is known here by a glob at most, which the modules say.
        if (ModuleAround(declaration) == ModuleAround(node)) path.insert(0, "self::");
      } else {
        return;  // a type, a generic parameter
      }
    }
    // The first of the source: signatures and loops have another order in the tree.
    key_.assign(around_.modules()).append(around_.test_only() ? "|?" : "|").append(path);
    auto seen = seen_.find(key_);
    const bool added = seen == seen_.end();
    if (added) {
      seen = seen_.emplace(key_, facts_.imports.size()).first;
      facts_.imports.push_back(Fact(EdgeKind::kPath, path, node));
    }
    ImportFact& fact = facts_.imports.Edit()[seen->second];
    if (added || span.start < fact.location.span.start) {
      fact.location.span = fact.statement.span = span;
    }
  }

  const Scopes& scopes_;
  const Ast& ast_;
  const std::string_view source_;
  FileFacts& facts_;
  Surroundings around_;
  std::unordered_map<std::string, size_t> seen_;  // by scope, test and path: its fact
  std::string key_;                               // of one of these
};

}  // namespace

void ExtractRustImports(const Scopes& scopes, std::string_view source, FileFacts& facts) {
  RustImports(scopes, source, facts).Run();
}

}  // namespace krepis::analyzer
