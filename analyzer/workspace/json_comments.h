#pragma once

#include <string>
#include <string_view>

namespace krepis::analyzer {

/// JSON with comments and trailing commas as plain JSON: both become spaces, line ends stay, so
/// every other byte keeps its offset, line and column. Text inside strings is left alone. An
/// unterminated comment runs to the end of the text.
std::string BlankJsonComments(std::string_view text);

}  // namespace krepis::analyzer
