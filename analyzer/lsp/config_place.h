#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/config/keys.h"
#include "analyzer/core/source_text.h"

namespace krepis::analyzer {

/// What stands at a byte of a krepis.toml, also of one that is being typed.
struct ConfigPlace {
  enum class Kind : uint8_t {
    kNothing,
    kHeader,  // within [brackets]
    kKey,     // where a key stands, or could
    kValue,   // behind a key's '='
  };
  Kind kind = Kind::kNothing;
  /// What the place is in: [modules.app] and [[rules]], inline tables included. Null: a table that
  /// krepis.toml does not have.
  const ConfigTable* table = nullptr;
  std::vector<std::string> header;  // the names of the innermost header
  const ConfigKey* key = nullptr;   // of the table, where it is known; of kValue also the key's
  bool in_string = false;
  std::string text;  // the name, or what stands in the string
  ByteSpan span;     // of that, without quotes
};

ConfigPlace FindConfigPlace(std::string_view text, uint32_t offset);

/// The table that a key of a table holds; null: the key holds none.
const ConfigTable* SubTable(const ConfigTable& table, std::string_view key);
/// What the published schema says of a key; empty where it says nothing.
std::string DescribeKey(const ConfigTable& table, std::string_view key);
std::string_view ConfigTypeName(ConfigType type);

}  // namespace krepis::analyzer
