#pragma once

#include <string_view>

namespace krepis::analyzer {

/// The page's only script and its only style sheet: the files of html/, embedded when krepis is
/// built (CMakeLists.txt), the scripts joined in the order in which they depend on each other.
std::string_view HtmlScript();
std::string_view HtmlStyle();

}  // namespace krepis::analyzer
