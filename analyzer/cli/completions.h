#pragma once

#include <span>
#include <string>
#include <string_view>

#include "analyzer/cli/command_table.h"

namespace krepis::analyzer {

/// Scripts that complete the command line in a shell. `rules` are offered behind `explain`.
std::string BashCompletions(const CommandTable& table, std::span<const std::string_view> rules);
std::string ZshCompletions(const CommandTable& table, std::span<const std::string_view> rules);
std::string FishCompletions(const CommandTable& table, std::span<const std::string_view> rules);

}  // namespace krepis::analyzer
