#include "analyzer/facts/capabilities.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "analyzer/facts/calls_rust_receivers.h"
#include "analyzer/facts/capability_use.h"
#include "analyzer/facts/compiled_calls.h"
#include "analyzer/facts/module_name.h"
#include "analyzer/facts/surroundings.h"

namespace krepis::analyzer {
namespace {

constexpr int kChain = 32;
/// A file with more uses says `unknown` once: nobody reads more, and each costs memory.
constexpr size_t kMaxUses = 20'000;

class CapabilityPass {
 public:
  CapabilityPass(const Scopes& scopes, std::string_view source, const CapabilityTable& table,
                 const FunctionTable* functions, FileFacts& facts)
      : scopes_(scopes),
        ast_(scopes.ast()),
        source_(source),
        table_(table),
        functions_(functions),
        facts_(facts),
        around_(scopes),
        group_(GroupOf(scopes.ast().language())),
        compiled_(scopes, table),
        known_global_(group_ == LanguageGroup::kTypeScript ? ast_.strings().size() : 0, kUnseen) {}

  void Run() {
    for (Node node = 1; node < ast_.size(); ++node) {
      if (facts_.capabilities.size() >= kMaxUses) {
        Undecided(node, "too many uses");
        break;
      }
      around_.Enter(node);
      switch (ast_.kind(node)) {
        case NodeKind::kName:
        case NodeKind::kMember:
        case NodeKind::kIndex:
          Reference(node);
          break;
        case NodeKind::kMacro:
          Macro(node);
          break;
        case NodeKind::kBlock:
        case NodeKind::kFunction:
          if (group_ == LanguageGroup::kRust && ast_.Has(node, kUnsafe)) Syntax(node, "unsafe");
          break;
        case NodeKind::kModule:
          if (ast_.Has(node, kExtern)) Syntax(node, "extern");
          break;
        case NodeKind::kCall:
          if (compiled_.complete()) Compiled(node, node);
          break;
        case NodeKind::kVariable:
          // With arguments there is a call that stands for it.
          if (compiled_.complete() && ast_.child(node, NodeKind::kCall) == 0) Compiled(node, 0);
          break;
        default:
          break;
      }
    }
    for (const CompiledCalls::Call& call : compiled_.Rest()) Invisible(call);
    Imports();
  }

 private:
  enum : uint8_t { kUnseen, kKnown, kForeign };

  /// Whether `node` is the whole of a chain of names, not the object of a longer one.
  bool IsWholeChain(Node node) const {
    const Node parent = scopes_.parent(node);
    if (ast_.first_child(parent) != node) return true;
    if (ast_.Is(parent, NodeKind::kMember)) return false;
    return !ast_.Is(parent, NodeKind::kIndex) || !HasConstantKey(parent);
  }
  bool HasConstantKey(Node index) const {
    return group_ == LanguageGroup::kTypeScript &&
           ast_.Is(ast_.last_child(index), NodeKind::kString);
  }

  /// Cheaply: whether the chain's first name may lead to a symbol of the table at all.
  bool MayMatch(Node chain) {
    if (group_ != LanguageGroup::kTypeScript) return true;
    Node root = chain;
    for (int depth = 0; depth < kChain; ++depth) {
      const NodeKind kind = ast_.kind(root);
      if (kind != NodeKind::kMember && kind != NodeKind::kIndex) break;
      if (!ast_.has_children(root)) return false;
      root = ast_.first_child(root);
    }
    if (!ast_.Is(root, NodeKind::kName)) return ast_.Is(root, NodeKind::kCall) && root != chain;
    if (const Node declaration = scopes_.DeclarationOf(root)) {
      const NodeKind kind = ast_.kind(declaration);
      return kind == NodeKind::kBinding || kind == NodeKind::kVariable;
    }
    uint8_t& known = known_global_[ast_.name_id(root)];
    if (known == kUnseen) {
      const Symbol symbol = scopes_.Resolve(root);
      const bool object = symbol.text == "global#globalThis" || symbol.text == "global#window" ||
                          symbol.text == "global#self" || symbol.text == "global#global";
      known = object || table_.KnowsRoot(group_, symbol.text) ? kKnown : kForeign;
    }
    return known == kKnown;
  }

