#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/graph/chains_builder.h"
#include "analyzer/graph/chains_values.h"

namespace krepis::analyzer {

/// The part of ChainBuilder for frameworks whose pipelines are values that move. What covers a
/// route is said by where it stands in its pipeline and what that is mounted in, never by a path.
class ValueChains {
 public:
  explicit ValueChains(ChainBuilder& builder)
      : builder_(builder), values_(builder.facts_, builder.index_) {}

  void Build();

 private:
  using Layer = ChainBuilder::Layer;
  using Around = ChainBuilder::Around;
  struct Expanded {
    std::vector<PlacedEvent> events;
    bool complete = true;
    const PipelineFact* made = nullptr;  // where it begins; null: that is not seen
    const Preset* preset = nullptr;
  };
  /// Something registered, and the place of its registration, which its neighbours share.
  struct Placed {
    Layer layer;
    uint32_t event = 0;
  };

  const Expanded& ExpandedOf(const ValuePlace& place);
  void MarkServing(const Expanded& expanded, const std::vector<Placed>& own);
  void BuildPipeline(const ValuePlace& place, const Around& outside);
  /// Builds a pipeline that is reached in no way that is seen.
  void BuildUnseen(const ValuePlace& place);
  void Mount(const ValuePlace& child, const Preset& preset, const PlacedEvent& event, size_t entry,
             uint32_t position, const std::vector<Placed>& own, const Around& around);
  void AddRoutes(const Expanded& expanded, const PlacedEvent& event, uint32_t position,
                 const std::vector<Placed>& own, const Around& around);
  std::vector<Placed> LayersOf(const Expanded& expanded, const ValuePlace& place,
                               const Around& around);
  /// What of a pipeline covers one place of it, outer to inner, added to what stands around it.
  static void Cover(const Preset& preset, const std::vector<Placed>& own, uint32_t position,
                    bool replaced, std::vector<Layer>& covering, std::vector<Layer>& behind);

  ChainBuilder& builder_;
  ValueExpander values_;
  std::map<std::pair<InFile, const ValueRun*>, Expanded> expanded_;
};

}  // namespace krepis::analyzer
