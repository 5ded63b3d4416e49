#include "analyzer/facts/calls_rust_receivers.h"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include "analyzer/facts/rust_standard_names.h"

namespace krepis::analyzer {
namespace {

/// Chains of calls and of variables that are longer are not followed.
constexpr int kSteps = 24;
constexpr int kDepth = 10;
constexpr size_t kTypeBytes = 400;
constexpr int kPatternDepth = 8;
constexpr size_t kPatternBytes = 400;
constexpr Node kDeclarationsLookedAt = 2000;

bool IsUpper(std::string_view name) {
  return !name.empty() && std::isupper(static_cast<unsigned char>(name[0])) != 0;
}

/// Whether a call of that name gives what it is given, held in another way.
bool Wraps(std::string_view path) {
  const std::string_view name = LastSegment(path);
  if (name == "Some" || name == "Ok") return true;
  if (name != "new" && name != "pin" && name != "from" && name != "clone") return false;
  std::string_view type = path.substr(0, path.size() - name.size());
  if (type.ends_with("::")) type.remove_suffix(2);
  type = LastSegment(type);
  return type == "Box" || type == "Arc" || type == "Rc" || type == "Mutex" || type == "RwLock" ||
         type == "RefCell" || type == "Cell" || type == "Pin" || type == "Cow" ||
         type == "OnceCell" || type == "BufReader" || type == "BufWriter";
}

}  // namespace

Node RustReceivers::ValueOf(Node node) const {
  switch (ast_.kind(node)) {
    case NodeKind::kBlock: {
      const Node last = ast_.last_child(node);
      return last != 0 && ast_.Is(last, NodeKind::kReturn) && ast_.Has(last, kImplicit)
                 ? ast_.first_child(last)
                 : 0;
    }
    case NodeKind::kIf:
    case NodeKind::kSwitch: {
      const NodeKind wanted = ast_.Is(node, NodeKind::kIf) ? NodeKind::kBlock : NodeKind::kCase;
      const Node branch = ast_.child(node, wanted);
      return branch != 0 && wanted == NodeKind::kCase ? ast_.last_child(branch) : branch;
    }
    default:
      return 0;
  }
}

std::string RustReceivers::IterableAt(Node loop, int depth) {
  const ByteSpan whole = ast_.span(loop);
  const Node before = before_[loop];
  // What is worth a node stands before the loop, within its bytes.
  if (before != 0 && ast_.span(before).start >= whole.start) {
    const bool statement = ast_.Is(before, NodeKind::kStatement);
    const Node value = statement ? ast_.first_child(before) : before;
    return value == 0 ? std::string() : TypeAt(value, depth + 1);
  }
  // A name or a field: `for x in &self.all`.
  const Node body = ast_.last_child(loop);
  if (body == 0 || !ast_.Is(body, NodeKind::kBlock)) return {};
  std::string_view text = names_.TextOf({whole.start, ast_.span(body).start - whole.start});
  const size_t in = text.size() > kPatternBytes ? text.npos : text.find(" in ");
  if (in == text.npos || !text.starts_with("for ")) return {};
  text = TrimRust(text.substr(in + 4));
  while (text.starts_with('&') || text.starts_with('*')) text.remove_prefix(1);
  if (text.starts_with("mut ")) text.remove_prefix(4);
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
  });
  if (!plain || text.find("..") != text.npos) return {};
  const std::string_view name = text.substr(0, text.find('.'));
  std::string type;
  if (name == "self") {
    type = names_.SelfAt(loop);
  } else if (const Node declared = DeclaredBefore(loop, name)) {
    type = TypeOfDeclaration(declared, depth + 1);
  }
  if (type.empty() || IsStandardRustType(type)) return type;
  return type.append(text.substr(name.size()));
}

