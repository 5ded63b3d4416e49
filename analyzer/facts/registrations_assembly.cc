#include "analyzer/facts/registrations_assembly.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

/// Variables that stand for one another.
constexpr int kSteps = 8;
/// Lists that one list is made of.
constexpr int kEvaluations = 32;

bool Any(std::string_view name, std::initializer_list<std::string_view> wanted) {
  return std::find(wanted.begin(), wanted.end(), name) != wanted.end();
}

}  // namespace

std::vector<std::pair<Node, RegistrationEvent>> AssemblyReader::Read() {
  for (const Preset* preset : finder_.presets()) {
    if (preset->assembly.empty()) continue;
    CollectNames(preset->assembly);
    for (Node node = 1; node < ast_.size(); ++node) {
      if (ast_.Is(node, NodeKind::kCall)) ReadComponent(node, *preset);
      if (ast_.Is(node, NodeKind::kFunction)) ReadBuilder(node, *preset);
    }
  }
  return std::move(events_);
}

bool AssemblyReader::IsOneOf(Node name, const std::vector<std::string>& wanted) const {
  const std::vector<std::string> names = finder_.Names(name);
  return std::any_of(names.begin(), names.end(), [&](const std::string& one) {
    return std::find(wanted.begin(), wanted.end(), one) != wanted.end();
  });
}

RegistrationEvent AssemblyReader::Event(RegistrationEffect effect, const Preset& preset,
                                        uint32_t pipeline, RegistrationScope scope, Node at) const {
  RegistrationEvent event;
  event.effect = effect;
  event.preset = preset.name;
  event.pipeline = pipeline;
  event.scope = scope;
  event.location.span = ast_.span(at);
  return event;
}

void AssemblyReader::AddDefaults(Node at, const Preset& preset,
                                 std::vector<RegistrationEntry>& entries) const {
  for (const std::string& symbol : preset.assembly.defaults)
    entries.push_back(EntryReader::OfSymbol(symbol, ast_.span(at)));
}

RegistrationEntry AssemblyReader::Elsewhere(Node at, const Preset& preset) const {
  RegistrationEntry entry = Unknown(at);
  entry.shown = "(not seen: what " + preset.assembly.elsewhere + " adds)";
  return entry;
}

RegistrationEntry AssemblyReader::Unknown(Node at) const {
  RegistrationEntry entry;
  entry.location.span = ast_.span(at);
  entry.shown = finder_.Text(at);
  entry.barrier = true;
  return entry;
}

/// What a function that puts a list together is given: the framework's own where it `made` it from
/// that, else what that has become.
AssemblyReader::List AssemblyReader::Given(Node at, const Preset& preset, bool made) const {
  List list;
  list.given = true;
  AddDefaults(at, preset, list.entries);
  if (!made) list.entries.push_back(Elsewhere(at, preset));
  return list;
}

/// `static constexpr std::string_view kName = "handler-hello";` of the classes of this file.
void AssemblyReader::CollectNames(const PresetAssembly& assembly) {
  names_.clear();
  for (Node node = 1; node < ast_.size(); ++node) {
    if (!ast_.Is(node, NodeKind::kVariable) || ast_.name(node) != assembly.member ||
        !ast_.Is(scopes_.parent(node), NodeKind::kClass))
      continue;
    Node value = ast_.last_child(node);
    if (ast_.Is(value, NodeKind::kCall)) value = ast_.last_child(value);
    if (ast_.Is(value, NodeKind::kString))
      names_.emplace(finder_.Enclosing(node), ast_.name(value));
  }
}

/// What a class says that it is called, where this file has it, else its name in the sources.
std::string AssemblyReader::OwnName(Node type) const {
  for (const std::string& name : finder_.Names(type)) {
    if (const auto found = names_.find(name); found != names_.end()) return found->second;
  }
  return std::string(ast_.name(type));
}

