#include "analyzer/facts/registrations_entries.h"

#include <algorithm>
#include <utility>

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxEntries = 256;

}  // namespace

/// What a parameter is given by the call that is looked through, or 0.
Node EntryReader::ArgumentOf(const Pending& next) const {
  const Node declaration = scopes_.DeclarationOf(next.node);
  const Frame& frame = frames_[next.frame];
  if (declaration == 0 || frame.call == 0 || scopes_.parent(declaration) != frame.function)
    return 0;
  const std::vector<Node> arguments = finder_.Arguments(frame.call);
  const uint32_t index = finder_.ParameterIndex(declaration);
  if (index >= arguments.size()) return 0;
  for (uint32_t i = 0; i <= index; ++i) {
    if (ast_.Is(arguments[i], NodeKind::kSpread)) return 0;
  }
  return arguments[index];
}

/// Whether a call gives what it is given first.
bool EntryReader::IsPassed(Node call) const {
  const std::vector<std::string> names = finder_.CalleeNames(ast_.first_child(call));
  return std::any_of(finder_.presets().begin(), finder_.presets().end(), [&](const Preset* preset) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return std::find(preset->passes.begin(), preset->passes.end(), name) != preset->passes.end();
    });
  });
}

/// Whether the value of a name says more than the name.
bool EntryReader::Opens(Node value, const Preset* preset) {
  switch (ast_.kind(value)) {
    case NodeKind::kConditional:
    case NodeKind::kLogical:
    case NodeKind::kMember:
      return GroupOf(ast_.language()) == LanguageGroup::kTypeScript;
    case NodeKind::kCall: {
      if (CombinatorOf(value, preset) != nullptr) return true;
      if (GroupOf(ast_.language()) != LanguageGroup::kTypeScript || !ast_.has_children(value))
        return false;
      if (IsPassed(value) || values_.IsList(value)) return true;
      return values_.FunctionOf(ast_.first_child(value)) != 0;
    }
    default:
      return false;
  }
}

/// Puts what a function of the file gives in the place of a call of it. False: it is not looked
/// through, because it gives a function, a pipeline or nothing.
bool EntryReader::PushResults(const Pending& next, Node function, Node call,
                              std::vector<Pending>& stack) {
  const EntryValues::Results& results = values_.ResultsOf(function);
  if (!results.all || results.values.empty()) return false;
  for (const Node value : results.values) {
    if (const PipelineFinder::Place place = finder_.Find(value);
        place && !finder_.pipeline(place).preset.empty())
      return false;
  }
  frames_.push_back({function, call, next.frame});
  const bool several = results.values.size() > 1 || !results.always;
  for (size_t i = results.values.size(); i-- > 0;) {
    Pending& pushed = stack.emplace_back(next);
    pushed.node = results.values[i];
    pushed.outer = next.outer != 0 ? next.outer : call;
    pushed.frame = static_cast<uint32_t>(frames_.size() - 1);
    if (several) pushed.conditions.push_back({function, static_cast<uint32_t>(i)});
  }
  return true;
}

/// Puts what a call stands for on the stack; false when that is one behaviour, the call itself.
/// Where it cannot be said, `entry` becomes a barrier.
bool EntryReader::PushCall(const Pending& next, const Preset* preset, RegistrationEntry& entry,
                           std::vector<Pending>& stack) {
  const Node node = next.node;
  if (const PresetCombinator* combinator = CombinatorOf(node, preset)) {
    std::vector<Node> arguments = finder_.Arguments(node);
    if (combinator->path && arguments.size() > 1) arguments.erase(arguments.begin());
    for (size_t i = arguments.size(); i-- > 0;) {
      Pending& pushed = stack.emplace_back(next);
      pushed.node = arguments[i];
      pushed.outer = 0;
      pushed.doubtful = next.doubtful || combinator->doubtful;
      if (!combinator->all) pushed.conditions.push_back({node, static_cast<uint32_t>(i)});
    }
    return true;
  }
  if (GroupOf(ast_.language()) != LanguageGroup::kTypeScript || !ast_.has_children(node) ||
      ast_.Has(node, kNew))
    return false;
  const Node callee = ast_.first_child(node);
  const std::vector<Node> arguments = finder_.Arguments(node);
  if (!arguments.empty() && IsPassed(node)) {
    stack.push_back(next);
    stack.back().node = arguments[0];
    return true;
  }
  if (values_.IsList(node) && ast_.Is(callee, NodeKind::kMember) && ast_.name(callee) == "concat" &&
      values_.IsList(ast_.first_child(callee))) {
    for (size_t i = arguments.size(); i-- > 0;) {
      stack.push_back(next);
      stack.back().node = arguments[i];
      stack.back().outer = 0;
    }
    stack.push_back(next);
    stack.back().node = ast_.first_child(callee);
    return true;
  }
  if (const Node function = values_.FunctionOf(callee); function != 0) {
    if (PushResults(next, function, node, stack)) return true;
    entry.barrier = !values_.ResultsOf(function).all;
    return false;
  }
  // list.filter(Boolean), a method of an object of the file that the file does not say, map.get().
  entry.barrier = values_.IsList(node) || values_.IsOwn(callee) || values_.IsOfGlobal(callee);
  return false;
}

