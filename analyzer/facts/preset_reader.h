#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/config/toml_document.h"

namespace krepis::analyzer {

/// Reads one table: every key is asked for once, and what nobody asked for is an error.
class PresetReader {
 public:
  using Kind = TomlNode::Kind;
  template <class T>
  using Words = std::span<const std::pair<std::string_view, T>>;

  PresetReader(const TomlNode& table, std::vector<Error>& errors)
      : table_(table), errors_(errors) {}
  PresetReader(const PresetReader&) = delete;
  PresetReader& operator=(const PresetReader&) = delete;
  ~PresetReader() {
    for (const TomlMember& member : table_.members) {
      if (std::find(asked_.begin(), asked_.end(), member.key) == asked_.end())
        Fail(member.key_location, "unknown key \"" + member.key + "\"");
    }
  }

  const TomlNode* Find(std::string_view key, Kind kind) {
    asked_.push_back(key);
    const TomlMember* member = table_.Find(key);
    if (member == nullptr) return nullptr;
    if (member->value.kind == kind) return &member->value;
    Fail(member->value.location,
         "\"" + std::string(key) + "\" is " + std::string(TomlKindName(kind)));
    return nullptr;
  }

  LocatedString String(std::string_view key, bool required = false) {
    const TomlNode* node = Find(key, Kind::kString);
    if (node != nullptr && !node->text.empty()) return {node->text, node->location};
    if (required) Fail(table_.location, "\"" + std::string(key) + "\" is missing");
    return {"", table_.location};
  }

  bool Boolean(std::string_view key) {
    const TomlNode* node = Find(key, Kind::kBoolean);
    return node != nullptr && node->boolean;
  }

  std::vector<LocatedString> Strings(std::string_view key) {
    std::vector<LocatedString> strings;
    const TomlNode* array = Find(key, Kind::kArray);
    if (array == nullptr) return strings;
    for (const TomlNode& item : array->items) {
      if (item.kind == Kind::kString && !item.text.empty()) {
        strings.push_back({item.text, item.location});
      } else {
        Fail(item.location, "\"" + std::string(key) + "\" holds names");
      }
    }
    return strings;
  }

  std::vector<std::string> Texts(std::string_view key) {
    std::vector<std::string> texts;
    for (LocatedString& string : Strings(key)) texts.push_back(std::move(string.value));
    return texts;
  }

  std::optional<uint32_t> Count(std::string_view key, std::string_view what) {
    const TomlNode* node = Find(key, Kind::kInteger);
    if (node == nullptr) return std::nullopt;
    if (node->integer >= 0 && node->integer <= 100) return static_cast<uint32_t>(node->integer);
    Fail(node->location, "\"" + std::string(key) + "\" is " + std::string(what));
    return std::nullopt;
  }

  template <class T>
  T Word(std::string_view key, Words<T> words, T otherwise) {
    const TomlNode* node = Find(key, Kind::kString);
    if (node == nullptr) return otherwise;
    std::string all;
    for (const auto& [word, value] : words) {
      if (word == node->text) return value;
      all.append(all.empty() ? "" : ", ").append(word);
    }
    Fail(node->location, "\"" + std::string(key) + "\" is one of " + all);
    return otherwise;
  }

  template <class T>
  std::vector<T> WordList(std::string_view key, Words<T> words) {
    std::vector<T> values;
    std::string all;
    for (const auto& [word, value] : words) all.append(all.empty() ? "" : ", ").append(word);
    for (const LocatedString& string : Strings(key)) {
      const auto found = std::find_if(words.begin(), words.end(),
                                      [&](const auto& word) { return word.first == string.value; });
      if (found == words.end()) {
        Fail(string.location, "\"" + std::string(key) + "\" holds words of " + all);
      } else {
        values.push_back(found->second);
      }
    }
    return values;
  }

  std::span<const TomlNode> Tables(std::string_view key) {
    const TomlNode* array = Find(key, Kind::kArray);
    if (array == nullptr) return {};
    for (const TomlNode& item : array->items) {
      if (item.kind == Kind::kTable) continue;
      Fail(item.location, "\"" + std::string(key) + "\" is a list of tables");
      return {};
    }
    return array->items;
  }

  void Fail(const Location& location, std::string message) {
    errors_.push_back({std::move(message), "", location.begin.line, location.begin.column});
  }
  const TomlNode& table() const { return table_; }

 private:
  const TomlNode& table_;
  std::vector<Error>& errors_;
  std::vector<std::string_view> asked_;
};

}  // namespace krepis::analyzer
