// Which pipeline an expression stands for, and at which path.
#include <algorithm>
#include <utility>

#include "analyzer/facts/registrations_pipelines.h"
#include "analyzer/facts/route_paths.h"

namespace krepis::analyzer {
namespace {

/// Steps from an expression to the pipeline it stands for.
constexpr int kSteps = 32;
/// Names that stand for names.
constexpr int kNames = 8;

}  // namespace

PipelineFinder::Place PipelineFinder::Find(Node expression) {
  Place typed;
  std::vector<Node> passed;  // calls that give their own pipeline, outermost first
  size_t typed_passed = 0;
  const Node asked = expression;
  for (int step = 0; step < kSteps && expression != 0; ++step) {
    Place found;
    if (const auto known = known_.find(expression); known != known_.end()) {
      found = known->second;
    } else {
      found = FindStep(expression, typed, passed);
    }
    if (!typed) typed_passed = passed.size();
    if (!found) continue;
    if (!Pass(passed, found)) return {};
    if (ast_.Is(asked, NodeKind::kCall)) known_.emplace(asked, found);
    return found;
  }
  passed.resize(typed_passed);
  return typed && Pass(passed, typed) ? typed : Place{};
}

uint32_t PipelineFinder::Whole(const Place& place) const {
  if (!place || place.paths.empty()) return place.pipeline;
  // What is copied where it is mounted has its path already.
  for (const Preset* preset : presets_) {
    if (preset->name == pipeline(place).preset && preset->mount == PresetMount::kCopied)
      return place.pipeline;
  }
  return kNoIndex;
}

/// Moves `place` on to what `calls` of its methods give, outermost first; false when that is none.
bool PipelineFinder::Pass(const std::vector<Node>& calls, Place& place) const {
  const std::string& name = facts_.pipelines[place.pipeline].preset;
  for (size_t i = calls.size(); i-- > 0;) {
    const PresetCall* call = nullptr;
    for (const Preset* preset : presets_) {
      if (call == nullptr && (name.empty() || name == preset->name))
        call = preset->FindCall(ast_.name(ast_.first_child(calls[i])));
    }
    if (call == nullptr) return false;
    // A route that has a name of its own is a finished chain: nothing registers on it.
    if (call->effect == PresetEffect::kRoute && call->key == PresetKey::kRoute) return false;
    if (call->effect != PresetEffect::kNarrow) continue;
    const std::vector<Node> arguments = Arguments(calls[i]);
    std::string text;
    const bool constant = !arguments.empty() && Constant(arguments[0], text) != nullptr;
    if (!constant && !arguments.empty()) text = Text(arguments[0]);
    place.path_unknown |= !constant;
    if (place.paths.empty()) {
      place.paths.push_back(std::move(text));
    } else {
      place.paths[0] = JoinPaths(place.paths[0], text);
    }
  }
  return true;
}

Node PipelineFinder::ValueOf(Node name) const {
  if (const Node field = FieldValue(name); field != 0) {
    if (!ast_.Is(field, NodeKind::kVariable)) return field;
    const Node last = ast_.last_child(field);
    return last != 0 && !ast_.Is(last, NodeKind::kTypeReference) ? last : 0;
  }
  if (!ast_.Is(name, NodeKind::kName)) return 0;
  const Node declaration = scopes_.DeclarationOf(name);
  return declaration != 0 && ast_.Is(declaration, NodeKind::kVariable)
             ? scopes_.ValueOf(declaration)
             : 0;
}

const std::string* PipelineFinder::Constant(Node expression, std::string& text) const {
  for (int step = 0; step < kNames && expression != 0; ++step) {
    if (ast_.Is(expression, NodeKind::kString)) {
      text = ast_.name(expression);
      return &text;
    }
    expression = ValueOf(expression);
  }
  return nullptr;
}

bool PipelineFinder::ReadPrefix(const std::vector<Node>& arguments, size_t first,
                                std::string_view field, std::string& prefix, bool& unknown) const {
  if (first >= arguments.size()) return false;
  Node options = arguments[first];
  if (const Node value = ValueOf(options); value != 0) options = value;
  if (!ast_.Is(options, NodeKind::kObject)) {
    prefix = Text(options);
    unknown = true;
    return true;
  }
  bool found = false;
  for (const Node child : ast_.Children(options)) {
    const bool spread = ast_.Is(child, NodeKind::kSpread);
    const Node value = ast_.first_child(child);
    if (!spread && (ast_.name(child) != field || value == 0)) continue;
    found = true;
    unknown = spread || Constant(value, prefix) == nullptr;
    if (unknown) prefix = Text(value);
  }
  return found;
}

/// Moves `expression` on (0: there is nothing to find), or gives the pipeline.
PipelineFinder::Place PipelineFinder::FindStep(Node& expression, Place& typed_place,
                                               std::vector<Node>& passed) {
  const Node node = std::exchange(expression, 0);
  switch (ast_.kind(node)) {
    case NodeKind::kAwait:
    case NodeKind::kUnary:
      expression = ast_.first_child(node);
      return {};
    case NodeKind::kAssign:
      expression = ast_.last_child(node);
      return {};
    case NodeKind::kName: {
      const Node declaration = scopes_.DeclarationOf(node);
      if (declaration == 0) {
        const Node value = FieldValue(node);
        if (value == 0) return given_ ? Place{OfElsewhere(node), {}, false} : Place{};
        if (!ast_.Is(value, NodeKind::kVariable)) {
          expression = value;
          return {};
        }
        return {OfType(value), {}, false};
      }
      if (ast_.Is(declaration, NodeKind::kVariable)) {
        const uint32_t typed = OfType(declaration);
        const Node value = FieldValue(node) != 0 && FieldValue(node) != declaration
                               ? FieldValue(node)
                               : scopes_.ValueOf(declaration);
        // A type that lists all that there is says more than its value.
        const bool made = typed != kNoIndex &&
                          (facts_.pipelines[typed].origin == PipelineOrigin::kCreated ||
                           std::any_of(listed_.begin(), listed_.end(),
                                       [&](const auto& type) { return type.pipeline == typed; }));
        if (value == 0 || made) return {typed, {}, false};
        if (typed != kNoIndex) typed_place.pipeline = typed;  // if the value leads nowhere
        expression = value;
        return {};
      }
      return {OfDeclaration(node, declaration), {}, false};
    }
    case NodeKind::kMember: {
      const Node value = FieldValue(node);
      if (value != 0) {
        if (ast_.Is(value, NodeKind::kVariable)) {
          const Node initial = ast_.last_child(value);
          const bool has = initial != 0 && !ast_.Is(initial, NodeKind::kTypeReference) &&
                           !ast_.Is(initial, NodeKind::kAttribute);
          if (has) expression = initial;
          return has ? Place{} : Place{OfType(value), {}, false};
        }
        expression = value;
        return {};
      }
      const uint32_t declared = OfDeclaration(node, scopes_.DeclarationOf(node));
      return {declared == kNoIndex && given_ ? OfElsewhere(node) : declared, {}, false};
    }
    case NodeKind::kCall: {
      const Node callee = ast_.first_child(node);
      if (callee == 0) return {};
      if (const uint32_t made = Created(node, callee); made != kNoIndex) return {made, {}, false};
      if (ast_.Is(callee, NodeKind::kMember) && ast_.has_children(callee)) {
        const bool known = std::any_of(presets_.begin(), presets_.end(), [&](const Preset* preset) {
          const PresetCall* call = preset->FindCall(ast_.name(callee));
          return call != nullptr && !call->chains;
        });
        if (!known) return {};
        passed.push_back(node);
        expression = ast_.first_child(callee);
        return {};
      }
      const std::vector<Node> arguments = Arguments(node);
      const std::string_view name = ast_.name(callee);
      if (arguments.size() == 1 && (name == "std::move" || name == "move"))
        expression = arguments[0];
      return {};
    }
    default:
      return {};
  }
}

}  // namespace krepis::analyzer
