#include <fmt/format.h>

#include <algorithm>

#include "analyzer/selftest/candidates.h"
#include "analyzer/selftest/plant.h"
#include "analyzer/selftest/planted_use.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxCycles = 8;

std::vector<Candidate> FilesOf(const Model& model, const std::vector<Selector>& selectors) {
  return FilesThat(model, [&](const Candidate& file) {
    return std::any_of(selectors.begin(), selectors.end(), [&](const Selector& selector) {
      Bindings bindings;
      return model.modules.MatchFrom(selector, file.Target(), &bindings);
    });
  });
}

bool HasVariables(const std::vector<Selector>& selectors) {
  return std::any_of(selectors.begin(), selectors.end(),
                     [](const Selector& selector) { return !selector.Variables().empty(); });
}

void Deny(const Model& model, const RuleConfig& rule, Plant& plant) {
  // Of a module whose first files are all excepted, others may not be.
  const bool excepts_alone = !HasVariables(rule.except);
  std::vector<Candidate> targets = FilesThat(model, [&](const Candidate& file) {
    return model.modules.MatchAny(rule.to, file.Target()) &&
           !(excepts_alone && model.modules.MatchAny(rule.except, file.Target()));
  });
  for (std::vector<Candidate> more : {ExternalsOf(rule.to), AnyExternals()}) {
    for (Candidate& external : more) {
      if (model.modules.MatchAny(rule.to, external.Target()))
        targets.push_back(std::move(external));
    }
  }
  std::vector<Candidate> sources = FilesOf(model, rule.from);
  const std::string nothing =
      sources.empty() ? "`from` matches no file"
      : targets.empty()
          ? "`to` matches nothing, or `except` covers all of it"
          : "whatever `from` matches, `except` covers all of `to`, or `to` is the same";
  PairPlanter(std::move(sources), std::move(targets), rule.edges)
      .Fill(
          plant,
          [&](const Candidate& from, const Candidate& to) {
            return model.modules.MatchEdge(rule.from, from.Target(), rule.to, to.Target()) &&
                   !model.modules.MatchEdge(rule.from, from.Target(), rule.except, to.Target());
          },
          nothing);
}

void AllowOnly(const Model& model, const RuleConfig& rule, Plant& plant) {
  std::vector<Candidate> targets = FilesThat(model, [&](const Candidate& file) {
    return HasVariables(rule.to) || !model.modules.MatchAny(rule.to, file.Target());
  });
  for (Candidate& external : AnyExternals()) targets.push_back(std::move(external));
  const bool externals = std::any_of(rule.to.begin(), rule.to.end(), [](const Selector& selector) {
    return selector.kind == Selector::Kind::kExternal;
  });
  std::vector<Candidate> sources = FilesOf(model, rule.from);
  const std::string nothing = sources.empty() ? "`from` matches no file"
                                              : "`to` allows all that there is outside of `from`";
  PairPlanter(std::move(sources), std::move(targets), rule.edges)
      .Fill(
          plant,
          [&](const Candidate& from, const Candidate& to) {
            if (!IsNone(from.module) && from.module == to.module) return false;
            if (IsNone(to.node) && !externals) return false;
            return !model.modules.MatchEdge(rule.from, from.Target(), rule.to, to.Target());
          },
          nothing);
}

void Require(const Model& model, const RuleConfig& rule, Plant& plant) {
  if (FilesOf(model, rule.from).empty()) {
    plant.obstacle = "`from` matches no file";
  } else {
    plant.text = "a graph without any dependency";
  }
}

/// What a cycle at that level goes through, of a file.
std::string GroupName(const Model& model, CycleLevel level, const Candidate& file) {
  switch (level) {
    case CycleLevel::kFile:
      return file.name;
    case CycleLevel::kPackage:
      return std::string(model.packages.NameOf(file.node));
    case CycleLevel::kModule:
      return IsNone(file.module) ? "" : model.modules.Name(file.module);
  }
  return {};
}

void Cycles(const Model& model, const RuleConfig& rule, Plant& plant) {
  std::vector<Candidate> files = FilesThat(model, [&](const Candidate& file) {
    return (rule.within.empty() || model.modules.MatchAny(rule.within, file.Target())) &&
           !GroupName(model, rule.level, file).empty();
  });
  std::vector<bool> used(files.size());
  size_t cycles = 0;
  bool several = false;
  for (size_t i = 0; i < files.size() && cycles < kMaxCycles; ++i) {
    for (size_t j = i + 1; j < files.size() && !used[i]; ++j) {
      if (used[j] ||
          GroupName(model, rule.level, files[i]) == GroupName(model, rule.level, files[j]))
        continue;
      several = true;
      const auto there = KindBetween(files[i], files[j], rule.edges);
      const auto back = KindBetween(files[j], files[i], rule.edges);
      if (!there || !back) continue;
      plant.edges.push_back({files[i].name, files[j].name, *there});
      plant.edges.push_back({files[j].name, files[i].name, *back});
      used[i] = used[j] = true;
      ++cycles;
    }
  }
  if (cycles > 0) {
    plant.text = fmt::format("a cycle of {} and {}{}", plant.edges[0].from, plant.edges[0].to,
                             cycles > 1 ? fmt::format(", and {} more", cycles - 1) : "");
  } else {
    plant.obstacle = several ? "no two files that it is about can have such dependencies: its "
                               "`edges` lead from none of their languages to the other"
                             : "there are no two files, packages or modules that it is about";
  }
}

void DenyCapability(const Model& model, const RuleConfig& rule, Plant& plant) {
  const std::vector<Candidate> files = FilesOf(model, rule.from);
  if (files.empty()) {
    plant.obstacle = "`from` matches no file";
    return;
  }
  for (const Candidate& file : files) {
    for (const Grant& capability : rule.capabilities)
      plant.uses.emplace_back(file.node, PlantedUse(capability));
  }
  plant.text = fmt::format("{} uses {}", files.front().name, rule.capabilities.front().text);
}

}  // namespace

std::vector<Plant> PlantOwnRules(const Model& model) {
  std::vector<Plant> plants;
  for (const RuleConfig& rule : model.config.rules) {
    Plant& plant = plants.emplace_back();
    plant.rule = RuleVerbId(rule.verb);
    plant.id = plant.subject = rule.id.value;
    plant.own = rule.severity;
    plant.configured = !rule.optional;
    switch (rule.verb) {
      case RuleVerb::kDeny:
        Deny(model, rule, plant);
        break;
      case RuleVerb::kDenyCapability:
        DenyCapability(model, rule, plant);
        break;
      case RuleVerb::kAllowOnly:
        AllowOnly(model, rule, plant);
        break;
      case RuleVerb::kRequire:
        Require(model, rule, plant);
        break;
      case RuleVerb::kCycles:
        Cycles(model, rule, plant);
        break;
      case RuleVerb::kOrphans:
        plant.obstacle = "what is an entry point cannot be planted";
        plant.configured = false;
        break;
    }
  }
  return plants;
}

}  // namespace krepis::analyzer
