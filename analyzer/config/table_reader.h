#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/config/keys.h"
#include "analyzer/config/load.h"
#include "analyzer/config/located.h"
#include "analyzer/config/toml_document.h"
#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// What the parts of the loader share: the document and the list of errors.
class LoadContext {
 public:
  LoadContext(const TomlDocument& document, std::string_view path,
              const ConfigVocabulary& vocabulary)
      : document_(document), path_(path), vocabulary_(vocabulary) {}

  const TomlDocument& document() const { return document_; }
  const ConfigVocabulary& vocabulary() const { return vocabulary_; }

  void Fail(const Location& at, std::string message);
  /// Reports what a parser found wrong inside a string; its column is a byte of `string.value`.
  void FailInside(const LocatedString& string, const Error& error);
  /// Reports that nothing declares `name`, unless a statement with a syntax error may have done so.
  /// `kind` is "module", "rule id" …
  void FailUnknown(const Location& at, std::string_view kind, std::string_view name,
                   std::span<const std::string> known);

  /// All errors by place, the document's syntax errors among them.
  std::vector<Error> TakeErrors();

 private:
  const TomlDocument& document_;
  std::string_view path_;
  const ConfigVocabulary& vocabulary_;
  std::vector<Error> errors_;
};

/// Reads one table. The constructor reports unknown and missing keys, values of a wrong type and
/// words that a key does not know; the getters then see only what is right, and report nothing.
class TableReader {
 public:
  TableReader(const TomlNode& table, const ConfigTable& keys, LoadContext& context);

  /// Of the table: its header, or its braces.
  const Location& location() const { return table_.location; }
  /// The place of a key; the table's where it is absent.
  const Location& KeyLocation(std::string_view key) const;

  bool Has(std::string_view key) const { return Find(key) != nullptr; }
  std::optional<LocatedString> String(std::string_view key) const;
  std::string Text(std::string_view key) const;
  std::vector<LocatedString> Strings(std::string_view key) const;
  bool Boolean(std::string_view key) const;
  std::optional<int64_t> Integer(std::string_view key) const;
  std::optional<Located<Date>> Day(std::string_view key) const;
  const TomlNode* Table(std::string_view key) const;
  const std::vector<TomlNode>& Tables(std::string_view key) const;
  /// The members of an open table that are no key of it, by place.
  std::vector<const TomlMember*> Own() const;

 private:
  const TomlMember* Find(std::string_view key) const;
  const ConfigKey* KeyOf(std::string_view name) const;
  bool Check(const ConfigKey& key, const TomlMember& member) const;
  bool CheckWord(const ConfigKey& key, const TomlNode& string) const;

  const TomlNode& table_;
  const ConfigTable& keys_;
  LoadContext& context_;
  std::vector<const TomlMember*> members_;  // those that are right
};

}  // namespace krepis::analyzer
