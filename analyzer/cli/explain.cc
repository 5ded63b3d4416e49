#include <fmt/format.h>

#include "analyzer/cli/output.h"
#include "analyzer/cli/verbs.h"
#include "analyzer/config/capability.h"
#include "analyzer/config/suggest.h"
#include "analyzer/engine/rule.h"
#include "rules/capability_reference.h"
#include "rules/registry.h"

namespace krepis::analyzer {

int RunExplain(const Options& options) {
  if (options.rule.empty()) {
    std::string list;
    for (const rules::RegisteredRule& rule : rules::AllRules()) {
      list += fmt::format("{:<24} {}\n", rule.id, rule.make()->info().summary);
    }
    return WriteStdout(list) ? kClean : kUsage;
  }
  // `krepis explain net.connect` is about a capability.
  if (options.rule.find('/') == std::string::npos && IsKnownCapability(options.rule))
    return WriteStdout(rules::CapabilityReference(options.rule)) ? kClean : kUsage;
  std::string close;
  std::vector<std::string_view> ids;
  for (const rules::RegisteredRule& rule : rules::AllRules()) {
    if (rule.id == options.rule) {
      std::string text(rule.markdown);
      if (rule.id == "sandbox/capability") text += "\n" + rules::CapabilityReference({});
      return WriteStdout(text) ? kClean : kUsage;
    }
    ids.push_back(rule.id);
    const std::string_view name = rule.id.substr(rule.id.find('/') + 1);
    if (name == options.rule || rule.id.starts_with(options.rule))
      close += fmt::format(" {}", rule.id);
  }
  Say(fmt::format("error: no rule is called '{}'{}", options.rule,
                  close.empty() ? DidYouMeanOr(options.rule, ids, "`krepis explain` lists them")
                                : "; did you mean" + close + "?"));
  return kUsage;
}

}  // namespace krepis::analyzer