Node RustReceivers::DeclaredBefore(Node node, std::string_view name) const {
  const Node first = names_.ItemOf(node);
  for (Node at = node; at > first && node - at < kDeclarationsLookedAt; --at) {
    const NodeKind kind = ast_.kind(at);
    const bool declares =
        kind == NodeKind::kVariable || kind == NodeKind::kParameter || kind == NodeKind::kBinding;
    if (declares && ast_.name(at) == name) return at;
  }
  return 0;
}

std::string RustReceivers::TypeAt(Node expression, int depth) {
  if (depth > kDepth) return {};
  std::vector<std::string> steps;
  std::string type;
  for (int hop = 0; hop < kSteps && expression != 0; ++hop) {
    const Node inner = ast_.first_child(expression);
    switch (ast_.kind(expression)) {
      case NodeKind::kTryOperator:
        steps.push_back("?");
        expression = inner;
        continue;
      case NodeKind::kAwait:
        steps.push_back("~");
        expression = inner;
        continue;
      case NodeKind::kIndex:
        steps.push_back("[]");
        expression = inner;
        continue;
      case NodeKind::kUnary:
        if (ast_.name(expression) != "&" && ast_.name(expression) != "*") return "!";
        expression = inner;
        continue;
      case NodeKind::kMember:
        steps.push_back("." + std::string(ast_.name(expression)));
        expression = inner;
        continue;
      case NodeKind::kCall:
        if (inner != 0 && ast_.Is(inner, NodeKind::kMember) && !ast_.Has(expression, kNew)) {
          if (MapsRustValues(ast_.name(inner))) {
            type = TypeOfMapped(expression, depth);
            if (!type.empty()) break;
          }
          steps.push_back("::" + std::string(ast_.name(inner)) + "()");
          expression = ast_.first_child(inner);
          continue;
        }
        type = TypeOfCall(expression, depth);
        break;
      case NodeKind::kName:
        type = TypeOfName(expression, depth);
        break;
      case NodeKind::kBlock:
      case NodeKind::kIf:
      case NodeKind::kSwitch:
        expression = ValueOf(expression);
        continue;
      case NodeKind::kString:
      case NodeKind::kTemplate:
      case NodeKind::kLiteral:
        type = "!";
        break;
      default:
        return {};
    }
    break;
  }
  if (type.empty() || type == "_") return {};
  if (type == "!" || IsStandardRustType(type)) {
    // A path stays one; what else is made of it may be anything.
    const bool path = type == "std::Path" || type == "std::PathBuf";
    const bool kept = std::all_of(steps.begin(), steps.end(), [](std::string_view step) {
      return step == "::join()" || step == "::as_path()" || step == "::to_path_buf()" ||
             step == "::clone()" || step == "::with_extension()" || step == "::as_ref()" ||
             step == "::with_file_name()";
    });
    return steps.empty() || (path && kept) ? type : std::string();
  }
  for (size_t i = steps.size(); i-- > 0;) {
    type += steps[i];
    if (type.size() > kTypeBytes) return {};
  }
  return type;
}

std::string RustReceivers::TypeOfName(Node name, int depth) {
  const std::string_view written = ast_.name(name);
  if (written == "self") return names_.SelfAt(name);
  const Node declared = scopes_.DeclarationOf(name);
  if (declared != 0 && written.find("::") == std::string_view::npos) {
    const NodeKind kind = ast_.kind(declared);
    if (kind == NodeKind::kVariable || kind == NodeKind::kParameter || kind == NodeKind::kBinding)
      return TypeOfDeclaration(declared, depth);
  }
  // A static, a unit struct or a variant of another file, by its spelling.
  return IsUpper(LastSegment(written)) ? names_.PathOf(name) : std::string();
}

