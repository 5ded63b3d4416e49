#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace krepis::analyzer {

/// Appends a text with its length and a NUL behind it: whoever takes it may use it as a C string.
void PutText(std::string& bytes, std::string_view text);
/// Takes what PutText() wrote; none at the end, or where that is not what stands there.
std::optional<std::string_view> TakeText(std::string_view& bytes);

}  // namespace krepis::analyzer
