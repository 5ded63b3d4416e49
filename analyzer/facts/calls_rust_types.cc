#include "analyzer/facts/calls_rust_types.h"

#include <algorithm>
#include <cctype>

#include "analyzer/facts/rust_standard_names.h"

namespace krepis::analyzer {
namespace {

constexpr auto kNone = std::string_view::npos;
/// Types that are nested deeper, or longer, are not known: input decides both.
constexpr int kTypeDepth = 6;
constexpr size_t kTypeBytes = 240;
constexpr int kItemDepth = 16;
constexpr size_t kUnknownLength = 1;
constexpr size_t kDeclarationBytes = 600;

std::string_view Rest(std::string_view path) {
  const size_t end = path.find("::");
  return end == kNone ? std::string_view() : path.substr(end);
}

/// Behind what says how a type is held: `&'a mut`, `*const`, `dyn`, `impl`.
std::string_view BehindSigils(std::string_view text) {
  for (;;) {
    text = TrimRust(text);
    if (text.starts_with('&') || text.starts_with('*') || text.starts_with('?')) {
      text.remove_prefix(1);
    } else if (text.starts_with('\'')) {
      size_t end = 1;
      while (end < text.size() &&
             (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_'))
        ++end;
      text.remove_prefix(end);
    } else if (text.starts_with("mut ") || text.starts_with("dyn ")) {
      text.remove_prefix(4);
    } else if (text.starts_with("impl ")) {
      text.remove_prefix(5);
    } else if (text.starts_with("const ")) {
      text.remove_prefix(6);
    } else {
      return text;
    }
  }
}

/// Between the colon (of an alias, the equals sign) behind a name or a pattern and its value.
std::string_view DeclaredType(std::string_view text) {
  text = text.substr(0, kDeclarationBytes);
  const bool alias = text.starts_with("type ") || text.find(" type ") < text.find('=');
  const char begin = alias ? '=' : ':';
  size_t from = kNone;
  int depth = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '(' || c == '[' || c == '{' || c == '<') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    if (c == '>' && at > 0 && text[at - 1] != '-' && text[at - 1] != '=') --depth;
    if (c == ':' && text.substr(at, 2) == "::") {
      ++at;
    } else if (depth == 0 && from == kNone && c == begin) {
      from = at + 1;
    } else if (depth == 0 && (c == '=' || c == ';' || c == '|')) {
      return from == kNone ? std::string_view() : text.substr(from, at - from);
    }
  }
  return from == kNone || text.size() == kDeclarationBytes ? std::string_view() : text.substr(from);
}

}  // namespace

bool IsStandardRustType(std::string_view type) {
  for (size_t at = 0; at < type.size();) {
    const size_t end = std::min(type.find_first_of("<>,", at), type.size());
    const std::string_view name = type.substr(at, end - at);
    if (!name.empty() && name != "()" && !name.starts_with("std::")) return false;
    at = end + 1;
  }
  return !type.empty();
}

RustTypeNames::RustTypeNames(const Scopes& scopes, std::string_view source,
                             const FunctionTable& functions, const FileFacts& facts)
    : scopes_(scopes), ast_(scopes.ast()), source_(source), functions_(functions) {
  items_.resize(ast_.size(), 0);
  for (Node node = 1; node < ast_.size(); ++node) {
    const NodeKind kind = ast_.kind(node);
    const bool item = kind == NodeKind::kFunction || kind == NodeKind::kClass ||
                      kind == NodeKind::kModule || kind == NodeKind::kTypeAlias;
    items_[node] = item ? node : items_[scopes.parent(node)];
    if (kind == NodeKind::kClass && !ast_.Has(node, kImpl))
      declared_.emplace(ast_.name(node), node);
    if (kind == NodeKind::kTypeAlias) declared_.emplace(ast_.name(node), node);
  }
  for (const ImportFact& import : facts.imports) {
    if (import.kind != EdgeKind::kUse || import.glob) continue;
    for (const ImportedName& name : import.names) {
      std::string_view path = import.specifier;
      if (path.starts_with("self::") || path.starts_with("super::")) path = {};
      const auto [known, fresh] = imported_.emplace(name.local, path);
      if (!fresh && known->second != path) known->second = {};
    }
  }
}

std::string_view RustTypeNames::TextOf(ByteSpan span) const {
  if (span.start > source_.size()) return {};
  return source_.substr(span.start, span.length);
}

const RustHeader& RustTypeNames::HeaderOf(Node item) {
  const auto [found, fresh] = headers_.try_emplace(item);
  if (fresh && item != 0 && !ast_.Is(item, NodeKind::kModule))
    found->second = ReadRustHeader(TextOf(ast_.span(item)));
  return found->second;
}

Node RustTypeNames::ClassAround(Node node) const {
  Node item = items_[node];
  for (int depth = 0; depth < kItemDepth && item != 0; ++depth) {
    if (ast_.Is(item, NodeKind::kClass)) return item;
    if (ast_.Is(item, NodeKind::kModule)) return 0;
    item = items_[scopes_.parent(item)];
  }
  return 0;
}

/// Path of the inline modules around a node.
std::string RustTypeNames::Modules(Node node) const {
  std::string path;
  Node item = items_[node];
  for (int depth = 0; depth < kItemDepth && item != 0; ++depth) {
    if (ast_.Is(item, NodeKind::kModule) && ast_.Has(item, kInline) && !ast_.Has(item, kExtern)) {
      const std::string_view name = ast_.name(item);
      path = path.empty() ? std::string(name) : std::string(name) + "::" + path;
    }
    item = items_[scopes_.parent(item)];
  }
  return path;
}

/// `self::` and `super::` of the inline module at `at` as those of the file.
std::string RustTypeNames::Placed(std::string_view path, Node at) const {
  if (path.starts_with("$crate::")) return std::string(path.substr(1));
  const bool self = path.starts_with("self::");
  if (!self && !path.starts_with("super::")) return std::string(path);
  std::string modules = Modules(at);
  if (modules.empty()) return std::string(path);
  if (self) path.remove_prefix(6);
  while (path.starts_with("super::") && !modules.empty()) {
    path.remove_prefix(7);
    const size_t last = modules.rfind("::");
    modules.resize(last == std::string::npos ? 0 : last);
  }
  if (path.starts_with("super::")) return std::string(path);
  std::string placed = "self::";
  if (!modules.empty()) placed += modules + "::";
  return placed.append(path);
}

std::string RustTypeNames::PathOf(Node node) {
  const std::string_view written = ast_.name(node);
  const std::string_view first = FirstSegment(written);
  if (first == "Self") {
    const std::string self = SelfAt(node);
    return self.empty() ? std::string() : self + std::string(Rest(written));
  }
  const Symbol symbol = scopes_.Resolve(node);
  if (!symbol) return {};
  if (symbol.origin == SymbolOrigin::kLocal) {
    const Node declared = symbol.declaration;
    const NodeKind kind = ast_.kind(declared);
    const bool item = kind == NodeKind::kFunction || kind == NodeKind::kClass ||
                      kind == NodeKind::kModule || kind == NodeKind::kTypeAlias ||
                      (kind == NodeKind::kVariable && items_[declared] == 0) ||
                      (kind == NodeKind::kVariable && ast_.Is(items_[declared], NodeKind::kModule));
    if (!item) return {};
    const std::string name = functions_.NameOf(declared);
    if (name.empty()) return {};
    return "self::" + name + std::string(Rest(symbol.text));
  }
  std::string path = symbol.text;
  if (path.empty()) return {};
  if (symbol.origin == SymbolOrigin::kGlobal || symbol.declaration == 0) {
    // A generic parameter, or a name of the prelude.
    const std::string generic = Generic(first, items_[node], false);
    if (!generic.empty()) return generic + std::string(Rest(written));
    if (IsRustPreludeType(first) && !declared_.contains(first)) return "std::" + path;
  }
  const Node declared = symbol.declaration;
  const Node at = declared != 0 && ast_.Is(declared, NodeKind::kImport) ? declared : node;
  return Placed(path, at);
}

std::string RustTypeNames::Bounds(const std::vector<std::string_view>& bounds, Node item) const {
  std::vector<std::string> known;
  for (const std::string_view bound : bounds) {
    std::string name = Expanded(bound, item);
    if (IsRustStandardTrait(LastSegment(name)) || IsRustStandardPath(name)) continue;
    known.push_back(std::move(name));
  }
  if (known.empty()) return "_";
  return known.size() == 1 ? known[0] : Argumented("+", known);
}

/// What a generic parameter of the items around stands for; "" when none is called so.
std::string RustTypeNames::Generic(std::string_view name, Node item, bool positional) {
  if (name.empty() || std::isupper(static_cast<unsigned char>(name[0])) == 0) return {};
  for (int depth = 0; depth < kItemDepth && item != 0; ++depth) {
    if (ast_.Is(item, NodeKind::kModule)) return {};
    const RustHeader& header = HeaderOf(item);
    if (const RustGeneric* generic = header.Find(name)) {
      std::string bound = Bounds(generic->bounds, item);
      if (bound != "_" || !positional) return bound;
      if (ast_.Is(item, NodeKind::kFunction) || ast_.Has(item, kInterface)) return bound;
      size_t place = static_cast<size_t>(generic - header.generics.data());
      if (ast_.Has(item, kImpl)) {
        const size_t open = header.self_type.find('<');
        if (open == kNone) return bound;
        place = 0;
        bool found = false;
        std::string_view arguments = header.self_type.substr(open + 1);
        arguments.remove_suffix(arguments.ends_with('>') ? 1 : 0);
        for (const std::string_view argument : SplitRustList(arguments)) {
          if (argument.starts_with('\'')) continue;
          found = argument == name;
          if (found) break;
          ++place;
        }
        if (!found) return bound;
      }
      return "$" + std::to_string(place);
    }
    item = items_[scopes_.parent(item)];
  }
  return {};
}

std::string RustTypeNames::SelfAt(Node node, bool positional) {
  const Node around = ClassAround(node);
  if (around == 0) return {};
  if (ast_.Has(around, kImpl)) return OfText(HeaderOf(around).self_type, around, positional);
  const std::string name = functions_.NameOf(around);
  return name.empty() ? std::string() : "self::" + name;
}

std::string RustTypeNames::Argumented(std::string name,
                                      const std::vector<std::string>& arguments) const {
  if (arguments.empty()) return name;
  name += "<";
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (i != 0) name += ",";
    name += arguments[i].empty() ? "_" : arguments[i];
  }
  return name + ">";
}