std::string RustReceivers::TypeOfCall(Node call, int depth) {
  const Node callee = ast_.first_child(call);
  if (callee == 0 || !ast_.Is(callee, NodeKind::kName)) return {};
  if (ast_.Has(call, kNew)) return names_.PathOf(callee);
  const std::string_view written = ast_.name(callee);
  if (Wraps(written)) {
    const Node argument = ast_.end(callee) < ast_.end(call) ? ast_.end(callee) : 0;
    if (argument != 0) {
      const std::string_view name = LastSegment(written);
      std::string inner = TypeAt(argument, depth + 1);
      if (name != "from" || !inner.empty()) return inner;
    }
  }
  std::string path = names_.PathOf(callee);
  if (path.empty() || path.starts_with('_')) return {};
  if (path == "std::path::PathBuf::from" || path == "std::path::Path::new" ||
      path == "std::Path::new" || path == "std::PathBuf::from")
    return "std::PathBuf";
  if (IsRustStandardPath(path)) return path.find('<') == std::string::npos ? "!" : std::string();
  if (IsUpper(LastSegment(written))) return path;  // Wrapper(x), Self(x)
  return path + "()";
}

/// Of `x.map(f)`: something that holds what the closure or function gives.
std::string RustReceivers::TypeOfMapped(Node call, int depth) {
  const Node argument = ast_.last_child(call);
  if (argument == ast_.first_child(call)) return {};
  std::string type;
  if (ast_.Is(argument, NodeKind::kLambda)) {
    const Node body = ast_.child(argument, NodeKind::kBlock);
    const Node value = body == 0 ? 0 : ValueOf(body);
    if (value != 0) type = TypeAt(value, depth + 1);
  } else if (ast_.Is(argument, NodeKind::kName)) {
    const std::string_view name = LastSegment(ast_.name(argument));
    const std::string path = names_.PathOf(argument);
    if (!path.empty() && !path.starts_with('_') && !IsRustStandardPath(path))
      type = IsUpper(name) ? path : path + "()";
  }
  if (type.empty() || type == "!" || IsStandardRustType(type)) return {};
  return "std::Option<" + type + ">";
}

std::string RustReceivers::TypeOfDeclaration(Node declaration, int depth) {
  if (depth > kDepth) return {};
  const auto [found, fresh] = known_.try_emplace(declaration);
  if (!fresh) return found->second;  // "" while it is being looked for
  std::string type;
  switch (ast_.kind(declaration)) {
    case NodeKind::kVariable:
      type = TypeOfVariable(declaration, depth);
      break;
    case NodeKind::kParameter:
      if (ast_.name(declaration) == "self") {
        type = names_.SelfAt(declaration);
      } else {
        type = names_.OfDeclaration(declaration, false);
        if (type.empty()) type = TypeOfClosureParameter(declaration, depth);
      }
      break;
    case NodeKind::kBinding:
      type = TypeOfBinding(declaration, depth);
      break;
    default:
      break;
  }
  if (type == "_" || type.size() > kTypeBytes) type.clear();
  known_[declaration] = type;
  return type;
}

/// Of a `let`, a constant, a pattern of `for` or of a match arm: the type of all of it.
std::string RustReceivers::TypeOfVariable(Node variable, int depth) {
  const Node parent = scopes_.parent(variable);
  const bool pattern = ast_.Is(parent, NodeKind::kLoop) || ast_.Is(parent, NodeKind::kCase);
  std::string declared = pattern ? std::string() : names_.OfDeclaration(variable, false);
  if (!declared.empty() && !declared.starts_with('_')) return declared;
  if (ast_.Is(parent, NodeKind::kLoop)) {
    std::string whole = IterableAt(parent, depth + 1);
    const bool standard = whole == "!" || IsStandardRustType(whole);
    return whole.empty() || standard ? std::string() : whole + "[]";
  }
  if (ast_.Is(parent, NodeKind::kCase)) {
    const Node matched = scopes_.parent(parent);
    return ast_.Is(matched, NodeKind::kSwitch) && ast_.has_children(matched)
               ? TypeAt(ast_.first_child(matched), depth + 1)
               : std::string();
  }
  const Node value = ast_.last_child(variable);
  if (value == 0) return {};
  switch (ast_.kind(value)) {
    case NodeKind::kBinding:
    case NodeKind::kTypeReference:
    case NodeKind::kAttribute:
      return {};
    default:
      return TypeAt(value, depth + 1);
  }
}

