// A behaviour that can call its continuation twice on one path.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

namespace krepis::rules {
namespace {

using namespace analyzer;

class NextTwice final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"contract/next-twice",
                                    "a behaviour that continues the chain twice on one path",
                                    Needs::kStructure};
    return kInfo;
  }

  bool Applies(const Config&) const override { return true; }

  void Check(const Model& model, Findings& findings) const override {
    for (uint32_t i = 1; i <= model.graph.file_count(); ++i) {
      const NodeId file{i};
      for (const ContractFact& fact : model.FactsOf(file).contracts) {
        if (fact.rule != info().id) continue;
        Diagnostic* finding = findings.Add();
        if (finding == nullptr) return;
        const std::string function =
            fact.function.empty() ? "this function" : fmt::format("'{}'", fact.function);
        finding->path = model.graph.name(file);
        finding->location = fact.location;
        finding->from = fact.function;
        finding->to = fact.text;
        finding->fingerprint_key =
            fmt::format("{}\n{}\n{}", finding->path, fact.function, fact.text);
        if (fact.location == fact.first) {
          finding->message = fmt::format("{} can call {} more than once: it stands in a loop",
                                         function, fact.text);
        } else {
          finding->message =
              fmt::format("{} can call {} a second time on one path", function, fact.text);
          finding->evidence.push_back({finding->path, fact.first, "the first call on that path"});
        }
        finding->because =
            "what follows in the chain runs twice: a second answer, a second transaction, a second "
            "charge";
        finding->fix = fmt::format("return after the first call: `return {};`", fact.text);
      }
    }
  }
};

}  // namespace

std::unique_ptr<Rule> MakeContractNextTwice() { return std::make_unique<NextTwice>(); }

}  // namespace krepis::rules
