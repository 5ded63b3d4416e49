#include "analyzer/engine/inferred_layers.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "analyzer/engine/edge_groups.h"
#include "analyzer/graph/components.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxDepth = 8;

/// Characters that mean something in a glob: a folder that has one gets no module.
bool IsPlain(std::string_view name) { return name.find_first_of("*{}?[]\\") == name.npos; }

/// Cuts the tree into folders.
class FolderCut {
 public:
  FolderCut(std::span<const std::string_view> files, const FilePackages& packages)
      : files_(files), of_(files.size(), InferredModules::kNone) {
    for (const FilePackages::Package& package : packages.packages())
      packages_.insert(package.folder);
  }

  InferredModules Run() {
    Split(0, files_.size(), "", 0);
    Name();
    return {std::move(modules_), std::move(of_)};
  }

 private:
  struct Part {
    std::string_view name;
    size_t begin, end;
  };

  /// The parts of a folder ("" or "a/b/"), whose files are [begin, end): runs, since paths are
  /// sorted.
  std::vector<Part> PartsOf(size_t begin, size_t end, std::string_view folder,
                            std::vector<size_t>& direct) const {
    std::vector<Part> parts;
    for (size_t i = begin; i < end; ++i) {
      const std::string_view rest = files_[i].substr(folder.size());
      const size_t slash = rest.find('/');
      if (slash == rest.npos) {
        direct.push_back(i);
        continue;
      }
      const std::string_view name = rest.substr(0, slash);
      if (parts.empty() || parts.back().name != name) parts.push_back({name, i, i});
      parts.back().end = i + 1;
    }
    return parts;
  }

  void Split(size_t begin, size_t end, const std::string& folder, size_t depth) {
    std::vector<size_t> direct;
    const std::vector<Part> parts = PartsOf(begin, end, folder, direct);
    for (const Part& part : parts) {
      const std::string below = folder + std::string(part.name) + "/";
      // Most of what there is, or a folder of packages: its parts are the modules.
      const bool most = (part.end - part.begin) * 4 >= (end - begin) * 3;
      if (depth < kMaxDepth && (HoldsPackages(below) || (most && !IsPackageOfMany(below)))) {
        Split(part.begin, part.end, below, depth + 1);
      } else if (IsPlain(below)) {
        Add(below + "**", part.begin, part.end);
      }
    }
    if (direct.empty() || !IsPlain(folder)) return;
    if (parts.empty() && !folder.empty()) {
      Add(folder + "**", begin, end);
      return;
    }
    Add(folder + "*", 0, 0);
    for (const size_t file : direct) of_[file] = static_cast<uint32_t>(modules_.size() - 1);
  }

  /// Whether two packages or more lie in folders below this one, and it is none itself.
  bool HoldsPackages(const std::string& folder) const {
    if (packages_.contains(folder.substr(0, folder.size() - 1))) return false;
    auto below = packages_.lower_bound(folder);
    for (int found = 0; below != packages_.end() && below->starts_with(folder); ++below) {
      if (++found == 2) return true;
    }
    return false;
  }
  /// A package among others stays whole, however large it is.
  bool IsPackageOfMany(const std::string& folder) const {
    const size_t others = packages_.size() - (packages_.contains("") ? 1 : 0);
    return others > 1 && packages_.contains(folder.substr(0, folder.size() - 1));
  }

  void Add(std::string glob, size_t begin, size_t end) {
    modules_.push_back({{}, std::move(glob)});
    std::fill(of_.begin() + static_cast<ptrdiff_t>(begin),
              of_.begin() + static_cast<ptrdiff_t>(end),
              static_cast<uint32_t>(modules_.size() - 1));
  }