void EntryReader::Read(Node argument, const Preset* preset,
                       std::vector<RegistrationEntry>& entries) {
  std::vector<Pending> stack(1);
  stack[0].node = argument;
  ReadAll(std::move(stack), preset, entries);
}

void EntryReader::ReadExported(Node expression, bool pipelines,
                               std::vector<RegistrationEntry>& entries) {
  plain_ = !pipelines;
  const Node function = finder_.FunctionNode(expression);
  if (function == 0) {
    Read(expression, nullptr, entries);
  } else {
    ReadResults(function, entries);
  }
  plain_ = false;
}

void EntryReader::ReadResults(Node function, std::vector<RegistrationEntry>& entries) {
  std::vector<Pending> stack;
  Pending start;
  if (!PushResults(start, function, 0, stack)) return;
  const std::vector<Node>& values = values_.ResultsOf(function).values;
  const bool functions = std::all_of(values.begin(), values.end(),
                                     [&](Node value) { return finder_.FunctionNode(value) != 0; });
  if (!functions) ReadAll(std::move(stack), nullptr, entries);
}

void EntryReader::ReadAll(std::vector<Pending> stack, const Preset* preset,
                          std::vector<RegistrationEntry>& entries) {
  size_t seen = 0;
  while (!stack.empty()) {
    const Pending next = std::move(stack.back());
    stack.pop_back();
    const Node node = next.node;
    RegistrationEntry entry;
    entry.conditions = next.conditions;
    entry.doubtful = next.doubtful;
    entry.location.span = ast_.span(next.outer != 0 && !next.list ? next.outer : node);
    const auto barrier = [&] {
      entry.barrier = true;
      entry.shown = finder_.Text(node);
      entries.push_back(std::move(entry));
    };
    if (++seen > kMaxEntries) {
      barrier();
      break;
    }
    const auto push = [&](Node inner, Node outer) {
      Pending& pushed = stack.emplace_back(next);
      pushed.node = inner;
      pushed.outer = outer;
    };
    const auto push_arm = [&](Node inner, uint32_t arm) {
      push(inner, next.outer);
      stack.back().conditions.push_back({node, arm});
    };
    const auto push_children = [&](Node list) {
      std::vector<Node> children;
      for (const Node child : ast_.Children(list)) children.push_back(child);
      for (size_t i = children.size(); i-- > 0;) {
        const bool leads = i == 0 && ast_.Is(next.outer, NodeKind::kCall);
        push(children[i], leads ? next.outer : 0);
        stack.back().list = true;
      }
    };
    switch (ast_.kind(node)) {
      case NodeKind::kArray:
        push_children(node);
        break;
      case NodeKind::kSpread: {
        const Node inner = ast_.first_child(node);
        const Node list = inner != 0 && ast_.Is(inner, NodeKind::kName) ? values_.ListOf(inner) : 0;
        if (list != 0) {
          push_children(list);
          break;
        }
        const Node value =
            inner != 0 && ast_.Is(inner, NodeKind::kName) ? finder_.ValueOf(inner) : inner;
        const bool arms = value != 0 && (ast_.Is(value, NodeKind::kConditional) ||
                                         ast_.Is(value, NodeKind::kLogical));
        if (value != 0 && value != list &&
            (ast_.Is(inner, NodeKind::kArray) || arms ||
             (ast_.Is(value, NodeKind::kCall) && Opens(value, preset)))) {
          push(value, next.outer);
          break;
        }
        if (inner != 0) {
          RegistrationEntry named;  // another file may say what
          Symbols(inner, preset, named);
          entry.wrapped = std::move(named.symbols);
          entry.made = ast_.Is(inner, NodeKind::kCall);
        }
        barrier();
        break;
      }
      case NodeKind::kConditional: {
        const Node then = ast_.first_child(node) == 0 ? 0 : ast_.end(ast_.first_child(node));
        const Node otherwise = ast_.last_child(node);
        if (then == 0 || then >= ast_.end(node)) break;
        if (otherwise != then) push_arm(otherwise, 1);
        push_arm(then, 0);
        break;
      }
      case NodeKind::kLogical: {
        // `a && b` registers b or something false, `a || b` one of the two.
        push_arm(ast_.last_child(node), 1);
        if (ast_.name(node) != "&&" && ast_.first_child(node) != 0)
          push_arm(ast_.first_child(node), 0);
        break;
      }
      case NodeKind::kAwait:
        if (ast_.has_children(node)) push(ast_.first_child(node), next.outer);
        break;
      case NodeKind::kCall: {
        const PresetCombinator* combinator = CombinatorOf(node, preset);
        if (combinator != nullptr && combinator->shared) {
          const std::vector<Node> arguments = finder_.Arguments(node);
          if (arguments.empty()) break;
          entry.shared = true;
          Pending plugin = next;
          plugin.node = arguments[0];
          ReadOne(plugin, preset, std::move(entry), entries);
        } else if (!PushCall(next, preset, entry, stack)) {
          ReadOne(next, preset, std::move(entry), entries);
        }
        break;
      }
      case NodeKind::kAssign:
        if (ast_.has_children(node)) push(ast_.last_child(node), next.outer);
        break;
      case NodeKind::kString:
      case NodeKind::kTemplate:
      case NodeKind::kLiteral:
      case NodeKind::kObject:
      case NodeKind::kComment:
        break;  // options
      default: {
        const Node named = next.outer != 0 ? next.outer : node;
        if (ast_.Is(node, NodeKind::kName)) {
          if (const Node list = values_.ListOf(node); list != 0) {
            push_children(list);
            break;
          }
          if (const Node given = ArgumentOf(next); given != 0) {
            push(given, next.outer);
            stack.back().frame = frames_[next.frame].around;
            break;
          }
        }
        Node value = finder_.ValueOf(node);
        if (value == 0 && GroupOf(ast_.language()) == LanguageGroup::kTypeScript) {
          value = values_.MemberOf(node);
          if (value != 0) {
            push(value, named);
            break;
          }
          entry.barrier = values_.IsOwn(node);
        }
        if (value != 0 && Opens(value, preset)) {
          push(value, CombinatorOf(value, preset) != nullptr ? 0 : named);
        } else {
          ReadOne(next, preset, std::move(entry), entries);
        }
      }
    }
  }
  frames_.resize(1);
}

