#pragma once

#include <string>

#include "analyzer/cli/command_table.h"

namespace krepis::analyzer {

/// krepis(1) in the macros of man(7).
std::string ManPage(const CommandTable& table, const std::string& version);

}  // namespace krepis::analyzer
