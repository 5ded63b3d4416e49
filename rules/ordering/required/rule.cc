// A route whose chain lacks a stage.

#include "analyzer/engine/rule.h"

#include "analyzer/engine/ordering.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

class Required final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{
        "ordering/required", "a route without a behaviour that it must have", Needs::kStructure};
    return kInfo;
  }

  bool Applies(const Config&) const override { return true; }  // presets bring rules too

  void Check(const Model& model, Findings& findings) const override {
    static constexpr OrderingVerb kVerbs[] = {OrderingVerb::kRequired};
    CheckOrdering(model, kVerbs, findings);
  }
};

}  // namespace

std::unique_ptr<Rule> MakeOrderingRequired() { return std::make_unique<Required>(); }

}  // namespace krepis::rules
