#include "analyzer/lsp/config_place.h"

#include <algorithm>
#include <utility>

#include "analyzer/config/toml_statements.h"
#include "analyzer/lsp/json.h"
#include "analyzer/lsp/words.h"

namespace krepis::analyzer {
namespace {

using namespace std::literals;

constexpr std::string_view kSchema =
#include "krepis.schema.json.inc"
    ;

const Json& Schema() {
  static const Json schema = Json::parse(kSchema, nullptr, /*allow_exceptions=*/false);
  return schema;
}

const ConfigKey* FindKey(const ConfigTable& table, std::string_view name) {
  for (const ConfigKey& key : table.keys) {
    if (key.name == name) return &key;
  }
  return table.open && !name.empty() ? &table.own : nullptr;
}

/// The names of `[a.b]`, `[[a."c.d"]]`, `a.b = …`; stops at what belongs to none.
std::vector<std::string> Names(std::string_view text) {
  std::vector<std::string> names(1);
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      const size_t end = text.find(c, at + 1);
      names.back() += text.substr(at + 1, end == text.npos ? text.npos : end - at - 1);
      if (end == text.npos) break;
      at = end;
    } else if (c == '.') {
      names.emplace_back();
    } else if (c == ']' || c == '=' || c == '#') {
      break;
    } else if (c != ' ' && c != '\t') {
      names.back() += c;
    }
  }
  return names;
}

const ConfigTable* TableOf(const std::vector<std::string>& names) {
  const ConfigTable* table = &config_keys::kRoot;
  for (const std::string& name : names) {
    if (table != nullptr) table = SubTable(*table, name);
  }
  return table;
}

/// Goes through a statement up to the place, and keeps what it is in.
class StatementScanner {
 public:
  StatementScanner(std::string_view text, uint32_t begin, uint32_t offset, ConfigPlace& place)
      : text_(text), at_(begin), offset_(offset), place_(place) {}

  void Scan() {
    tables_.push_back(place_.table);
    place_.kind = ConfigPlace::Kind::kKey;
    while (at_ < offset_) {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        if (String(c)) return;
        continue;
      }
      ++at_;
      if (c == '#' && !Comment()) return;
      if (c == '=') {
        Value();
      } else if (c == '{') {
        Enter();
      } else if (c == '}' && tables_.size() > 1) {
        tables_.pop_back();
        keys_.pop_back();
        ToValue();
      } else if (c == ',' && brackets_ == 0 && tables_.size() > 1) {
        ToKey();
      } else if (c == '[' && place_.kind == ConfigPlace::Kind::kValue) {
        ++brackets_;
      } else if (c == ']' && brackets_ > 0) {
        --brackets_;
      } else if (place_.kind == ConfigPlace::Kind::kKey && c != ' ' && c != '\t' && c != '\n') {
        name_ += c;
      }
    }
    const Word word = WordAt(text_, offset_);
    place_.text = word.text;
    place_.span = word.span;
    if (place_.kind == ConfigPlace::Kind::kKey && place_.table != nullptr) {
      place_.key = FindKey(*place_.table, word.text);
    }
  }

 private:
  /// True: the place is in it.
  bool String(char quote) {
    const size_t begin = at_ + 1;
    size_t end = begin;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n') {
      end += text_[end] == '\\' && quote == '"' ? 2 : 1;
    }
    end = std::min(end, text_.size());
    if (place_.kind == ConfigPlace::Kind::kKey) name_ = text_.substr(begin, end - begin);
    if (offset_ > end) {
      at_ = end + 1;
      return false;
    }
    place_.in_string = true;
    place_.text = text_.substr(begin, end - begin);
    place_.span = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end - begin)};
    return true;
  }
  /// False: the place is in it.
  bool Comment() {
    const size_t end = text_.find('\n', at_);
    if (end == text_.npos || end >= offset_) {
      place_.kind = ConfigPlace::Kind::kNothing;
      return false;
    }
    at_ = end;
    return true;
  }
  void Value() {
    const std::vector<std::string> names = Names(name_);
    for (size_t i = 0; i + 1 < names.size() && place_.table != nullptr; ++i) {
      place_.table = SubTable(*place_.table, names[i]);
    }
    place_.key = place_.table == nullptr ? nullptr : FindKey(*place_.table, names.back());
    value_name_ = names.back();
    ToValue();
  }
  void ToValue() {
    place_.kind = ConfigPlace::Kind::kValue;
    name_.clear();
  }
  void ToKey() {
    place_.kind = ConfigPlace::Kind::kKey;
    place_.table = tables_.back();
    place_.key = nullptr;
    name_.clear();
  }
  void Enter() {
    const ConfigTable* inner =
        place_.table == nullptr ? nullptr : SubTable(*place_.table, value_name_);
    if (tables_.size() > kMaxTomlNesting) inner = nullptr;
    tables_.push_back(inner);
    keys_.push_back(value_name_);
    ToKey();
  }

  std::string_view text_;
  size_t at_;
  const size_t offset_;
  ConfigPlace& place_;
  std::vector<const ConfigTable*> tables_;
  std::vector<std::string> keys_;
  std::string name_;
  std::string value_name_;
  int brackets_ = 0;
};

}  // namespace

