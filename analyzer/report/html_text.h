#pragma once

#include <string>
#include <string_view>

namespace krepis::analyzer {

// What stands on a page beside MarkupText (markup.h).

/// As MarkupText, with the line ends kept: for text of several lines, such as code in <pre>.
std::string HtmlLines(std::string_view text);

/// A JSON text for a <script> element, where no bytes of it can end the element or open a comment:
/// '<' only stands in strings, and there becomes an escape sequence.
std::string ScriptJson(std::string_view json);

/// The source expression by which a Content-Security-Policy allows the inline block with exactly
/// these bytes: 'sha256-<base64>', with its quotes.
std::string CspHash(std::string_view block);

}  // namespace krepis::analyzer
