#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <unordered_map>

#include "analyzer/facts/calls_extract.h"
#include "analyzer/facts/calls_rust_receivers.h"
#include "analyzer/facts/calls_rust_types.h"
#include "analyzer/facts/rust_standard_names.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kSymbolBytes = 500;
constexpr size_t kVariantBytes = 2000;
constexpr uint32_t kForBytes = 3;

bool IsUpper(std::string_view name) {
  return !name.empty() && std::isupper(static_cast<unsigned char>(name[0])) != 0;
}

/// A static or a constant, as everyone spells them.
bool IsConstantName(std::string_view name) {
  return IsUpper(name) && std::none_of(name.begin(), name.end(), [](char c) {
           return std::islower(static_cast<unsigned char>(c)) != 0;
         });
}

bool SaysSomething(std::string_view type) {
  return !type.empty() && !type.starts_with('_') && type != "!" && !IsStandardRustType(type);
}

/// A container of the standard library, whose own methods are nobody's business: what it holds has
/// none of its own that are reached through it.
bool IsContainer(std::string_view type) {
  if (!type.starts_with("std::")) return false;
  for (size_t end = type.rfind("::"); type.ends_with("()") && end != std::string_view::npos;
       end = type.rfind("::")) {
    if (!KeepsRustType(type.substr(end + 2, type.size() - end - 4))) return false;
    type = type.substr(0, end);
  }
  if (type.find_first_of(".?~[(") != std::string_view::npos) return false;
  const std::string_view name = type.substr(5, type.find('<') - 5);
  return !IsRustPointer(name);
}

class RustCalls {
 public:
  RustCalls(const Scopes& scopes, std::string_view source, const FunctionTable& functions,
            CallCollector& calls, FileFacts& facts)
      : scopes_(scopes),
        ast_(scopes.ast()),
        functions_(functions),
        calls_(calls),
        facts_(facts),
        names_(scopes, source, functions, facts),
        receivers_(scopes, names_) {
    for (uint32_t i = 1; i < functions.functions().size(); ++i) {
      const FunctionTable::Function& function = functions.functions()[i];
      ++count_[function.name];
      const Node parent = scopes.parent(function.node);
      if (ast_.Is(parent, NodeKind::kModule) && ast_.Has(parent, kExtern))
        extern_.emplace(ast_.name(function.node), i);
    }
  }

  void Run() {
    for (Node node = 1; node < ast_.size(); ++node) {
      switch (ast_.kind(node)) {
        case NodeKind::kClass:
          Type(node);
          break;
        case NodeKind::kFunction:
          Function(node);
          break;
        case NodeKind::kVariable:
          Variable(node);
          break;
        case NodeKind::kTypeAlias:
          Alias(node);
          break;
        case NodeKind::kCall:
          Call(node);
          break;
        case NodeKind::kName:
          Name(node);
          break;
        case NodeKind::kLoop:
          Loop(node);
          break;
        default:
          break;
      }
    }
  }

 private:
  /// Whether no function stands around the node.
  bool AtItemLevel(Node node) const { return functions_.Of(node) == 0; }

  void Type(Node node) {
    if (!AtItemLevel(node)) return;
    TypeFact fact;
    fact.name = functions_.NameOf(node);
    if (fact.name.empty()) return;
    fact.interface = ast_.Has(node, kInterface);
    for (const Node child : ast_.Children(node)) {
      if (!ast_.Is(child, NodeKind::kBase)) continue;
      std::string base = names_.PathOf(child);
      if (!base.empty()) fact.bases.push_back(std::move(base));
    }
    facts_.calls.types.push_back(std::move(fact));
  }

  void Value(std::string name, std::string type, bool instance) {
    if (!name.empty() && !type.empty() && !type.starts_with('_'))
      facts_.calls.values.push_back({std::move(name), std::move(type), instance});
  }

  void Function(Node node) {
    const uint32_t index = functions_.At(node);
    if (index == FunctionTable::kNone) return;
    const FunctionTable::Function& function = functions_.functions()[index];
    const Node parent = scopes_.parent(node);
    const bool of_trait = ast_.Is(parent, NodeKind::kClass) && ast_.Has(parent, kInterface);
    // Whoever calls what a trait only declares runs what implements it.
    if (of_trait && function.bodiless)
      calls_.AddFrom(index, ast_.span(node), CallKind::kCall, "$S::" + std::string(ast_.name(node)),
                     Confidence::kDispatch);
    if (ast_.Is(parent, NodeKind::kModule) && ast_.Has(parent, kExtern))
      calls_.AddFrom(index, ast_.span(node), CallKind::kCall,
                     "extern::" + std::string(ast_.name(node)));
    const RustHeader& header = names_.HeaderOf(node);
    if (header.result == 0) return;
    const std::string_view text = names_.TextOf(ast_.span(node));
    Value(function.name + "()",
          names_.OfText(text.substr(header.result, header.result_end - header.result), node, true),
          true);
  }

