#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/config/modules.h"
#include "analyzer/engine/capability_policy.h"
#include "analyzer/facts/capability_table.h"
#include "analyzer/facts/facts.h"
#include "analyzer/graph/call_graph.h"
#include "analyzer/graph/capability_reach.h"

namespace krepis::analyzer {

/// A capability with one argument, or with all arguments that nobody has to tell apart.
struct CapabilityItem {
  std::string capability;
  std::optional<std::string> argument;  // of the first use; nullopt: not known, or several
};

/// Which arguments of a capability are items of their own.
enum class ItemDetail : uint8_t {
  kPolicy,    // those that some grant of the configuration tells apart
  kArgument,  // each, up to a number of them
};

/// What of several ways is told apart.
enum class ReachGroup : uint8_t {
  kFileAndCapability,  // one way for each file and capability
  kItem,               // one for each group of files and item, from whatever file
};

/// One call on the way to a capability.
struct CapabilityHop {
  FunctionId function{};
  Location site;  // of the call to the next one; of the last hop, of the use
};

/// How code of some files comes to reach a capability over the code of others.
struct ReachedCapability {
  uint32_t file = 0;   // whose code starts the way
  uint32_t group = 0;  // of the file
  uint32_t item = 0;
  Confidence confidence = Confidence::kResolved;
  std::vector<CapabilityHop> hops;  // the first one is in the file
  uint32_t use_file = 0;            // the use at the end of the way
  const CapabilityUse* use = nullptr;
  uint32_t others = 0;  // further calls in the file that lead to the capability
};

/// What every function of a workspace can reach. Built once for a model; the questions are asked
/// by one thread at a time.
class SandboxModel {
 public:
  /// All arguments must outlive it.
  SandboxModel(const Config& config, const ModuleTable& modules, std::span<const FileFacts> facts,
               const Graph& graph, CallGraph calls, ItemDetail detail);
  ~SandboxModel();

  /// Finds the doubts; `tables` say which packages are known. Once, before the rules run.
  void FindDoubts(const CapabilityTable& tables);

  const CapabilityPolicy& policy() const { return policy_; }
  const CallGraph& calls() const { return calls_; }
  CallGraph TakeCalls() && { return std::move(calls_); }
  std::span<const CapabilityItem> items() const { return items_; }
  /// The item of a use, by its place in the facts of its file.
  uint32_t ItemOf(uint32_t file, uint32_t use) const { return item_of_[first_use_[file] + use]; }

  /// What groups of files reach over calls that leave them: for each thing that `group` tells apart
  /// the surest way, of these the shortest. `group_of_file`: 0 is none. A way that comes back to
  /// its own group is not shown: the call by which the code of the group leaves it for the last
  /// time is. Sorted by file, then capability, or by group, then item.
  struct ReachQuestion {
    std::span<const uint32_t> group_of_file;
    std::function<bool(uint32_t group, uint32_t item)> wanted;
    Confidence confidence = Confidence::kDispatch;
    ReachGroup group = ReachGroup::kFileAndCapability;
  };
  std::vector<ReachedCapability> Reached(const ReachQuestion& question) const;
  /// Every item that a function of the marked files can reach, by itself or over calls; by item.
  std::vector<bool> ItemsOf(const std::vector<bool>& own, Confidence confidence) const;

  /// What modules reach although the policy does not grant it, over the code of others.
  std::span<const ReachedCapability> breaches() const { return breaches_; }
  /// What a `[[rules]]` entry forbids and reaches so; entries with reach = "transitive" alone.
  struct RuleBreach {
    const RuleConfig* rule;
    ReachedCapability reached;
  };
  std::span<const RuleBreach> rule_breaches() const { return rule_breaches_; }
  /// Grants that no code of their module needs, however unsure the ways to it are.
  struct UnusedGrant {
    const SandboxModule* table;
    const Grant* grant;
  };
  std::span<const UnusedGrant> unused_grants() const { return unused_grants_; }
  /// What a module under a policy may reach for all that is known, and is not granted as
  /// `unknown`: uses and ways that are less sure than the gate asks for, code that is computed,
  /// packages that are not analysed and that no symbol table knows. By file and place.
  struct Doubt {
    uint32_t file = 0;
    Location location;
    std::string what;       // that may be reached: a capability, or a package
    std::string text;       // a sentence
    bool external = false;  // a package
  };
  std::span<const Doubt> doubts() const { return doubts_; }

 private:
  struct Level;

  void CollectUses(ItemDetail detail);
  void FindBreaches();
  void FindRuleBreaches();
  void FindUnusedGrants();
  void DoubtUses();
  void DoubtWays();
  void DoubtExternals(const CapabilityTable& tables);
  const Level& LevelOf(Confidence confidence) const;
  /// By item, whether a call of that confidence that leaves a group may lead to it: a bound of what
  /// Reached() finds, for a fraction of its cost. `groups` are those of the functions.
  std::vector<bool> ItemsOutside(std::span<const uint32_t> groups, Confidence confidence) const;
  /// The hops of a way that begins with a call of `from`.
  void FillWay(FunctionId from, const ReachPaths& paths, FunctionId to,
               ReachedCapability& reached) const;

  const Config& config_;
  const ModuleTable& modules_;
  std::span<const FileFacts> facts_;
  const Graph& graph_;
  CapabilityPolicy policy_;
  CallGraph calls_;
  std::vector<CapabilityItem> items_;
  std::vector<uint32_t> first_use_;             // by file, into item_of_
  std::vector<uint32_t> item_of_;               // by use
  std::vector<std::vector<uint32_t>> uses_of_;  // by item, indices into uses_, by function
  std::vector<ReachUse> uses_;
  ReachBrokers brokers_;
  mutable std::vector<std::unique_ptr<Level>> levels_;  // by confidence
  std::vector<ReachedCapability> breaches_;
  std::vector<RuleBreach> rule_breaches_;
  std::vector<UnusedGrant> unused_grants_;
  std::vector<Doubt> doubts_;
};

}  // namespace krepis::analyzer
