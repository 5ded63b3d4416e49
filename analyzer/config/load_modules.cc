#include <algorithm>
#include <optional>

#include "analyzer/config/load_parts.h"

namespace krepis::analyzer {
namespace {

/// All globs of a module must capture the same names; the first one gives their order.
void CheckCaptures(ModuleConfig& module, LoadContext& context) {
  if (module.files.empty()) return;
  module.captures = module.files.front().glob.capture_names();
  std::vector<std::string> expected = module.captures;
  std::sort(expected.begin(), expected.end());
  for (const LocatedGlob& file : module.files) {
    std::vector<std::string> names = file.glob.capture_names();
    std::sort(names.begin(), names.end());
    if (names == expected) continue;
    context.Fail(file.location, "all globs of a module capture the same names; \"" +
                                    module.files.front().glob.pattern() + "\" captures others");
  }
  for (const LocatedGlob& file : module.public_files) {
    for (const std::string& name : file.glob.capture_names()) {
      if (std::find(module.captures.begin(), module.captures.end(), name) ==
          module.captures.end()) {
        context.Fail(file.location, "{" + name + "} is no capture of the module's files");
      }
    }
  }
}

void LoadModule(const TomlMember& member, LoadContext& context, Config& config) {
  ModuleConfig module;
  module.name = {member.key, member.key_location};
  module.location = member.value.location;
  if (!IsModuleName(member.key)) {
    context.Fail(member.key_location,
                 "a module's name has no blanks and none of : * ! { } / \\ , | \"");
  }
  const TableReader reader(member.value, config_keys::kModule, context);
  const std::vector<LocatedString> files = reader.Strings("files");
  module.files = ParseGlobs(files, context);
  if (files.empty() && reader.Has("files")) {
    context.Fail(reader.KeyLocation("files"), "a module without files");
  }
  module.has_public = reader.Has("public");
  module.public_files = ParseGlobs(reader.Strings("public"), context);
  module.has_visible_to = reader.Has("visible_to");
  module.visible_to = ParseSelectors(reader.Strings("visible_to"), context);
  module.tags = reader.Strings("tags");
  module.optional = reader.Boolean("optional") || module.files.size() < files.size() ||
                    module.public_files.size() < reader.Strings("public").size();
  for (const LocatedString& tag : module.tags) {
    if (tag.value.empty()) context.Fail(tag.location, "an empty tag");
  }
  CheckCaptures(module, context);
  const bool is_prefix = member.key == "tag" || member.key == "path" || member.key == "ext";
  if (is_prefix && !module.captures.empty()) {
    context.Fail(member.key_location, "a module with captures cannot have this name: " +
                                          member.key + ":… means something else in selectors");
  }
  config.modules.push_back(std::move(module));
}

/// One member of a layer, trimmed; `offset` is where it starts in the row.
std::optional<Selector> ParseMember(const LocatedString& row, size_t offset, size_t length,
                                    LoadContext& context) {
  const std::string_view text = std::string_view(row.value).substr(offset, length);
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    context.FailInside(row, ErrorInText(offset, "a module is missing here"));
    return std::nullopt;
  }
  const std::string_view name = text.substr(first, text.find_last_not_of(" \t") - first + 1);
  Result<Selector> selector = ParseSelector(name);
  if (!selector.ok()) {
    context.FailInside(
        row, ErrorInText(offset + first + selector.error().column - 1, selector.error().message));
    return std::nullopt;
  }
  selector->location =
      context.document().Within(row.location, row.value, offset + first, name.size());
  if (selector->kind != Selector::Kind::kModule) {
    context.Fail(selector->location, "layers are made of modules only");
    return std::nullopt;
  }
  return *std::move(selector);
}

LayerRow ParseRow(const LocatedString& text, LoadContext& context) {
  LayerRow row;
  row.text = text.value;
  row.location = text.location;
  const std::string& value = text.value;
  size_t start = 0;
  LayerGroup group;
  while (start <= value.size()) {
    const size_t end = std::min(value.find_first_of(",|", start), value.size());
    if (auto member = ParseMember(text, start, end - start, context)) {
      group.members.push_back(*std::move(member));
    }
    if (end == value.size() || value[end] == '|') {
      if (!group.members.empty()) row.groups.push_back(std::move(group));
      group = LayerGroup();
    }
    start = end + 1;
  }
  return row;
}

}  // namespace

void LoadModules(const TomlNode& table, LoadContext& context, Config& config) {
  const TableReader reader(table, config_keys::kModules, context);
  for (const TomlMember* member : reader.Own()) LoadModule(*member, context, config);
}

void LoadLayers(const TomlNode& table, LoadContext& context, Config& config) {
  const TableReader reader(table, config_keys::kLayers, context);
  config.layers.present = true;
  config.layers.location = table.location;
  for (const LocatedString& row : reader.Strings("order")) {
    config.layers.order.push_back(ParseRow(row, context));
  }
  config.layers.closed = ParseSelectors(reader.Strings("closed"), context);
}

}  // namespace krepis::analyzer
