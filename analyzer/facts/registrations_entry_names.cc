// What an entry may be called.
#include <algorithm>
#include <utility>

#include "analyzer/facts/module_name.h"
#include "analyzer/facts/registrations_entries.h"

namespace krepis::analyzer {
namespace {

constexpr int kSteps = 8;

bool MatchesAny(const std::vector<SymbolPattern>& patterns, const std::vector<std::string>& names) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const SymbolPattern& pattern) {
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return MatchesSymbol(pattern, name); });
  });
}

}  // namespace

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

/// Whether a callee is a method of what a call has made, which is likely to be a behaviour itself:
/// `unless` of jwt({…}).unless({…}) and of guard.unless(…). What it gives may be anything.
bool EntryReader::IsDerived(Node callee) {
  if (GroupOf(ast_.language()) != LanguageGroup::kTypeScript) return false;
  for (int step = 0; step < kSteps; ++step) {
    if (!ast_.Is(callee, NodeKind::kMember) || !ast_.has_children(callee)) return false;
    Node object = ast_.first_child(callee);
    if (const PipelineFinder::Place place = finder_.Find(object);
        place && !finder_.pipeline(place).preset.empty())
      return false;
    for (int hop = 0; hop < kSteps && ast_.Is(object, NodeKind::kName); ++hop)
      object = finder_.ValueOf(object);
    if (object == 0 || !ast_.Is(object, NodeKind::kCall) || ast_.Has(object, kNew)) return false;
    if (scopes_.Resolve(object)) return false;  // require("x")
    callee = ast_.first_child(object);
    // multer({…}).single("x"), body("x").isEmail().optional()
    const std::vector<std::string> names = finder_.Names(callee);
    for (const Preset* preset : finder_.presets()) {
      if (MatchesAny(preset->builders, names)) return false;
    }
    if (!ast_.Is(callee, NodeKind::kMember) || scopes_.Resolve(callee)) return true;
  }
  return true;
}

/// Symbols of what surely is the behaviour; `wrapped` are those of what may run inside it, or of
/// what a method makes it of.
void EntryReader::Symbols(Node expression, const Preset* preset, RegistrationEntry& entry) {
  bool derived = false;  // the callee at hand is a method of the behaviour that was looked for
  bool inside = false;
  const auto add = [&](std::vector<std::string> names) {
    std::vector<std::string>& known = inside ? entry.wrapped : entry.symbols;
    for (std::string& name : names) {
      if (!name.empty() && std::find(known.begin(), known.end(), name) == known.end())
        known.push_back(std::move(name));
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
        inside = inside || derived;
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
        derived = IsDerived(callee);
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
