// Two stages in the wrong order: `before` and its mirror image `after`.

#include "analyzer/engine/rule.h"

#include "analyzer/engine/ordering.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class Before final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"ordering/before",
                                    "a behaviour that stands on the wrong side of another",
                                    Needs::kStructure};
    return kInfo;
  }

  bool Applies(const Config&) const override { return true; }  // presets bring rules too

  void Check(const Model& model, Findings& findings) const override {
    static constexpr OrderingVerb kVerbs[] = {OrderingVerb::kBefore, OrderingVerb::kAfter};
    CheckOrdering(model, kVerbs, findings);
  }
};

}  // namespace

std::unique_ptr<Rule> MakeOrderingBefore() { return std::make_unique<Before>(); }

}  // namespace krepis::rules