std::string RustReceivers::TypeOfBinding(Node binding, int depth) {
  Node owner = scopes_.parent(binding);
  for (int i = 0; i < kPatternDepth && owner != 0; ++i) {
    if (ast_.Is(owner, NodeKind::kVariable) || ast_.Is(owner, NodeKind::kParameter)) break;
    owner = scopes_.parent(owner);
  }
  std::string whole;
  if (ast_.Is(owner, NodeKind::kParameter)) {
    whole = names_.OfDeclaration(owner, false);
    if (whole.empty()) whole = TypeOfClosureParameter(owner, depth);
  } else if (ast_.Is(owner, NodeKind::kVariable)) {
    whole = TypeOfVariable(owner, depth);
  }
  return Destructured(owner, binding, std::move(whole));
}

/// The type of what `binding` names in the pattern of `owner`, of which all has the type `type`:
/// the brackets that are open where the name stands say what it is a part of.
std::string RustReceivers::Destructured(Node owner, Node binding, std::string type) {
  if (IsStandardRustType(type)) type = "!";
  struct Open {
    std::string_view path;
    char bracket;
    int index = 0;
    std::string_view field = {};
  };
  const ByteSpan span = ast_.span(owner);
  const uint32_t end = ast_.span(binding).start;
  if (end <= span.start || end - span.start > kPatternBytes) return {};
  const std::string_view text = names_.TextOf({span.start, end - span.start});
  std::vector<Open> open;
  std::string_view word;
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_') {
      word = RustPathPrefix(text.substr(at));
      at += std::max<size_t>(1, word.size());
      continue;
    }
    if (c == '(' || c == '{' || c == '[') {
      open.push_back({word == "let" || word == "ref" || word == "mut" ? "" : word, c});
    } else if (c == ')' || c == '}' || c == ']') {
      if (!open.empty()) open.pop_back();
    } else if (c == ',' && !open.empty()) {
      ++open.back().index;
      open.back().field = {};
    } else if (c == ':' && !open.empty()) {
      open.back().field = word;
    } else if (c == '|') {
      word = {};
    }
    if (c != ' ' && c != '&' && c != ':' && c != '\n') word = {};
    ++at;
  }
  for (const Open& part : open) {
    const std::string_view name = LastSegment(part.path);
    if (name == "Err" || name == "None") return {};
    if (part.bracket == '[') {
      type += "[]";
    } else if (name == "Some" || name == "Ok") {
      if (type.empty() || type == "!") return type;
      type += "?";
    } else if (part.bracket == '(' && part.path.empty()) {
      if (type.empty() || type == "!") return type;
      type += "." + std::to_string(part.index);
    } else {
      const std::string_view head = std::string_view(type).substr(0, type.find('<'));
      if (type.empty() || LastSegment(head) != name)
        type = names_.OfText(part.path, names_.ItemOf(owner), false);
      if (type == "_") return {};
      const bool shorthand = part.field.empty();
      type +=
          "." + (part.bracket == '(' ? std::to_string(part.index)
                                     : std::string(shorthand ? ast_.name(binding) : part.field));
    }
  }
  return type;
}

/// Of a closure without types: what the method that it is given to gives it.
std::string RustReceivers::TypeOfClosureParameter(Node parameter, int depth) {
  const Node closure = scopes_.parent(parameter);
  if (!ast_.Is(closure, NodeKind::kLambda) ||
      ast_.child(closure, NodeKind::kParameter) != parameter)
    return {};
  const Node call = scopes_.parent(closure);
  if (!ast_.Is(call, NodeKind::kCall)) return {};
  const Node callee = ast_.first_child(call);
  if (callee == closure || !ast_.Is(callee, NodeKind::kMember) || !ast_.has_children(callee))
    return {};
  std::string whole = TypeAt(ast_.first_child(callee), depth + 1);
  if (whole.empty() || whole == "!" || IsStandardRustType(whole)) return {};
  return whole + "[]";
}

}  // namespace krepis::analyzer
