#include "analyzer/facts/registrations_helpers.h"

namespace krepis::analyzer {

std::optional<RegistrationEvent> HelperReader::Read(Node call, Node callee) {
  const std::vector<Node> arguments = finder_.Arguments(call);
  const PipelineFinder::Place place = finder_.Find(arguments[0]);
  if (!place || !ast_.Is(callee, NodeKind::kMember)) return std::nullopt;
  for (const Preset* preset : finder_.presets()) {
    const PresetHelper* helper = preset->FindHelper(ast_.name(callee));
    const std::string& known = facts_.pipelines[place.pipeline].preset;
    if (helper == nullptr || (!known.empty() && known != preset->name)) continue;
    RegistrationEvent event;
    event.preset = preset->name;
    event.pipeline = place.pipeline;
    if (arguments.size() > 1) {
      event.scope = RegistrationScope::kGroup;
      entries_.ReadTarget(arguments[1], PresetKey::kTarget, *preset, event);
    }
    ReadSetUp(call, callee, *preset, *helper, event);
    return event;
  }
  return std::nullopt;
}

/// What a helper registers, by how the object that it is called on was set up.
void HelperReader::ReadSetUp(Node call, Node callee, const Preset& preset,
                             const PresetHelper& helper, RegistrationEvent& event) {
  const SetUp set_up = set_ups_.Read(callee, helper);
  const auto add = [&](const std::string& symbol, bool sure) {
    event.entries.push_back(EntryReader::OfSymbol(symbol, ast_.span(call)));
    if (!sure) event.entries.back().conditions.push_back({call, RegistrationCondition::kUnseen});
  };
  for (const std::string& symbol : helper.adds) add(symbol, set_up.known && set_up.own.empty());
  for (const std::string& symbol : helper.may_add) add(symbol, false);
  for (const Node use : set_up.own) {
    const size_t first = event.entries.size();
    for (const Node argument : finder_.Arguments(use))
      entries_.Read(argument, &preset, event.entries);
    const std::vector<RegistrationCondition> around = conditions_.Of(use);
    for (size_t i = first; i < event.entries.size(); ++i) {
      event.entries[i].conditions.insert(event.entries[i].conditions.begin(), around.begin(),
                                         around.end());
    }
  }
  if (set_up.known) return;
  RegistrationEntry& rest = event.entries.emplace_back();  // nobody knows what else
  rest.barrier = true;
  rest.location.span = ast_.span(call);
}

}  // namespace krepis::analyzer
