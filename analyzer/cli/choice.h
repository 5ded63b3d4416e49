#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace krepis::analyzer {

/// Says that an option or argument is one of `values`: checked with a did-you-mean, named in help,
/// and offered by shells.
CLI::Option* OneOfChoices(CLI::Option* option, std::span<const std::string_view> values);
CLI::Option* OneOfChoices(CLI::Option* option, std::initializer_list<std::string_view> values);

/// The values of such an option; none for others.
std::vector<std::string> ChoicesOf(const CLI::Option& option);

}  // namespace krepis::analyzer
