#include "analyzer/facts/registrations_value_entries.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "analyzer/facts/name_lists.h"

namespace krepis::analyzer {
namespace {

/// Names that stand for names, and calls on what calls give.
constexpr int kSteps = 64;
constexpr size_t kMaxEntries = 256;

/// `tower_http::cors::CorsLayer` of `tower_http::cors::CorsLayer::permissive`: what is made, not
/// how.
std::string_view Maker(std::string_view path) {
  const size_t last = path.rfind("::");
  if (last == std::string_view::npos) return path;
  const std::string_view type = LastSegment(path.substr(0, last));
  const bool upper = !type.empty() && type[0] >= 'A' && type[0] <= 'Z';
  const char first = last + 2 < path.size() ? path[last + 2] : '\0';
  return upper && first >= 'a' && first <= 'z' ? path.substr(0, last) : path;
}

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) + 1 - first);
}

/// The path that an expression begins with, `rest` being what follows it; types among its segments
/// are left out. Empty: it does not begin with one, or goes on as no call and no method does.
std::string TakePath(std::string_view text, std::string_view& rest) {
  std::string path;
  size_t at = 0;
  const auto segment = [&] {
    const size_t start = at;
    while (at < text.size() &&
           (text[at] == '_' || std::isalnum(static_cast<unsigned char>(text[at]))))
      ++at;
    const bool named = at > start && !std::isdigit(static_cast<unsigned char>(text[start]));
    if (named) path.append(text.substr(start, at - start));
    return named;
  };
  if (text.starts_with("::")) at = 2;
  if (!segment()) return {};
  while (text.substr(at).starts_with("::")) {
    at += 2;
    if (at < text.size() && text[at] == '<') {
      int depth = 0;
      do {
        depth += text[at] == '<' ? 1 : text[at] == '>' ? -1 : 0;
      } while (++at < text.size() && depth > 0);
      continue;
    }
    path.append("::");
    if (!segment()) return {};
  }
  rest = Trimmed(text.substr(at));
  return rest.empty() || rest[0] == '(' || rest[0] == '.' ? path : std::string();
}

/// One argument of the call whose parenthesis `text` begins with; empty: there is none.
std::string_view ArgumentAt(std::string_view text, uint32_t index) {
  int depth = 0;
  size_t start = 1;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    const bool end = depth == 0;
    if (!end && (c != ',' || depth != 1)) continue;
    if (index-- == 0) return Trimmed(text.substr(start, i - start));
    if (end) break;
    start = i + 1;
  }
  return {};
}

bool IsOurs(std::string_view path) {
  const std::string_view first = FirstSegment(path);
  return first == "crate" || first == "self" || first == "super" || first == "Self";
}

}  // namespace

RegistrationEntry ValueEntryReader::OfSymbol(const std::string& symbol, ByteSpan span) {
  RegistrationEntry entry;
  entry.location.span = span;
  entry.symbols = {symbol};
  entry.shown = symbol;
  return entry;
}

bool ValueEntryReader::Constant(Node expression, std::string& text) const {
  for (int step = 0; step < kSteps && expression != 0; ++step) {
    if (ast_.Is(expression, NodeKind::kString)) {
      text = ast_.name(expression);
      return true;
    }
    expression = ast_.Is(expression, NodeKind::kUnary) ? ast_.first_child(expression)
                                                       : finder_.ValueOf(expression);
  }
  return false;
}

/// The argument of a call that the preset says is the behaviour, or 0.
Node ValueEntryReader::Wrapped(Node call, const Preset& preset, bool& may) const {
  const Node callee = ast_.first_child(call);
  if (!ast_.Is(callee, NodeKind::kName)) return 0;
  const std::vector<std::string> names = finder_.Names(callee);
  const PresetWrapper* wrapper = preset.FindWrapper(names);
  const std::vector<Node> arguments = finder_.Arguments(call);
  if (wrapper == nullptr) {
    const bool passes = ContainsAny(preset.passes, names);
    return passes && arguments.size() == 1 ? arguments[0] : 0;
  }
  if (wrapper->argument >= arguments.size()) return 0;
  may = wrapper->may;
  return arguments[wrapper->argument];
}