  void Variable(Node node) {
    if (!AtItemLevel(node) && functions_.At(node) == FunctionTable::kNone) return;
    const Node parent = scopes_.parent(node);
    const bool field = ast_.Is(parent, NodeKind::kClass) && !ast_.Has(parent, kImpl) &&
                       !ast_.Has(parent, kInterface);
    if (!field) return Value(functions_.NameOf(node), names_.OfDeclaration(node, true), true);
    const std::string owner = functions_.NameOf(parent);
    if (owner.empty()) return;
    if (ast_.Has(parent, kEnum)) return Variant(node, owner);
    const std::string_view name = ast_.name(node);
    if (name.empty()) return;
    const bool numbered = std::isdigit(static_cast<unsigned char>(name[0])) != 0;
    Value(owner + "." + std::string(name),
          numbered ? names_.OfText(names_.TextOf(ast_.span(node)), parent, true)
                   : names_.OfDeclaration(node, true),
          true);
  }

  /// What the variant of an enum holds.
  void Variant(Node node, const std::string& owner) {
    const std::string_view text = names_.TextOf(ast_.span(node));
    const size_t open = text.find_first_of("({");
    if (open == std::string_view::npos || text.size() > kVariantBytes) return;
    std::string_view inner = text.substr(open + 1);
    inner = inner.substr(0, inner.rfind(text[open] == '(' ? ')' : '}'));
    int number = 0;
    for (std::string_view part : SplitRustList(inner)) {
      while (part.starts_with("#[") && part.find(']') != std::string_view::npos)
        part = TrimRust(part.substr(part.find(']') + 1));
      if (part.starts_with("pub ")) part = TrimRust(part.substr(4));
      std::string name = std::to_string(number++);
      if (text[open] == '{') {
        const size_t colon = part.find(':');
        if (colon == std::string_view::npos) continue;
        name = TrimRust(part.substr(0, colon));
        part = part.substr(colon + 1);
      }
      if (!part.empty())
        Value(owner + "::" + std::string(ast_.name(node)) + "." + name,
              names_.OfText(part, scopes_.parent(node), true), true);
    }
  }

  void Alias(Node node) {
    if (AtItemLevel(node)) Value(functions_.NameOf(node), names_.OfDeclaration(node, true), false);
  }

  void Call(Node node) {
    const Node callee = ast_.first_child(node);
    if (callee == 0) return;
    if (ast_.Is(callee, NodeKind::kMember)) {
      if (!ast_.Has(node, kNew)) Method(node, callee);
      return;
    }
    if (!ast_.Is(callee, NodeKind::kName)) return;
    const bool constructs = ast_.Has(node, kNew) || IsUpper(LastSegment(ast_.name(callee)));
    Path(callee, constructs ? CallKind::kConstruct : CallKind::kCall);
  }

  void Method(Node node, Node callee) {
    const std::string_view method = ast_.name(callee);
    if (method.empty() || !ast_.has_children(callee) || IsRustOptionMethod(method)) return;
    const std::string type = receivers_.TypeOf(ast_.first_child(callee));
    // The name, not the chain in front of it.
    ByteSpan span = ast_.span(callee);
    if (span.length > method.size()) {
      span.start = span.end() - static_cast<uint32_t>(method.size());
      span.length = static_cast<uint32_t>(method.size());
    }
    if (IsContainer(type) && IsRustStandardMethod(method)) return;
    if (SaysSomething(type) && type.size() + method.size() < kSymbolBytes) {
      calls_.Add(node, span, CallKind::kCall, type + "::" + std::string(method));
      return;
    }
    if (IsRustStandardMethod(method)) return;
    calls_.Add(node, span, CallKind::kCall, "*::" + std::string(method), Confidence::kDispatch);
  }

