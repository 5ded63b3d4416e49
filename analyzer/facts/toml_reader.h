#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/config/toml_document.h"
#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// Reads typed values out of a data file and collects what is wrong with it, each error at its
/// place. A missing key is no error; a value of the wrong type is one, and reads as missing.
class TomlReader {
 public:
  TomlReader(std::string_view toml, std::string_view path);
  /// What such a text says.
  TomlReader(TomlNode root, std::string_view path) : root_(std::move(root)), path_(path) {}

  const TomlNode& root() const { return root_; }
  void Fail(const Location& where, std::string message);
  /// Reports the keys of `table` that are none of `known`.
  void CheckKeys(const TomlNode& table, std::span<const std::string_view> known);
  /// `version = 1` and one of the three `language`s, which every data file starts with.
  LanguageGroup ReadHead();

  const TomlNode* Get(const TomlNode& table, std::string_view key, TomlNode::Kind kind);
  std::string Text(const TomlNode& table, std::string_view key);
  bool Boolean(const TomlNode& table, std::string_view key);
  /// Between 0 and 100.
  std::optional<uint32_t> Position(const TomlNode& table, std::string_view key);
  /// A list of strings; one string stands for itself.
  std::vector<std::string> List(const TomlNode& table, std::string_view key);
  /// The tables of `[[key]]`.
  std::vector<const TomlNode*> Tables(const TomlNode& table, std::string_view key);

  /// By line and column. Leaves the reader without errors.
  std::vector<Error> TakeErrors();

 private:
  TomlNode root_;
  std::string path_;
  std::vector<Error> errors_;
};

}  // namespace krepis::analyzer