/// A path of text, for which the file's scopes say nothing.
std::string RustTypeNames::Named(std::string_view path, Node item, bool positional) {
  if (path.starts_with("::")) path.remove_prefix(2);
  if (path.empty()) return "_";
  const std::string_view first = FirstSegment(path);
  const bool whole = first.size() == path.size();
  if (first == "Self") {
    if (!whole) return "_";
    return positional ? std::string("$S") : SelfAt(item);
  }
  std::string generic = Generic(first, item, positional);
  if (!generic.empty()) return whole ? generic : "_";
  std::string expanded = Expanded(path, item);
  if (IsRustStandardPath(expanded)) return "std::" + std::string(LastSegment(expanded));
  return expanded;
}

std::string RustTypeNames::Expanded(std::string_view path, Node item) const {
  const std::string_view first = FirstSegment(path);
  const auto import = imported_.find(first);
  if (import == imported_.end()) {
    const bool known = IsRustPreludeType(first) || IsRustStandardTrait(first);
    if (known && first.size() == path.size() && !declared_.contains(first))
      return "std::" + std::string(first);
  } else if (!import->second.empty()) {
    std::string_view target = import->second;
    if (target.starts_with("::")) target.remove_prefix(2);
    return std::string(target) + std::string(Rest(path));
  }
  return Placed(path, item);
}

