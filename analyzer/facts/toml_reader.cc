#include "analyzer/facts/toml_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "analyzer/config/suggest.h"

namespace krepis::analyzer {

TomlReader::TomlReader(std::string_view toml, std::string_view path) : path_(path) {
  const TomlDocument document = TomlDocument::Parse(toml);
  root_ = document.root();
  for (const Error& error : document.errors()) {
    errors_.push_back(error);
    errors_.back().path = path_;
  }
}

void TomlReader::Fail(const Location& where, std::string message) {
  errors_.push_back({std::move(message), path_, where.begin.line, where.begin.column});
}

void TomlReader::CheckKeys(const TomlNode& table, std::span<const std::string_view> known) {
  for (const TomlMember& member : table.members) {
    if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
    Fail(member.key_location,
         fmt::format("unknown key '{}'{}", member.key, DidYouMean(member.key, known)));
  }
}

LanguageGroup TomlReader::ReadHead() {
  const TomlNode* version = Get(root(), "version", TomlNode::Kind::kInteger);
  if (version == nullptr || version->integer != 1) {
    Fail(version == nullptr ? root().location : version->location,
         "a data file starts with version = 1");
  }
  const TomlNode* language = Get(root(), "language", TomlNode::Kind::kString);
  for (const LanguageGroup group :
       {LanguageGroup::kTypeScript, LanguageGroup::kRust, LanguageGroup::kCpp}) {
    if (language != nullptr && language->text == GroupName(group)) return group;
  }
  Fail(language == nullptr ? root().location : language->location,
       "language must be \"typescript\", \"rust\" or \"cpp\"");
  return LanguageGroup::kNone;
}

const TomlNode* TomlReader::Get(const TomlNode& table, std::string_view key, TomlNode::Kind kind) {
  const TomlMember* member = table.Find(key);
  if (member == nullptr) return nullptr;
  if (member->value.kind == kind) return &member->value;
  Fail(member->value.location, fmt::format("{} must be {}, not {}", key, TomlKindName(kind),
                                           TomlKindName(member->value.kind)));
  return nullptr;
}

std::string TomlReader::Text(const TomlNode& table, std::string_view key) {
  const TomlNode* node = Get(table, key, TomlNode::Kind::kString);
  return node == nullptr ? std::string() : node->text;
}

bool TomlReader::Boolean(const TomlNode& table, std::string_view key) {
  const TomlNode* node = Get(table, key, TomlNode::Kind::kBoolean);
  return node != nullptr && node->boolean;
}

std::optional<uint32_t> TomlReader::Position(const TomlNode& table, std::string_view key) {
  const TomlNode* node = Get(table, key, TomlNode::Kind::kInteger);
  if (node == nullptr) return std::nullopt;
  if (node->integer < 0 || node->integer > 100) {
    Fail(node->location, fmt::format("{} must be between 0 and 100", key));
    return std::nullopt;
  }
  return static_cast<uint32_t>(node->integer);
}

std::vector<std::string> TomlReader::List(const TomlNode& table, std::string_view key) {
  const TomlMember* member = table.Find(key);
  if (member == nullptr) return {};
  if (member->value.kind == TomlNode::Kind::kString) return {member->value.text};
  if (member->value.kind != TomlNode::Kind::kArray)
    Fail(member->value.location, fmt::format("{} is a list of strings", key));
  std::vector<std::string> list;
  for (const TomlNode& item : member->value.items) {
    if (item.kind == TomlNode::Kind::kString) {
      list.push_back(item.text);
    } else {
      Fail(item.location, fmt::format("{} is a list of strings", key));
    }
  }
  return list;
}

std::vector<const TomlNode*> TomlReader::Tables(const TomlNode& table, std::string_view key) {
  const TomlMember* member = table.Find(key);
  if (member == nullptr) return {};
  std::vector<const TomlNode*> tables;
  for (const TomlNode& item : member->value.items) {
    if (item.kind == TomlNode::Kind::kTable) tables.push_back(&item);
  }
  if (tables.empty() || tables.size() != member->value.items.size())
    Fail(member->key_location, fmt::format("write [[{}]]", key));
  return tables;
}

std::vector<Error> TomlReader::TakeErrors() {
  std::stable_sort(errors_.begin(), errors_.end(), [](const Error& a, const Error& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
  return std::move(errors_);
}

}  // namespace krepis::analyzer
