#include "analyzer/engine/rule_sides.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace krepis::analyzer {
namespace {

std::vector<std::string> VariablesOf(const RuleConfig& rule) {
  std::vector<std::string> names;
  for (const auto* side : {&rule.to, &rule.except}) {
    for (const Selector& selector : *side) {
      for (std::string& name : selector.Variables()) names.push_back(std::move(name));
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

/// Of several bindings alike one.
void AddOnce(std::vector<Bindings>& list, const Bindings& bindings, std::vector<std::string>& keys,
             std::string key) {
  if (std::find(keys.begin(), keys.end(), key) != keys.end()) return;
  keys.push_back(std::move(key));
  list.push_back(bindings);
}

}  // namespace

RuleSides::RuleSides(const Model& model, const RuleConfig& rule)
    : model_(model),
      rule_(rule),
      variables_(VariablesOf(rule)),
      classes_(1),
      of_(model.graph.file_count() + 1),
      answers_(model.graph.node_count() + 1) {
  const bool by_module =
      std::all_of(rule.from.begin(), rule.from.end(),
                  [](const Selector& selector) { return selector.IsModuleLevel(); });
  std::vector<std::optional<uint32_t>> of_module(by_module ? model.modules.size() + 1 : 0);
  std::map<std::vector<std::string>, uint32_t> classes;
  const auto classify = [&](const SelectorTarget& target) -> uint32_t {
    std::vector<Bindings> kept;
    std::vector<std::string> keys;
    for (const Selector& selector : rule.from) {
      Bindings all;
      if (!model.modules.MatchFrom(selector, target, &all)) continue;
      Bindings bindings;  // of what the other side asks for
      std::string key;
      for (const std::string& name : variables_) {
        const std::string_view* value = all.Find(name);
        if (value != nullptr) bindings.Bind(name, *value);
        key += value == nullptr ? "-" : "=" + std::string(*value);
        key += '\n';
      }
      AddOnce(kept, bindings, keys, std::move(key));
    }
    if (kept.empty()) return 0;
    const auto [it, added] = classes.emplace(std::move(keys), classes_.size());
    if (added) classes_.push_back({std::move(kept), {}});
    return it->second;
  };
  for (uint32_t file = 1; file <= model.graph.file_count(); ++file) {
    const SelectorTarget target = model.Target(NodeId{file});
    if (by_module) {
      std::optional<uint32_t>& known = of_module[Index(target.module)];
      if (!known) known = classify(target);
      of_[file] = *known;
    } else {
      of_[file] = classify(target);
    }
    if (of_[file] != 0) classes_[of_[file]].sources.push_back(NodeId{file});
  }
}

bool RuleSides::IsTarget(uint32_t of_class, NodeId node) const {
  Answer& answer = answers_[Index(node)];
  if (answer.of_class == of_class) return answer.is_target;
  const std::vector<Bindings>& bindings = classes_[of_class].bindings;
  const auto any = [&](std::span<const Selector> selectors) {
    return std::any_of(bindings.begin(), bindings.end(), [&](const Bindings& bound) {
      return model_.modules.MatchAny(selectors, model_.Target(node), bound);
    });
  };
  answer = {of_class, any(rule_.to) && !any(rule_.except)};
  return answer.is_target;
}

std::vector<NodeId> RuleSides::Targets(uint32_t of_class) const {
  std::vector<NodeId> targets;
  for (const NodeId node : PossibleTargets()) {
    if (IsTarget(of_class, node)) targets.push_back(node);
  }
  return targets;
}

const std::vector<NodeId>& RuleSides::PossibleTargets() const {
  if (!possible_targets_) {
    possible_targets_.emplace();
    for (uint32_t node = 1; node <= model_.graph.node_count(); ++node) {
      if (model_.modules.MatchAny(rule_.to, model_.Target(NodeId{node})))
        possible_targets_->push_back(NodeId{node});
    }
  }
  return *possible_targets_;
}

}  // namespace krepis::analyzer
