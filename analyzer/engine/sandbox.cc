#include "analyzer/engine/sandbox.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace krepis::analyzer {
namespace {

constexpr auto kLevels = std::to_array<Confidence>(
    {Confidence::kResolved, Confidence::kDispatch, Confidence::kImport, Confidence::kUnknown});

/// More arguments of one capability are not told apart: nobody reads a longer list, and every
/// function that reaches them would carry it.
constexpr uint32_t kMaxArguments = 500;

/// Of a use or an item.
template <class Use>
std::optional<std::string_view> ArgumentOf(const Use& use) {
  return use.argument ? std::optional<std::string_view>(*use.argument) : std::nullopt;
}

/// Every grant of the configuration that has an argument, so that uses may differ before it.
std::vector<const Grant*> GrantsWithArguments(const Config& config) {
  std::vector<const Grant*> grants;
  const auto add = [&](const std::vector<Grant>& list) {
    for (const Grant& grant : list) {
      if (grant.argument) grants.push_back(&grant);
    }
  };
  for (const SandboxModule& module : config.sandbox.modules) {
    add(module.allow);
    add(module.deny);
    add(module.seals);
  }
  for (const RuleConfig& rule : config.rules) add(rule.capabilities);
  return grants;
}

}  // namespace

struct SandboxModel::Level {
  Level(const CallGraph& calls, std::span<const ReachUse> uses, const ReachBrokers& brokers,
        const CapabilityReach::Options& options)
      : reach(calls, uses, brokers, options), callers(reach) {}
  CapabilityReach reach;
  ReachPaths::Callers callers;
};

SandboxModel::SandboxModel(const Config& config, const ModuleTable& modules,
                           std::span<const FileFacts> facts, const Graph& graph, CallGraph calls,
                           ItemDetail detail)
    : config_(config),
      modules_(modules),
      facts_(facts),
      graph_(graph),
      policy_(config, modules),
      calls_(std::move(calls)),
      levels_(kLevels.size()) {
  CollectUses(detail);
  if (config.sandbox.present) FindBreaches();
  FindRuleBreaches();
  if (config.SeverityOf("sandbox/unused-grant") != Severity::kOff) FindUnusedGrants();
}

SandboxModel::~SandboxModel() = default;

void SandboxModel::CollectUses(ItemDetail detail) {
  const std::vector<const Grant*> grants = GrantsWithArguments(config_);
  std::map<std::pair<std::string, std::string>, uint32_t> known;
  std::map<std::string, uint32_t> arguments;  // by capability
  first_use_.push_back(0);
  for (uint32_t file = 0; file < facts_.size(); ++file) {
    for (uint32_t i = 0; i < facts_[file].capabilities.size(); ++i) {
      const CapabilityUse& use = facts_[file].capabilities[i];
      std::string key;  // what tells the argument from others
      bool told = false;
      if (detail == ItemDetail::kArgument) {
        told = use.argument && arguments[use.capability] < kMaxArguments;
        if (told) key = "=" + *use.argument;
      } else {
        for (const Grant* grant : grants)
          key += GrantCovers(*grant, use.capability, ArgumentOf(use)) ? '1' : '0';
        if (key.find('1') == std::string::npos) key.clear();
      }
      const auto [item, fresh] = known.try_emplace(std::pair(use.capability, std::move(key)),
                                                   static_cast<uint32_t>(items_.size()));
      if (fresh) {
        // Of what the policy does not tell apart, one argument answers for all.
        const bool all = detail == ItemDetail::kArgument && !told;
        items_.push_back({use.capability, all ? std::nullopt : use.argument});
        if (told) ++arguments[use.capability];
      }
      item_of_.push_back(item->second);
      uses_.push_back({calls_.ids().Of(file, facts_[file].calls.empty() ? 0 : use.caller),
                       item->second, use.confidence, static_cast<uint32_t>(item_of_.size() - 1)});
    }
    first_use_.push_back(static_cast<uint32_t>(item_of_.size()));
  }
}

const SandboxModel::Level& SandboxModel::LevelOf(Confidence confidence) const {
  const auto at = std::find_if(kLevels.begin(), kLevels.end() - 1,
                               [&](Confidence level) { return level >= confidence; });
  std::unique_ptr<Level>& level = levels_[static_cast<size_t>(at - kLevels.begin())];
  if (level == nullptr) {
    level = std::make_unique<Level>(calls_, uses_, brokers_,
                                    CapabilityReach::Options{*at, config_.workspace.tests,
                                                             static_cast<uint32_t>(items_.size())});
  }
  return *level;
}

