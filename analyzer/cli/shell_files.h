#pragma once

#include "analyzer/cli/command_table.h"
#include "analyzer/cli/options.h"

namespace krepis::analyzer {

/// Like the verbs of verbs.h, of the command line that they complete and describe.
int RunCompletions(const CommandTable& table, const Options& options);
int RunMan(const CommandTable& table);

}  // namespace krepis::analyzer
