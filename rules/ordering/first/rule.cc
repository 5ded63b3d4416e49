// A stage that is not the outermost.

#include "analyzer/engine/rule.h"

#include "analyzer/engine/ordering.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class First final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{"ordering/first",
                                    "a behaviour that must stand outside all others and does not",
                                    Needs::kStructure};
    return kInfo;
  }

  bool Applies(const Config&) const override { return true; }  // presets bring rules too

  void Check(const Model& model, Findings& findings) const override {
    static constexpr OrderingVerb kVerbs[] = {OrderingVerb::kFirst};
    CheckOrdering(model, kVerbs, findings);
  }
};

}  // namespace

std::unique_ptr<Rule> MakeOrderingFirst() { return std::make_unique<First>(); }

}  // namespace krepis::rules
