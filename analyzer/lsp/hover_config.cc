// In krepis.toml: keys, by the published schema, and the modules, stages and rules that are named.

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/lsp/config_names.h"
#include "analyzer/lsp/config_place.h"
#include "analyzer/lsp/hover_parts.h"

namespace krepis::analyzer {
namespace {

std::string DescribeModule(const Model& model, const std::string& name) {
  std::string text = fmt::format("module **{}**", name);
  for (uint32_t i = 1; i <= model.modules.size(); ++i) {
    const ModuleId module{i};
    if (model.modules.Base(module).name.value != name) continue;
    const size_t files = model.modules.Files(module).size();
    text += fmt::format("\n\n`{}`: {} {}", model.modules.Name(module), files,
                        files == 1 ? "file" : "files");
  }
  return text;
}

std::string DescribeStage(const Model& model, const std::string& name) {
  std::string text = fmt::format("stage **{}**", name);
  size_t shown = 0;
  for (const ChainEntry& entry : model.chains.entries()) {
    if (!entry.Is(name) || shown++ >= 10) continue;
    text += fmt::format("\n\n`{}` in {}:{}", entry.symbol, model.graph.name(entry.file),
                        entry.location.begin.line);
  }
  return text;
}

std::string DescribeWords(const ConfigKey& key) {
  std::string words;
  for (const std::string_view word : key.words) {
    words += fmt::format("{}`{}`", words.empty() ? "" : ", ", word);
  }
  return words;
}

}  // namespace

std::optional<HoverText> HoverConfig(const DocumentView& view, uint32_t offset) {
  const ConfigPlace place = FindConfigPlace(view.text, offset);
  if (place.kind == ConfigPlace::Kind::kNothing || place.text.empty()) return std::nullopt;
  if (place.kind == ConfigPlace::Kind::kKey) {
    if (place.table == nullptr || place.key == nullptr || place.key->name != place.text) {
      return std::nullopt;
    }
    std::string text = fmt::format("`{}`: {}{}", place.text, ConfigTypeName(place.key->type),
                                   place.key->required ? ", required" : "");
    const std::string described = DescribeKey(*place.table, place.text);
    if (!described.empty()) text += "\n\n" + described;
    if (!place.key->words.empty()) text += "\n\none of " + DescribeWords(*place.key);
    return HoverText{text, place.span};
  }
  const Model& model = view.model();
  const std::optional<ConfigName> name = FindConfigName(model.config, place, view.text, offset);
  if (name) {
    switch (name->kind) {
      case ConfigName::Kind::kModule:
        return HoverText{DescribeModule(model, name->name), place.span};
      case ConfigName::Kind::kStage:
        return HoverText{DescribeStage(model, name->name), place.span};
      case ConfigName::Kind::kRule:
        return HoverText{DescribeRule(view.live(), name->name), place.span};
    }
  }
  const std::string rule = DescribeRule(view.live(), place.text);
  if (!rule.empty()) return HoverText{rule, place.span};
  if (place.kind == ConfigPlace::Kind::kHeader) {
    const std::string described = DescribeKey(config_keys::kRoot, place.text);
    if (!described.empty()) return HoverText{described, place.span};
  }
  return std::nullopt;
}

}  // namespace krepis::analyzer