/// The combinator that an expression calls, or null.
const PresetCombinator* EntryReader::CombinatorOf(Node expression, const Preset* preset) const {
  if (!ast_.Is(expression, NodeKind::kCall) || !ast_.has_children(expression)) return nullptr;
  if (preset != nullptr && preset->combinators.empty()) return nullptr;
  const std::vector<std::string> names = finder_.CalleeNames(ast_.first_child(expression));
  for (const Preset* one : finder_.presets()) {
    if (preset != nullptr && one != preset) continue;
    if (const PresetCombinator* found = one->FindCombinator(names)) return found;
  }
  return nullptr;
}

void EntryReader::ReadPlain(Node argument, std::string_view phase,
                            std::vector<RegistrationEntry>& entries) {
  const size_t first = entries.size();
  plain_ = true;
  Read(argument, nullptr, entries);
  plain_ = false;
  for (size_t i = first; i < entries.size(); ++i) entries[i].phase = phase;
}

/// Whether a name is declared in the file and stands for nothing of another.
bool EntryReader::IsLocal(Node name) const {
  const SymbolOrigin origin = scopes_.Resolve(name).origin;
  return origin == SymbolOrigin::kLocal || origin == SymbolOrigin::kUnknown;
}

/// Adds what a function of the file runs.
void EntryReader::AddRan(Node function, RegistrationEntry& entry) {
  const BodyReader::Ran& ran = bodies_.Of(function);
  entry.symbols.insert(entry.symbols.end(), ran.surely.begin(), ran.surely.end());
  entry.wrapped.insert(entry.wrapped.end(), ran.maybe.begin(), ran.maybe.end());
}

