#include "analyzer/config/table_reader.h"

#include <algorithm>

#include "analyzer/config/suggest.h"
#include "analyzer/core/escape.h"

namespace krepis::analyzer {
namespace {

/// Beyond this many errors nobody reads on, and each suggestion costs time.
constexpr size_t kMostErrors = 200;

LocatedString Text(const TomlNode& node) { return {node.text, node.location}; }

/// What a key expects, in words.
std::string_view Expected(ConfigType type) {
  switch (type) {
    case ConfigType::kString:
      return "a string";
    case ConfigType::kStrings:
      return "an array of strings";
    case ConfigType::kStringOrStrings:
      return "a string or an array of strings";
    case ConfigType::kInteger:
      return "an integer";
    case ConfigType::kBoolean:
      return "true or false";
    case ConfigType::kDate:
      return "a date without quotes, such as 2027-03-31";
    case ConfigType::kTable:
      return "a table";
    case ConfigType::kTables:
      return "an array of tables, each under a header in double brackets";
  }
  return "";
}

}  // namespace

void LoadContext::Fail(const Location& at, std::string message) {
  if (errors_.size() > kMostErrors) return;
  Error error;
  if (errors_.size() == kMostErrors) {
    error.message = "more errors than these; the rest shows when they are mended";
    error.line = UINT32_MAX;
  } else {
    error.message = EscapeForTerminal(message);
    error.line = at.begin.line;
    error.column = at.begin.column;
  }
  error.path = path_;
  errors_.push_back(std::move(error));
}

void LoadContext::FailInside(const LocatedString& string, const Error& error) {
  const size_t offset = error.column == 0 ? 0 : error.column - 1;
  Fail(document_.Within(string.location, string.value, offset, 1), error.message);
}

void LoadContext::FailUnknown(const Location& at, std::string_view kind, std::string_view name,
                              std::span<const std::string> known) {
  if (errors_.size() > kMostErrors || document_.LostMention(name)) return;
  Fail(at,
       "unknown " + std::string(kind) + " \"" + std::string(name) + "\"" + DidYouMean(name, known));
}

std::vector<Error> LoadContext::TakeErrors() {
  for (Error error : document_.errors()) {
    error.path = path_;
    error.message = EscapeForTerminal(error.message);
    errors_.push_back(std::move(error));
  }
  std::stable_sort(errors_.begin(), errors_.end(), [](const Error& a, const Error& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  if (!errors_.empty() && errors_.back().line == UINT32_MAX) errors_.back().line = 0;
  return std::move(errors_);
}

TableReader::TableReader(const TomlNode& table, const ConfigTable& keys, LoadContext& context)
    : table_(table), keys_(keys), context_(context) {
  std::vector<std::string_view> names;
  for (const ConfigKey& key : keys.keys) names.push_back(key.name);
  for (const TomlMember& member : table.members) {
    const ConfigKey* key = KeyOf(member.key);
    if (key == nullptr && keys.open) key = &keys.own;
    if (key == nullptr) {
      context.Fail(member.key_location,
                   "unknown key \"" + member.key + "\"" + DidYouMean(member.key, names));
    } else if (Check(*key, member)) {
      members_.push_back(&member);
    }
  }
  for (const ConfigKey& key : keys.keys) {
    if (key.required && table.Find(key.name) == nullptr &&
        !context.document().LostBelow(table.location)) {
      context.Fail(table.location, "the key \"" + std::string(key.name) + "\" is missing here");
    }
  }
}

const ConfigKey* TableReader::KeyOf(std::string_view name) const {
  for (const ConfigKey& key : keys_.keys) {
    if (key.name == name) return &key;
  }
  return nullptr;
}

bool TableReader::CheckWord(const ConfigKey& key, const TomlNode& string) const {
  if (key.words.empty() ||
      std::find(key.words.begin(), key.words.end(), string.text) != key.words.end()) {
    return true;
  }
  context_.Fail(string.location, "unknown value \"" + string.text + "\"" +
                                     DidYouMean(string.text, key.words) + " (" + OneOf(key.words) +
                                     ")");
  return false;
}

bool TableReader::Check(const ConfigKey& key, const TomlMember& member) const {
  using Kind = TomlNode::Kind;
  const TomlNode& value = member.value;
  const auto wrong = [&](const TomlNode& node) {
    context_.Fail(node.location, "\"" + member.key + "\" must be " +
                                     std::string(Expected(key.type)) + ", not " +
                                     std::string(TomlKindName(node.kind)));
    return false;
  };
  switch (key.type) {
    case ConfigType::kString:
      return value.kind == Kind::kString ? CheckWord(key, value) : wrong(value);
    case ConfigType::kStringOrStrings:
    case ConfigType::kStrings: {
      if (value.kind == Kind::kString && key.type == ConfigType::kStringOrStrings) {
        return CheckWord(key, value);
      }
      if (value.kind != Kind::kArray) return wrong(value);
      bool right = true;
      for (const TomlNode& item : value.items) {
        right = (item.kind == Kind::kString ? CheckWord(key, item) : wrong(item)) && right;
      }
      return right;
    }
    case ConfigType::kInteger:
      if (value.kind != Kind::kInteger) return wrong(value);
      if (value.integer < key.least) {
        context_.Fail(value.location,
                      "\"" + member.key + "\" must be at least " + std::to_string(key.least));
        return false;
      }
      return true;
    case ConfigType::kBoolean:
      return value.kind == Kind::kBoolean || wrong(value);
    case ConfigType::kDate:
      return value.kind == Kind::kDate || wrong(value);
    case ConfigType::kTable:
      return value.kind == Kind::kTable || wrong(value);
    case ConfigType::kTables:
      if (value.kind != Kind::kArray) return wrong(value);
      for (const TomlNode& item : value.items) {
        if (item.kind != Kind::kTable) return wrong(item);
      }
      return true;
  }
  return false;
}

const TomlMember* TableReader::Find(std::string_view key) const {
  for (const TomlMember* member : members_) {
    if (member->key == key) return member;
  }
  return nullptr;
}

const Location& TableReader::KeyLocation(std::string_view key) const {
  const TomlMember* member = Find(key);
  return member == nullptr ? table_.location : member->key_location;
}

std::optional<LocatedString> TableReader::String(std::string_view key) const {
  const TomlMember* member = Find(key);
  if (member == nullptr) return std::nullopt;
  return krepis::analyzer::Text(member->value);
}

std::string TableReader::Text(std::string_view key) const {
  const TomlMember* member = Find(key);
  return member == nullptr ? std::string() : member->value.text;
}

std::vector<LocatedString> TableReader::Strings(std::string_view key) const {
  std::vector<LocatedString> strings;
  const TomlMember* member = Find(key);
  if (member == nullptr) return strings;
  if (member->value.kind == TomlNode::Kind::kString) {
    strings.push_back(krepis::analyzer::Text(member->value));
  }
  for (const TomlNode& item : member->value.items) {
    strings.push_back(krepis::analyzer::Text(item));
  }
  return strings;
}

bool TableReader::Boolean(std::string_view key) const {
  const TomlMember* member = Find(key);
  return member != nullptr && member->value.boolean;
}

std::optional<int64_t> TableReader::Integer(std::string_view key) const {
  const TomlMember* member = Find(key);
  if (member == nullptr) return std::nullopt;
  return member->value.integer;
}

std::optional<Located<Date>> TableReader::Day(std::string_view key) const {
  const TomlMember* member = Find(key);
  if (member == nullptr) return std::nullopt;
  return Located<Date>{member->value.date, member->value.location};
}

const TomlNode* TableReader::Table(std::string_view key) const {
  const TomlMember* member = Find(key);
  return member == nullptr ? nullptr : &member->value;
}

const std::vector<TomlNode>& TableReader::Tables(std::string_view key) const {
  static const std::vector<TomlNode> kNone;
  const TomlMember* member = Find(key);
  return member == nullptr ? kNone : member->value.items;
}

std::vector<const TomlMember*> TableReader::Own() const {
  std::vector<const TomlMember*> own;
  for (const TomlMember* member : members_) {
    if (KeyOf(member->key) == nullptr) own.push_back(member);
  }
  return own;
}

}  // namespace krepis::analyzer
