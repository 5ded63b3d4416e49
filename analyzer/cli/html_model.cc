#include "analyzer/cli/html_model.h"

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/edge_groups.h"
#include "analyzer/engine/inferred_layers.h"
#include "analyzer/engine/layers.h"

namespace krepis::analyzer {
namespace {

/// "packages/core" of "packages/core/**".
std::string FolderOf(std::string_view glob) {
  if (glob.ends_with("/**")) glob.remove_suffix(3);
  return glob == "*" ? "(root)" : std::string(glob);
}

void TakeDeclared(const Model& model, ModuleMap& map) {
  const LayerTable layers(model);
  for (const LayerRow& row : model.config.layers.order) map.rows.push_back(row.text);
  for (uint32_t i = 1; i <= model.modules.size(); ++i) {
    const ModuleId id{i};
    ModuleMap::Module& module = map.modules.emplace_back();
    module.name = model.modules.Name(id);
    if (!model.modules.Values(id).empty()) module.family = model.modules.Base(id).name.value;
    module.files = static_cast<uint32_t>(model.modules.Files(id).size());
    if (const std::optional<LayerPosition> position = layers.Of(id)) module.row = position->row;
  }
  for (uint32_t i = 1; i <= model.graph.file_count(); ++i) {
    const ModuleId id = model.ModuleOf(NodeId{i});
    if (!IsNone(id)) map.files[i - 1].module = Index(id) - 1;
  }
}

void TakeFolders(const Model& model, ModuleMap& map) {
  map.inferred = true;
  std::vector<std::string_view> paths;
  for (const ModuleMap::File& file : map.files) paths.push_back(file.path);
  const InferredModules folders = InferModules(paths, model.packages);
  for (const InferredModule& folder : folders.modules)
    map.modules.emplace_back().name = FolderOf(folder.glob);
  for (size_t i = 0; i < folders.of.size(); ++i) {
    if (folders.of[i] == InferredModules::kNone) continue;
    map.files[i].module = folders.of[i];
    ++map.modules[folders.of[i]].files;
  }
}

}  // namespace

ModuleMap MakeModuleMap(const Model& model) {
  ModuleMap map;
  const Graph& graph = model.graph;
  for (uint32_t i = 1; i <= graph.file_count(); ++i)
    map.files.emplace_back().path = graph.name(NodeId{i});
  if (model.modules.size() != 0) {
    TakeDeclared(model, map);
  } else {
    TakeFolders(model, map);
  }
  for (const Edge& edge : graph.edges()) {
    if (!graph.is_file(edge.to) || !Counts(model, edge, EdgeKindSet::Default())) continue;
    const uint32_t from = Index(edge.from) - 1;
    const uint32_t to = Index(edge.to) - 1;
    if (map.files[from].module != map.files[to].module)
      map.imports.push_back({from, to, edge.location.begin.line, edge.kind});
  }
  return map;
}

}  // namespace krepis::analyzer