void EntryReader::ReadOne(const Pending& next, const Preset* preset, RegistrationEntry entry,
                          std::vector<RegistrationEntry>& entries) {
  const Node node = next.node;
  const bool script = GroupOf(ast_.language()) == LanguageGroup::kTypeScript;
  const bool unsaid = std::exchange(entry.barrier, false);
  const Node declaration = scopes_.DeclarationOf(node);
  const PipelineFinder::Place place = plain_ ? PipelineFinder::Place() : finder_.Find(node);
  Symbols(node, preset, entry);
  entry.pipeline = finder_.Whole(place);
  const Node function = finder_.FunctionNode(node);
  if (function != 0) {
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
    const Node value = variable ? scopes_.ValueOf(declaration) : 0;
    const bool changed = script && value != 0 && ast_.Is(value, NodeKind::kArray);
    const bool part = script && ast_.Is(declaration, NodeKind::kBinding) && IsLocal(node);
    entry.barrier = !typed && (ast_.Is(declaration, NodeKind::kParameter) || part ||
                               (variable && (value == 0 || changed)));
  }
  // What is kept in a pipeline is one behaviour, whoever put it there, and so is what it makes:
  // app.authenticate, app.auth([a, b]).
  const Node kept = script && ast_.Is(node, NodeKind::kCall) ? ast_.first_child(node) : node;
  if (const EntryValues::Part part = values_.PartOf(kept); preset != nullptr && part.whole != 0) {
    const PipelineFinder::Place of = finder_.Find(part.whole);
    const bool given = of && finder_.pipeline(of).preset.empty();
    const bool registers = kept != node && preset->FindCall(part.name) != nullptr;
    if (of && !registers && (!given || preset->coverage == PresetCoverage::kContext)) {
      entry.barrier = false;
      entry.symbols.push_back("npm/" + preset->name + "#" + std::string(part.name));
    }
  }
  entry.barrier = entry.barrier || unsaid;
  if (script) AddInner(next, preset, entry);
  if (entry.symbols.empty() && !entry.arity) entry.barrier = true;
  entries.push_back(std::move(entry));
}

/// What the functions run that an entry is, is made of or is given, and how it is called elsewhere.
void EntryReader::AddInner(const Pending& next, const Preset* preset, RegistrationEntry& entry) {
  const Node node = next.node;
  if (const Node function = finder_.FunctionNode(node); function != 0) AddRan(function, entry);
  const auto add_maybe = [&](Node function) {
    const BodyReader::Ran& ran = bodies_.Of(function);
    entry.wrapped.insert(entry.wrapped.end(), ran.surely.begin(), ran.surely.end());
    entry.wrapped.insert(entry.wrapped.end(), ran.maybe.begin(), ran.maybe.end());
  };
  const Node value = ast_.Is(node, NodeKind::kName) ? finder_.ValueOf(node) : node;
  entry.made = value != 0 && ast_.Is(value, NodeKind::kCall) && !ast_.Has(value, kNew);
  for (const Node call : {value, next.outer}) {
    if (call == 0 || !ast_.Is(call, NodeKind::kCall) || !ast_.has_children(call)) continue;
    if (const Node called = values_.FunctionOf(ast_.first_child(call)); called != 0)
      add_maybe(called);
    for (const Node argument : finder_.Arguments(call)) {
      if (const Node given = finder_.FunctionNode(argument); given != 0) add_maybe(given);
    }
  }
  if (next.outer == 0) return;
  RegistrationEntry outer;
  Symbols(next.outer, preset, outer);
  std::vector<std::string>& first = next.list ? entry.symbols : outer.symbols;
  std::vector<std::string>& then = next.list ? outer.symbols : entry.symbols;
  for (std::string& name : then) {
    if (std::find(first.begin(), first.end(), name) == first.end())
      first.push_back(std::move(name));
  }
  if (!next.list) {
    entry.symbols = std::move(outer.symbols);
    entry.shown = std::move(outer.shown);
  }
  entry.wrapped.insert(entry.wrapped.end(), outer.wrapped.begin(), outer.wrapped.end());
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

}  // namespace krepis::analyzer