  /// The last folder's name, with as many of those above it as make it unique.
  void Name() {
    std::set<std::string> taken;
    for (InferredModule& module : modules_) {
      std::string folder = module.glob.substr(0, module.glob.find_last_of('/') + 1);
      std::string name;
      do {
        const size_t slash =
            folder.size() < 2 ? folder.npos : folder.find_last_of('/', folder.size() - 2);
        const size_t start = slash == folder.npos ? 0 : slash + 1;
        std::string part = folder.substr(start, folder.empty() ? 0 : folder.size() - start - 1);
        folder.resize(start);
        for (char& c : part) {
          if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_') c = '-';
        }
        part.erase(0, part.find_first_not_of('-'));
        if (part.empty()) part = "root";
        name = name.empty() ? part : part + "-" + name;
      } while (taken.contains(name) && !folder.empty());
      for (int number = 2; taken.contains(name); ++number) {
        const std::string numbered = name + "-" + std::to_string(number);
        if (!taken.contains(numbered)) name = numbered;
      }
      taken.insert(name);
      module.name = std::move(name);
    }
  }

  std::span<const std::string_view> files_;
  std::set<std::string> packages_;  // folders without a final '/'
  std::vector<InferredModule> modules_;
  std::vector<uint32_t> of_;
};

}  // namespace

InferredModules InferModules(std::span<const std::string_view> files,
                             const FilePackages& packages) {
  return FolderCut(files, packages).Run();
}

InferredLayers InferLayers(const Model& model, const InferredModules& modules) {
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  const auto module_of = [&](NodeId node) {
    return model.graph.is_file(node) ? modules.of[Index(node) - 1] : InferredModules::kNone;
  };
  for (const Edge& edge : model.graph.edges()) {
    if (!Counts(model, edge, EdgeKindSet::Default())) continue;
    const uint32_t from = module_of(edge.from);
    const uint32_t to = module_of(edge.to);
    if (from == InferredModules::kNone || to == InferredModules::kNone || from == to) continue;
    pairs.emplace_back(from, to);
  }
  InferredLayers layers;
  if (pairs.empty()) return layers;
  const auto count = static_cast<uint32_t>(modules.modules.size());
  std::vector<bool> connected(count);
  for (const auto& [from, to] : pairs) connected[from] = connected[to] = true;
  layers.cycles = CyclicComponents(MakeAdjacency(count, pairs));

  // One group per component, and how far each is from the bottom.
  std::vector<uint32_t> group(count);
  for (uint32_t module = 0; module < count; ++module) group[module] = module;
  for (const std::vector<uint32_t>& cycle : layers.cycles) {
    for (const uint32_t module : cycle) group[module] = cycle.front();
  }
  std::erase_if(pairs, [&](const auto& pair) { return group[pair.first] == group[pair.second]; });
  for (auto& [from, to] : pairs) {
    from = group[from];
    to = group[to];
  }
  const Adjacency graph = MakeAdjacency(count, std::move(pairs));
  std::vector<uint32_t> dependents(count);
  for (const uint32_t to : graph.target) ++dependents[to];
  std::vector<uint32_t> order;  // what nothing depends on first
  for (uint32_t module = 0; module < count; ++module) {
    if (dependents[module] == 0) order.push_back(module);
  }
  for (size_t next = 0; next < order.size(); ++next) {
    for (const uint32_t to : graph.Out(order[next])) {
      if (--dependents[to] == 0) order.push_back(to);
    }
  }
  std::vector<uint32_t> height(count);
  for (size_t i = order.size(); i-- > 0;) {
    for (const uint32_t to : graph.Out(order[i]))
      height[order[i]] = std::max(height[order[i]], height[to] + 1);
  }

  std::map<uint32_t, std::map<uint32_t, std::vector<std::string>>, std::greater<>> rows;
  for (uint32_t module = 0; module < count; ++module) {
    if (!connected[module]) continue;  // nothing is known of where it belongs
    rows[height[group[module]]][group[module]].push_back(modules.modules[module].name);
  }
  for (const auto& [level, groups] : rows) {
    std::string row;
    for (const auto& [first, names] : groups) {
      if (!row.empty()) row += " | ";
      for (size_t i = 0; i < names.size(); ++i) row += (i == 0 ? "" : " , ") + names[i];
    }
    layers.rows.push_back(std::move(row));
  }
  return layers;
}

}  // namespace krepis::analyzer
