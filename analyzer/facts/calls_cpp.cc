#include "analyzer/facts/calls_cpp.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "analyzer/facts/calls_extract.h"

namespace krepis::analyzer {
namespace {

/// Longer names stand for nothing that anyone wrote.
constexpr size_t kSymbolBytes = 400;

bool IsConstantName(std::string_view name) {
  if (name.size() > 1 && name[0] == 'k' && name[1] >= 'A' && name[1] <= 'Z') return true;
  return std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// "a::T" of a constructor's name "a::T::T"; "" for any other.
std::string_view ConstructedType(std::string_view name) {
  const size_t last = name.rfind("::");
  if (last == std::string_view::npos) return {};
  const std::string_view type = name.substr(0, last);
  return LastSegment(type) == name.substr(last + 2) ? type : std::string_view();
}

class CppCallPass {
 public:
  CppCallPass(const Scopes& scopes, std::string_view source, const FunctionTable& functions,
              CallCollector& calls, FileFacts& facts)
      : scopes_(scopes),
        ast_(scopes.ast()),
        source_(source),
        functions_(functions),
        calls_(calls),
        facts_(facts),
        types_(scopes, source, functions) {
    // Where the compiler was asked for includes alone, names have to do.
    const Semantics* const rows = scopes.semantics();
    for (uint32_t i = 0; rows != nullptr && i < rows->size() && !compiled_; ++i)
      compiled_ = rows->row(i).kind == SemanticKind::kCall;
  }

  void Run() {
    Functions();
    for (Node node = 1; node < ast_.size(); ++node) Declaration(node);
    if (compiled_) Rows();
    for (Node node = 1; node < ast_.size(); ++node) Expression(node);
    Flush();
  }

 private:
  struct Found {
    uint32_t caller;
    CallKind kind;
    std::string symbol;
    Confidence confidence;
    ByteSpan span;
    uint32_t function = CallFact::kNoFunction;
  };

  void Functions() {
    for (uint32_t i = 1; i < functions_.functions().size(); ++i) {
      const FunctionTable::Function& function = functions_.functions()[i];
      own_.insert(LastSegment(function.name));
      if (function.held) {
        found_.push_back({0, CallKind::kCall, function.name, Confidence::kResolved,
                          ast_.span(function.node), i});
      }
      if (ast_.Is(function.node, NodeKind::kFunction))
        facts_.calls.functions[i].is_virtual = IsVirtual(function.node);
    }
  }

  /// Whether the words that only the text keeps stand around a member's declarator.
  bool IsVirtual(Node function) const {
    constexpr uint32_t kBefore = 200;
    if (!ast_.Has(function, kMethod)) return false;
    const ByteSpan span = ast_.span(function);
    const Node body = ast_.child(function, NodeKind::kBlock);
    const size_t end = body != 0 ? ast_.span(body).start : span.end();
    size_t start = span.start;
    const size_t least = start - std::min(start, size_t{kBefore});
    while (start > least && std::string_view(";{}:").find(source_[start - 1]) == std::string::npos)
      --start;
    if (end <= start || end > source_.size()) return false;
    const std::string_view head = source_.substr(start, end - start);
    return HasWord(head, "virtual") || HasWord(head, "override") || HasWord(head, "final");
  }

  void Declaration(Node node) {
    switch (ast_.kind(node)) {
      case NodeKind::kClass:
        return Type(node);
      case NodeKind::kVariable:
      case NodeKind::kFunction:
        return DeclaredValue(node);
      case NodeKind::kTypeAlias:
        if (const Node target = ast_.child(node, NodeKind::kTypeReference); target != 0) {
          const std::string scope = functions_.NameOf(scopes_.parent(node));
          Value(Qualified(scope, ast_.name(node)), types_.NameOf(target), false);
        }
        return;
      case NodeKind::kUsing: {
        if (functions_.Of(node) != 0) return;
        if (ast_.Has(node, kGlob)) return Value("*", std::string(ast_.name(node)), false);
        const std::string scope = functions_.NameOf(scopes_.parent(node));
        const Node alias = ast_.child(node, NodeKind::kAlias);
        const std::string_view name = alias != 0 ? ast_.name(alias) : LastSegment(ast_.name(node));
        return Value(Qualified(scope, name), std::string(ast_.name(node)), false);
      }
      default:
        return;
    }
  }

  void Type(Node node) {
    if (ast_.Has(node, kDeclaredElsewhere) || ast_.Has(node, kEnum)) return;
    TypeFact type;
    type.name = functions_.NameOf(node);
    if (type.name.empty()) return;
    for (const Node child : ast_.Children(node)) {
      if (ast_.Is(child, NodeKind::kBase)) type.bases.push_back(types_.NameOf(child));
    }
    facts_.calls.types.push_back(std::move(type));
  }

  /// A field, a variable that is no function's, or what a function gives.
  void DeclaredValue(Node node) {
    const NodeKind around = ast_.kind(scopes_.parent(node));
    const bool outside =
        around == NodeKind::kClass || around == NodeKind::kModule || around == NodeKind::kFile;
    if (!outside || ast_.name(node).empty()) return;
    const std::string name = functions_.NameOf(node);
    if (name.empty()) return;
    const std::string type = types_.DeclaredType(node);
    Value(name, type, true);
    for (const std::string& element : types_.ElementTypes(node)) Value(name + "[]", element, true);
  }

  void Value(std::string name, std::string symbol, bool instance) {
    if (symbol.empty() || name.empty() || name == symbol) return;
    if (IsStandard(symbol) || symbol == "auto" || symbol.size() > kSymbolBytes) return;
    if (!values_.emplace(name, symbol).second) return;
    facts_.calls.values.push_back({std::move(name), std::move(symbol), instance});
  }

  static std::string Qualified(std::string_view scope, std::string_view name) {
    if (scope.empty()) return std::string(name);
    return std::string(scope).append("::").append(name);
  }

  /// What the compiler says is called, and how the source writes that.
  void Rows() {
    std::set<std::pair<uint32_t, uint32_t>> exact;
    for (Node node = 1; node < ast_.size(); ++node) {
      if (!ast_.Is(node, NodeKind::kCall) || !ast_.has_children(node)) continue;
      const std::string_view callee = ast_.name(ast_.first_child(node));
      if (callee.find("::") == std::string_view::npos) continue;
      const ByteSpan span = ast_.span(node);
      exact.emplace(span.start, span.length);
    }
    const Semantics& rows = *scopes_.semantics();
    for (uint32_t i = 0; i < rows.size(); ++i) {
      const SemanticRow row = rows.row(i);
      if (row.kind != SemanticKind::kCall) continue;
      seen_.emplace_back(row.span.start, row.span.length);
      if (row.file.empty()) continue;
      const uint32_t caller = functions_.Around(row.span.start);
      const std::string_view type = ConstructedType(row.symbol);
      if (!type.empty()) {
        Add(caller, CallKind::kConstruct, "::" + std::string(type), row.span);
        continue;
      }
      const bool only = exact.contains({row.span.start, row.span.length});
      Add(caller, CallKind::kCall, "::" + std::string(row.symbol), row.span,
          only ? Confidence::kDirect : Confidence::kResolved);
    }
    std::sort(seen_.begin(), seen_.end());
  }

  bool CompilerSaw(ByteSpan span) const {
    return std::binary_search(seen_.begin(), seen_.end(), std::pair(span.start, span.length));
  }
  /// Whether names have to do for the call, as the compiler has nothing to say about it.
  bool ByName(Node call) const {
    if (!compiled_) return true;
    for (const ByteSpan span : scopes_.CompilerSpans(call)) {
      if (CompilerSaw(span)) return false;
    }
    return types_.InTemplate(call);
  }
  /// Whether code of that place is compiled at all, as far as is known.
  bool IsCompiled(Node node) const {
    return !compiled_ || CompilerSaw(ast_.span(node)) || types_.InTemplate(node);
  }

  void Expression(Node node) {
    switch (ast_.kind(node)) {
      case NodeKind::kCall:
        return Call(node);
      case NodeKind::kVariable:
        return LocalObject(node);
      case NodeKind::kName:
        return Passed(node);
      default:
        return;
    }
  }

  void Call(Node call) {
    const Node callee = ast_.first_child(call);
    if (callee == 0) return;
    TypeArguments(call, callee);
    if (!ByName(call)) return;
    const ByteSpan span = ast_.span(call);
    if (ast_.Is(callee, NodeKind::kMember)) {
      const std::string_view method = ast_.name(callee);
      if (method.empty()) return;
      const size_t qualified = method.rfind("::");
      if (qualified != std::string_view::npos) {  // p->Base::f()
        return AddNamed(call, CallKind::kCall, std::string(method), span, Confidence::kDirect);
      }
      const std::string path = types_.PathOf(ast_.first_child(callee));
      if (path.empty()) {
        if (!IsStandardMethod(method))
          AddNamed(call, CallKind::kCall, std::string("*::").append(method), span);
        return;
      }
      return AddNamed(call, CallKind::kCall, path + "." + std::string(method), span);
    }
    if (!ast_.Is(callee, NodeKind::kName)) return;
    if (types_.IsLocalVariable(callee) || IsCast(ast_.name(callee))) return;
    const bool constructs = ast_.Has(call, kNew);
    const bool qualified = ast_.name(callee).find("::") != std::string_view::npos;
    AddNamed(call, constructs ? CallKind::kConstruct : CallKind::kCall, types_.NameOf(callee), span,
             qualified && !constructs ? Confidence::kDirect : Confidence::kResolved);
  }

  /// `make_unique<T>()` makes a T, `registry.Add<T>()` may.
  void TypeArguments(Node call, Node callee) {
    const std::string_view name = ast_.name(callee);
    if (IsCast(name) || ast_.child(callee, NodeKind::kTypeReference) == 0) return;
    if (!IsCompiled(call)) return;
    const bool makes = MakesArgument(name);
    if (!makes && (!MayMake(name) || IsStandard(types_.NameOf(callee)))) return;
    for (const Node child : ast_.Children(callee)) {
      if (!ast_.Is(child, NodeKind::kTypeReference)) continue;
      AddNamed(call, makes ? CallKind::kConstruct : CallKind::kPass, types_.NameOf(child),
               ast_.span(call));
      if (makes) break;
    }
  }

  /// `T v;` makes a T; what a container holds, it may make.
  void LocalObject(Node variable) {
    const NodeKind around = ast_.kind(scopes_.parent(variable));
    if (around == NodeKind::kClass || ast_.child(variable, NodeKind::kTypeReference) == 0) return;
    const bool by_name = !compiled_ || types_.InTemplate(variable);
    const Node last = ast_.last_child(variable);
    const bool bare = ast_.Is(last, NodeKind::kTypeReference) || ast_.Is(last, NodeKind::kArray);
    const ByteSpan span = ast_.span(variable);
    if (by_name && bare && !IsExtern(variable)) {
      const std::string type = types_.DeclaredType(variable);
      const bool smart = LastSegment(ast_.name(ast_.child(variable, NodeKind::kTypeReference))) !=
                         LastSegment(type);
      if (!type.ends_with('*') && !smart) AddNamed(variable, CallKind::kConstruct, type, span);
    }
    if (!by_name && !CompilerSaw(span)) return;
    for (const std::string& element : types_.ElementTypes(variable)) {
      if (!element.ends_with('*'))
        AddNamed(variable, CallKind::kConstruct, element, span, Confidence::kDispatch);
    }
  }

  /// Whether a variable is only declared here.
  bool IsExtern(Node variable) const {
    constexpr size_t kBefore = 100;
    const std::string_view before =
        source_.substr(0, std::min<size_t>(ast_.span(variable).start, source_.size()));
    const size_t from = before.find_last_of(";{}");
    const size_t least = before.size() - std::min(before.size(), kBefore);
    return HasWord(before.substr(std::max(from == before.npos ? 0 : from, least)), "extern");
  }

  /// A function that is handed on by its name.
  void Passed(Node name) {
    const bool passed = IsPassedOn(name);
    const Node parent = scopes_.parent(name);
    const bool indexed = ast_.Is(parent, NodeKind::kIndex) && ast_.first_child(parent) == name;
    if (!passed && !indexed && !ast_.Is(parent, NodeKind::kMember)) return;
    const std::string_view written = ast_.name(name);
    if (written == "this" || written == "nullptr" || IsConstantName(LastSegment(written))) return;
    if (types_.IsLocalVariable(name)) return;
    // The functions that a table of this file holds may be run by whoever uses it.
    const Node declaration = scopes_.DeclarationOf(name);
    const bool variable = declaration != 0 && ast_.Is(declaration, NodeKind::kVariable);
    const uint32_t table = variable ? functions_.At(declaration) : FunctionTable::kNone;
    const bool held = table != FunctionTable::kNone && functions_.functions()[table].held;
    if (!held && (variable || (!passed && !indexed))) return;
    if (compiled_ && !held) {
      std::string symbol = types_.CompiledName(name);
      if (!symbol.empty())
        return AddNamed(name, CallKind::kPass, std::move(symbol), ast_.span(name));
      if (!own_.contains(LastSegment(written))) return;
    }
    const bool bare = written.find("::") == std::string_view::npos;
    if (bare && declaration != 0 && ast_.Is(declaration, NodeKind::kClass)) return;
    AddNamed(name, CallKind::kPass, types_.NameOf(name), ast_.span(name));
  }

  bool IsPassedOn(Node name) const {
    constexpr int kDepth = 8;
    Node below = name;
    for (int depth = 0; depth < kDepth; ++depth) {
      const Node parent = scopes_.parent(below);
      switch (ast_.kind(parent)) {
        case NodeKind::kUnary:
          if (ast_.name(parent) != "&") return false;
          break;
        case NodeKind::kConditional:
          if (ast_.first_child(parent) == below) return false;
          break;
        case NodeKind::kCall:
        case NodeKind::kAssign:
          return ast_.first_child(parent) != below;
        case NodeKind::kProperty:
        case NodeKind::kArray:
        case NodeKind::kReturn:
        case NodeKind::kVariable:
          return true;
        default:
          return false;
      }
      below = parent;
    }
    return false;
  }

  void AddNamed(Node node, CallKind kind, std::string symbol, ByteSpan span,
                Confidence confidence = Confidence::kResolved) {
    if (symbol.empty() || IsStandard(symbol)) return;
    Add(functions_.Of(node), kind, std::move(symbol), span, confidence);
  }

  void Add(uint32_t caller, CallKind kind, std::string symbol, ByteSpan span,
           Confidence confidence = Confidence::kResolved) {
    if (symbol.empty() || symbol.size() > kSymbolBytes) return;
    found_.push_back({caller, kind, std::move(symbol), confidence, span});
  }

  /// Of several calls of one function by another, one that may mean an overrider stays.
  void Flush() {
    const auto rank = [](const Found& found) {
      return found.confidence == Confidence::kDirect ? 1 : 0;
    };
    std::stable_sort(found_.begin(), found_.end(), [&](const Found& a, const Found& b) {
      return std::tuple(a.caller, a.kind, std::string_view(a.symbol), rank(a), a.span.start) <
             std::tuple(b.caller, b.kind, std::string_view(b.symbol), rank(b), b.span.start);
    });
    const Found* kept = nullptr;
    for (const Found& found : found_) {
      const bool repeated = kept != nullptr && kept->caller == found.caller &&
                            kept->kind == found.kind && kept->symbol == found.symbol;
      if (repeated && rank(found) > rank(*kept)) continue;
      if (!repeated) kept = &found;
      calls_.AddFrom(found.caller, found.span, found.kind, found.symbol, found.confidence,
                     found.function);
    }
  }

  const Scopes& scopes_;
  const Ast& ast_;
  std::string_view source_;
  const FunctionTable& functions_;
  CallCollector& calls_;
  FileFacts& facts_;
  CppTypes types_;
  bool compiled_ = false;
  std::vector<std::pair<uint32_t, uint32_t>> seen_;  // places of the compiler's calls
  std::unordered_set<std::string_view> own_;         // last segments of this file's functions
  std::set<std::pair<std::string, std::string>> values_;
  std::vector<Found> found_;
};

}  // namespace

void ExtractCppCalls(const Scopes& scopes, std::string_view source, const FunctionTable& functions,
                     CallCollector& calls, FileFacts& facts) {
  CppCallPass(scopes, source, functions, calls, facts).Run();
}

}  // namespace krepis::analyzer