void ValueEntryReader::Read(Node argument, const Preset& preset,
                            std::vector<RegistrationEntry>& entries) {
  std::vector<Pending> stack = {{argument, {}, 0}};
  size_t seen = 0;
  while (!stack.empty()) {
    const Pending next = std::move(stack.back());
    stack.pop_back();
    const Node node = next.node;
    RegistrationEntry entry;
    entry.conditions = next.conditions;
    entry.location.span = ast_.span(next.named != 0 ? next.named : node);
    if (++seen > kMaxEntries) {
      entry.barrier = true;
      entry.shown = finder_.Text(node);
      entries.push_back(std::move(entry));
      return;
    }
    bool may = false;
    if (const Node inner = ast_.Is(node, NodeKind::kCall) ? Wrapped(node, preset, may) : 0) {
      stack.push_back({inner, next.conditions, next.named});
      if (may) stack.back().conditions.push_back({node, 0});
      continue;
    }
    if (const ValueFinder::Value value = finder_.Find(node)) {
      Name(node, entry);
      entry.pipeline = value.pipeline;
      entries.push_back(std::move(entry));
      continue;
    }
    switch (ast_.kind(node)) {
      case NodeKind::kArray: {
        std::vector<Node> children;
        for (const Node child : ast_.Children(node)) children.push_back(child);
        for (auto child = children.rbegin(); child != children.rend(); ++child)
          stack.push_back({*child, next.conditions, next.named});
        continue;
      }
      case NodeKind::kUnary:
      case NodeKind::kAwait:
      case NodeKind::kTryOperator:
        if (ast_.has_children(node))
          stack.push_back({ast_.first_child(node), next.conditions, next.named});
        continue;
      case NodeKind::kBlock:
        if (const Node tail = finder_.TailOf(node))
          stack.push_back({tail, next.conditions, next.named});
        continue;
      case NodeKind::kIf:
      case NodeKind::kSwitch:
        for (const auto& [value, arm] : finder_.ArmsOf(node)) {
          stack.push_back({value, next.conditions, next.named});
          stack.back().conditions.push_back({node, arm});
        }
        continue;
      case NodeKind::kMacro: {
        const std::vector<std::string> names = finder_.Names(node);
        if (!ContainsAny(preset.listings, names)) break;
        for (const Node child : ast_.Children(node)) {
          if (!ast_.Is(child, NodeKind::kName)) continue;
          RegistrationEntry& one = entries.emplace_back();
          one.conditions = next.conditions;
          one.location.span = ast_.span(child);
          Name(child, one);
          if (const Node function = finder_.FunctionNode(child); function != 0)
            one.pipeline = finder_.OfAttributed(function);
        }
        continue;
      }
      case NodeKind::kString:
      case NodeKind::kLiteral:
      case NodeKind::kComment:
        continue;  // options
      case NodeKind::kName:
        if (const Node value = finder_.ValueOf(node);
            value != 0 && !ast_.Is(value, NodeKind::kName) && !ast_.Is(value, NodeKind::kMember)) {
          stack.push_back({value, next.conditions, next.named != 0 ? next.named : node});
          continue;
        }
        break;
      default:
        break;
    }
    Name(node, entry);
    entries.push_back(std::move(entry));
  }
}

void ValueEntryReader::ReadText(Node string, Node item, const Preset& preset,
                                std::vector<RegistrationEntry>& entries) {
  RegistrationEntry entry;
  entry.location.span = ast_.span(string);
  entry.shown = ast_.name(string);
  std::string_view text = Trimmed(ast_.name(string));
  for (int step = 0; step < kSteps; ++step) {
    std::string_view rest;
    const std::string path = TakePath(text, rest);
    if (path.empty()) break;
    Node variable = 0;
    const std::vector<std::string> names = finder_.NamesBeside(item, path, variable);
    const PresetWrapper* wrapper = rest.starts_with('(') ? preset.FindWrapper(names) : nullptr;
    if (wrapper != nullptr) {
      text = ArgumentAt(rest, wrapper->argument);
      if (wrapper->may) entry.conditions.push_back({string, 0});
      continue;
    }
    const size_t first = entries.size();
    if (variable != 0) {
      const Node value = scopes_.ValueOf(variable);
      if (value == 0) break;
      Read(value, preset, entries);
      for (size_t i = first; i < entries.size(); ++i) {
        entries[i].location = entry.location;
        entries[i].conditions.insert(entries[i].conditions.begin(), entry.conditions.begin(),
                                     entry.conditions.end());
      }
      return;
    }
    entry.symbols = names;
    if (path != names.front()) entry.symbols.push_back(path);
    const bool known = names.front().find("::") != std::string::npos && !IsOurs(names.front());
    entry.shown = Maker(known ? names.front() : path);
    entries.push_back(std::move(entry));
    return;
  }
  entry.barrier = true;
  entries.push_back(std::move(entry));
}

