// A stage that stands in a chain twice.

#include "analyzer/engine/rule.h"

#include "analyzer/engine/ordering.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class AtMostOnce final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"ordering/at-most-once",
                                    "a behaviour that stands in a chain twice", Needs::kStructure};
    return kInfo;
  }

  bool Applies(const Config&) const override { return true; }  // presets bring rules too

  void Check(const Model& model, Findings& findings) const override {
    static constexpr OrderingVerb kVerbs[] = {OrderingVerb::kAtMostOnce};
    CheckOrdering(model, kVerbs, findings);
  }
};

}  // namespace

std::unique_ptr<Rule> MakeOrderingAtMostOnce() { return std::make_unique<AtMostOnce>(); }

}  // namespace krepis::rules