std::vector<bool> SandboxModel::ItemsOf(const std::vector<bool>& own, Confidence confidence) const {
  const CapabilityReach& reach = LevelOf(confidence).reach;
  std::vector<bool> items(items_.size());
  for (uint32_t i = 1; i <= calls_.ids().size(); ++i) {
    const FunctionId function{i};
    const ItemSetId set = reach.SetOf(function);
    if (set == ItemSetId{} || !own[calls_.ids().FileOf(function)]) continue;
    reach.sets().ForEach(set, [&](uint32_t item) { items[item] = true; });
  }
  return items;
}

namespace {

/// A call that leaves the own files and leads to items.
struct Exit {
  FunctionId from{};
  const CallEdge* edge = nullptr;
  uint32_t item = 0;
};

}  // namespace

std::vector<ReachedCapability> SandboxModel::ReachedFrom(
    const std::vector<bool>& own, const std::function<bool(uint32_t)>& wanted,
    Confidence confidence, ReachGroup group) const {
  const FunctionIds& ids = calls_.ids();
  using Key = std::pair<uint32_t, std::string_view>;
  using ItemKey = std::pair<Key, uint32_t>;
  const auto key_of = [&](FunctionId from, uint32_t item) {
    if (group == ReachGroup::kItem) return ItemKey{Key{}, item};
    return ItemKey{Key{ids.FileOf(from), items_[item].capability}, 0};
  };
  std::vector<bool> asked(items_.size());
  for (uint32_t item = 0; item < items_.size(); ++item) asked[item] = wanted(item);
  std::map<ItemKey, ReachedCapability> found;
  for (const Confidence level : kLevels) {
    if (level > confidence) break;
    const Level& at = LevelOf(level);
    const CapabilityReach& reach = at.reach;
    std::map<uint32_t, std::vector<Exit>> exits;  // by item
    for (uint32_t file = 0; file < own.size(); ++file) {
      if (!own[file]) continue;
      for (uint32_t i = Index(ids.TopLevel(file)); i < Index(ids.TopLevel(file + 1)); ++i) {
        const FunctionId from{i};
        if (reach.SetOf(from) == ItemSetId{}) continue;
        if (!config_.workspace.tests && calls_.IsTestOnly(from)) continue;
        for (const CallEdge& edge : calls_.Out(from)) {
          if (!reach.Counts(edge) || own[ids.FileOf(edge.to)]) continue;
          reach.sets().ForEach(reach.Over(from, edge.to), [&](uint32_t item) {
            if (asked[item]) exits[item].push_back({from, &edge, item});
          });
        }
      }
    }
    // The best way of each file and capability on this level, over all items of the capability.
    struct Best {
      uint32_t length = 0;
      Exit exit;
      std::set<const CallEdge*> edges;  // of the file that lead to the capability
    };
    std::map<ItemKey, Best> best;
    std::map<ItemKey, ReachPaths::Path> ways;
    for (const auto& [item, list] : exits) {
      const auto open = [&](const Exit& exit) {
        return !found.contains(key_of(exit.from, exit.item));
      };
      if (std::none_of(list.begin(), list.end(), open)) continue;
      const ReachPaths paths(reach, at.callers, item, own);
      for (const Exit& exit : list) {
        const ItemKey key = key_of(exit.from, item);
        if (found.contains(key)) continue;
        const std::optional<uint32_t> length = paths.Length(exit.edge->to);
        if (!length || !reach.Passes(exit.from, exit.edge->to, item)) continue;
        const auto [entry, fresh] = best.try_emplace(key);
        Best& now = entry->second;
        now.edges.insert(exit.edge);
        if (!fresh && now.length <= *length) continue;
        now.length = *length;
        now.exit = exit;
        ways[key] = paths.From(exit.edge->to);
      }
    }
    for (const auto& [key, chosen] : best) {
      const ReachPaths::Path& way = ways[key];
      ReachedCapability& reached = found[key];
      reached.file = ids.FileOf(chosen.exit.from);
      reached.item = chosen.exit.item;
      reached.confidence = level;
      reached.others = static_cast<uint32_t>(chosen.edges.size() - 1);
      reached.hops.push_back(
          {chosen.exit.from, calls_.SiteOf(chosen.exit.from, *chosen.exit.edge)});
      for (const ReachPaths::Step& step : way.steps) {
        reached.hops.push_back({step.function, step.edge == nullptr
                                                   ? Location{}
                                                   : calls_.SiteOf(step.function, *step.edge)});
      }
      reached.use_file = ids.FileOf(way.steps.back().function);
      reached.use =
          &facts_[reached.use_file].capabilities[way.use->use - first_use_[reached.use_file]];
      reached.hops.back().site = reached.use->location;
    }
  }
  std::vector<ReachedCapability> all;
  all.reserve(found.size());
  for (auto& [key, reached] : found) all.push_back(std::move(reached));
  return all;
}

