#include "analyzer/facts/registrations_entries.h"

#include <algorithm>
#include <utility>

#include "analyzer/facts/module_name.h"

namespace krepis::analyzer {
namespace {

constexpr int kSteps = 8;
constexpr size_t kMaxEntries = 256;

}  // namespace

void EntryReader::CollectChanged() {
  collected_ = true;
  for (Node node = 1; node < ast_.size(); ++node) {
    if (!ast_.Is(node, NodeKind::kName)) continue;
    const Node declaration = scopes_.DeclarationOf(node);
    if (declaration == 0) continue;
    const Node parent = scopes_.parent(node);
    // list.push(x), list[0] = x, change(list); use(...list) and use(list) only read it.
    const bool member = ast_.Is(parent, NodeKind::kMember) &&
                        ast_.Is(scopes_.parent(parent), NodeKind::kCall) &&
                        ast_.first_child(scopes_.parent(parent)) == parent;
    const bool index =
        ast_.Is(parent, NodeKind::kIndex) && ast_.Is(scopes_.parent(parent), NodeKind::kAssign);
    bool given = false;
    if (ast_.Is(parent, NodeKind::kCall) && ast_.first_child(parent) != node) {
      const Node callee = ast_.first_child(parent);
      given = true;
      for (const Preset* preset : finder_.presets()) {
        if (ast_.Is(callee, NodeKind::kMember) && preset->FindCall(ast_.name(callee)) != nullptr)
          given = false;
      }
    }
    if (member || index || given) changed_.insert(declaration);
  }
}

bool EntryReader::IsList(Node name, Node& list) {
  const Node value = finder_.ValueOf(name);
  if (value == 0 || !ast_.Is(value, NodeKind::kArray)) return false;
  if (!collected_) CollectChanged();
  if (changed_.contains(scopes_.DeclarationOf(name))) return false;
  list = value;
  return true;
}

void EntryReader::Read(Node argument, const Preset* preset,
                       std::vector<RegistrationEntry>& entries) {
  std::vector<Pending> stack = {{argument, {}}};
  size_t seen = 0;
  while (!stack.empty()) {
    Pending next = std::move(stack.back());
    stack.pop_back();
    const Node node = next.node;
    RegistrationEntry entry;
    entry.conditions = next.conditions;
    entry.location.span = ast_.span(node);
    if (++seen > kMaxEntries) {
      entry.barrier = true;
      entry.shown = finder_.Text(node);
      entries.push_back(std::move(entry));
      return;
    }
    const auto under = [&](uint32_t arm) {
      std::vector<RegistrationCondition> conditions = next.conditions;
      conditions.push_back({node, arm});
      return conditions;
    };
    const auto push_children = [&](Node list) {
      const size_t first = stack.size();
      for (const Node child : ast_.Children(list)) stack.push_back({child, next.conditions});
      std::reverse(stack.begin() + static_cast<std::ptrdiff_t>(first), stack.end());
    };
    Node list = 0;
    switch (ast_.kind(node)) {
      case NodeKind::kArray:
        push_children(node);
        break;
      case NodeKind::kSpread: {
        const Node inner = ast_.first_child(node);
        const bool known = inner != 0 && (ast_.Is(inner, NodeKind::kArray) ||
                                          (ast_.Is(inner, NodeKind::kName) && IsList(inner, list)));
        if (known) {
          push_children(list != 0 ? list : inner);
        } else {
          entry.barrier = true;
          entry.shown = finder_.Text(node);
          entries.push_back(std::move(entry));
        }
        break;
      }
      case NodeKind::kConditional: {
        const Node then = ast_.first_child(node) == 0 ? 0 : ast_.end(ast_.first_child(node));
        const Node otherwise = ast_.last_child(node);
        if (then == 0 || then >= ast_.end(node)) break;
        if (otherwise != then) stack.push_back({otherwise, under(1)});
        stack.push_back({then, under(0)});
        break;
      }
      case NodeKind::kLogical: {
        // `a && b` registers b or something false, `a || b` one of the two.
        const bool both = ast_.name(node) != "&&";
        stack.push_back({ast_.last_child(node), under(1)});
        if (both && ast_.first_child(node) != 0)
          stack.push_back({ast_.first_child(node), under(0)});
        break;
      }
      case NodeKind::kAwait:
        if (ast_.has_children(node)) stack.push_back({ast_.first_child(node), next.conditions});
        break;
      case NodeKind::kCall: {
        const PresetCombinator* combinator = CombinatorOf(node, preset);
        if (combinator == nullptr) {
          ReadOne(node, preset, std::move(entry), entries);
          break;
        }
        std::vector<Node> arguments = finder_.Arguments(node);
        if (combinator->path && arguments.size() > 1) arguments.erase(arguments.begin());
        if (combinator->shared) {
          if (arguments.empty()) break;
          entry.shared = true;
          ReadOne(arguments[0], preset, std::move(entry), entries);
          break;
        }
        for (size_t i = arguments.size(); i-- > 0;)
          stack.push_back(
              {arguments[i], combinator->all ? next.conditions : under(static_cast<uint32_t>(i))});
        break;
      }
      case NodeKind::kAssign:
        if (ast_.has_children(node)) stack.push_back({ast_.last_child(node), next.conditions});
        break;
      case NodeKind::kString:
      case NodeKind::kTemplate:
      case NodeKind::kLiteral:
      case NodeKind::kObject:
      case NodeKind::kComment:
        break;  // options
      default:
        if (ast_.Is(node, NodeKind::kName) && IsList(node, list)) {
          push_children(list);
        } else if (const Node value = finder_.ValueOf(node);
                   value != 0 && CombinatorOf(value, preset) != nullptr) {
          stack.push_back({value, next.conditions});
        } else {
          ReadOne(node, preset, std::move(entry), entries);
        }
    }
  }
}

/// The combinator that an expression calls, or null.
const PresetCombinator* EntryReader::CombinatorOf(Node expression, const Preset* preset) const {
  if (preset == nullptr || preset->combinators.empty() || !ast_.Is(expression, NodeKind::kCall) ||
      !ast_.has_children(expression))
    return nullptr;
  return preset->FindCombinator(finder_.Names(ast_.first_child(expression)));
}

void EntryReader::ReadPlain(Node argument, std::string_view phase,
                            std::vector<RegistrationEntry>& entries) {
  const size_t first = entries.size();
  plain_ = true;
  Read(argument, nullptr, entries);
  plain_ = false;
  for (size_t i = first; i < entries.size(); ++i) entries[i].phase = phase;
}

void EntryReader::ReadOne(Node node, const Preset* preset, RegistrationEntry entry,
                          std::vector<RegistrationEntry>& entries) {
  const Node declaration = scopes_.DeclarationOf(node);
  const PipelineFinder::Place place = plain_ ? PipelineFinder::Place() : finder_.Find(node);
  Symbols(node, preset, entry);
  entry.pipeline = finder_.Whole(place);
  if (const Node function = finder_.FunctionNode(node); function != 0) {
    uint32_t parameters = 0;
    for (const Node child : ast_.Children(function)) {
      if (ast_.Is(child, NodeKind::kParameter)) ++parameters;
    }
    entry.arity = parameters;
    if (!plain_) entry.function = finder_.NumberOf(function);
  }
  const bool name = ast_.Is(node, NodeKind::kName);
  if (name && declaration != 0) {
    entry.parameter = finder_.ParameterIndex(declaration);
    if (entry.parameter != kNoIndex && !plain_)
      entry.parameter_of = finder_.FunctionOf(declaration);
  }
  if (declaration != 0 && (name || ast_.Is(node, NodeKind::kMember))) {
    // A variable whose value is not known, or something in it, may be anything.
    const bool typed = GroupOf(ast_.language()) == LanguageGroup::kCpp &&
                       ast_.child(declaration, NodeKind::kTypeReference) != 0;
    const bool variable = ast_.Is(declaration, NodeKind::kVariable);
    entry.barrier = !typed && (ast_.Is(declaration, NodeKind::kParameter) ||
                               (variable && scopes_.ValueOf(declaration) == 0));
  }
  // What is kept in a pipeline is one behaviour, whoever put it there: app.authenticate.
  if (preset != nullptr && ast_.Is(node, NodeKind::kMember) && ast_.has_children(node)) {
    const PipelineFinder::Place of = finder_.Find(ast_.first_child(node));
    const bool given = of && finder_.pipeline(of).preset.empty();
    if (of && (!given || preset->coverage == PresetCoverage::kContext)) {
      entry.barrier = false;
      entry.symbols.push_back("npm/" + preset->name + "#" + std::string(ast_.name(node)));
    }
  }
  if (entry.symbols.empty() && !entry.arity) entry.barrier = true;
  entries.push_back(std::move(entry));
}

RegistrationEntry EntryReader::OfType(Node type, std::span<const Node> arguments,
                                      const Preset& preset) {
  RegistrationEntry entry;
  entry.location.span = ast_.span(type);
  entry.symbols = finder_.TypeNames(type);
  entry.shown = ast_.name(type);
  entry.options = traits_.ReadOptions(arguments, entry.symbols, preset);
  return entry;
}

RegistrationEntry EntryReader::OfSymbol(const std::string& symbol, ByteSpan span) {
  RegistrationEntry entry;
  entry.location.span = span;
  entry.symbols = {symbol};
  entry.shown = symbol;
  return entry;
}

/// Timing of std::unique_ptr<Timing>; else 0.
Node EntryReader::Held(Node type, const Preset& preset) const {
  const std::vector<std::string> names = finder_.Names(type);
  const bool holds = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return std::find(preset.holders.begin(), preset.holders.end(), name) != preset.holders.end();
  });
  return holds ? ast_.child(type, NodeKind::kTypeReference) : 0;
}

