#include "analyzer/graph/call_types_cpp.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

/// Aliases of aliases are followed this far, paths of members too.
constexpr int kHops = 8;
/// One name means no more types than this.
constexpr size_t kMaxMeanings = 16;

void SortUnique(std::vector<uint32_t>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

}  // namespace

bool VisibleFiles::Includes(uint32_t file, uint32_t header) const {
  const std::span<const Edge> out = graph_.Out(NodeId{file + 1});
  return std::any_of(out.begin(), out.end(), [&](const Edge& edge) {
    return edge.kind == EdgeKind::kInclude && edge.to == NodeId{header + 1};
  });
}

void VisibleFiles::Find() {
  known_ = true;
  ++epoch_;
  seen_[file_] = epoch_;
  open_.assign(1, file_);
  while (!open_.empty()) {
    const uint32_t file = open_.back();
    open_.pop_back();
    for (const Edge& edge : graph_.Out(NodeId{file + 1})) {
      if (edge.kind != EdgeKind::kInclude || !graph_.is_file(edge.to)) continue;
      uint32_t& seen = seen_[Index(edge.to) - 1];
      if (seen == epoch_) continue;
      seen = epoch_;
      open_.push_back(Index(edge.to) - 1);
    }
  }
}

CppTypeGraph::CppTypeGraph(const CallLinkInput& input, VisibleFiles& visible)
    : facts_(input.facts), visible_(visible) {
  for (uint32_t file = 0; file < facts_.size(); ++file) {
    if (GroupOf(facts_[file].language) != LanguageGroup::kCpp) continue;
    for (const TypeFact& fact : facts_[file].calls.types) {
      names_.Add(fact.name, static_cast<uint32_t>(types_.size()));
      types_.push_back({file, fact.name});
    }
    for (const ValueFact& fact : facts_[file].calls.values) {
      if (fact.name == "*") {
        used_[file].push_back(fact.symbol);
        continue;
      }
      const auto value = static_cast<uint32_t>(values_.size());
      values_.push_back({file, fact.name, fact.symbol, fact.instance});
      value_names_.Add(fact.name, value);
      value_owners_.Add(ScopeOf(fact.name), value);
    }
  }
  names_.Finish();
  value_names_.Finish();
  value_owners_.Finish();
  bases_.resize(types_.size());
  derived_.resize(types_.size());
  uint32_t type = 0;
  for (uint32_t file = 0; file < facts_.size(); ++file) {
    if (GroupOf(facts_[file].language) != LanguageGroup::kCpp) continue;
    visible_.Enter(file);
    for (const TypeFact& fact : facts_[file].calls.types) {
      for (const std::string& symbol : fact.bases) {
        const std::vector<uint32_t> found = Find(file, ScopeOf(fact.name), symbol);
        types_[type].outside |= found.empty();
        for (const uint32_t base : found) {
          if (base == type) continue;
          bases_[type].push_back(base);
          derived_[base].push_back(type);
        }
      }
      ++type;
    }
  }
}

std::vector<uint32_t> CppTypeGraph::Derived(std::span<const uint32_t> types, size_t most) const {
  if (std::all_of(types.begin(), types.end(),
                  [&](uint32_t type) { return derived_[type].empty(); }))
    return {};
  std::vector<uint32_t> all(types.begin(), types.end());
  std::unordered_map<uint32_t, bool> seen;
  for (const uint32_t type : types) seen[type] = true;
  for (size_t at = 0; at < all.size(); ++at) {
    for (const uint32_t derived : derived_[all[at]]) {
      if (all.size() >= most + types.size()) break;
      if (seen.emplace(derived, true).second) all.push_back(derived);
    }
  }
  all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(types.size()));
  return all;
}

std::vector<uint32_t> CppTypeGraph::Ancestry(uint32_t type) const {
  std::vector<uint32_t> all = {type};
  for (size_t at = 0; at < all.size() && all.size() < kMaxTypes; ++at) {
    for (const uint32_t base : bases_[all[at]]) {
      if (std::find(all.begin(), all.end(), base) == all.end()) all.push_back(base);
    }
  }
  return all;
}

void CppTypeGraph::Prefer(uint32_t file, std::vector<uint32_t>& types) {
  if (types.size() < 2 || file == kNoFile) return;
  const auto keep = [&](auto&& wanted) {
    if (std::none_of(types.begin(), types.end(), wanted)) return false;
    std::erase_if(types, [&](uint32_t type) { return !wanted(type); });
    return true;
  };
  if (keep([&](uint32_t type) { return types_[type].file == file; })) return;
  keep([&](uint32_t type) { return visible_.Has(types_[type].file); });
  if (types.size() > kMaxMeanings) types.resize(kMaxMeanings);
}

