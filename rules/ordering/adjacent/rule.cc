// Two stages with something between them.

#include "analyzer/engine/rule.h"

#include "analyzer/engine/ordering.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class Adjacent final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"ordering/adjacent",
                                    "a behaviour that does not stand directly inside another",
                                    Needs::kStructure};
    return kInfo;
  }

  bool Applies(const Config&) const override { return true; }  // presets bring rules too

  void Check(const Model& model, Findings& findings) const override {
    static constexpr OrderingVerb kVerbs[] = {OrderingVerb::kAdjacent};
    CheckOrdering(model, kVerbs, findings);
  }
};

}  // namespace

std::unique_ptr<Rule> MakeOrderingAdjacent() { return std::make_unique<Adjacent>(); }

}  // namespace krepis::rules