  /// What the name of a function means where it is called, made or handed on.
  void Path(Node name, CallKind kind) {
    const std::string_view written = ast_.name(name);
    const Node declared = scopes_.DeclarationOf(name);
    const bool single = written.find("::") == std::string_view::npos;
    if (single && declared != 0 && ast_.Is(declared, NodeKind::kFunction)) {
      const uint32_t function = functions_.At(declared);
      if (function == FunctionTable::kNone) return;  // a part of the caller
      const std::string& known = functions_.functions()[function].name;
      const bool certain = count_[known] == 1;
      const Confidence confidence =
          kind == CallKind::kPass ? Confidence::kDispatch : Confidence::kResolved;
      calls_.Add(name, ast_.span(name), kind, "self::" + known, confidence,
                 certain ? function : CallFact::kNoFunction);
      return;
    }
    // By a glob alone a name may come from elsewhere.
    // What an extern block declares is known around it.
    if (const auto found = extern_.find(written); declared == 0 && found != extern_.end()) {
      calls_.Add(name, ast_.span(name), kind, "self::" + std::string(written),
                 Confidence::kResolved, found->second);
      return;
    }
    // Outside of functions it is a word of a macro.
    if (single && declared == 0 && written != "Self" &&
        (functions_.Of(name) == 0 || scopes_.Candidates(name).empty()))
      return;
    std::string path = Qualified(name);
    if (path.empty()) path = names_.PathOf(name);
    if (!SaysSomething(path) || IsRustStandardPath(path) || path.size() > kSymbolBytes) return;
    calls_.Add(name, ast_.span(name), kind, path,
               kind == CallKind::kPass ? Confidence::kDispatch : Confidence::kResolved);
  }

  /// `<Type as Trait>::f` as Type::f; "" for what is written in another way.
  std::string Qualified(Node name) {
    const std::string_view text = names_.TextOf(ast_.span(name));
    if (!text.starts_with('<')) return {};
    const size_t as = text.find(" as ");
    const size_t close = text.rfind(">::");
    if (as == std::string_view::npos || close == std::string_view::npos || close < as) return {};
    const std::string type = names_.OfText(text.substr(1, as - 1), names_.ItemOf(name), false);
    if (!SaysSomething(type)) return {};
    return type + "::" + std::string(LastSegment(ast_.name(name)));
  }

  void Name(Node node) {
    const Node parent = scopes_.parent(node);
    if (ast_.Is(parent, NodeKind::kCall) && ast_.first_child(parent) == node) return;
    const std::string_view written = ast_.name(node);
    const std::string_view last = LastSegment(written);
    if (last.empty() || written == "self" || written == "super" || written == "crate") return;
    const bool single = written.size() == last.size();
    if (IsConstantName(last)) return Static(node);
    if (IsUpper(last) || ast_.Is(parent, NodeKind::kMember)) return;
    const Node declared = scopes_.DeclarationOf(node);
    if (single) {
      const bool argument = ast_.Is(parent, NodeKind::kCall) ||
                            ast_.Is(parent, NodeKind::kProperty) ||
                            ast_.Is(parent, NodeKind::kArray);
      if (declared == 0) {
        if (argument) Path(node, CallKind::kPass);
        return;
      }
      if (!ast_.Is(declared, NodeKind::kFunction) && !ast_.Is(declared, NodeKind::kImport)) return;
    }
    Path(node, CallKind::kPass);
  }

  /// A static that holds what a call makes runs it where it is mentioned first.
  void Static(Node node) {
    const Node declared = scopes_.DeclarationOf(node);
    if (declared != 0 && ast_.Is(declared, NodeKind::kVariable)) {
      const uint32_t held = functions_.At(declared);
      if (held == FunctionTable::kNone || functions_.Of(node) == held) return;
      calls_.Add(node, ast_.span(node), CallKind::kCall,
                 "self::" + functions_.functions()[held].name, Confidence::kResolved, held);
      return;
    }
    if (declared == 0 && ast_.name(node).find("::") == std::string_view::npos) return;
    const std::string path = names_.PathOf(node);
    if (!SaysSomething(path) || IsRustStandardPath(path) || path.size() > kSymbolBytes) return;
    calls_.Add(node, ast_.span(node), CallKind::kCall, path);
  }

  /// `for … in value` asks what it goes through for one element after the other.
  void Loop(Node node) {
    const std::string type = receivers_.TypeOfIterable(node);
    if (!SaysSomething(type) || IsContainer(type) || type.size() + 16 > kSymbolBytes) return;
    const ByteSpan span{ast_.span(node).start, kForBytes};
    calls_.Add(node, span, CallKind::kCall, type + "::into_iter");
    calls_.Add(node, span, CallKind::kCall, type + "::next");
  }

  const Scopes& scopes_;
  const Ast& ast_;
  const FunctionTable& functions_;
  CallCollector& calls_;
  FileFacts& facts_;
  RustTypeNames names_;
  RustReceivers receivers_;
  std::unordered_map<std::string_view, int> count_;  // functions of each name
  std::unordered_map<std::string_view, uint32_t> extern_;
};

}  // namespace

void ExtractRustCalls(const Scopes& scopes, std::string_view source, const FunctionTable& functions,
                      CallCollector& calls, FileFacts& facts) {
  RustCalls(scopes, source, functions, calls, facts).Run();
}

}  // namespace krepis::analyzer
