#pragma once

#include <string>
#include <string_view>

namespace krepis::analyzer {

/// `text`, what stands between the delimiters of a literal, with its escapes decoded (the C
/// family's: \n \t \xHH \uHHHH \u{H…} \NNN; an unknown one stands for its character). The result
/// lies in `text` itself or in `decoded`, whose contents are replaced.
std::string_view DecodeEscapes(std::string_view text, std::string& decoded);

}  // namespace krepis::analyzer
