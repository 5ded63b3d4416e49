#pragma once

#include <string>
#include <string_view>

namespace krepis::analyzer {

// Text of a repository in XML and HTML. It is hostile twice: to the reader (escape.h) and to the
// markup.

/// `text` as character data, or as the value of an attribute in quotes, on one line: what a reader
/// must not see as it is has become visible (EscapeForTerminal, so that every character is one that
/// XML 1.0 has), and no character is markup.
std::string MarkupText(std::string_view text);

/// The same for text that is escaped for a reader already and may hold line ends: these stay as
/// character references, which the normalisation of attributes does not turn into spaces.
std::string MarkupEscaped(std::string_view readable);

}  // namespace krepis::analyzer
