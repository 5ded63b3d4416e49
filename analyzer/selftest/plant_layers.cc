#include <fmt/format.h>

#include "analyzer/engine/layers.h"
#include "analyzer/selftest/candidates.h"
#include "analyzer/selftest/plant.h"

namespace krepis::analyzer {
namespace {

constexpr uint64_t kMaxUnresolved = 100'000;

Plant BuiltIn(std::string rule, std::string subject) {
  Plant plant;
  plant.rule = std::move(rule);
  plant.subject = std::move(subject);
  return plant;
}

std::vector<Candidate> AllFiles(const Model& model) {
  return FilesThat(model, [](const Candidate&) { return true; });
}

void PlantRows(const Model& model, std::vector<Plant>& plants) {
  const LayerTable layers(model);
  const std::vector<Candidate> files =
      FilesThat(model, [&](const Candidate& file) { return layers.Of(file.module).has_value(); });
  const PairPlanter pairs(files, files, EdgeKindSet::Default());
  const auto plant = [&](std::string rule, std::string subject, auto breaks, std::string nothing) {
    pairs.Fill(
        plants.emplace_back(BuiltIn(std::move(rule), std::move(subject))),
        [&](const Candidate& from, const Candidate& to) {
          return from.module != to.module && breaks(*layers.Of(from.module), *layers.Of(to.module));
        },
        nothing);
  };
  const std::vector<LayerRow>& order = model.config.layers.order;
  plant(
      "layering/order", "[layers] order",
      [](const LayerPosition& from, const LayerPosition& to) { return from.row > to.row; },
      "files stand in one layer only, so nothing can climb");
  for (uint32_t row = 0; row < order.size(); ++row) {
    if (order[row].groups.size() > 1) {
      plant(
          "layering/peer", fmt::format("layer '{}'", order[row].text),
          [&](const LayerPosition& from, const LayerPosition& to) {
            return from.row == row && to.row == row && from.group != to.group;
          },
          "fewer than two of its peers have files");
    }
    if (layers.IsClosedRow(row)) {
      plant(
          "layering/closed", fmt::format("layer '{}'", order[row].text),
          [&](const LayerPosition& from, const LayerPosition& to) {
            return from.row < row && to.row > row;
          },
          "it is the top or the bottom of the layers that have files, so nothing can skip it");
    }
  }
}

void PlantModules(const Model& model, std::vector<Plant>& plants) {
  const std::vector<Candidate> files = AllFiles(model);
  for (const ModuleConfig& module : model.config.modules) {
    const auto in = [&](const Candidate& file) {
      return !IsNone(file.module) && &model.modules.Base(file.module) == &module;
    };
    if (module.has_public) {
      const PairPlanter pairs(files,
                              FilesThat(model,
                                        [&](const Candidate& file) {
                                          return in(file) &&
                                                 !model.modules.IsPublic(Index(file.node) - 1);
                                        }),
                              EdgeKindSet::Default());
      pairs.Fill(
          plants.emplace_back(
              BuiltIn("layering/public", fmt::format("module '{}'", module.name.value))),
          [](const Candidate& from, const Candidate& to) { return from.module != to.module; },
          "all of its files are public, or there is no file outside it");
    }
    if (module.has_visible_to) {
      const PairPlanter pairs(files, FilesThat(model, in), EdgeKindSet::Default());
      pairs.Fill(
          plants.emplace_back(
              BuiltIn("layering/visibility", fmt::format("module '{}'", module.name.value))),
          [&](const Candidate& from, const Candidate& to) {
            return !model.modules.IsVisible(to.module, from.Target());
          },
          "`visible_to` names every module that has files, or the module has none");
    }
  }
}

void PlantUnclassified(const Model& model, std::vector<Plant>& plants) {
  Plant& plant = plants.emplace_back(BuiltIn("layering/unclassified", "files in no module"));
  plant.configured = false;
  for (const char* path : {"krepis-selftest.ts", "krepis-selftest/planted.ts"}) {
    if (!IsNone(model.modules.Classify(path))) continue;
    plant.file = path;
    plant.text = fmt::format("a file {}", path);
    return;
  }
  plant.obstacle = "the modules take in every file";
}

void PlantUnresolved(const Model& model, std::vector<Plant>& plants) {
  Plant& plant = plants.emplace_back(BuiltIn("layering/unresolved", "imports that lead nowhere"));
  const auto& budget = model.config.workspace.unresolved;
  plant.configured = budget.has_value();
  const std::vector<Candidate> files = AllFiles(model);
  const uint64_t count = budget ? budget->max + 1 : 1;
  if (files.empty()) {
    plant.obstacle = "there are no files";
  } else if (count > kMaxUnresolved) {
    plant.obstacle = fmt::format("its budget is {}: too many to plant", budget->max);
    plant.configured = false;
  } else {
    plant.unresolved = {files.front().name, count};
    plant.text = count == 1
                     ? fmt::format("an import of {} that leads nowhere", files.front().name)
                     : fmt::format("{} imports of {} that lead nowhere", count, files.front().name);
  }
}

}  // namespace

std::vector<Plant> PlantLayers(const Model& model) {
  std::vector<Plant> plants;
  if (model.config.layers.present) PlantRows(model, plants);
  PlantModules(model, plants);
  if (!model.config.modules.empty()) PlantUnclassified(model, plants);
  PlantUnresolved(model, plants);
  return plants;
}

}  // namespace krepis::analyzer
