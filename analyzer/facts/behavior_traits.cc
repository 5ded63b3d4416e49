#include "analyzer/facts/behavior_traits.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace krepis::analyzer {
namespace {

/// Whether `name` is `wanted`, or that in some namespace.
bool Names(std::string_view name, std::string_view wanted) {
  if (wanted.empty() || !name.ends_with(wanted)) return false;
  name.remove_suffix(wanted.size());
  return name.empty() || name.ends_with("::");
}

TraitsFact Computed() {
  TraitsFact traits;
  traits.computed_name = traits.computed_stage = traits.computed_placements = true;
  return traits;
}

}  // namespace

bool TraitsReader::ReadPlacements(Node list, const Preset& preset, TraitsFact& traits) {
  const std::optional<std::vector<Node>> elements = structs_.Elements(list);
  if (!elements) return false;
  for (const Node element : *elements) {
    if (!ast_.Is(element, NodeKind::kCall) || !ast_.has_children(element)) return false;
    const std::string_view callee = ast_.name(ast_.first_child(element));
    PlacementFact place;
    place.after = Names(callee, preset.after);
    if (!place.after && !Names(callee, preset.before)) return false;
    std::vector<Node> arguments;
    for (const Node child : ast_.Children(element)) arguments.push_back(child);
    if (arguments.size() < 2 || arguments.size() > 3) return false;
    const std::optional<std::string> name = structs_.Text(arguments[1]);
    if (!name) return false;
    place.behavior = *name;
    // A strength that is computed asks for the place all the same.
    place.weak = arguments.size() == 3 && Names(ast_.name(arguments[2]), preset.weak);
    traits.placements.push_back(std::move(place));
  }
  return true;
}

TraitsFact TraitsReader::Read(Node expression, const std::vector<std::string>& fields,
                              const Preset& preset) {
  const std::vector<std::string_view> names(fields.begin(), fields.end());
  const std::vector<StructField> values = structs_.Read(expression, names);
  TraitsFact traits;
  const auto field = [&](std::string_view name) {
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? StructField()
                                : values[static_cast<size_t>(found - names.begin())];
  };
  using State = StructField::State;
  const StructField name = field("name");
  if (name.state == State::kGiven) traits.name = structs_.Text(name.value).value_or("");
  traits.computed_name = name.state != State::kUnset && traits.name.empty();
  const StructField stage = field("stage");
  if (stage.state == State::kGiven) {
    const std::string_view constant = LastSegment(ast_.name(stage.value));
    for (const PresetStage& known : preset.stages) {
      if (!known.declared.empty() && known.declared == constant) traits.stage = known.name;
    }
  }
  traits.computed_stage = stage.state != State::kUnset && traits.stage.empty();
  const StructField placements = field("placements");
  traits.placed = placements.state == State::kGiven;
  if (traits.placed && !ReadPlacements(placements.value, preset, traits)) {
    traits.placed = false;
    traits.placements.clear();
  }
  traits.computed_placements = placements.state != State::kUnset && !traits.placed;
  return traits;
}

TraitsFact TraitsReader::ReadReturns(Node function, const Preset& preset) {
  std::optional<TraitsFact> traits;
  for (Node node = function + 1; node < ast_.end(function);) {
    const NodeKind kind = ast_.kind(node);
    if (kind == NodeKind::kFunction || kind == NodeKind::kLambda) {
      node = ast_.end(node);
      continue;
    }
    if (kind == NodeKind::kReturn) {
      const TraitsFact read = ast_.has_children(node)
                                  ? Read(ast_.first_child(node), preset.trait_fields, preset)
                                  : Computed();
      if (!traits) {
        traits = read;
      } else {
        if (traits->name != read.name) traits->computed_name = true;
        if (traits->stage != read.stage) traits->computed_stage = true;
        if (traits->placements != read.placements) traits->computed_placements = true;
      }
    }
    ++node;
  }
  if (!traits) return Computed();
  if (traits->computed_name) traits->name.clear();
  if (traits->computed_stage) traits->stage.clear();
  if (traits->computed_placements) traits->placements.clear();
  return *std::move(traits);
}

TraitsFact TraitsReader::ReadOptions(std::span<const Node> arguments,
                                     const std::vector<std::string>& symbols,
                                     const Preset& preset) {
  const PresetBehavior* behavior = preset.FindBehavior(symbols);
  if (behavior == nullptr || !behavior->options || *behavior->options >= arguments.size())
    return {};
  return Read(arguments[*behavior->options], behavior->option_fields, preset);
}

}  // namespace krepis::analyzer
