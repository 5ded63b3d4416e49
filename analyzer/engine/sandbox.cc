#include "analyzer/engine/sandbox.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
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
    const uint32_t functions =
        Index(calls_.ids().TopLevel(file + 1)) - Index(calls_.ids().TopLevel(file));
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
      uses_.push_back({calls_.ids().Of(file, use.caller < functions ? use.caller : 0), item->second,
                       use.confidence, static_cast<uint32_t>(item_of_.size() - 1)});
    }
    first_use_.push_back(static_cast<uint32_t>(item_of_.size()));
  }
  uses_of_.resize(items_.size());
  for (uint32_t use = 0; use < uses_.size(); ++use) uses_of_[uses_[use].item].push_back(use);
  for (std::vector<uint32_t>& uses : uses_of_) {
    std::stable_sort(uses.begin(), uses.end(), [this](uint32_t a, uint32_t b) {
      return uses_[a].function < uses_[b].function;
    });
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

void SandboxModel::FillWay(FunctionId from, const ReachPaths& paths, FunctionId to,
                           ReachedCapability& reached) const {
  const FunctionIds& ids = calls_.ids();
  const std::vector<FunctionId> way = paths.From(to);
  const auto site = [&](FunctionId caller, FunctionId callee) {
    const std::span<const CallEdge> edges = calls_.Out(caller);
    const auto edge = std::lower_bound(edges.begin(), edges.end(), callee,
                                       [](const CallEdge& a, FunctionId b) { return a.to < b; });
    return calls_.SiteOf(caller, *edge);
  };
  reached.hops = {{from, site(from, to)}};
  for (size_t i = 0; i + 1 < way.size(); ++i)
    reached.hops.push_back({way[i], site(way[i], way[i + 1])});
  reached.use_file = ids.FileOf(way.back());
  reached.use =
      &facts_[reached.use_file].capabilities[paths.UseOf(to).use - first_use_[reached.use_file]];
  reached.hops.push_back({way.back(), reached.use->location});
}

std::vector<bool> SandboxModel::ItemsOutside(std::span<const uint32_t> groups,
                                             Confidence confidence) const {
  const bool tests = config_.workspace.tests;
  const auto counts = [&](FunctionId function, Confidence sure) {
    return sure <= confidence && (tests || !calls_.IsTestOnly(function));
  };
  std::vector<bool> seen(groups.size());
  std::vector<FunctionId> pending;
  const auto follow = [&](const CallEdge& edge) {
    if (seen[Index(edge.to)] || !counts(edge.to, edge.confidence)) return;
    seen[Index(edge.to)] = true;
    pending.push_back(edge.to);
  };
  for (uint32_t from = 1; from < groups.size(); ++from) {
    if (groups[from] == 0) continue;
    for (const CallEdge& edge : calls_.Out(FunctionId{from})) {
      if (groups[Index(edge.to)] != groups[from]) follow(edge);
    }
  }
  while (!pending.empty()) {
    const FunctionId from = pending.back();
    pending.pop_back();
    for (const CallEdge& edge : calls_.Out(from)) follow(edge);
  }
  std::vector<bool> items(items_.size());
  for (const ReachUse& use : uses_) {
    if (seen[Index(use.function)] && counts(use.function, use.confidence)) items[use.item] = true;
  }
  return items;
}

std::vector<ReachedCapability> SandboxModel::Reached(const ReachQuestion& question) const {
  const FunctionIds& ids = calls_.ids();
  // What only tests run starts no way, nor does a declaration without a body.
  std::vector<uint32_t> groups(size_t{ids.size()} + 1);
  uint32_t last_group = 0;
  for (uint32_t i = 1; i <= ids.size(); ++i) {
    const FunctionId function{i};
    if (calls_.IsBodiless(function)) continue;
    if (config_.workspace.tests || !calls_.IsTestOnly(function))
      groups[i] = question.group_of_file[ids.FileOf(function)];
    last_group = std::max(last_group, groups[i]);
  }
  const auto group_of = [&](FunctionId function) { return groups[Index(function)]; };
  // Which ways are one: by file and the first item of the capability, or by group and item.
  std::vector<uint32_t> first_of(items_.size());
  std::map<std::string_view, uint32_t> capabilities;
  for (uint32_t item = 0; item < items_.size(); ++item)
    first_of[item] = capabilities.try_emplace(items_[item].capability, item).first->second;
  const auto key_of = [&](FunctionId from, uint32_t item) {
    const bool by_item = question.group == ReachGroup::kItem;
    return uint64_t{by_item ? group_of(from) : ids.FileOf(from)} << 32 |
           (by_item ? item : first_of[item]);
  };
  struct Best {
    ReachedCapability reached;
    uint32_t length = 0;
    std::vector<uint64_t> calls;  // all that lead there, with repeats
  };
  std::unordered_map<uint64_t, Best> found;
  for (const Confidence confidence : kLevels) {
    if (confidence > question.confidence) break;
    const std::vector<bool> outside = ItemsOutside(groups, confidence);
    if (std::find(outside.begin(), outside.end(), true) == outside.end()) continue;
    const Level& level = LevelOf(confidence);
    for (uint32_t item = 0; item < items_.size(); ++item) {
      if (!outside[item]) continue;
      std::vector<uint32_t> uses;
      for (const uint32_t use : uses_of_[item]) {
        if (level.reach.Counts(uses_[use])) uses.push_back(use);
      }
      if (uses.empty()) continue;
      std::vector<bool> wanted(size_t{last_group} + 1);  // by group
      for (uint32_t group = 1; group <= last_group; ++group)
        wanted[group] = question.wanted(group, item);
      if (std::find(wanted.begin(), wanted.end(), true) == wanted.end()) continue;
      const ReachPaths paths(level.reach, level.callers, item, uses);
      paths.ForEachCall([&](FunctionId from, FunctionId to) {
        const uint32_t group = group_of(from);
        if (!wanted[group] || group == group_of(to)) return;
        const auto entry = found.find(key_of(from, item));
        if (entry != found.end()) {
          if (entry->second.reached.confidence != confidence) return;  // there is a surer way
          if (question.group == ReachGroup::kFileAndCapability)
            entry->second.calls.push_back(uint64_t{Index(from)} << 32 | Index(to));
          if (entry->second.length <= *paths.Length(to)) return;
        }
        const auto is_own = [&](FunctionId function) { return group_of(function) == group; };
        if (paths.AnyOnTheWay(to, is_own)) return;
        Best& best = entry != found.end() ? entry->second : found[key_of(from, item)];
        best.length = *paths.Length(to);
        if (best.calls.empty()) best.calls.push_back(uint64_t{Index(from)} << 32 | Index(to));
        best.reached.file = ids.FileOf(from);
        best.reached.group = group;
        best.reached.item = item;
        best.reached.confidence = confidence;
        FillWay(from, paths, to, best.reached);
      });
    }
  }
  std::vector<std::pair<uint64_t, ReachedCapability>> sorted;
  sorted.reserve(found.size());
  for (auto& [key, best] : found) {
    std::sort(best.calls.begin(), best.calls.end());
    const auto end = std::unique(best.calls.begin(), best.calls.end());
    best.reached.others = static_cast<uint32_t>(end - best.calls.begin() - 1);
    sorted.emplace_back(key, std::move(best.reached));
  }
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<ReachedCapability> all;
  all.reserve(sorted.size());
  for (auto& [key, reached] : sorted) all.push_back(std::move(reached));
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
  // By module and item.
  std::vector<std::vector<bool>> forbidden(size_t{modules_.size()} + 1);
  for (uint32_t i = 1; i <= modules_.size(); ++i) {
    forbidden[i].resize(items_.size());
    for (uint32_t item = 0; item < items_.size(); ++item) {
      forbidden[i][item] =
          policy_.Gates(items_[item].capability) &&
          !policy_.Grants(ModuleId{i}, items_[item].capability, ArgumentOf(items_[item]));
    }
  }
  breaches_ = Reached({brokers_.group_of_file,
                       [&](uint32_t group, uint32_t item) { return forbidden[group][item]; },
                       config_.sandbox.confidence});
}

void SandboxModel::FindRuleBreaches() {
  for (const RuleConfig& rule : config_.rules) {
    if (rule.verb != RuleVerb::kDenyCapability || rule.reach != Reach::kTransitive) continue;
    std::vector<uint32_t> group_of_file(facts_.size());
    for (uint32_t file = 0; file < facts_.size(); ++file) {
      const NodeId node{file + 1};
      group_of_file[file] =
          modules_.MatchAny(rule.from, {graph_.name(node), modules_.Of(file)}) ? 1 : 0;
    }
    const auto wanted = [&](uint32_t, uint32_t item) {
      return AnyCovers(rule.capabilities, items_[item].capability, ArgumentOf(items_[item]));
    };
    for (ReachedCapability& reached : Reached({group_of_file, wanted, config_.sandbox.confidence}))
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
