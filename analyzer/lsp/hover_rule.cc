// On a rule's name: in a suppression in the code, and what krepis.toml says of it.

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/lsp/hover_parts.h"
#include "analyzer/lsp/words.h"

namespace krepis::analyzer {

std::string DescribeRule(const LiveWorkspace& live, std::string_view id) {
  for (const RuleDescription& rule : live.rules()) {
    if (rule.id == id) return rule.markdown;
  }
  const auto own = [&](std::string_view family, const std::string& because,
                       const std::string& fix) {
    std::string text = fmt::format("**{}** ({}), declared in `{}`", id, family, live.config_path());
    if (!because.empty()) text += "\n\nbecause: " + because;
    if (!fix.empty()) text += "\n\nfix: " + fix;
    return text;
  };
  const Config& config = live.analysis().config();
  for (const RuleConfig& rule : config.rules) {
    if (rule.id.value == id) return own(RuleVerbId(rule.verb), rule.because, rule.fix);
  }
  for (const OrderingRule& rule : config.ordering.rules) {
    if (rule.id.value == id) {
      return own(fmt::format("ordering, {}", OrderingVerbName(rule.verb)), rule.because, rule.fix);
    }
  }
  return {};
}

std::optional<HoverText> HoverSuppression(const DocumentView& view, uint32_t offset) {
  for (const SuppressionFact& fact : view.model().FactsOf(view.node()).suppressions) {
    if (!Touches(fact.location, offset)) continue;
    const Word word = WordAt(view.text, offset);
    const std::string rule = DescribeRule(view.live(), word.text);
    if (!rule.empty()) return HoverText{rule, word.span};
  }
  return std::nullopt;
}

}  // namespace krepis::analyzer
