#include "analyzer/facts/capability_use.h"

#include <algorithm>
#include <cctype>
#include <span>

#include "analyzer/facts/constant.h"

namespace krepis::analyzer {
namespace {

constexpr int kChain = 64;
constexpr uint32_t kFlagBytes = 1000;

template <class List>
bool Contains(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

/// Names of constants that others declare, joined or not: no text. What holds nothing worth a node
/// (`A | B`) is a leaf.
bool IsFlags(const Scopes& scopes, Node argument) {
  const Ast& ast = scopes.ast();
  if (ast.Is(argument, NodeKind::kBinary)) return ast.name(argument) != "+";
  if (ast.Is(argument, NodeKind::kExpression)) return !ast.has_children(argument);
  if (!ast.Is(argument, NodeKind::kName) && !ast.Is(argument, NodeKind::kMember)) return false;
  const Node declaration = scopes.DeclarationOf(argument);
  return declaration == 0 || ast.Is(declaration, NodeKind::kBinding);
}

Verdict CheckText(const Scopes& scopes, const std::vector<std::string>& texts, Node argument) {
  const ConstantText constant = FoldConstant(scopes, argument);
  for (const std::string& text : texts) {
    if (constant.text.find(text) != std::string::npos) return Verdict::kYes;
  }
  return constant.complete || IsFlags(scopes, argument) ? Verdict::kNo : Verdict::kUndecided;
}

bool IsWordByte(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Flags as C and Node spell them: names joined by `|`, in any nesting. Constants are in capitals;
/// anything else that is named may hold any of them.
Verdict CheckNames(const Scopes& scopes, std::string_view source,
                   const std::vector<std::string>& names, Node argument) {
  const Ast& ast = scopes.ast();
  const ByteSpan span = ast.span(argument);
  if (span.start > source.size() || span.length > kFlagBytes) return Verdict::kUndecided;
  const std::string_view text = source.substr(span.start, span.length);
  bool certain = true;
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    while (end < text.size() && IsWordByte(text[end])) ++end;
    const std::string_view word = text.substr(at, end - at);
    if (Contains(names, word)) return Verdict::kYes;
    // fs.constants.O_RDWR: only what stands last counts.
    const bool member = end < text.size() && (text[end] == '.' || text[end] == ':');
    const bool name = !word.empty() && std::isdigit(static_cast<unsigned char>(word[0])) == 0;
    const bool lower =
        std::any_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (name && !member && (lower || ast.Is(argument, NodeKind::kCall))) certain = false;
    at = std::max(end, at + 1);
  }
  return certain || ast.Is(argument, NodeKind::kString) ? Verdict::kNo : Verdict::kUndecided;
}

bool HasSpread(const Ast& ast, Node call) {
  for (const Node child : ast.Children(call)) {
    if (ast.Is(child, NodeKind::kSpread)) return true;
  }
  return false;
}

Verdict CheckMethods(const Scopes& scopes, const std::vector<std::string>& methods, Node call) {
  const Ast& ast = scopes.ast();
  const std::vector<Node> following = FollowingCalls(scopes, call);
  for (const Node next : following) {
    if (!Contains(methods, ast.name(ast.first_child(next)))) continue;
    const Node argument = ArgumentNode(ast, next, 0);
    if (argument == 0 || ast.name(argument) != "false") return Verdict::kYes;
  }
  // Whoever keeps the result in a variable may call more on it.
  const Node last = following.empty() ? call : following.back();
  const NodeKind holder = ast.kind(scopes.parent(last));
  const bool kept = holder == NodeKind::kVariable || holder == NodeKind::kAssign;
  return kept && following.empty() ? Verdict::kUndecided : Verdict::kNo;
}

/// The value of the first property of an object literal that is one of `keys`, 0 for none.
Node PropertyValue(const Ast& ast, Node object, std::span<const std::string> keys) {
  for (const Node property : ast.Children(object)) {
    if (ast.Is(property, NodeKind::kProperty) && Contains(keys, ast.name(property)))
      return ast.first_child(property);
  }
  return 0;
}

std::optional<std::string> Complete(const ConstantText& constant) {
  if (!constant.complete || constant.text.empty()) return std::nullopt;
  return constant.text;
}

class ArgumentReader {
 public:
  ArgumentReader(const Scopes& scopes, const ArgumentRule& rule, Node call)
      : scopes_(scopes), ast_(scopes.ast()), rule_(rule), call_(call) {}

  std::optional<std::string> Read() const {
    using Kind = ArgumentRule::Kind;
    Node given = ArgumentNode(ast_, call_, rule_.at);
    // f(port, host) also takes f({ port, host }).
    const Node other = rule_.port_at ? ArgumentNode(ast_, call_, *rule_.port_at) : 0;
    if (other != 0 && ast_.Is(other, NodeKind::kObject)) given = other;
    if (given != 0 && ast_.Is(given, NodeKind::kObject)) {
      const Node value = PropertyValue(ast_, given, rule_.keys);
      const bool address = rule_.kind == Kind::kUrl || rule_.kind == Kind::kAddress;
      if (!address) return value == 0 ? std::nullopt : One(value);
      return Address(value, PropertyValue(ast_, given, {&rule_.port_key, 1}));
    }
    if (rule_.kind == Kind::kAddress && rule_.port_at) return Address(given, other);
    return given == 0 ? std::nullopt : One(given);
  }

 private:
  std::optional<std::string> One(Node value) const {
    switch (rule_.kind) {
      case ArgumentRule::Kind::kPath: {
        const auto path = Complete(FoldConstant(scopes_, value));
        return path ? std::optional(NormalizePath(*path)) : std::nullopt;
      }
      case ArgumentRule::Kind::kName:  // of a command line in an array: the program
        if (ast_.Is(value, NodeKind::kArray) && ast_.has_children(value))
          value = ast_.first_child(value);
        return Complete(FoldConstant(scopes_, value));
      case ArgumentRule::Kind::kUrl:
        return HostAndPort(FoldConstant(scopes_, value));
      case ArgumentRule::Kind::kPort:
        return Port(value);
      case ArgumentRule::Kind::kAddress:
        return OneAddress(value);
      default:
        return std::nullopt;
    }
  }

  std::optional<std::string> Address(Node host, Node port) const {
    auto name = host == 0 ? std::nullopt : Complete(FoldConstant(scopes_, host));
    auto number = port == 0 ? std::nullopt : Complete(FoldConstant(scopes_, port));
    if (host == 0 && !rule_.default_host.empty()) name = rule_.default_host;
    if (port == 0 && !rule_.default_port.empty()) number = rule_.default_port;
    if (!name || !number) return std::nullopt;
    return *name + ":" + *number;
  }

  /// "host:port", or the pair (host, port).
  std::optional<std::string> OneAddress(Node value) const {
    const bool pair = ast_.Is(value, NodeKind::kArray) || ast_.Is(value, NodeKind::kExpression);
    if (pair && ast_.child_count(value) == 2)
      return Address(ast_.first_child(value), ast_.last_child(value));
    const auto text = Complete(FoldConstant(scopes_, value));
    return text && text->find(':') != std::string::npos ? text : std::nullopt;
  }

  std::optional<std::string> Port(Node value) const {
    const bool pair = ast_.Is(value, NodeKind::kArray) || ast_.Is(value, NodeKind::kExpression);
    const Node number = pair && ast_.child_count(value) == 2 ? ast_.last_child(value) : value;
    const auto text = Complete(FoldConstant(scopes_, number));
    if (!text) return std::nullopt;
    std::string port = text->substr(text->rfind(':') + 1);
    const bool digits = !port.empty() && std::all_of(port.begin(), port.end(),
                                                     [](char c) { return c >= '0' && c <= '9'; });
    return digits ? std::optional(port) : std::nullopt;
  }

  const Scopes& scopes_;
  const Ast& ast_;
  const ArgumentRule& rule_;
  Node call_;
};

}  // namespace

Node ArgumentNode(const Ast& ast, Node call, uint32_t index) {
  if (call == 0 || !ast.has_children(call)) return 0;
  Node argument =
      ast.Is(call, NodeKind::kCall) ? ast.end(ast.first_child(call)) : ast.first_child(call);
  for (; argument < ast.end(call); argument = ast.end(argument), --index) {
    if (ast.Is(argument, NodeKind::kSpread)) return 0;
    if (index == 0) return argument;
  }
  return 0;
}

std::vector<Node> FollowingCalls(const Scopes& scopes, Node call) {
  const Ast& ast = scopes.ast();
  std::vector<Node> calls;
  Node object = call;
  for (int depth = 0; depth < kChain; ++depth) {
    Node around = scopes.parent(object);
    while (depth < kChain &&
           (ast.Is(around, NodeKind::kTryOperator) || ast.Is(around, NodeKind::kAwait))) {
      object = around;
      around = scopes.parent(object);
      ++depth;
    }
    if (!ast.Is(around, NodeKind::kMember)) break;
    const Node next = scopes.parent(around);
    if (!ast.Is(next, NodeKind::kCall) || ast.first_child(next) != around) break;
    calls.push_back(next);
    object = next;
  }
  return calls;
}

Verdict CheckCondition(const Scopes& scopes, std::string_view source, const UseCondition& when,
                       const UseSite& site) {
  if (when.empty()) return Verdict::kYes;
  const Ast& ast = scopes.ast();
  if (site.call == 0) return Verdict::kUndecided;
  Verdict verdict = Verdict::kYes;
  const auto also = [&](Verdict next) {
    if (next == Verdict::kNo || verdict == Verdict::kNo) {
      verdict = Verdict::kNo;
    } else if (next == Verdict::kUndecided) {
      verdict = next;
    }
  };
  const uint32_t children = ast.child_count(site.call);
  const uint32_t arguments = children == 0 ? 0 : children - 1;
  if (HasSpread(ast, site.call)) {
    if (when.min_args || when.max_args || when.at) also(Verdict::kUndecided);
  } else {
    if (when.min_args && arguments < *when.min_args) also(Verdict::kNo);
    if (when.max_args && arguments > *when.max_args) also(Verdict::kNo);
  }
  if (when.at) {
    const Node argument = ArgumentNode(ast, site.call, *when.at);
    if (argument == 0) {  // left out: neither text nor flags, and no constant either
      also(HasSpread(ast, site.call) ? Verdict::kUndecided : Verdict::kNo);
    } else {
      if (!when.text.empty()) also(CheckText(scopes, when.text, argument));
      if (!when.names.empty()) also(CheckNames(scopes, source, when.names, argument));
      if (when.computed)
        also(CheckNames(scopes, source, {}, argument) == Verdict::kUndecided ? Verdict::kYes
                                                                             : Verdict::kNo);
      if (when.constant)
        also(FoldConstant(scopes, argument).complete == *when.constant ? Verdict::kYes
                                                                       : Verdict::kNo);
    }
  }
  if (!when.methods.empty()) also(CheckMethods(scopes, when.methods, site.call));
  return verdict;
}

std::optional<std::string> ArgumentOf(const Scopes& scopes, const ArgumentRule& rule,
                                      const UseSite& site, std::string_view pattern) {
  switch (rule.kind) {
    case ArgumentRule::Kind::kNone:
      return std::nullopt;
    case ArgumentRule::Kind::kBulk:
      return "*";
    case ArgumentRule::Kind::kMember: {
      if (site.symbol.size() <= pattern.size()) return "*";
      const std::string_view member =
          FirstSegment(std::string_view(site.symbol).substr(pattern.size() + 1));
      return std::string(member);
    }
    default:
      break;
  }
  Node call = site.call;
  if (!rule.method.empty()) {
    const std::vector<Node> following = FollowingCalls(scopes, call);
    const auto found = std::find_if(following.begin(), following.end(), [&](Node next) {
      return scopes.ast().name(scopes.ast().first_child(next)) == rule.method;
    });
    call = found == following.end() ? 0 : *found;
  }
  if (call == 0) return std::nullopt;
  return ArgumentReader(scopes, rule, call).Read();
}

bool IsPassedOn(const Scopes& scopes, Node expression) {
  const Ast& ast = scopes.ast();
  // `options.mkdir || fs.mkdir`: what one of several is may be this.
  for (int depth = 0; depth < kChain; ++depth) {
    const Node around = scopes.parent(expression);
    const bool choice =
        ast.Is(around, NodeKind::kLogical) ||
        (ast.Is(around, NodeKind::kConditional) && ast.first_child(around) != expression);
    if (!choice) break;
    expression = around;
  }
  switch (ast.kind(scopes.parent(expression))) {
    case NodeKind::kCall:
    case NodeKind::kMacro:
    case NodeKind::kProperty:
    case NodeKind::kArray:
    case NodeKind::kReturn:
    case NodeKind::kExport:
    case NodeKind::kVariable:
      return true;
    case NodeKind::kAssign:
      return ast.first_child(scopes.parent(expression)) != expression;
    default:
      return false;
  }
}

}  // namespace krepis::analyzer
