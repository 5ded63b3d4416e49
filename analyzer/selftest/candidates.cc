#include "analyzer/selftest/candidates.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "analyzer/engine/rule.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kPerModule = 3;
constexpr size_t kMaxFiles = 600;
constexpr size_t kMaxEdges = 32;
constexpr std::string_view kMadeUp = "krepis-selftest";

/// The language whose code can depend on externals of the ecosystem.
LanguageGroup GroupOfEcosystem(std::string_view ecosystem) {
  if (ecosystem == "cargo" || ecosystem == "std") return LanguageGroup::kRust;
  if (ecosystem == "sys") return LanguageGroup::kCpp;
  return LanguageGroup::kTypeScript;  // npm, node, jsr, url
}

Candidate External(std::string_view ecosystem, std::string_view name) {
  Candidate candidate;
  candidate.name = fmt::format("ext:{}/{}", ecosystem, name);
  return candidate;
}

std::string Names(EdgeKindSet kinds) {
  std::string names;
  for (int i = 1; i <= 12; ++i) {
    const auto kind = static_cast<EdgeKind>(i);
    if (kinds.Has(kind)) names += (names.empty() ? "" : ", ") + std::string(EdgeKindName(kind));
  }
  return names;
}

}  // namespace

std::vector<Candidate> FilesThat(const Model& model,
                                 const std::function<bool(const Candidate&)>& wanted) {
  std::vector<Candidate> files;
  std::map<std::pair<ModuleId, LanguageGroup>, size_t> taken;
  for (uint32_t i = 1; i <= model.graph.file_count() && files.size() < kMaxFiles; ++i) {
    const NodeId node{i};
    if (model.graph.is_test(node) && !model.config.workspace.tests) continue;
    Candidate file{std::string(model.graph.name(node)), model.ModuleOf(node),
                   GroupOf(model.graph.language(node)), node};
    size_t& count = taken[{file.module, file.group}];
    if (count == kPerModule || !wanted(file)) continue;
    ++count;
    files.push_back(std::move(file));
  }
  return files;
}

std::vector<Candidate> ExternalsOf(const std::vector<Selector>& selectors) {
  std::vector<Candidate> externals;
  for (const Selector& selector : selectors) {
    if (selector.kind != Selector::Kind::kExternal) continue;
    std::string name;
    for (const char c : selector.name) {
      if (c == '*') {
        name += kMadeUp;
      } else {
        name += c;
      }
    }
    if (selector.ecosystem != "*") {
      externals.push_back(External(selector.ecosystem, name));
      continue;
    }
    for (const std::string_view ecosystem : {"npm", "cargo", "sys", "proto"})
      externals.push_back(External(ecosystem, name));
  }
  return externals;
}

std::vector<Candidate> AnyExternals() {
  std::vector<Candidate> externals;
  for (const std::string_view ecosystem : {"npm", "node", "cargo", "std", "sys", "proto"})
    externals.push_back(External(ecosystem, kMadeUp));
  return externals;
}

EdgeKindSet KindsOf(LanguageGroup group) {
  using enum EdgeKind;
  switch (group) {
    case LanguageGroup::kTypeScript:
      return {kImport, kType, kDynamic, kInherit, kReference};
    case LanguageGroup::kRust:
      return {kUse, kPath, kMod, kInclude, kInherit, kReference};
    case LanguageGroup::kCpp:
      return {kInclude, kForward, kInherit, kCall, kReference};
    case LanguageGroup::kNone:
      break;
  }
  return {};
}

namespace {

/// What can lead out of the workspace: nobody declares or includes files there but C and C++, whose
/// compiler says nothing more of them.
EdgeKindSet KindsToExternals(LanguageGroup group) {
  using enum EdgeKind;
  if (group == LanguageGroup::kCpp) return {kInclude};
  return KindsOf(group).Without(kMod).Without(kInclude);
}

}  // namespace

std::optional<EdgeKind> KindBetween(const Candidate& from, const Candidate& to, EdgeKindSet kinds) {
  EdgeKindSet possible;
  if (const std::optional<ExternalName> external = ParseExternal(to.name)) {
    if (external->ecosystem == "proto") {
      possible = {EdgeKind::kFfi};  // code of every language is generated of schemas
    } else if (GroupOfEcosystem(external->ecosystem) == from.group) {
      possible = KindsToExternals(from.group);
    }
  } else {
    if (from.group == to.group) possible = KindsOf(from.group);
    possible.Add(EdgeKind::kFfi);  // all that leads from language to language, and to programs
  }
  for (int i = 1; i <= 12; ++i) {
    const auto kind = static_cast<EdgeKind>(i);
    if (possible.Has(kind) && kinds.Has(kind)) return kind;
  }
  return std::nullopt;
}

void PairPlanter::Fill(Plant& plant,
                       const std::function<bool(const Candidate&, const Candidate&)>& breaks,
                       const std::string& nothing) const {
  // The first pairs of each file before the second ones, so that an exception for one file or
  // target does not hide that the rule finds others.
  std::vector<std::vector<PlantedEdge>> of_source;
  bool any = false;
  for (const Candidate& from : from_) {
    std::vector<PlantedEdge>& edges = of_source.emplace_back();
    for (const Candidate& to : to_) {
      if (edges.size() == kMaxEdges) break;
      if (from.name == to.name || !breaks(from, to)) continue;
      any = true;
      if (const std::optional<EdgeKind> kind = KindBetween(from, to, kinds_))
        edges.push_back({from.name, to.name, *kind});
    }
  }
  for (size_t round = 0; round < kMaxEdges && plant.edges.size() < kMaxEdges; ++round) {
    for (const std::vector<PlantedEdge>& edges : of_source) {
      if (round < edges.size() && plant.edges.size() < kMaxEdges)
        plant.edges.push_back(edges[(round * 7) % edges.size()]);
    }
  }
  if (!plant.edges.empty()) {
    const PlantedEdge& first = plant.edges.front();
    plant.text = fmt::format("{} {} {} ({})", first.from, VerbOf(first.kind), first.to,
                             EdgeKindName(first.kind));
    if (plant.edges.size() > 1) plant.text += fmt::format(", and {} more", plant.edges.size() - 1);
  } else {
    plant.obstacle =
        any ? fmt::format(
                  "no file that it is about can have such a dependency: its languages know "
                  "none of {} between these",
                  Names(kinds_))
            : nothing;
  }
}

}  // namespace krepis::analyzer