const ConfigTable* SubTable(const ConfigTable& table, std::string_view key) {
  using namespace config_keys;
  struct Holds {
    const ConfigTable* table;
    std::string_view key;
    const ConfigTable* held;
  };
  static const Holds kHolds[] = {{&kRoot, "workspace", &kWorkspace},
                                 {&kRoot, "cpp", &kCpp},
                                 {&kRoot, "limits", &kLimits},
                                 {&kRoot, "severity", &kSeverity},
                                 {&kRoot, "modules", &kModules},
                                 {&kRoot, "layers", &kLayers},
                                 {&kRoot, "rules", &kRule},
                                 {&kRoot, "ordering", &kOrdering},
                                 {&kRoot, "sandbox", &kSandbox},
                                 {&kRoot, "exceptions", &kException},
                                 {&kWorkspace, "unresolved", &kUnresolved},
                                 {&kRule, "deny", &kDeny},
                                 {&kRule, "allow_only", &kAllowOnly},
                                 {&kRule, "require", &kRequire},
                                 {&kRule, "cycles", &kCycles},
                                 {&kRule, "orphans", &kOrphans},
                                 {&kOrdering, "stages", &kStages},
                                 {&kOrdering, "rules", &kOrderingRule}};
  for (const Holds& holds : kHolds) {
    if (holds.table == &table && holds.key == key) return holds.held;
  }
  const bool named = std::any_of(table.keys.begin(), table.keys.end(),
                                 [&](const ConfigKey& known) { return known.name == key; });
  if (named || key.empty()) return nullptr;
  if (&table == &kModules) return &kModule;
  if (&table == &kStages) return &kStage;
  if (&table == &kSandbox) return &kSandboxModule;
  return nullptr;
}

ConfigPlace FindConfigPlace(std::string_view text, uint32_t offset) {
  offset = std::min(offset, static_cast<uint32_t>(text.size()));
  ConfigPlace place;
  place.table = &config_keys::kRoot;
  place.kind = ConfigPlace::Kind::kKey;
  const TomlStatement* at = nullptr;
  const std::vector<TomlStatement> statements = SplitToml(text);
  for (const TomlStatement& statement : statements) {
    if (statement.begin > offset) break;
    const bool inside = offset <= statement.end;
    if (statement.kind == TomlStatement::Kind::kHeader && (!inside || statement.begin < offset)) {
      const std::string_view header = text.substr(statement.begin, statement.end - statement.begin);
      place.header = Names(header.substr(std::min(header.find_first_not_of('['), header.size())));
      place.table = TableOf(place.header);
    }
    if (inside) at = &statement;
  }
  if (at == nullptr) {
    const Word word = WordAt(text, offset);
    place.text = word.text;
    place.span = word.span;
    return place;
  }
  if (at->kind == TomlStatement::Kind::kComment) {
    place.kind = ConfigPlace::Kind::kNothing;
  } else if (at->kind == TomlStatement::Kind::kHeader && at->begin < offset) {
    place.kind = ConfigPlace::Kind::kHeader;
    const Word word = WordAt(text, offset);
    // A dot parts the names of a header.
    const size_t before = offset - word.span.start;
    const size_t dot = before == 0 ? word.text.npos : word.text.rfind('.', before - 1);
    const size_t begin = dot == word.text.npos ? 0 : dot + 1;
    const size_t end = std::min(word.text.find('.', before), word.text.size());
    place.text = word.text.substr(begin, end - begin);
    place.span = {word.span.start + static_cast<uint32_t>(begin),
                  static_cast<uint32_t>(end - begin)};
  } else {
    StatementScanner(text, at->begin, offset, place).Scan();
  }
  return place;
}

std::string DescribeKey(const ConfigTable& table, std::string_view key) {
  const Json* holder =
      table.name.empty() ? &Schema() : Member(Schema(), {"definitions", table.name});
  if (holder == nullptr) return {};
  const Json* described = Member(*holder, {"properties", key});
  if (described == nullptr) return {};
  std::string text = Text(*described, "description");
  constexpr std::string_view kDefinitions = "#/definitions/";
  const std::string reference = Text(*described, "$ref");
  if (text.empty() && reference.starts_with(kDefinitions)) {
    const Json* definition =
        Member(Schema(), {"definitions", std::string_view(reference).substr(kDefinitions.size())});
    if (definition != nullptr) text = Text(*definition, "description");
  }
  return text;
}

std::string_view ConfigTypeName(ConfigType type) {
  switch (type) {
    case ConfigType::kString:
      return "string";
    case ConfigType::kStrings:
      return "array of strings";
    case ConfigType::kStringOrStrings:
      return "string or array of strings";
    case ConfigType::kInteger:
      return "integer";
    case ConfigType::kBoolean:
      return "boolean";
    case ConfigType::kDate:
      return "date";
    case ConfigType::kTable:
      return "table";
    case ConfigType::kTables:
      return "array of tables";
  }
  return "";
}

}  // namespace krepis::analyzer
