#include "analyzer/graph/chains.h"

#include <fmt/format.h>

#include "analyzer/cli/output.h"
#include "analyzer/cli/session.h"
#include "analyzer/cli/verbs.h"

namespace krepis::analyzer {

int RunChains(const Options& options) {
  Result<std::unique_ptr<Session>> opened = Session::Open(options);
  if (!opened) {
    Say("error: " + opened.error().message);
    return kUsage;
  }
  Analysis& analysis = (*opened)->analysis();
  std::vector<Error> errors = analysis.LoadWorkspace();
  if (errors.empty()) {
    analysis.ReadSemantics();
    analysis.ExtractFacts();
    errors = analysis.BuildModel();
  }
  if (!errors.empty()) {
    PrintConfigErrors(errors);
    return kUsage;
  }
  const ChainTable& chains = analysis.model().chains;
  const std::string text = options.format == "json"
                               ? ChainsJson(chains, analysis.graph(), options.route)
                               : ChainsText(chains, analysis.graph(), options.route);
  return WriteStdout(text) ? kClean : kUsage;
}

}  // namespace krepis::analyzer
