#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/core/ids.h"
#include "analyzer/core/source_text.h"
#include "analyzer/facts/facts.h"
#include "analyzer/facts/preset.h"
#include "analyzer/graph/graph.h"

namespace krepis::analyzer {

/// Whether something stands in a chain.
enum class Certainty : uint8_t {
  kMust,
  kMay,      // under a condition, or on a path that may or may not match; its place is known
  kUnknown,  // a barrier, or when it is registered is not known: nothing follows from its place
};

/// Why a behaviour that stands in a chain with `kMay` may in truth stand in none.
enum class ChainDoubt : uint8_t {
  kNone,   // its condition is a branch of the program
  kPath,   // whether it is in effect for the route
  kStage,  // whether it does what it wraps
  kSetUp,  // whether the helper that may register it was set up to
};

/// One registered behaviour. It may stand in many chains.
struct ChainEntry {
  NodeId file{};
  Location location;
  std::string symbol;               // npm/cors, requireUser, krepis::analyzer::TimingBehavior
  std::vector<std::string> stages;  // those of krepis.toml first, then the preset's
  bool barrier = false;             // not known what it is, or how many
  std::vector<std::string> maybe;   // those of `stages` of which it is not sure
  std::optional<uint32_t> arity;    // of the function that it is, where that is known
  /// A string that names no class, and the class that it must be meant to name.
  std::string meant;
  /// Something that is no route stands inside of it, and may answer.
  bool serves = false;

  bool Is(std::string_view stage) const;
  /// The same where that is sure.
  bool SurelyIs(std::string_view stage) const;
};

struct ChainElement {
  uint32_t entry = 0;  // of ChainTable::entries()
  RegistrationScope scope = RegistrationScope::kGlobal;
  Certainty certainty = Certainty::kMust;
  /// Where chains are ordered by stage: the place of its stage, and whether its place among those
  /// of the same stage is not known.
  size_t stage_rank = Preset::npos;
  bool loose = false;
  bool handler = false;  // the end of the route
  ChainDoubt doubt = ChainDoubt::kNone;
  /// In effect for requests of the route's method alone.
  bool of_method = false;
  /// Elements with one number stand in the chain under the same conditions; 0: whenever the route
  /// does.
  uint32_t condition = 0;
};

/// The effective chain of one route.
struct Route {
  std::string method;  // upper-case; empty: any, or the framework has none
  std::string path;    // joined over mounts; of a computed one, its source text in braces
  bool path_known = true;
  bool mount_known =
      true;           // else more may stand before the path: the router's own mount is not seen
  std::string group;  // of the runtime: the route's group
  bool group_known = false;
  std::vector<std::string> tags;  // of the runtime
  bool tags_known = true;         // else there may be more of them
  const Preset* preset = nullptr;
  uint64_t application = 0;  // what serves it; equal for routes of one
  NodeId file{};
  Location location;
  std::vector<ChainElement> chain;   // outer to inner; what runs after the handler behind it
  std::vector<ChainElement> missed;  // registered on its pipelines, but where it is not covered

  /// "GET /api/x".
  std::string Name() const;
  /// Whether the name contains `text`.
  bool Has(std::string_view text) const;
};

/// How many registrations chains are made of, handlers included, each counted once.
struct RegistrationCount {
  uint64_t all = 0;
  uint64_t resolved = 0;  // no barriers, and no handlers of routes whose path or mount is not known
};

/// The effective chains of a workspace. Immutable, so safe to share between threads; refers to the
/// presets that it was built from.
class ChainTable {
 public:
  ChainTable() = default;
  /// Chains that nobody has registered: to try a rule on.
  ChainTable(std::vector<Route> routes, std::vector<ChainEntry> entries,
             std::vector<const Preset*> presets)
      : routes_(std::move(routes)), entries_(std::move(entries)), presets_(std::move(presets)) {}

  /// By (path, position, name).
  std::span<const Route> routes() const { return routes_; }
  std::span<const ChainEntry> entries() const { return entries_; }
  const ChainEntry& entry(const ChainElement& element) const { return entries_[element.entry]; }
  /// False when there are more routes, mounts or calls of helpers than are followed.
  bool complete() const { return complete_; }
  RegistrationCount CountRegistrations() const;
  /// The presets that are in use: named in krepis.toml, or detected.
  std::span<const Preset* const> presets() const { return presets_; }

 private:
  friend class ChainBuilder;

  std::vector<Route> routes_;
  std::vector<ChainEntry> entries_;
  std::vector<const Preset*> presets_;
  bool complete_ = true;
};

/// Puts the registrations of all files together: pipelines that are imported or handed to helpers,
/// routers mounted in routers, what covers which route. `facts` stand in the order of the file
/// nodes of `graph`, whose edges say which file a specifier means. Linear in what it returns, which
/// is bounded: a chain that grows too long ends in a barrier. `used` is PresetsInUse::Get().
ChainTable BuildChains(std::span<const FileFacts> facts, const Graph& graph,
                       const PresetTable& presets, std::vector<const Preset*> used,
                       const Config& config);

/// Stages of krepis.toml that match no registration and route patterns that match no route, unless
/// they say `optional`: located errors.
std::vector<Error> UnmatchedOrdering(const ChainTable& chains, const Config& config);

/// krepis.chains/1 (contract, section 4) of the routes whose name contains `wanted`.
std::string ChainsJson(const ChainTable& chains, const Graph& graph, std::string_view wanted = {});
/// The same for people: a route a paragraph, its chain outer to inner.
std::string ChainsText(const ChainTable& chains, const Graph& graph, std::string_view wanted = {});
/// One line: "cors > requireUser [auth] > handler". Of a long chain, with `about`, what stands near
/// one of these.
std::string ChainLine(const ChainTable& chains, const Route& route,
                      std::initializer_list<const ChainElement*> about = {});

/// Whether the order of two elements of a chain is not known, although both are of a known stage.
bool IsLoose(const ChainElement& a, const ChainElement& b);

/// "must", "may", "unknown".
std::string_view CertaintyName(Certainty certainty);

}  // namespace krepis::analyzer