  void Reference(Node node) {
    if (!IsWholeChain(node) || !MayMatch(node)) return;
    if (ast_.Is(node, NodeKind::kIndex) && !HasConstantKey(node)) return;
    const Node call = CallOf(node);
    if (group_ == LanguageGroup::kRust && ast_.Is(node, NodeKind::kMember))
      return StandardMethod(node, call);
    const Symbol symbol = scopes_.Resolve(node);
    if (call != 0 && compiled_.complete()) return;  // the compiler has said what it calls
    // Functions of libc are not constructed: this is a member's initialiser.
    if (call != 0 && group_ == LanguageGroup::kCpp && ast_.Has(call, kNew) &&
        symbol.text.find("::") == std::string::npos)
      return;
    if (symbol && symbol.origin != SymbolOrigin::kLocal) {
      UseSite site{node, call, symbol.text};
      if (Use(site, ConfidenceIn(symbol))) return;
    }
    if (symbol.declaration != 0 || symbol.origin == SymbolOrigin::kLocal) return;
    for (std::string& candidate : scopes_.Candidates(node)) {
      UseSite site{node, call, std::move(candidate)};
      if (Use(site, Confidence::kResolved)) return;
    }
  }

  /// `path.exists()` on what is known to be a path.
  void StandardMethod(Node member, Node call) {
    if (call == 0) return;
    std::string symbol = "std::path::Path::";
    symbol += ast_.name(member);
    bool known = false;
    table_.ForEach(group_, UseRole::kCall, symbol,
                   [&](const CapabilityRow&, std::string_view) { return known = true; });
    if (!known || !ast_.has_children(member)) return;
    if (!receivers_) receivers_.emplace(scopes_, source_, facts_);
    const std::string type = receivers_->TypeOf(ast_.first_child(member));
    if (type == "std::Path" || type == "std::PathBuf")
      Match({member, 0, std::move(symbol)}, UseRole::kCall, Confidence::kResolved);
  }

  /// In a member function a name may be that of a base class's function, which only other files
  /// show. Where the file declares no member of that name it is most likely the function outside.
  Confidence ConfidenceIn(const Symbol& symbol) const {
    const bool doubted = group_ == LanguageGroup::kCpp && functions_ != nullptr &&
                         symbol.confidence == Confidence::kImport;
    if (!doubted) return symbol.confidence;
    const std::string member = "::" + symbol.text;
    const auto& functions = functions_->functions();
    const bool declared = std::any_of(
        functions.begin(), functions.end(),
        [&](const FunctionTable::Function& function) { return function.name.ends_with(member); });
    return declared ? symbol.confidence : Confidence::kDispatch;
  }

  /// The call that `callee` is the callee of, also as `(0, callee)(…)`; 0 for none.
  Node CallOf(Node callee) const {
    Node parent = scopes_.parent(callee);
    const bool sequence = group_ == LanguageGroup::kTypeScript &&
                          ast_.Is(parent, NodeKind::kExpression) &&
                          ast_.end(callee) == ast_.end(parent);
    if (sequence) {
      callee = parent;
      parent = scopes_.parent(callee);
    }
    return ast_.Is(parent, NodeKind::kCall) && ast_.first_child(parent) == callee ? parent : 0;
  }

  /// Looks `site` up in the role that its place in the code gives it.
  bool Use(UseSite& site, Confidence confidence) {
    if (!table_.KnowsRoot(group_, SymbolRoot(group_, site.symbol)) && group_ != LanguageGroup::kCpp)
      return false;
    const Node parent = scopes_.parent(site.expression);
    if (site.call != 0) {
      const bool constructs = ast_.Has(site.call, kNew);
      if (Match(site, constructs ? UseRole::kNew : UseRole::kCall, confidence)) return true;
      if (group_ == LanguageGroup::kTypeScript && CalledThrough(site, confidence)) return true;
      return Match(site, UseRole::kRead, confidence);
    }
    const bool target =
        ast_.Is(parent, NodeKind::kAssign) && ast_.first_child(parent) == site.expression;
    const bool deleted = ast_.Is(parent, NodeKind::kUnary) && ast_.name(parent) == "delete";
    if (target || deleted) return Match(site, UseRole::kWrite, confidence);
    // The uses of the constant count, but what has been read has been read.
    if (IsAliased(site.expression)) {
      return ReadsMember(site.symbol) && Match(site, UseRole::kRead, confidence);
    }
    if (IsReadAlready(site)) return true;
    if (ast_.Is(parent, NodeKind::kVariable) && ast_.Has(parent, kDestructured))
      return Destructured(site, parent, confidence);
    if (Match(site, UseRole::kRead, confidence)) return true;
    if (IsIndexed(site.expression)) return Unknown(site);
    if (IsWholeModule(site.symbol) && IsPassedOn(scopes_, site.expression)) return Unknown(site);
    return IsPassedOn(scopes_, site.expression) && !IsConstantName(LastSegment(site.symbol)) &&
           Match(site, UseRole::kCall, std::max(confidence, Confidence::kDispatch));
  }

  /// Whether a row is for reading what the symbol is a member of: process.env.HOME.
  bool ReadsMember(std::string_view symbol) const {
    bool member = false;
    table_.ForEach(group_, UseRole::kRead, symbol,
                   [&](const CapabilityRow&, std::string_view pattern) {
                     return member = pattern.size() < symbol.size();
                   });
    return member;
  }

