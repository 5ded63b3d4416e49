#pragma once

#include <string>
#include <string_view>

namespace krepis::analyzer {

/// `text` as XML character data or the value of an attribute in double quotes: escaped for a reader
/// first (so that every character is one XML 1.0 has), then & < > " as entities. Line ends stay as
/// character references, which attribute normalisation does not turn into spaces.
std::string XmlText(std::string_view text);

/// The same for text that is escaped for a reader already and may hold line ends.
std::string XmlEscaped(std::string_view readable);

}  // namespace krepis::analyzer
