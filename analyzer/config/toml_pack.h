#pragma once

#include <string>
#include <string_view>

#include "analyzer/config/toml_document.h"

namespace krepis::analyzer {

/// A value of a TOML file, all that is in it and its places, as bytes that are read in far less
/// time than the text takes to parse: the build writes the data files of the rules so. They are for
/// the same program on a machine of the same byte order.
std::string PackToml(const TomlNode& node);
/// What PackToml() wrote. Empty tables and lists where the bytes are cut off.
TomlNode UnpackToml(std::string_view packed);

}  // namespace krepis::analyzer