std::vector<uint32_t> CppTypeGraph::Find(uint32_t file, std::string_view scope,
                                         std::string_view symbol) {
  std::vector<uint32_t> types;
  std::string name(symbol);
  for (int hop = 0; hop < kHops && !name.empty(); ++hop) {
    if (name.ends_with('*')) name.pop_back();
    std::string_view alias;
    if (name.starts_with("::")) {
      const std::string_view compiled = std::string_view(name).substr(2);
      for (const uint32_t group : names_.Matching(compiled, names_)) {
        const std::span<const uint32_t> items = names_.Items(group);
        types.insert(types.end(), items.begin(), items.end());
      }
      if (types.empty()) {
        for (const uint32_t group : value_names_.Matching(compiled, names_)) {
          alias = AliasOf(value_names_.name(group));
          scope = ScopeOf(value_names_.name(group));
          if (!alias.empty()) break;
        }
      }
    } else {
      for (std::string_view around = scope;; around = ScopeOf(around)) {
        const std::string full = Join(around, name);
        const std::span<const uint32_t> items = names_.ItemsOf(full);
        types.assign(items.begin(), items.end());
        alias = types.empty() ? AliasOf(full) : std::string_view();
        if (!alias.empty()) scope = around;
        if (!types.empty() || !alias.empty() || around.empty()) break;
      }
      if (types.empty() && alias.empty()) {
        // In whatever namespace, if only one type can be meant.
        for (const uint32_t group : names_.EndingWith(LastOf(name))) {
          if (!EndsWithName(names_.name(group), name)) continue;
          for (const uint32_t type : names_.Items(group)) {
            if (file == kNoFile || visible_.Has(types_[type].file)) types.push_back(type);
          }
        }
        const bool one = std::all_of(types.begin(), types.end(), [&](uint32_t type) {
          return types_[type].name == types_[types.front()].name;
        });
        if (!one) types.clear();
      }
    }
    if (!types.empty() || alias.empty()) break;
    name = alias;
  }
  SortUnique(types);
  Prefer(file, types);
  return types;
}

std::string_view CppTypeGraph::AliasOf(std::string_view name) const {
  for (const uint32_t value : value_names_.ItemsOf(name)) {
    if (!values_[value].instance) return values_[value].symbol;
  }
  return {};
}

std::span<const std::string_view> CppTypeGraph::Used(uint32_t file) const {
  const auto found = used_.find(file);
  return found == used_.end() ? std::span<const std::string_view>() : found->second;
}

void CppTypeGraph::AddTypesOf(uint32_t value, bool owned, std::vector<uint32_t>& types) {
  const Value& found = values_[value];
  if (!found.instance || (owned && found.symbol.ends_with('*'))) return;
  const std::vector<uint32_t> meant = Find(found.file, ScopeOf(found.name), found.symbol);
  types.insert(types.end(), meant.begin(), meant.end());
}

std::vector<uint32_t> CppTypeGraph::FieldTypes(std::span<const uint32_t> types,
                                               std::string_view field) {
  std::vector<uint32_t> found;
  for (const uint32_t type : types) {
    for (const uint32_t owner : Ancestry(type)) {
      const size_t before = found.size();
      for (const uint32_t value : value_names_.ItemsOf(Join(types_[owner].name, field)))
        AddTypesOf(value, false, found);
      if (found.size() != before) break;
    }
  }
  SortUnique(found);
  if (found.size() > kMaxMeanings) found.resize(kMaxMeanings);
  return found;
}

std::vector<uint32_t> CppTypeGraph::OfValue(uint32_t file, std::string_view scope,
                                            std::string_view name, bool owned) {
  std::vector<uint32_t> types;
  for (std::string_view around = scope;; around = ScopeOf(around)) {
    for (const uint32_t value : value_names_.ItemsOf(Join(around, name))) {
      if (visible_.Has(values_[value].file)) AddTypesOf(value, owned, types);
    }
    if (types.empty() && !owned && IsType(around)) {
      std::vector<uint32_t> classes;
      const std::span<const uint32_t> items = names_.ItemsOf(around);
      classes.assign(items.begin(), items.end());
      Prefer(file, classes);
      types = FieldTypes(classes, name);
    }
    if (!types.empty() || around.empty()) break;
  }
  SortUnique(types);
  return types;
}

std::vector<uint32_t> CppTypeGraph::OfPath(uint32_t file, std::string_view scope,
                                           std::string_view path) {
  size_t dot = path.find('.');
  const std::string_view first = path.substr(0, dot);
  std::vector<uint32_t> types;
  if (first == "this") {
    for (std::string_view around = scope; !around.empty() && types.empty();
         around = ScopeOf(around)) {
      if (IsType(around)) types = Find(file, {}, around);
    }
  } else {
    if (!first.starts_with("::")) types = OfValue(file, scope, first);
    if (types.empty()) types = Find(file, scope, first);
  }
  for (int hop = 0; hop < kHops && dot != std::string_view::npos && !types.empty(); ++hop) {
    const size_t next = path.find('.', dot + 1);
    const size_t length = next == std::string_view::npos ? next : next - dot - 1;
    types = FieldTypes(types, path.substr(dot + 1, length));
    dot = next;
  }
  return dot == std::string_view::npos ? types : std::vector<uint32_t>();
}

std::vector<uint32_t> CppTypeGraph::Held(uint32_t type) {
  std::vector<uint32_t> types;
  for (const uint32_t value : value_owners_.ItemsOf(types_[type].name)) {
    if (values_[value].file == types_[type].file) AddTypesOf(value, true, types);
  }
  SortUnique(types);
  return types;
}

}  // namespace krepis::analyzer
