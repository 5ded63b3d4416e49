// Cyclic dependencies between files, packages or modules: one finding per group of nodes that all
// reach each other, told by its shortest cycle.

#include "analyzer/engine/rule.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/engine/cut_advice.h"
#include "analyzer/engine/cycle_question.h"
#include "analyzer/engine/edge_groups.h"

namespace krepis::rules {
namespace {

using namespace analyzer;

/// How many starting points are tried for the shortest cycle of a large group.
constexpr size_t kMaxStarts = 64;
/// How many dependencies to cut the fix names, and the evidence.
constexpr size_t kMaxNamedCuts = 3;
constexpr size_t kMaxCutEvidence = 24;

std::string_view Noun(GraphLevel level) {
  return level == GraphLevel::kFile      ? "files"
         : level == GraphLevel::kPackage ? "packages"
                                         : "modules";
}

/// What to do about a component of so many groups, in one line.
std::string FixOf(const Model& model, const Quotient& quotient, const CutAdvice& advice,
                  size_t size, std::string_view noun) {
  const size_t count = advice.cuts.size();
  if (count == 0) {
    return fmt::format(
        "{} {} are too many, in this cycle or in all, to say what is cheapest to cut; start with "
        "those that the fewest others import",
        size, noun);
  }
  const size_t named = std::min(count, kMaxNamedCuts);
  std::string fix = count == 1 ? "cut " : fmt::format("cut {} dependencies: ", count);
  for (size_t i = 0; i < named; ++i) {
    fix += i == 0 ? "" : ", ";
    fix += DescribeCut(model, quotient, advice.cuts[i]);
  }
  if (count == 1) return fix + "; move what it needs below both, or let the caller pass it in";
  if (count == named) return fix + "; then none of them is in a cycle";
  fix += fmt::format(" and {} more", count - named);
  if (const std::optional<size_t> left = advice.cuts[named - 1].left) {
    fix += fmt::format("; these {} leave {} of {} {} in cycles, all {} none", named, *left, size,
                       noun, count);
  }
  return fix;
}

void AddCuts(const Model& model, const Quotient& quotient, const CutAdvice& advice,
             Diagnostic& finding) {
  const size_t count = advice.cuts.size();
  const std::string_view quality = advice.exact ? "the cheapest" : "a cheap";
  for (size_t i = 0; i < std::min(count, kMaxCutEvidence); ++i) {
    const Link& link = *advice.cuts[i].link;
    const Edge& edge = model.graph.edges()[link.sites.front()];
    const std::string which = count == 1
                                  ? fmt::format("{} cut", quality)
                                  : fmt::format("cut {} of {}, {} set", i + 1, count, quality);
    finding.evidence.push_back(
        {std::string(model.graph.name(edge.from)), edge.location,
         fmt::format("{}: {} -> {}", which, quotient.name(link.from), quotient.name(link.to))});
  }
}

void CheckOne(const Model& model, const CycleQuestion& question, size_t place, AdviceBudget& budget,
              Findings& findings) {
  const std::string_view id =
      question.rule == nullptr ? "" : std::string_view(question.rule->id.value);
  const std::optional<Severity> severity =
      question.rule == nullptr ? Severity::kWarning : question.rule->severity;
  const std::shared_ptr<const CycleProjection> projection =
      model.projections == nullptr ? std::make_shared<CycleProjection>(model, question, kMaxStarts)
                                   : model.projections->Of(model, question, place, kMaxStarts);
  const Quotient& quotient = projection->graph;
  for (size_t which = 0; which < projection->components.size(); ++which) {
    const std::vector<uint32_t>& component = projection->components[which];
    std::vector<uint32_t> cycle = projection->cycles[which];
    Diagnostic* finding = findings.Add(id, severity);
    if (finding == nullptr) return;
    // Told from the first of its names, so that it is the same cycle whatever the files are called.
    std::rotate(cycle.begin(),
                std::min_element(
                    cycle.begin(), cycle.end(),
                    [&](uint32_t a, uint32_t b) { return quotient.name(a) < quotient.name(b); }),
                cycle.end());
    std::string names;
    std::string key;
    for (const uint32_t member : cycle) {
      names += fmt::format("{} -> ", quotient.name(member));
      key += fmt::format("{}\n", quotient.name(member));
    }
    names += quotient.name(cycle.front());
    const auto step = [&](size_t i) -> const Edge& {
      const Link* link = quotient.Find(cycle[i], cycle[(i + 1) % cycle.size()]);
      return model.graph.edges()[link->sites.front()];
    };
    PlaceAt(model, step(0), *finding);
    finding->from = quotient.name(cycle[0]);
    finding->to = quotient.name(cycle[1]);
    finding->fingerprint_key = key + "cycle";
    finding->message = fmt::format("cycle of {} {}: {}", cycle.size(), Noun(question.level), names);
    if (component.size() > cycle.size()) {
      finding->message += fmt::format(" (the shortest among {} {} that all reach each other)",
                                      component.size(), Noun(question.level));
    }
    finding->because = question.rule == nullptr || question.rule->because.empty()
                           ? "code in a cycle cannot be understood, tested or released apart"
                           : question.rule->because;
    const CutAdvice advice = AdviseCut(model, quotient, component, budget);
    finding->fix = question.rule == nullptr || question.rule->fix.empty()
                       ? FixOf(model, quotient, advice, component.size(), Noun(question.level))
                       : question.rule->fix;
    for (size_t i = 0; i < cycle.size(); ++i) {
      const Edge& edge = step(i);
      finding->evidence.push_back(
          {std::string(model.graph.name(edge.from)), edge.location,
           fmt::format("{} {}", VerbOf(edge.kind), model.graph.name(edge.to))});
    }
    AddCuts(model, quotient, advice, *finding);
    if (question.rule != nullptr) {
      finding->evidence.push_back(
          Declared(model.config, question.rule->verb_location,
                   fmt::format("rule '{}' is declared here", question.rule->id.value)));
    }
  }
}

class Cycle final : public Rule {
 public:
  const RuleInfo& info() const override {
    static constexpr RuleInfo kInfo{
        "layering/cycle", "files, packages or modules that depend on each other in a circle"};
    return kInfo;
  }

  bool Applies(const Config& config) const override {
    if (config.path.empty()) return true;
    return HasRule(config, RuleVerb::kCycles);
  }

  void Check(const Model& model, Findings& findings) const override {
    AdviceBudget budget;
    const std::vector<CycleQuestion> questions = CycleQuestions(model.config);
    for (size_t i = 0; i < questions.size(); ++i)
      CheckOne(model, questions[i], i, budget, findings);
  }
};

}  // namespace

std::unique_ptr<Rule> MakeLayeringCycle() { return std::make_unique<Cycle>(); }

}  // namespace krepis::rules