/// `.Append<Handler>("handler-hello")`
void AssemblyReader::ReadComponent(Node call, const Preset& preset) {
  const Node callee = ast_.first_child(call);
  const Node type = callee == 0 ? 0 : ast_.child(callee, NodeKind::kTypeReference);
  if (!ast_.Is(callee, NodeKind::kMember) || ast_.name(callee) != preset.assembly.component ||
      type == 0)
    return;
  const uint32_t pipeline = finder_.Assembled(preset, preset.name, finder_.FunctionAround(call));
  if (begun_.insert(pipeline).second) {
    RegistrationEvent use =
        Event(RegistrationEffect::kUse, preset, pipeline, RegistrationScope::kGlobal, type);
    AddDefaults(type, preset, use.entries);
    use.entries.push_back(Elsewhere(type, preset));
    const Node body = ast_.child(finder_.FunctionAround(call), NodeKind::kBlock);
    events_.emplace_back(body != 0 ? ast_.first_child(body) : call, std::move(use));
  }
  RegistrationEvent route =
      Event(RegistrationEffect::kRoute, preset, pipeline, RegistrationScope::kLocal, type);
  const std::vector<Node> arguments = finder_.Arguments(call);
  std::string name;
  if (arguments.empty() || finder_.Constant(arguments[0], name) == nullptr)
    name = arguments.empty() ? OwnName(type) : std::string(ast_.name(type));
  route.paths.push_back(std::move(name));
  route.path_unknown = true;
  route.entries.push_back(entries_.OfType(type, {}, preset));
  events_.emplace_back(call, std::move(route));
}

bool AssemblyReader::IsList(Node node, const PresetAssembly& assembly) const {
  const Node type = ast_.child(node, NodeKind::kTypeReference);
  return type != 0 && IsOneOf(type, assembly.lists);
}

/// `MiddlewaresList BuildPipeline(MiddlewaresList given) const override { … }`
void AssemblyReader::ReadBuilder(Node function, const Preset& preset) {
  const PresetAssembly& assembly = preset.assembly;
  const Node body = ast_.child(function, NodeKind::kBlock);
  const Node parameter = ast_.child(function, NodeKind::kParameter);
  if (body == 0 || parameter == 0 || LastSegment(ast_.name(function)) != assembly.method ||
      !IsList(parameter, assembly))
    return;
  bool made = false;
  bool refined = false;
  const Node in = scopes_.parent(function);
  for (const Node base : ast_.Children(in)) {
    if (!ast_.Is(in, NodeKind::kClass) || !ast_.Is(base, NodeKind::kBase)) continue;
    made = made || IsOneOf(base, assembly.builders);
    refined = refined || IsOneOf(base, assembly.refines);
  }
  std::string name = finder_.Enclosing(function);
  if (!ast_.Is(in, NodeKind::kClass)) {
    std::string_view type = ast_.name(function);
    type.remove_suffix(std::min(type.size(), assembly.method.size() + 2));
    if (!name.empty()) name += "::";
    name += type;
  }
  List list;
  evaluations_ = 0;
  std::vector<Node> returns;
  for (Node node = body; node < ast_.end(body); ++node) {
    if (ast_.Is(node, NodeKind::kReturn) && finder_.FunctionAround(node) == function)
      returns.push_back(node);
  }
  list.known = returns.size() == 1 && ast_.has_children(returns[0]) &&
               conditions_.Of(returns[0], function).empty();
  if (list.known) list = Evaluate(ast_.first_child(returns[0]), function, preset, made);
  if (!list.known) {
    list.entries = {Unknown(function)};
    list.entries[0].shown = "(not seen: what " + name + " makes of it)";
  }
  // What a class that refines it makes of it comes behind; which one that is, is said elsewhere.
  if (list.known && !refined) list.entries.push_back(Elsewhere(function, preset));
  const RegistrationScope scope =
      list.given && !made ? RegistrationScope::kGroup : RegistrationScope::kLocal;
  const uint32_t pipeline = finder_.Assembled(preset, name, function);
  RegistrationEvent use = Event(RegistrationEffect::kUse, preset, pipeline, scope, function);
  use.location.span = ast_.span(body);
  use.entries = std::move(list.entries);
  RegistrationEvent route =
      Event(RegistrationEffect::kRoute, preset, pipeline, RegistrationScope::kGroup, function);
  route.paths.push_back(name);
  route.path_unknown = true;
  RegistrationEntry& handler = route.entries.emplace_back();
  handler.location.span = ast_.span(function);
  handler.shown = "(handlers)";
  handler.symbols = {handler.shown};
  events_.emplace_back(ast_.first_child(body), std::move(use));
  events_.emplace_back(ast_.first_child(body), std::move(route));
}

