#include "analyzer/graph/chains.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/cli/output.h"
#include "analyzer/cli/session.h"
#include "analyzer/cli/verbs.h"

namespace krepis::analyzer {

int RunChains(const Options& options) {
  const std::unique_ptr<Session> session = Session::Open(options);
  if (session == nullptr || !session->BuildModel()) return kUsage;
  const Model& model = session->analysis().model();
  const bool found = std::any_of(model.chains.routes().begin(), model.chains.routes().end(),
                                 [&](const Route& route) { return route.Has(options.route); });
  if (!found) {
    Say(options.route.empty()
            ? std::string("no route of a known framework is registered here")
            : fmt::format("no route whose name contains '{}' is registered here", options.route));
  }
  if (!model.chains.complete())
    Say("note: there are more routes, mounts or helpers than are followed");
  const std::string text = options.format == "json"
                               ? ChainsJson(model.chains, model.graph, options.route)
                               : ChainsText(model.chains, model.graph, options.route);
  if (!WriteStdout(text)) return kUsage;
  return found || options.route.empty() ? kClean : kViolations;
}

}  // namespace krepis::analyzer
