#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "analyzer/graph/chains.h"
#include "analyzer/graph/chains_expand.h"
#include "analyzer/graph/chains_index.h"

namespace krepis::analyzer {

/// A chain that grows longer ends in a barrier.
inline constexpr size_t kMaxChain = 256;

/// The work behind BuildChains: one effective chain per route, by what the preset says of coverage
/// and nesting.
class ChainBuilder {
 public:
  ChainBuilder(std::span<const FileFacts> facts, const Graph& graph, const PresetTable& presets,
               std::vector<const Preset*> used, const Config& config);

  ChainTable Build();

 private:
  friend class ComponentChains;
  friend class ValueChains;

  /// Something registered that may be in effect for a route.
  struct Layer {
    uint32_t entry = 0;
    uint32_t order = 0;  // of registration, within its pipeline
    RegistrationScope scope = RegistrationScope::kGlobal;
    std::vector<std::string> paths;  // joined; none: everywhere
    bool path_unknown = false;
    std::optional<std::string> target;  // group and local scope
    std::string verb;                   // of a route that later ones pass through; else empty
    bool exact = false;                 // paths match whole, not as prefixes
    bool passed = false;                // of a pipeline that is mounted before
    bool everywhere = false;            // in its pipeline, whatever `paths` are
    bool route = false;                 // of a route that later ones pass through
    size_t phase = 0;                   // of the preset
    std::string parameter;   // of routes that have it in their path; empty: no such condition
    bool handler = false;    // the end of the route at hand
    bool after = false;      // covers what stands before it
    bool doubtful = false;   // whether it is of its stage is not sure
    bool unknown = false;    // when it is registered is not known
    bool by_tag = false;     // `target` is a tag
    bool absent = false;     // what it names does not exist: it covers nothing
    bool local = false;      // runs for what names it alone; of listed pipelines
    bool of_method = false;  // runs for requests of the method of its route alone
    size_t list_rank = Preset::npos;  // place in the list
    size_t stage_rank = 0;
    std::string name;  // by which others place themselves; empty: not known
    std::vector<PlacementFact> placements;
    bool placements_known = true;
    std::vector<PlacedCondition> conditions;
    std::vector<uint32_t> deferred;
  };
  /// One of the behaviours that the type of a pipeline lists.
  struct Listed {
    const RegistrationEntry* entry = nullptr;
    const BehaviorClass* type = nullptr;  // null: of no file of the workspace
  };
  /// What a mounted pipeline gets from around it.
  struct Around {
    std::vector<std::string> prefixes = {""};
    bool prefix_unknown = false;
    bool mounted = true;          // else there may be a prefix, for all of the pipeline alike
    std::vector<Layer> covering;  // by what stands around the mount
    std::vector<Layer> behind;    // registered behind the mount
    /// Registered behind the mount, but covering it as well (kContext).
    std::vector<Layer> trailing;
    /// When the mount happens, of which later registrations do not take part; null: they do.
    const std::vector<uint64_t>* until = nullptr;
    std::vector<PlacedCondition> conditions;
    std::vector<Listed> list;  // of the pipeline that serves
    int depth = 0;
  };
  struct Expanded {
    std::vector<PlacedEvent> events;
    bool complete = true;
  };

