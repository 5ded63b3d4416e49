#include "analyzer/engine/rule_pipeline.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "analyzer/config/rule_ids.h"
#include "krepis/pipeline_executor.h"
#include "krepis/pipeline_provider.h"

namespace krepis::analyzer {
namespace {

/// What a rule's execution is about.
struct RuleRequest {
  const Model& model;
  const Rule& rule;
};

/// What a rule's execution writes.
struct RuleResponse {
  explicit RuleResponse(const Config& config, std::string_view rule) : findings(config, rule) {}
  Findings findings;
  std::vector<Diagnostic> baselined;
  uint64_t suppressed = 0;
};

/// Sets violations that were there before aside, on the way out: what no suppression has taken.
class BaselineBehavior final : public PipelineBehavior {
 public:
  explicit BaselineBehavior(Baseline& baseline) : baseline_(baseline) {}
  BehaviorTraits traits() const override { return {.name = "baseline"}; }
  Outcome Handle(PipelineContext& context, NextPipe next) override {
    Outcome outcome = next(context);
    if (RuleResponse* response = context.response<RuleResponse>(); outcome && response != nullptr) {
      baseline_.Accept(response->findings.violations(), response->baselined);
    }
    return outcome;
  }

 private:
  Baseline& baseline_;
};

/// Takes accepted violations out of what the rule found, on the way out.
class SuppressionBehavior final : public PipelineBehavior {
 public:
  explicit SuppressionBehavior(const SuppressionLedger& ledger) : ledger_(ledger) {}
  BehaviorTraits traits() const override { return {.name = "suppression"}; }
  Outcome Handle(PipelineContext& context, NextPipe next) override {
    Outcome outcome = next(context);
    if (RuleResponse* response = context.response<RuleResponse>(); outcome && response != nullptr) {
      response->suppressed +=
          std::erase_if(response->findings.violations(),
                        [&](const Diagnostic& d) { return ledger_.Suppresses(d); });
    }
    return outcome;
  }

 private:
  const SuppressionLedger& ledger_;
};

/// The end of every evaluation chain.
class RuleHandler final : public TypedHandler<RuleRequest, RuleResponse> {
 public:
  std::string_view name() const noexcept override { return "check"; }
  Outcome Run(PipelineContext&, const RuleRequest& request, RuleResponse& response) override {
    request.rule.Check(request.model, response.findings);
    return Outcome::Success();
  }
};

struct Unit {
  const Rule* rule;
  const PipelineChain* chain;
  std::unique_ptr<RuleResponse> response;
};

}  // namespace

Evaluation EvaluateRules(const Model& model, std::span<const Rule* const> rules,
                         const SuppressionLedger& ledger, Baseline& baseline, unsigned jobs) {
  PipelineProvider::Builder builder;
  TimingBehavior& timing = builder.AddGlobal<TimingBehavior>();
  FaultIsolationBehavior& faults = builder.AddGlobal<FaultIsolationBehavior>();
  builder.RequireStage(Stage::kResilience);  // no rule runs outside fault isolation
  builder.AddGlobal<BaselineBehavior>(baseline);
  builder.AddGlobal<SuppressionBehavior>(ledger);
  Evaluation evaluation;
  auto provider = std::move(builder).Build();
  if (!provider) {
    evaluation.incomplete.push_back({"", provider.error().message});
    return evaluation;
  }

  RuleHandler handler;
  std::vector<Unit> units;
  for (const Rule* rule : rules) {
    Unit unit{rule, nullptr, nullptr};
    const std::string_view id = rule->info().id;
    auto chain = (*provider)->Chain({id, RuleFamily(id)}, handler);
    if (!chain) {
      evaluation.incomplete.push_back({"", chain.error().message});
      continue;
    }
    unit.chain = *chain;
    unit.response = std::make_unique<RuleResponse>(model.config, id);
    evaluation.description += unit.chain->Describe();
    units.push_back(std::move(unit));
  }
  // The ledger's own rules judge what the others used.
  const auto last = std::stable_partition(units.begin(), units.end(), [](const Unit& unit) {
    return RuleFamily(unit.rule->info().id) != "exceptions";
  });

  const auto execute = [&](auto first, auto end) {
    std::atomic<size_t> next = 0;
    const size_t count = static_cast<size_t>(end - first);
    const auto work = [&] {
      for (size_t i = next++; i < count; i = next++) {
        Unit& unit = *(first + static_cast<std::ptrdiff_t>(i));
        const std::string_view id = unit.rule->info().id;
        const RuleRequest request{model, *unit.rule};
        PipelineContext context("rule", id);
        context.BindRequest(request);
        context.BindResponse(*unit.response);
        // A failure is on FaultIsolation's list by now, and a failed rule's findings are not
        // complete: they are dropped.
        if (!PipelineExecutor().Execute(*unit.chain, context)) unit.response.reset();
      }
    };
    std::vector<std::jthread> threads;
    for (unsigned i = 1; i < jobs && i < count; ++i) threads.emplace_back(work);
    work();
  };
  execute(units.begin(), last);
  execute(last, units.end());

  for (Unit& unit : units) {
    if (unit.response == nullptr) continue;
    evaluation.suppressed += unit.response->suppressed;
    std::move(unit.response->findings.violations().begin(),
              unit.response->findings.violations().end(),
              std::back_inserter(evaluation.violations));
    std::move(unit.response->baselined.begin(), unit.response->baselined.end(),
              std::back_inserter(evaluation.baselined));
    std::move(unit.response->findings.unknowns().begin(), unit.response->findings.unknowns().end(),
              std::back_inserter(evaluation.unknowns));
  }
  for (Incomplete& incomplete : faults.Take())
    evaluation.incomplete.push_back(std::move(incomplete));
  evaluation.timings = timing.totals();
  return evaluation;
}

}  // namespace krepis::analyzer