Node AssemblyReader::WithoutMove(Node expression) const {
  if (!ast_.Is(expression, NodeKind::kCall) ||
      ast_.name(ast_.first_child(expression)) != "std::move")
    return expression;
  const std::vector<Node> arguments = finder_.Arguments(expression);
  return arguments.size() == 1 ? arguments[0] : expression;
}

/// A name of a behaviour: "auth", Auth::kName, std::string{builtin::kAuth}.
RegistrationEntry AssemblyReader::Named(Node expression, const PresetAssembly& assembly) const {
  Node node = expression;
  if (ast_.Is(node, NodeKind::kCall) && ast_.name(ast_.first_child(node)) == "std::string") {
    const std::vector<Node> arguments = finder_.Arguments(node);
    if (arguments.size() == 1) node = arguments[0];
  }
  RegistrationEntry entry = Unknown(expression);
  std::string text;
  if (finder_.Constant(node, text) != nullptr) {
    entry.symbols = {text};
    entry.shown = std::move(text);
    entry.barrier = false;
  } else if (ast_.Is(node, NodeKind::kName) && scopes_.ValueOf(scopes_.DeclarationOf(node)) == 0) {
    const std::string member = "::" + assembly.member;
    entry.shown = ast_.name(node);
    const bool local = entry.shown.find("::") == std::string::npos;
    for (std::string& name : finder_.Names(node)) {
      if (name.ends_with(member)) name.resize(name.size() - member.size());
      entry.symbols.push_back(std::move(name));
    }
    if (entry.shown.ends_with(member)) entry.shown.resize(entry.shown.size() - member.size());
    // A variable or a field may hold any name, or a whole list.
    entry.barrier = local && scopes_.Resolve(node).text.find("::") == std::string::npos;
    if (entry.barrier) entry.symbols.clear();
  }
  return entry;
}

AssemblyReader::List AssemblyReader::Evaluate(Node expression, Node function, const Preset& preset,
                                              bool made) {
  const PresetAssembly& assembly = preset.assembly;
  expression = WithoutMove(expression);
  List list;
  if (++evaluations_ > kEvaluations) {
    list.known = false;
    return list;
  }
  std::vector<Node> elements;
  switch (ast_.kind(expression)) {
    case NodeKind::kArray:
      for (const Node child : ast_.Children(expression)) elements.push_back(child);
      break;
    case NodeKind::kName:
      return OfVariable(scopes_.DeclarationOf(expression), function, preset, made);
    case NodeKind::kCall: {
      const Node callee = ast_.first_child(expression);
      elements = finder_.Arguments(expression);
      if (IsOneOf(callee, assembly.makes) && elements.empty()) {
        AddDefaults(expression, preset, list.entries);
        return list;
      }
      // What the base makes of it: it adds to what it is given.
      if (LastSegment(ast_.name(callee)) == assembly.method && elements.size() == 1) {
        list = Evaluate(elements[0], function, preset, made);
        if (made) list.entries.push_back(Elsewhere(expression, preset));
        return list;
      }
      if (!IsOneOf(callee, assembly.lists)) {
        list.known = false;
        return list;
      }
      const Node only = elements.size() == 1 ? WithoutMove(elements[0]) : 0;
      if (ast_.Is(only, NodeKind::kArray)) return Evaluate(only, function, preset, made);
      const Node declaration = ast_.Is(only, NodeKind::kName) ? scopes_.DeclarationOf(only) : 0;
      if (declaration != 0 && IsList(declaration, assembly))
        return Evaluate(only, function, preset, made);
      break;
    }
    default:
      list.known = false;
      return list;
  }
  for (const Node element : elements) list.entries.push_back(Named(element, assembly));
  return list;
}