  std::vector<Route>& routes() { return table_.routes_; }
  /// Of the pipelines that are being built, the outermost.
  uint64_t Application() const {
    return uint64_t{stack_.front().file} << 32 | stack_.front().index;
  }
  void LeaveOut() { table_.complete_ = false; }
  void MarkServing(const Layer& layer) { table_.entries_[layer.entry].serves = true; }
  const Expanded& ExpandedOf(InFile pipeline);
  /// The preset of a pipeline: its own, or that of what mounts it.
  const Preset* PresetOf(InFile pipeline) const;
  /// The pipeline that an entry mounts, or none.
  std::optional<InFile> ChildOf(const Preset& preset, const PlacedEvent::Entry& entry);
  /// What mounting does to the registrations of `child`.
  PresetMount MountOf(const Preset& preset, InFile pipeline, InFile child) const;
  /// Adds what is mounted in a pipeline, and in that, and so on.
  void CollectMounted(InFile pipeline);
  void AddGivenToExports(std::vector<InFile>& pipelines);
  /// `around` with what the pipeline puts before its own paths.
  Around Prefixed(const Preset& preset, InFile pipeline, Around around);
  /// Takes from a layer the stages that it has by the number of its parameters.
  void Unshape(const Preset& preset, Layer& layer);
  /// What a mounted pipeline does to what stands behind the mount.
  void AddPassed(const Preset& preset, InFile pipeline, const PlacedEvent& event, size_t entry,
                 uint32_t order, const Around& around, std::vector<Layer>& layers);
  Around MountedAt(const Preset& preset, const PlacedEvent& event, size_t entry,
                   const Around& around) const;
  /// The layers of what a pipeline mounts, that cover nothing outside of it.
  std::vector<Layer> HiddenOf(const Preset& preset, InFile pipeline, const Around& around);
  /// Whether the event is one of a plugin that the preset knows, or that registers nothing.
  bool AddPlugin(const Preset& preset, const PlacedEvent::Entry& entry, Layer& layer);
  void MarkServing(const Preset& preset, InFile pipeline, const std::vector<Layer>& own);
  void BuildPipeline(InFile pipeline, const Around& around);
  /// Builds a pipeline that is reached in no way that is seen.
  void BuildUnseen(InFile pipeline, std::string why);
  void Mount(InFile child, const PlacedEvent& event, size_t entry, uint32_t position,
             const std::vector<Layer>& own, const Around& around);
  void AddRoutes(const Preset& preset, const PlacedEvent& event, uint32_t position,
                 const std::vector<Layer>& own, const Around& around);
  bool IsGuard(const Preset& preset, const Layer& layer) const;
  void Fill(const Preset& preset, const std::vector<PlacedCondition>& conditions,
            const std::vector<Layer>& covering, const std::vector<Layer>& behind, Route& route);
  std::vector<Layer> LayersOf(const Preset& preset, InFile pipeline, const Around& around);
  /// Adds `layer` to what covers a place of its pipeline, or to what stands behind it.
  static void Sort(const Preset& preset, Layer layer, uint32_t position,
                   const std::vector<uint32_t>& deferred, std::vector<Layer>& covering,
                   std::vector<Layer>& behind);
  Layer LayerOf(const Preset& preset, const PlacedEvent::Entry& entry);
  Layer Barrier(uint32_t file, const Location& location, std::string text);
  void FindStages(const Preset& preset, const PlacedEvent::Entry& entry, ChainEntry& made,
                  Layer& layer);
  bool SeveralPrograms(const Preset& preset);
  void FindNamed(const Preset& preset, const RegistrationEntry& entry, ChainEntry& made,
                 Layer& layer) const;
  void FindTraits(const Preset& preset, const RegistrationEntry& entry, ChainEntry& made,
                  Layer& layer) const;
  std::vector<Listed> ListOf(const Preset& preset, InFile pipeline);
  size_t RankOf(const Preset& preset, const std::vector<Listed>& list,
                const RegistrationEntry& entry) const;
  void AddListed(const Preset& preset, const PlacedEvent& event, std::vector<Layer>& layers);
  static void OrderListed(const std::vector<Listed>& list, bool alone,
                          std::vector<Layer>& covering);
  bool IsReplaced(const Preset& preset, const RegistrationEvent& event,
                  const RegistrationEntry& entry);
  bool IsNoRoute(const Preset& preset, const RegistrationEvent& event) const;
  static void Place(const std::vector<const Layer*>& layers, std::vector<ChainElement>& chain);
  uint32_t Intern(ChainEntry entry);
  ChainElement ElementOf(const Layer& layer, const std::vector<PlacedCondition>& conditions,
                         bool surely);

  std::span<const FileFacts> facts_;
  const Graph& graph_;
  const PresetTable& presets_;
  const std::vector<const Preset*> used_;
  const Config& config_;
  RegistrationIndex index_;
  RegistrationExpander expander_;
  ChainTable table_;
  std::unordered_map<InFile, Expanded, InFileHash> expanded_;
  std::unordered_map<InFile, const Preset*, InFileHash> adopted_;
  std::unordered_set<InFile, InFileHash> mounted_;
  std::unordered_set<InFile, InFileHash> built_;
  std::vector<InFile> stack_;  // pipelines being built, against mounts in a circle
  std::map<std::pair<uint32_t, uint32_t>, std::vector<uint32_t>> interned_;  // by file and offset
  std::map<std::vector<PlacedCondition>, uint32_t> condition_numbers_;
  std::map<std::pair<const Preset*, RegistrationScope>, bool> replaced_;  // IsReplaced()
  std::optional<bool> several_;  // programs, of the preset that has but one pipeline
  size_t elements_ = 0;
  uint32_t builds_ = 0;
  uint32_t passes_ = 0;
};

}  // namespace krepis::analyzer
