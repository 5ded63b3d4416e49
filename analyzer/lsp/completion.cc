// textDocument/completion in krepis.toml: headers, the keys of a table that are not there yet,
// words and names in strings.

#include <algorithm>
#include <set>

#include "analyzer/config/toml_statements.h"
#include "analyzer/lsp/config_names.h"
#include "analyzer/lsp/config_place.h"
#include "analyzer/lsp/document_view.h"

namespace krepis::analyzer {
namespace {

// LSP 3.17, CompletionItemKind.
constexpr int kModuleItem = 9;
constexpr int kPropertyItem = 10;
constexpr int kValueItem = 12;

/// The keys that stand between the header before the place and the next one.
std::set<std::string> KeysAround(std::string_view text, uint32_t offset) {
  std::set<std::string> keys;
  for (const TomlStatement& statement : SplitToml(text)) {
    if (statement.kind == TomlStatement::Kind::kHeader) {
      if (statement.begin > offset) break;
      keys.clear();
    }
    if (statement.kind != TomlStatement::Kind::kKeyValue) continue;
    if (statement.begin <= offset && offset <= statement.end) continue;  // what is being typed
    const std::string_view key = text.substr(statement.begin, statement.end - statement.begin);
    keys.emplace(key.substr(0, std::min(key.find_first_of(" \t.="), key.size())));
  }
  return keys;
}

Json Item(std::string label, int kind, const Json& range, std::string insert) {
  return {{"label", std::move(label)},
          {"kind", kind},
          {"textEdit", {{"range", range}, {"newText", std::move(insert)}}}};
}

void AddKeys(const DocumentView& view, const ConfigPlace& place, const Json& range, uint32_t offset,
             Json& items) {
  if (place.table == nullptr) return;
  const bool is_inline =
      view.lines.Line(view.lines.At(offset, PositionEncoding::kUtf8).line).find('{') !=
      std::string_view::npos;
  const std::set<std::string> there =
      is_inline ? std::set<std::string>() : KeysAround(view.text, offset);
  for (const ConfigKey& key : place.table->keys) {
    // Tables have headers of their own, but for the verbs of a rule.
    const bool table = key.type == ConfigType::kTable || key.type == ConfigType::kTables;
    if (there.contains(std::string(key.name)) || (table && place.table != &config_keys::kRule)) {
      continue;
    }
    Json item = Item(std::string(key.name), kPropertyItem, range, std::string(key.name) + " = ");
    item["detail"] = ConfigTypeName(key.type);
    if (const std::string text = DescribeKey(*place.table, key.name); !text.empty()) {
      item["documentation"] = text;
    }
    items.push_back(std::move(item));
  }
}

void AddHeaders(const ConfigPlace& place, const Json& range, Json& items) {
  const bool below_root = place.header.size() <= 1;
  const ConfigTable* table =
      below_root ? &config_keys::kRoot : SubTable(config_keys::kRoot, place.header.front());
  if (table == nullptr || place.header.size() > 2) return;
  for (const ConfigKey& key : table->keys) {
    if (key.type != ConfigType::kTable && key.type != ConfigType::kTables) continue;
    Json item = Item(std::string(key.name), kModuleItem, range, std::string(key.name));
    if (const std::string text = DescribeKey(*table, key.name); !text.empty()) {
      item["documentation"] = text;
    }
    items.push_back(std::move(item));
  }
}

}  // namespace

Json Completion(const DocumentView& view, const Json& params) {
  const std::optional<LspPosition> position = ReadPosition(Member(params, "position"));
  if (!position || !view.IsConfig()) return nullptr;
  const uint32_t offset = view.OffsetOf(*position);
  const ConfigPlace place = FindConfigPlace(view.text, offset);
  const Json range = ToJson(view.RangeOf(place.span));
  Json items = Json::array();
  switch (place.kind) {
    case ConfigPlace::Kind::kNothing:
      break;
    case ConfigPlace::Kind::kHeader:
      AddHeaders(place, range, items);
      if (place.header.size() == 2 && place.header.front() == "sandbox") {
        for (const ModuleConfig& module : view.model().config.modules) {
          items.push_back(Item(module.name.value, kModuleItem, range, module.name.value));
        }
      }
      break;
    case ConfigPlace::Kind::kKey:
      AddKeys(view, place, range, offset, items);
      break;
    case ConfigPlace::Kind::kValue:
      if (place.in_string) {
        for (const std::string& value : ValuesOf(view.model().config, place)) {
          items.push_back(Item(value, kValueItem, range, value));
        }
      } else if (place.key != nullptr && place.key->type == ConfigType::kBoolean) {
        items.push_back(Item("true", kValueItem, range, "true"));
        items.push_back(Item("false", kValueItem, range, "false"));
      }
      break;
  }
  return items;
}

}  // namespace krepis::analyzer