AssemblyReader::List AssemblyReader::OfVariable(Node declaration, Node function,
                                                const Preset& preset, bool made) {
  // `auto& pipeline = given;` is the same list by another name.
  std::set<Node> same = {declaration};
  Node first = declaration;
  const auto copied = [&](Node variable) {
    const Node value = ast_.Is(variable, NodeKind::kVariable) ? scopes_.ValueOf(variable) : 0;
    const Node of = value == 0 ? 0 : WithoutMove(value);
    return ast_.Is(of, NodeKind::kName) ? scopes_.DeclarationOf(of) : 0;
  };
  for (int step = 0; step < kSteps; ++step) {
    const Node next = copied(first);
    if (next == 0) break;
    first = next;
    same.insert(first);
  }
  for (Node node = function; node < ast_.end(function); ++node) {
    if (ast_.Is(node, NodeKind::kVariable) && same.contains(copied(node))) same.insert(node);
  }
  List list;
  if (ast_.Is(first, NodeKind::kParameter)) {
    list.known =
        scopes_.parent(first) == function && first == ast_.child(function, NodeKind::kParameter);
    if (list.known) list = Given(first, preset, made);
  } else if (ast_.Is(first, NodeKind::kVariable) && finder_.FunctionAround(first) == function) {
    const Node value = scopes_.ValueOf(first);
    const bool empty = value == 0 && IsList(first, preset.assembly) &&
                       ast_.last_child(first) == ast_.child(first, NodeKind::kTypeReference);
    if (!empty && (value == 0 || ast_.Is(value, NodeKind::kName))) list.known = false;
    if (list.known && !empty) list = Evaluate(value, function, preset, made);
  } else {
    list.known = false;
  }
  for (Node use = function; list.known && use < ast_.end(function); ++use) {
    if (!ast_.Is(use, NodeKind::kName) || !same.contains(scopes_.DeclarationOf(use))) continue;
    if (finder_.FunctionAround(use) != function) {  // when that is called, nobody knows
      list.known = false;
      break;
    }
    Node around = scopes_.parent(use);
    if (ast_.Is(around, NodeKind::kCall) && WithoutMove(around) == use)
      around = scopes_.parent(around);
    // The base's method, or a copy, which Evaluate() has gone through.
    const bool read = ast_.Is(around, NodeKind::kCall) &&
                      (LastSegment(ast_.name(ast_.first_child(around))) == preset.assembly.method ||
                       IsOneOf(ast_.first_child(around), preset.assembly.lists));
    if (read || ast_.Is(around, NodeKind::kReturn) || ast_.Is(around, NodeKind::kVariable))
      continue;
    const Node call = scopes_.parent(around);
    list.known = ast_.Is(around, NodeKind::kMember) && ast_.Is(call, NodeKind::kCall) &&
                 ast_.first_child(call) == around && Apply(around, call, preset, same, list);
  }
  return list;
}

/// What a call of a method does to a list; false: nobody knows.
bool AssemblyReader::Apply(Node method, Node call, const Preset& preset, const std::set<Node>& same,
                           List& list) {
  const std::string_view name = ast_.name(method);
  const std::vector<Node> arguments = finder_.Arguments(call);
  const auto place = [&](Node argument) -> std::string_view {
    const Node callee = ast_.Is(argument, NodeKind::kCall) ? ast_.first_child(argument) : 0;
    const Node object = ast_.Is(callee, NodeKind::kMember) ? ast_.first_child(callee) : 0;
    return ast_.Is(object, NodeKind::kName) && same.contains(scopes_.DeclarationOf(object))
               ? ast_.name(callee)
               : std::string_view();
  };
  if (Any(name, {"begin", "end", "cbegin", "cend"})) {
    const Node around = scopes_.parent(call);  // a place to insert at
    return ast_.Is(around, NodeKind::kCall) && ast_.name(ast_.first_child(around)) == "insert";
  }
  if (Any(name, {"reserve", "size", "empty", "shrink_to_fit"})) return true;
  std::vector<RegistrationEntry> added;
  bool before = false;
  if (Any(name, {"push_back", "emplace_back"}) && arguments.size() == 1) {
    added.push_back(Named(arguments[0], preset.assembly));
  } else if (name == "insert" && arguments.size() >= 2) {
    const std::string_view at = place(arguments[0]);
    before = Any(at, {"begin", "cbegin"});
    if (!before && !Any(at, {"end", "cend"})) return false;
    if (arguments.size() > 2) {
      added.push_back(Unknown(call));
    } else if (ast_.Is(arguments[1], NodeKind::kArray)) {
      for (const Node element : ast_.Children(arguments[1]))
        added.push_back(Named(element, preset.assembly));
    } else {
      added.push_back(Named(arguments[1], preset.assembly));
    }
  } else {
    return false;
  }
  for (RegistrationEntry& entry : added) entry.conditions = conditions_.Of(call);
  list.entries.insert(before ? list.entries.begin() : list.entries.end(), added.begin(),
                      added.end());
  return true;
}

}  // namespace krepis::analyzer
