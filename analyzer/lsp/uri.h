#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace krepis::analyzer {

/// The absolute path of a `file:` URI (RFC 8089), with `.` and `..` taken out; nullopt for other
/// schemes, other hosts and what is no URI.
std::optional<std::string> PathOfUri(std::string_view uri);
/// The `file:` URI of an absolute path, escaped as editors do.
std::string UriOfPath(std::string_view path);
/// Takes the %XX escapes out; nullopt where one is broken or hides a NUL.
std::optional<std::string> Unescape(std::string_view text);

}  // namespace krepis::analyzer