  /// Whether the name stands for a constant that holds what its declaration has read.
  bool IsReadAlready(const UseSite& site) const {
    if (group_ != LanguageGroup::kTypeScript || !ast_.Is(site.expression, NodeKind::kName))
      return false;
    const Node declaration = scopes_.DeclarationOf(site.expression);
    const Node value = declaration == 0 ? 0 : scopes_.ValueOf(declaration);
    return value != 0 && IsAliased(value) && ReadsMember(site.symbol);
  }

  /// fs.readFile.call(…) calls fs.readFile.
  bool CalledThrough(const UseSite& site, Confidence confidence) {
    const std::string_view last = LastSegment(site.symbol);
    if (last != "call" && last != "apply") return false;
    if (last.size() + 1 >= site.symbol.size()) return false;
    UseSite function{site.expression, 0,
                     site.symbol.substr(0, site.symbol.size() - last.size() - 1)};
    return Match(function, UseRole::kCall, confidence);
  }

  /// `const { HOME, ...rest } = process.env`: each name is a read of its own.
  bool Destructured(const UseSite& site, Node variable, Confidence confidence) {
    bool any = false;
    for (const Node binding : ast_.Children(variable)) {
      if (!ast_.Is(binding, NodeKind::kBinding)) continue;
      UseSite member{binding, 0, site.symbol};
      if (ast_.name(binding) != "*") member.symbol.append(".").append(ast_.name(binding));
      any |= Match(member, UseRole::kRead, confidence);
    }
    return any;
  }

  bool IsWholeModule(std::string_view symbol) const {
    return group_ == LanguageGroup::kTypeScript &&
           symbol == std::string(SymbolRoot(group_, symbol)) + "#default";
  }

  /// `fs[method](…)`, `run({ fs })`: something of a module that the table knows, but nobody knows
  /// what.
  bool Unknown(const UseSite& site) {
    if (!IsWholeModule(site.symbol)) return false;
    Undecided(site.expression, site.symbol);
    return true;
  }

  void Undecided(Node node, std::string_view symbol) {
    CapabilityUse use;
    use.capability = "unknown";
    use.symbol = symbol;
    use.function = around_.FunctionName();
    use.test_only = around_.test_only();
    use.confidence = Confidence::kUnknown;
    use.location.span = ast_.span(node);
    use.caller = CallerAt(node);
    facts_.capabilities.push_back(std::move(use));
  }

  /// A constant of this file that stands for the symbol and stays in this file.
  bool IsAliased(Node expression) const {
    const Node variable = scopes_.parent(expression);
    if (group_ == LanguageGroup::kCpp) return false;
    if (group_ == LanguageGroup::kRust && !ast_.Has(variable, kConst)) return false;
    if (!ast_.Is(variable, NodeKind::kVariable) || ast_.Has(variable, kExported)) return false;
    return !ast_.name(variable).empty() && scopes_.ValueOf(variable) == expression;
  }

  /// libc::O_CREAT: no function, so nothing that anyone could call.
  static bool IsConstantName(std::string_view name) {
    return std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  }

  /// What the compiler found at `node`.
  void Compiled(Node node, Node call) {
    for (std::string& symbol : compiled_.Take(node)) {
      const UseSite site{node, call, std::move(symbol)};
      Match(site, UseRole::kNew, Confidence::kDirect);
    }
  }

  /// A call of the compiler's that the tree does not show: nothing is known of its arguments.
  void Invisible(const CompiledCalls::Call& call) {
    const size_t first = facts_.capabilities.size();
    Match({0, 0, call.symbol}, UseRole::kNew, Confidence::kDirect);
    for (size_t i = first; i < facts_.capabilities.size(); ++i) {
      facts_.capabilities[i].location.span = call.span;
      facts_.capabilities[i].function.clear();
      facts_.capabilities[i].test_only = false;
      facts_.capabilities[i].caller = CallerAt(call.span);
    }
  }

  uint32_t CallerAt(Node node) const { return functions_ == nullptr ? 0 : functions_->Of(node); }
  /// Of a place that no node stands for, the function around it.
  uint32_t CallerAt(ByteSpan span) const {
    return functions_ == nullptr ? 0 : functions_->Around(span.start);
  }

  void Macro(Node node) {
    const Symbol symbol = scopes_.Resolve(node);
    if (!symbol) return;
    UseSite site{node, node, std::string(LastSegment(symbol.text))};
    Match(site, UseRole::kMacro, symbol.confidence);
  }

  void Syntax(Node node, std::string_view what) {
    UseSite site{node, 0, std::string(what)};
    Match(site, UseRole::kSyntax, Confidence::kDirect);
  }