std::string RustTypeNames::OfText(std::string_view text, Node item, bool positional) {
  std::string type = TextAt(text, item, positional, 0);
  return type.size() > kTypeBytes ? std::string(kUnknownLength, '_') : type;
}

std::string RustTypeNames::TextAt(std::string_view text, Node item, bool positional, int depth) {
  if (depth > kTypeDepth) return "_";
  text = BehindSigils(text);
  if (text.empty()) return "_";
  if (text.front() == '(' || text.front() == '[') {
    const bool tuple = text.front() == '(';
    std::string_view inner = text.substr(1);
    const size_t close = inner.rfind(tuple ? ')' : ']');
    inner = inner.substr(0, close);
    if (!tuple)
      return "std::Vec<" + TextAt(SplitRustList(inner, ';')[0], item, positional, depth + 1) + ">";
    std::vector<std::string> parts;
    for (const std::string_view part : SplitRustList(inner)) {
      if (!part.empty()) parts.push_back(TextAt(part, item, positional, depth + 1));
    }
    const bool comma = inner.find(',') != kNone;
    return parts.size() == 1 && !comma ? parts[0] : Argumented("()", parts);
  }
  if (const std::vector<std::string_view> bounds = SplitRustList(text, '+'); bounds.size() > 1) {
    std::vector<std::string> known;
    for (const std::string_view bound : bounds) {
      if (bound.starts_with('\'') || IsRustStandardTrait(LastSegment(RustPathPrefix(bound))))
        continue;
      known.push_back(TextAt(bound, item, positional, depth + 1));
    }
    if (known.empty()) return TextAt(bounds[0], item, positional, depth + 1);
    return known.size() == 1 ? known[0] : Argumented("+", known);
  }
  const std::string_view path = RustPathPrefix(text);
  if (path == "fn" || path == "Fn" || path == "FnMut" || path == "FnOnce" || path == "_")
    return "_";
  std::vector<std::string> arguments;
  std::string_view rest = text.substr(path.size());
  if (rest.starts_with("::")) rest.remove_prefix(2);
  if (rest.starts_with('<') && rest.ends_with('>')) {
    for (std::string_view argument : SplitRustList(rest.substr(1, rest.size() - 2))) {
      if (argument.starts_with('\'') || argument.empty()) continue;
      const size_t equals = argument.find('=');
      if (equals != kNone && argument.substr(0, equals).find('<') == kNone)
        argument = argument.substr(equals + 1);
      arguments.push_back(TextAt(argument, item, positional, depth + 1));
    }
  } else if (!rest.empty()) {
    return "_";
  }
  std::string name = Named(path, item, positional);
  if (name == "_" || name.starts_with('$') || name.find('<') != std::string::npos) return name;
  return Argumented(std::move(name), arguments);
}

std::string RustTypeNames::OfDeclaration(Node declaration, bool positional) {
  const std::string_view text = DeclaredType(TextOf(ast_.span(declaration)));
  return text.empty() ? std::string() : OfText(text, items_[declaration], positional);
}

}  // namespace krepis::analyzer
