#pragma once

#include "analyzer/cli/options.h"

namespace krepis::analyzer {

// One file per verb. Each returns the process' exit code; findings and data go to stdout,
// everything else to stderr.

int RunCheck(const Options& options);
int RunBaseline(const Options& options);
int RunSelftestVerb(const Options& options);
int RunInit(const Options& options);
int RunWhy(const Options& options);
int RunGraph(const Options& options);
int RunWhatif(const Options& options);
int RunCaps(const Options& options);
int RunChains(const Options& options);
int RunExplain(const Options& options);
int RunDump(const Options& options);
int RunHook(const Options& options);
int RunDoctor(const Options& options);

}  // namespace krepis::analyzer