void SandboxModel::FindBreaches() {
  brokers_.group_of_file.resize(facts_.size());
  for (uint32_t file = 0; file < facts_.size(); ++file)
    brokers_.group_of_file[file] = Index(modules_.Of(file));
  brokers_.sealed.resize(size_t{modules_.size()} + 1);
  for (uint32_t i = 1; i <= modules_.size(); ++i) {
    for (uint32_t item = 0; item < items_.size(); ++item) {
      if (policy_.Seals(ModuleId{i}, items_[item].capability, ArgumentOf(items_[item])))
        brokers_.sealed[i].push_back(item);
    }
  }
  for (uint32_t i = 1; i <= modules_.size(); ++i) {
    const ModuleId module{i};
    std::vector<bool> forbidden(items_.size());
    bool any = false;
    for (uint32_t item = 0; item < items_.size(); ++item) {
      forbidden[item] = policy_.Gates(items_[item].capability) &&
                        !policy_.Grants(module, items_[item].capability, ArgumentOf(items_[item]));
      any |= forbidden[item];
    }
    if (!any) continue;
    std::vector<bool> own(facts_.size());
    for (const uint32_t file : modules_.Files(module))
      own[file] = !graph_.is_test(NodeId{file + 1});
    for (ReachedCapability& reached : ReachedFrom(
             own, [&](uint32_t item) { return forbidden[item]; }, config_.sandbox.confidence)) {
      breaches_.push_back(std::move(reached));
    }
  }
}

void SandboxModel::FindRuleBreaches() {
  for (const RuleConfig& rule : config_.rules) {
    if (rule.verb != RuleVerb::kDenyCapability || rule.reach != Reach::kTransitive) continue;
    std::vector<bool> own(facts_.size());
    for (uint32_t file = 0; file < facts_.size(); ++file) {
      const NodeId node{file + 1};
      own[file] = (config_.workspace.tests || !graph_.is_test(node)) &&
                  modules_.MatchAny(rule.from, {graph_.name(node), modules_.Of(file)});
    }
    const auto wanted = [&](uint32_t item) {
      return AnyCovers(rule.capabilities, items_[item].capability, ArgumentOf(items_[item]));
    };
    for (ReachedCapability& reached : ReachedFrom(own, wanted, config_.sandbox.confidence))
      rule_breaches_.push_back({&rule, std::move(reached)});
  }
}

void SandboxModel::FindUnusedGrants() {
  for (const SandboxModule& table : config_.sandbox.modules) {
    std::vector<bool> own(facts_.size());
    for (uint32_t i = 1; i <= modules_.size(); ++i) {
      if (!modules_.Match(table.module, {{}, ModuleId{i}})) continue;
      for (const uint32_t file : modules_.Files(ModuleId{i})) own[file] = true;
    }
    // What tests need is needed, and what may be reached may be.
    std::vector<bool> reached = ItemsOf(own, Confidence::kUnknown);
    for (uint32_t file = 0; file < facts_.size(); ++file) {
      for (uint32_t use = first_use_[file]; own[file] && use < first_use_[file + 1]; ++use)
        reached[item_of_[use]] = true;
    }
    for (const Grant& grant : table.allow) {
      // Accepts what is not known, so that nobody can say what would need it.
      bool needed = CapabilityCovers(grant.capability, "unknown");
      for (uint32_t item = 0; item < items_.size() && !needed; ++item)
        needed =
            reached[item] && GrantCovers(grant, items_[item].capability, ArgumentOf(items_[item]));
      if (!needed) unused_grants_.push_back({&table, &grant});
    }
  }
}

}  // namespace krepis::analyzer