/// What a call of C++ makes or passes on: `call` when `entry` now says so, or the expression that
/// does. 0: neither.
Node EntryReader::Made(Node call, const Preset& preset, RegistrationEntry& entry) {
  const Node callee = ast_.first_child(call);
  const std::vector<Node> arguments = finder_.Arguments(call);
  const Node type = ast_.child(callee, NodeKind::kTypeReference);
  const std::vector<std::string> names = finder_.Names(callee);
  const auto is_one_of = [&](const std::vector<std::string>& wanted) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return std::find(wanted.begin(), wanted.end(), name) != wanted.end();
    });
  };
  // std::make_unique<Timing>(…)
  if (type != 0 && is_one_of(preset.makers)) {
    RegistrationEntry made = OfType(type, arguments, preset);
    entry.symbols = std::move(made.symbols);
    entry.shown = std::move(made.shown);
    entry.options = std::move(made.options);
    return call;
  }
  if (arguments.size() == 1 && (ast_.name(callee) == "std::move" || is_one_of(preset.holders)))
    return arguments[0];
  // new Timing(…)
  if (!ast_.Has(call, kNew)) return 0;
  entry.symbols = names;
  entry.shown = ast_.name(callee);
  entry.options = traits_.ReadOptions(arguments, names, preset);
  return call;
}