  bool Match(const UseSite& site, UseRole role, Confidence confidence) {
    const size_t first = facts_.capabilities.size();
    const auto visit = [&](const CapabilityRow& row, std::string_view pattern) {
      const Verdict verdict = CheckCondition(scopes_, source_, row.when, site);
      if (verdict == Verdict::kNo) return false;
      const bool undecided = verdict == Verdict::kUndecided;
      Add(row, pattern, site, undecided ? Confidence::kUnknown : confidence, first);
      return !undecided;
    };
    table_.ForEach(group_, role, site.symbol, visit);
    return facts_.capabilities.size() > first;
  }

  /// Adds what the row says. Behind row `first` of the facts stand other uses of the same place: of
  /// two for one capability the surer one stays.
  void Add(const CapabilityRow& row, std::string_view pattern, const UseSite& site,
           Confidence confidence, size_t first) {
    CapabilityUse use;
    use.symbol = pattern.find('*') == std::string_view::npos ? std::string(pattern) : site.symbol;
    use.function = around_.FunctionName();
    use.test_only = around_.test_only();
    use.confidence = confidence;
    use.location.span = ast_.span(site.expression);
    use.caller = CallerAt(site.expression);
    use.argument = ArgumentOf(scopes_, row.argument, site, pattern);
    // process.env[name] reads one variable, though nobody knows which.
    if (use.argument == "*" && IsIndexed(site.expression)) use.argument = std::nullopt;
    for (const std::string& capability : row.capabilities) {
      use.capability = capability;
      const auto known =
          std::find_if(facts_.capabilities.begin() + static_cast<std::ptrdiff_t>(first),
                       facts_.capabilities.end(),
                       [&](const CapabilityUse& other) { return other.capability == capability; });
      if (known == facts_.capabilities.end()) {
        facts_.capabilities.push_back(use);
      } else if (confidence < known->confidence) {
        *known = use;
      }
    }
  }

  /// The object of `object[key]`, where the key is not constant.
  bool IsIndexed(Node expression) const {
    const Node parent = scopes_.parent(expression);
    return ast_.Is(parent, NodeKind::kIndex) && ast_.first_child(parent) == expression;
  }

  /// What the imports alone say, where no closer use of the module says the same.
  void Imports() {
    std::set<std::pair<std::string, std::string>> known;  // capability, module
    for (const CapabilityUse& use : facts_.capabilities) {
      // What tests use says nothing of the code beside them.
      if (!use.test_only) known.emplace(use.capability, SymbolRoot(group_, use.symbol));
    }
    for (const ImportFact& import : facts_.imports) {
      const bool code = import.kind == EdgeKind::kImport || import.kind == EdgeKind::kDynamic ||
                        import.kind == EdgeKind::kUse || import.kind == EdgeKind::kPath;
      if (!code) continue;
      std::string module = "dynamic-import";
      if (!import.computed) {
        module = group_ == LanguageGroup::kTypeScript ? CanonicalModule(import.specifier).module
                                                      : std::string(FirstSegment(import.specifier));
      }
      const UseRole role = import.computed ? UseRole::kSyntax : UseRole::kImport;
      table_.ForEach(group_, role, module, [&](const CapabilityRow& row, std::string_view) {
        for (const std::string& capability : row.capabilities) {
          if (!import.computed && !known.emplace(capability, module).second) continue;
          CapabilityUse use;
          use.capability = capability;
          use.symbol = module;
          use.confidence = import.computed ? Confidence::kDirect : Confidence::kImport;
          use.location.span = import.location.span;
          if (import.computed && functions_ != nullptr) {
            use.caller = CallerAt(import.location.span);
            use.function = functions_->functions()[use.caller].name;
          }
          use.test_only = import.test_only;
          facts_.capabilities.push_back(std::move(use));
        }
        return true;
      });
    }
    std::stable_sort(facts_.capabilities.begin(), facts_.capabilities.end(),
                     [](const CapabilityUse& a, const CapabilityUse& b) {
                       return a.location.span.start < b.location.span.start;
                     });
  }

  const Scopes& scopes_;
  const Ast& ast_;
  std::string_view source_;
  const CapabilityTable& table_;
  const FunctionTable* functions_;
  FileFacts& facts_;
  Surroundings around_;
  LanguageGroup group_;
  CompiledCalls compiled_;
  std::optional<RustReceiverTypes> receivers_;
  std::vector<uint8_t> known_global_;  // by name id
};

}  // namespace

void ExtractCapabilities(const Scopes& scopes, std::string_view source,
                         const CapabilityTable& table, const FunctionTable* functions,
                         FileFacts& facts) {
  CapabilityPass(scopes, source, table, functions, facts).Run();
}

}  // namespace krepis::analyzer
