// `krepis completions SHELL` and `krepis man`: what shells and readers take from the command line.

#include "analyzer/cli/shell_files.h"

#include <vector>

#include "analyzer/cli/completions.h"
#include "analyzer/cli/man_page.h"
#include "analyzer/cli/output.h"
#include "rules/registry.h"

namespace krepis::analyzer {

int RunCompletions(const CommandTable& table, const Options& options) {
  std::vector<std::string_view> rules;
  for (const rules::RegisteredRule& rule : rules::AllRules()) rules.push_back(rule.id);
  const auto render = options.shell == "bash"  ? &BashCompletions
                      : options.shell == "zsh" ? &ZshCompletions
                                               : &FishCompletions;
  return WriteStdout(render(table, rules)) ? kClean : kUsage;
}

int RunMan(const CommandTable& table) {
  return WriteStdout(ManPage(table, KREPIS_VERSION)) ? kClean : kUsage;
}

}  // namespace krepis::analyzer
