// What a registration is about: paths, groups, tags, routes.
#include <algorithm>
#include <cctype>
#include <utility>

#include "analyzer/facts/registrations_entries.h"

namespace krepis::analyzer {
namespace {

bool LooksLikePath(std::string_view name) {
  name = LastSegment(name);
  bool capitals = !name.empty();
  std::string lower;
  for (const char c : name) {
    if (c >= 'a' && c <= 'z') capitals = false;
    lower.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  }
  if (capitals) return true;
  for (const std::string_view word : {"path", "prefix", "url", "endpoint"}) {
    if (lower.ends_with(word)) return true;
  }
  return false;
}

}  // namespace

bool EntryReader::ReadPath(Node argument, bool required, RegistrationEvent& event) const {
  std::string text;
  if (finder_.Constant(argument, text) != nullptr) {
    event.paths.push_back(text);
    return true;
  }
  const NodeKind kind = ast_.kind(argument);
  if (kind == NodeKind::kArray) {
    std::vector<std::string> paths;
    for (const Node child : ast_.Children(argument)) {
      if (finder_.Constant(child, text) == nullptr) break;
      paths.push_back(text);
    }
    if (!paths.empty() && paths.size() == ast_.child_count(argument)) {
      event.paths = std::move(paths);
      return true;
    }
  }
  const bool named = kind == NodeKind::kName || kind == NodeKind::kMember;
  const bool path = kind == NodeKind::kTemplate || kind == NodeKind::kLiteral ||
                    kind == NodeKind::kBinary || (named && LooksLikePath(ast_.name(argument)));
  if (!path && !required) return false;
  event.paths.push_back(finder_.Text(argument));
  event.path_unknown = true;
  return true;
}

bool EntryReader::IsTag(Node argument, const Preset& preset) const {
  Node type = 0;
  if (ast_.Is(argument, NodeKind::kCall)) type = ast_.first_child(argument);
  if (const Node declaration = scopes_.DeclarationOf(argument);
      ast_.Is(argument, NodeKind::kName) && declaration != 0) {
    type = ast_.child(declaration, NodeKind::kTypeReference);
    const Node value = ast_.Is(declaration, NodeKind::kVariable) ? scopes_.ValueOf(declaration) : 0;
    if (type != 0 && ast_.name(type) == "auto" && ast_.Is(value, NodeKind::kCall))
      type = ast_.first_child(value);
  }
  if (type == 0) return false;
  const std::vector<std::string> names = finder_.Names(type);
  return std::any_of(preset.tags.begin(), preset.tags.end(), [&](const std::string& tag) {
    return std::find(names.begin(), names.end(), tag) != names.end();
  });
}

void EntryReader::ReadTarget(Node argument, PresetKey key, const Preset& preset,
                             RegistrationEvent& event) {
  if (key != PresetKey::kTarget) {
    ReadRoute(argument, preset, event);
    return;
  }
  event.by_tag = IsTag(argument, preset);
  if (event.by_tag) {
    constexpr std::string_view kFields[] = {"name"};
    argument = structs_.Read(argument, kFields)[0].value;
  }
  std::string text;
  if (argument != 0 && finder_.Constant(argument, text) != nullptr) {
    event.group = text;
  } else {
    event.group = structs_.Text(argument);
  }
}

void EntryReader::ReadRoute(Node argument, const Preset& preset, RegistrationEvent& event) {
  using State = StructField::State;
  const std::vector<std::string_view> names(preset.route_fields.begin(), preset.route_fields.end());
  const std::vector<StructField> fields = structs_.Read(argument, names);
  const auto field = [&](std::string_view name) {
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? StructField()
                                : fields[static_cast<size_t>(found - names.begin())];
  };
  std::string text;
  const auto value_of = [&](const StructField& of) -> std::optional<std::string> {
    if (of.state == State::kUnset) return "";
    if (of.state == State::kComputed) return std::nullopt;
    return finder_.Constant(of.value, text) != nullptr ? std::optional(text)
                                                       : structs_.Text(of.value);
  };
  const StructField id = field("id");
  const std::optional<std::string> known = value_of(id);
  event.path_unknown = !known || known->empty();
  event.paths.push_back(event.path_unknown ? finder_.Text(id.value == 0 ? argument : id.value)
                                           : *known);
  event.group = value_of(field("group"));  // unset: a route in no group
  const StructField tags = field("tags");
  if (tags.state == State::kUnset) return;
  const auto elements = tags.state == State::kGiven ? structs_.Elements(tags.value) : std::nullopt;
  event.tags_unknown = !elements;
  for (const Node element : elements.value_or(std::vector<Node>())) {
    if (std::optional<std::string> tag = structs_.Text(element)) {
      event.tags.push_back(*std::move(tag));
    } else {
      event.tags_unknown = true;
    }
  }
}

}  // namespace krepis::analyzer
