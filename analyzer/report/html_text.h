#pragma once

#include <string>
#include <string_view>

namespace krepis::analyzer {

// Text of a repository on a page. It is hostile twice: to the reader (escape.h) and to the markup.

/// `text` as the content of an element or of a quoted attribute, on one line: what a reader must
/// not see as it is has become visible (EscapeForTerminal), and no character is markup.
std::string HtmlText(std::string_view text);

/// As HtmlText, with the line ends kept: for text of several lines, such as code in <pre>.
std::string HtmlLines(std::string_view text);

/// A JSON text for a <script> element, where no bytes of it can end the element or open a comment:
/// '<' only stands in strings, and there becomes an escape sequence.
std::string ScriptJson(std::string_view json);

/// The source expression by which a Content-Security-Policy allows the inline block with exactly
/// these bytes: 'sha256-<base64>', with its quotes.
std::string CspHash(std::string_view block);

}  // namespace krepis::analyzer
