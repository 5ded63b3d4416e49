// Which pipeline a value is: see registrations_values.h.
#include <algorithm>
#include <utility>

#include "analyzer/facts/name_lists.h"
#include "analyzer/facts/registrations_values.h"

namespace krepis::analyzer {
namespace {

/// Variables, blocks and functions between an expression and its pipeline; the search recurses this
/// deep at most.
constexpr int kDepth = 32;

bool IsOurs(std::string_view path) {
  return path.starts_with("crate::") || path.starts_with("self::") || path.starts_with("super::");
}

bool IsStandard(std::string_view path) {
  const std::string_view first = FirstSegment(path);
  return first == "std" || first == "core" || first == "alloc";
}

/// Methods of iterators and options that begin with what they are given first.
bool Folds(std::string_view method) { return method == "fold" || method == "try_fold"; }

/// `tower_http::cors::CorsLayer::permissive`: of a type of some library, so no function that gives
/// a pipeline which is not its own.
bool IsMadeByLibrary(std::string_view path) {
  if (IsOurs(path)) return false;
  const size_t last = path.rfind("::");
  const std::string_view type =
      last == std::string_view::npos ? "" : LastSegment(path.substr(0, last));
  return !type.empty() && type[0] >= 'A' && type[0] <= 'Z';
}

}  // namespace

uint32_t ValueFinder::Add(PipelineFact fact, Node at) {
  fact.location.span = ast_.span(at);
  facts_.pipelines.push_back(std::move(fact));
  same_.push_back(static_cast<uint32_t>(same_.size()));
  return same_.back();
}

uint32_t ValueFinder::Same(uint32_t pipeline) const {
  while (pipeline != kNoIndex && same_[pipeline] != pipeline) {
    same_[pipeline] = same_[same_[pipeline]];  // so that the way is short the next time
    pipeline = same_[pipeline];
  }
  return pipeline;
}

void ValueFinder::Join(uint32_t gone, uint32_t into) {
  same_[gone] = into;
  const auto made = made_by_.find(gone);
  if (made == made_by_.end()) return;
  const auto [it, added] = made_by_.emplace(into, made->second);
  if (!added) it->second = std::min(it->second, made->second);
}

const Preset* ValueFinder::PresetOf(uint32_t pipeline) const {
  for (const Preset* preset : presets_) {
    if (preset->name == facts_.pipelines[pipeline].preset) return preset;
  }
  return nullptr;
}

uint32_t ValueFinder::Unknown(Node node, const Preset* preset) {
  PipelineFact fact;
  fact.origin = PipelineOrigin::kOpaque;
  fact.preset = preset == nullptr ? "" : preset->name;
  fact.function = FunctionOf(node);
  fact.name = Text(node);
  return Add(std::move(fact), node);
}

/// A pipeline that the call itself makes.
uint32_t ValueFinder::Made(Node call, const std::vector<std::string>& names) {
  for (const Preset* preset : presets_) {
    const PresetMake* make = preset->FindMake(names);
    if (make == nullptr) continue;
    PipelineFact fact;
    fact.function = FunctionOf(call);
    fact.name = Text(ast_.first_child(call));
    fact.preset = preset->name;
    fact.mountable = make->mountable;
    fact.list = make->list;
    fact.local = make->local;
    fact.serves = make->serves;
    fact.replaced = make->replaced;
    if (make->verb) fact.verb = VerbOf(ast_.name(ast_.first_child(call)));
    const std::vector<Node> arguments = Arguments(call);
    if (make->path && !arguments.empty()) {
      Node path = arguments[0];
      if (const Node value = ValueOf(path)) path = value;
      fact.path_unknown = !ast_.Is(path, NodeKind::kString);
      fact.paths.push_back(fact.path_unknown ? Text(path) : std::string(ast_.name(path)));
    }
    return Add(std::move(fact), call);
  }
  return kNoIndex;
}

/// What a function of the workspace may give.
uint32_t ValueFinder::OfResult(Node call, Node callee) {
  const Node function = FunctionNode(callee);
  PipelineFact fact;
  fact.origin = PipelineOrigin::kResult;
  if (function != 0) {
    fact.result_of = NumberOf(function);
    const Preset* preset = nullptr;
    if (PipelineType(function, preset) != 0) fact.preset = preset->name;
  } else {
    if (!ast_.Is(callee, NodeKind::kName)) return kNoIndex;
    fact.symbol = Names(callee).front();
    if (fact.symbol.find("::") == std::string::npos || IsStandard(fact.symbol) ||
        IsMadeByLibrary(fact.symbol))
      return kNoIndex;
  }
  fact.function = FunctionOf(call);
  fact.name = Text(callee);
  const uint32_t pipeline = Add(std::move(fact), call);
  results_.emplace(call, pipeline);
  made_by_.emplace(pipeline, call);
  return pipeline;
}

uint32_t ValueFinder::OfParameter(Node declaration) {
  PipelineFact fact;
  fact.origin = PipelineOrigin::kParameter;
  fact.parameter = ParameterIndex(declaration);
  if (fact.parameter == kNoIndex) return kNoIndex;
  const Preset* preset = nullptr;
  if (PipelineType(declaration, preset) != 0) {
    fact.preset = preset->name;
  } else if (ast_.child(declaration, NodeKind::kTypeReference) != 0) {
    return kNoIndex;  // of another type
  }
  fact.function = FunctionOf(declaration);
  fact.name = ast_.name(declaration);
  return Add(std::move(fact), declaration);
}

uint32_t ValueFinder::OfAttributed(Node function) {
  if (const auto known = attributed_.find(function); known != attributed_.end())
    return known->second;
  uint32_t made = kNoIndex;
  for (const Node child : ast_.Children(function)) {
    if (!ast_.Is(child, NodeKind::kAttribute) || made != kNoIndex) continue;
    const std::vector<std::string> names = Names(child);
    for (const Preset* preset : presets_) {
      const PresetAttribute* known = preset->FindAttribute(names);
      if (known == nullptr) continue;
      PipelineFact fact;
      fact.preset = preset->name;
      fact.mountable = true;
      fact.local = true;
      fact.function = NumberOf(function);
      fact.name = ast_.name(function);
      made = Add(std::move(fact), function);
      if (!known->path_key.empty()) listed_.insert(made);
      break;
    }
  }
  attributed_.emplace(function, made);
  return made;
}

uint32_t ValueFinder::Merge(uint32_t a, uint32_t b) {
  a = Same(a);
  b = Same(b);
  if (a == b) return a;
  const auto from = [&](uint32_t result, uint32_t base) {
    for (int step = 0; step < kDepth; ++step) {
      const auto call = made_by_.find(result);
      if (call == made_by_.end()) return false;
      uint32_t next = kNoIndex;
      for (const Node argument : Arguments(call->second)) {
        const Value value = Find(argument);
        if (value) next = Same(value.pipeline);
      }
      if (next == base) return true;
      if (next == kNoIndex) return false;
      result = next;
    }
    return false;
  };
  if (from(b, a)) {
    Join(b, a);
    return a;
  }
  if (from(a, b)) {
    Join(a, b);
    return b;
  }
  return kNoIndex;
}

ValueFinder::Value ValueFinder::OfBranch(Node branch, int depth) {
  Value found;
  bool differ = false;
  for (const auto& [value, arm] : ArmsOf(branch)) {
    const Value one = FindAt(value, depth + 1);
    if (!one) continue;
    found.passed.insert(found.passed.end(), one.passed.begin(), one.passed.end());
    if (!found) {
      found.pipeline = one.pipeline;
      continue;
    }
    const uint32_t both = Merge(found.pipeline, one.pipeline);
    differ = differ || both == kNoIndex;
    if (both != kNoIndex) found.pipeline = both;
  }
  if (differ) found.pipeline = Unknown(branch, PresetOf(found.pipeline));
  return found;
}

ValueFinder::Value ValueFinder::OfVariable(Node declaration, int depth) {
  Node initial = 0;
  for (const Node child : ast_.Children(declaration)) {
    const NodeKind kind = ast_.kind(child);
    const bool value = kind != NodeKind::kBinding && kind != NodeKind::kAttribute &&
                       kind != NodeKind::kTypeReference && kind != NodeKind::kComment;
    if (value) initial = child;
  }
  if (ast_.name(declaration).empty()) return {};
  const auto assigned = assigned_.find(declaration);
  size_t next = 0;
  if (initial == 0 && assigned != assigned_.end()) initial = assigned->second[next++];
  if (initial == 0 || ast_.Is(scopes_.parent(declaration), NodeKind::kLoop)) return {};
  Value found = FindAt(initial, depth + 1);
  if (!found || assigned == assigned_.end()) return found;
  known_[declaration] = found;  // what is assigned may be made of it
  for (; next < assigned->second.size(); ++next) {
    const Value later = FindAt(assigned->second[next], depth + 1);
    const uint32_t both = later ? Merge(found.pipeline, later.pipeline) : kNoIndex;
    found.pipeline = both == kNoIndex ? Unknown(declaration, PresetOf(found.pipeline)) : Same(both);
    if (both == kNoIndex) break;
    found.passed.insert(found.passed.end(), later.passed.begin(), later.passed.end());
  }
  return found;
}

/// `let (router, api) = made.split_for_parts()`: the first is the pipeline.
ValueFinder::Value ValueFinder::OfBinding(Node binding, int depth) {
  const Node variable = scopes_.parent(binding);
  if (!ast_.Is(variable, NodeKind::kVariable) ||
      ast_.child(variable, NodeKind::kBinding) != binding)
    return {};
  const Node call = ast_.child(variable, NodeKind::kCall);
  const Node callee = call == 0 ? 0 : ast_.first_child(call);
  if (!ast_.Is(callee, NodeKind::kMember) || !ast_.has_children(callee)) return {};
  for (const Preset* preset : presets_) {
    const PresetCall* known = preset->FindCall(ast_.name(callee));
    if (known != nullptr && known->effect == PresetEffect::kSplit)
      return FindAt(ast_.first_child(callee), depth + 1);
  }
  return {};
}

ValueFinder::Value ValueFinder::Find(Node expression) {
  Value found = FindAt(expression, 0);
  if (found) found.pipeline = Same(found.pipeline);
  return found;
}

ValueFinder::Value ValueFinder::FindAt(Node node, int depth) {
  if (node == 0 || depth > kDepth) return {};
  if (const auto known = known_.find(node); known != known_.end()) return known->second;
  switch (ast_.kind(node)) {
    case NodeKind::kAwait:
    case NodeKind::kUnary:
    case NodeKind::kTryOperator:
      return FindAt(ast_.first_child(node), depth + 1);
    case NodeKind::kBlock:
      return FindAt(TailOf(node), depth + 1);
    case NodeKind::kIf:
    case NodeKind::kSwitch: {
      const Value found = OfBranch(node, depth);
      known_[node] = found;
      return found;
    }
    case NodeKind::kCall:
      return FindCall(node, depth);
    case NodeKind::kName:
      break;
    default:
      return {};
  }
  if (ast_.name(node).find("::") != std::string_view::npos) return {};
  const Node declaration = scopes_.DeclarationOf(node);
  if (declaration == 0) return {};
  if (const auto known = known_.find(declaration); known != known_.end()) return known->second;
  Value found;
  known_[declaration] = found;  // of itself nothing is made
  if (ast_.Is(declaration, NodeKind::kVariable)) {
    found = OfVariable(declaration, depth);
  } else if (ast_.Is(declaration, NodeKind::kParameter)) {
    found.pipeline = OfParameter(declaration);
  } else if (ast_.Is(declaration, NodeKind::kFunction)) {
    found.pipeline = OfAttributed(declaration);
    if (listed_.contains(found.pipeline)) found = {};
  } else if (ast_.Is(declaration, NodeKind::kBinding)) {
    found = OfBinding(declaration, depth);
  }
  known_[declaration] = found;
  return found;
}

bool ValueFinder::IsSure(const Value& value) const {
  return value && !facts_.pipelines[value.pipeline].preset.empty() &&
         !facts_.pipelines[value.pipeline].list;
}

bool ValueFinder::IsBehavior(Node expression) const {
  for (int step = 0; step < kDepth && ast_.Is(expression, NodeKind::kName); ++step)
    expression = ValueOf(expression);
  const Node callee = ast_.Is(expression, NodeKind::kCall) ? ast_.first_child(expression) : 0;
  if (!ast_.Is(callee, NodeKind::kName)) return false;
  const std::vector<std::string> names = Names(callee);
  return std::any_of(presets_.begin(), presets_.end(),
                     [&](const Preset* preset) { return preset->FindWrapper(names) != nullptr; });
}

bool ValueFinder::StandsAround(const Value& object, const PresetCall* method) const {
  if (method == nullptr || !method->around) return false;
  if (!object) return true;
  const PipelineFact& fact = facts_.pipelines[object.pipeline];
  return fact.preset.empty() || (fact.list && method->effect == PresetEffect::kSame);
}

ValueFinder::Value ValueFinder::FindCall(Node call, int depth) {
  // `Router::new().route(…).layer(…)`: one step for all of it, however long.
  std::vector<Node> chain;
  Node base = call;
  Value found;
  for (;;) {
    if (const auto known = known_.find(base); known != known_.end()) {
      found = known->second;
      break;
    }
    const Node callee = ast_.first_child(base);
    const bool method = ast_.Is(base, NodeKind::kCall) && ast_.Is(callee, NodeKind::kMember) &&
                        ast_.has_children(callee) && FunctionNode(callee) == 0;
    if (method) {
      chain.push_back(base);
      base = ast_.first_child(callee);
      continue;
    }
    if (!ast_.Is(base, NodeKind::kCall)) {
      if (ast_.Is(base, NodeKind::kAwait) || ast_.Is(base, NodeKind::kTryOperator)) {
        base = ast_.first_child(base);
        if (base != 0) continue;
      } else {
        found = FindAt(base, depth + 1);
      }
      break;
    }
    if (callee != 0 && !ast_.Has(base, kNew)) {
      const bool named = ast_.Is(callee, NodeKind::kName);
      const std::vector<std::string> names = named ? Names(callee) : std::vector<std::string>();
      const std::vector<Node> arguments = Arguments(base);
      const bool passes = std::any_of(presets_.begin(), presets_.end(), [&](const Preset* preset) {
        return ContainsAny(preset->passes, names);
      });
      found.pipeline = Made(base, names);
      if (!found && passes && arguments.size() == 1) {
        found = FindAt(arguments[0], depth + 1);
      } else if (!found && !passes && !IsBehavior(base)) {
        found.pipeline = OfResult(base, callee);
      }
    }
    known_[base] = found;
    break;
  }
  for (auto link = chain.rbegin(); link != chain.rend(); ++link) {
    const std::string_view method = ast_.name(ast_.first_child(*link));
    const PresetCall* known = nullptr;
    for (const Preset* preset : presets_) {
      const PresetCall* one = preset->FindCall(method);
      const bool of_it = !found || facts_.pipelines[found.pipeline].preset.empty() ||
                         facts_.pipelines[found.pipeline].preset == preset->name;
      if (known == nullptr && of_it) known = one;
    }
    if (StandsAround(found, known)) {
      const bool behavior = IsBehavior(ast_.first_child(ast_.first_child(*link)));
      for (const Node argument : Arguments(*link)) {
        const Value inner = FindAt(argument, depth + 1);
        if (IsSure(inner) || (behavior && inner)) found = inner;
      }
    } else if (!found && Folds(method)) {
      const std::vector<Node> arguments = Arguments(*link);
      if (!arguments.empty()) found = FindAt(arguments[0], depth + 1);
      if (found) found.passed.push_back(*link);
    } else if (known != nullptr && known->effect == PresetEffect::kAsk) {
      found = {};
    } else if (found && known == nullptr) {
      found.passed.push_back(*link);
    }
    known_[*link] = found;
  }
  return found;
}

}  // namespace krepis::analyzer