/// What a class of this file extends, as far as the file says.
void EntryReader::AddBases(Node type, RegistrationEntry& entry) const {
  if (GroupOf(ast_.language()) != LanguageGroup::kTypeScript) return;
  for (int step = 0; step < kSteps && type != 0; ++step) {
    Node next = 0;
    for (const Node base : ast_.Children(type)) {
      if (!ast_.Is(base, NodeKind::kBase)) continue;
      Node named = base;
      if (ast_.name(base).empty()) {  // extends AuthGuard("jwt")
        const Node made = ast_.first_child(base);
        named = ast_.Is(made, NodeKind::kCall) ? ast_.first_child(made) : 0;
      }
      if (named == 0) continue;
      for (std::string& name : finder_.Names(named)) entry.symbols.push_back(std::move(name));
      const Node declaration = scopes_.DeclarationOf(named);
      if (declaration != 0 && declaration != type && ast_.Is(declaration, NodeKind::kClass))
        next = declaration;
    }
    type = next;
  }
}

void EntryReader::Symbols(Node expression, const Preset* preset, RegistrationEntry& entry) {
  const auto add = [&](std::vector<std::string> names) {
    for (std::string& name : names) {
      if (!name.empty() &&
          std::find(entry.symbols.begin(), entry.symbols.end(), name) == entry.symbols.end())
        entry.symbols.push_back(std::move(name));
    }
  };
  entry.shown = finder_.Text(expression);
  bool member = false;
  for (int step = 0; step < kSteps && expression != 0; ++step) {
    const Node node = expression;
    expression = 0;
    switch (ast_.kind(node)) {
      case NodeKind::kName: {
        add(finder_.Names(node));
        add({std::string(ast_.name(node))});
        const Node declaration = scopes_.DeclarationOf(node);
        if (declaration != 0 && ast_.Is(declaration, NodeKind::kClass))
          AddBases(declaration, entry);
        const bool typeable = declaration != 0 && (ast_.Is(declaration, NodeKind::kVariable) ||
                                                   ast_.Is(declaration, NodeKind::kParameter));
        const Node typed = typeable ? declaration : finder_.FieldValue(node);
        if (GroupOf(ast_.language()) == LanguageGroup::kCpp && typed != 0) {
          const Node type = ast_.child(typed, NodeKind::kTypeReference);
          const Node held = preset == nullptr || type == 0 ? 0 : Held(type, *preset);
          if (held != 0 && finder_.ValueOf(node) == 0) {
            entry.symbols = finder_.Names(held);
            entry.shown = ast_.name(held);
            return;
          }
          if (held == 0 && type != 0 && ast_.name(type) != "auto") {
            entry.symbols = finder_.Names(type);
            entry.shown = ast_.name(type);
            return;
          }
        }
        expression = finder_.ValueOf(node);
        break;
      }
      case NodeKind::kMember:
        add(finder_.Names(node));
        add({std::string(ast_.name(node))});
        // `auth.required` is what people call it, whatever it resolves to.
        if (std::string text = finder_.Text(node); !member && text.find('(') == text.npos) {
          add({std::move(text)});
        }
        member = true;
        expression = finder_.ValueOf(node);
        if (expression == 0) expression = ast_.first_child(node);
        break;
      case NodeKind::kCall: {
        const Node callee = ast_.first_child(node);
        if (callee == 0) return;
        if (const Symbol module = scopes_.Resolve(node);
            module.text.find('#') != std::string::npos && module.origin != SymbolOrigin::kLocal) {
          add({module.text});  // require("x")
          return;
        }
        if (preset != nullptr && !preset->makers.empty()) {
          const Node inner = Made(node, *preset, entry);
          if (inner == node) return;
          expression = inner;
          if (inner != 0) break;
        }
        for (const Node argument : finder_.Arguments(node)) {
          const bool call = ast_.Is(argument, NodeKind::kCall) && ast_.has_children(argument);
          const Node named = call ? ast_.first_child(argument) : argument;
          if (!ast_.Is(named, NodeKind::kName) && !ast_.Is(named, NodeKind::kMember)) continue;
          for (std::string& name : finder_.Names(named)) entry.wrapped.push_back(std::move(name));
        }
        expression = callee;
        break;
      }
      case NodeKind::kLambda:
      case NodeKind::kFunction:
        if (step == 0) {
          const std::string_view name = ast_.name(node);
          entry.shown = name.empty() ? "(anonymous)" : name;
          if (!name.empty()) add({std::string(name)});
        }
        return;
      case NodeKind::kImport:  // import("x")
        if (const ModuleName module = CanonicalModule(ast_.name(node)); !ast_.Has(node, kComputed))
          add({module.module + (module.first_party ? "#*" : "#default")});
        return;
      case NodeKind::kUnary:
      case NodeKind::kAwait:
        expression = ast_.first_child(node);
        break;
      default:
        return;
    }
  }
}

}  // namespace krepis::analyzer
