#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace krepis::analyzer {

// Text of a repository is hostile: it may hold escape sequences that drive a terminal,
// bidirectional overrides that show a reader something else than what is there, and bytes that are
// no text.

/// Whether a code point must not reach a reader as it is: C0, C1 and DEL; bidirectional marks,
/// embeddings, overrides and isolates; line and paragraph separators; other invisible format
/// characters, noncharacters and private-use ones of no agreed look. ZWJ and ZWNJ pass: they spell
/// words of several scripts.
bool MustEscape(char32_t value);

/// `text` for a reader, on one line: \t \n \r for these three, \x1b for other ASCII controls,
/// \u{202e} for other code points of MustEscape, \xff for bytes that are no UTF-8. The rest,
/// backslashes too, is untouched, so this is for reading and not for parsing back.
std::string EscapeForTerminal(std::string_view text);

/// How many bytes at the beginning of `text` are printable ASCII.
size_t PlainPrefix(std::string_view text);

/// Appends what EscapeForTerminal makes of the code point (or byte) at `offset`; returns the bytes
/// of `text` consumed.
size_t AppendEscaped(std::string& out, std::string_view text, size_t offset);

/// `text` as a JSON string literal with its quotes (RFC 8259), in ASCII and printable UTF-8 only:
/// controls and all of MustEscape become \uXXXX, which a parser turns back into the same text.
/// Ill-formed UTF-8 becomes U+FFFD, as JSON has no way to carry it.
void AppendJsonString(std::string& out, std::string_view text);

/// A workspace-relative path as a relative URI reference (RFC 3986): every byte but the unreserved
/// ones and '/' percent-encoded. A ':' is encoded too, so that no first segment reads as a scheme.
std::string PercentEncodePath(std::string_view path);

}  // namespace krepis::analyzer
