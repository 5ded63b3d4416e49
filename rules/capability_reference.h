#pragma once

#include <string>
#include <string_view>

namespace krepis::rules {

/// Every capability with what it means, its argument, and how far the operating system can hold a
/// program to it; then, for each language, the symbols by which code reaches it. Markdown, made
/// of the tables in rules/sandbox/. `only`: a capability or a prefix of some; empty: all.
std::string CapabilityReference(std::string_view only);

}  // namespace krepis::rules
