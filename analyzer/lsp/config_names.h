#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/lsp/config_place.h"

namespace krepis::analyzer {

/// What a name in krepis.toml stands for.
struct ConfigName {
  enum class Kind : uint8_t { kModule, kStage, kRule };
  Kind kind = Kind::kModule;
  std::string name;
  Location declaration;
};

/// What the text at a place names: in a header, a key or a string. Of `app:shop` the module, of
/// layers such as "a | b" what stands at `offset`. Nullopt: nothing that the configuration
/// declares.
std::optional<ConfigName> FindConfigName(const Config& config, const ConfigPlace& place,
                                         std::string_view text, uint32_t offset);

/// What may stand in a string of a key: its words, else the names that the key's strings are of.
std::vector<std::string> ValuesOf(const Config& config, const ConfigPlace& place);

}  // namespace krepis::analyzer