void ValueEntryReader::Name(Node expression, RegistrationEntry& entry) const {
  entry.shown = finder_.Text(expression);
  bool member = false;
  bool called = false;  // it is what makes the value
  for (int step = 0; step < kSteps && expression != 0; ++step) {
    const Node node = std::exchange(expression, 0);
    switch (ast_.kind(node)) {
      case NodeKind::kMacro:
      case NodeKind::kName: {
        entry.symbols = finder_.Names(node);
        const std::string& name = entry.symbols.front();
        entry.shown = name.find("::") == std::string::npos || IsOurs(name)
                          ? std::string(called ? Maker(ast_.name(node)) : ast_.name(node))
                          : std::string(Maker(name));
        if (ast_.name(node) != name) entry.symbols.emplace_back(ast_.name(node));
        const Node declaration = scopes_.DeclarationOf(node);
        if (declaration == 0 || ast_.name(node).find("::") != std::string_view::npos) return;
        if (ast_.Is(declaration, NodeKind::kVariable)) {
          expression = finder_.ValueOf(node);
          if (expression != 0) break;
        }
        const bool parameter = ast_.Is(declaration, NodeKind::kParameter);
        if (parameter) {
          entry.parameter = finder_.ParameterIndex(declaration);
          if (entry.parameter != kNoIndex) entry.parameter_of = finder_.FunctionOf(declaration);
        }
        if (!parameter && !ast_.Is(declaration, NodeKind::kVariable) &&
            !ast_.Is(declaration, NodeKind::kBinding))
          return;
        // Of a value that comes from elsewhere its type may say what it is.
        const Node type = ast_.child(declaration, NodeKind::kTypeReference);
        entry.barrier = true;
        if (type == 0) return;
        const std::vector<std::string> types = finder_.Names(type);
        const Node made = scopes_.DeclarationOf(type);
        const bool generic = types.front().find("::") == std::string::npos && made == 0;
        if (generic) return;
        entry.barrier = false;
        entry.symbols.insert(entry.symbols.begin(), types.begin(), types.end());
        entry.shown = IsOurs(types.front()) ? std::string(ast_.name(type)) : types.front();
        return;
      }
      case NodeKind::kMember:
        // A field may hold anything; a call of a method gives what its object is.
        if (!member) {
          entry.barrier = true;
          entry.symbols = {finder_.Text(node), std::string(ast_.name(node))};
          return;
        }
        expression = ast_.first_child(node);
        member = false;
        break;
      case NodeKind::kCall: {
        expression = ast_.first_child(node);
        member = ast_.Is(expression, NodeKind::kMember);
        called = true;
        break;
      }
      case NodeKind::kLambda:
        entry.shown = "(anonymous)";
        return;
      case NodeKind::kUnary:
      case NodeKind::kAwait:
      case NodeKind::kTryOperator:
        expression = ast_.first_child(node);
        break;
      default:
        entry.barrier = true;
        return;
    }
  }
}

RegistrationEntry ValueEntryReader::ReadArgument(Node argument) {
  RegistrationEntry entry;
  entry.location.span = ast_.span(argument);
  if (const ValueFinder::Value value = finder_.Find(argument)) entry.pipeline = value.pipeline;
  Name(argument, entry);
  if (const Node function = finder_.FunctionNode(argument); function != 0)
    entry.function = finder_.NumberOf(function);
  return entry;
}

}  // namespace krepis::analyzer
