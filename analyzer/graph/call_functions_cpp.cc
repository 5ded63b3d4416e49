#include "analyzer/graph/call_functions_cpp.h"

#include <algorithm>

namespace krepis::analyzer {

CppFunctions::CppFunctions(const CallLinkInput& input, VisibleFiles& visible)
    : facts_(input.facts), ids_(input.ids), visible_(visible) {
  for (uint32_t file = 0; file < facts_.size(); ++file) {
    if (GroupOf(facts_[file].language) != LanguageGroup::kCpp) continue;
    const std::vector<FunctionFact>& functions = facts_[file].calls.functions;
    for (uint32_t i = 1; i < functions.size(); ++i) {
      if (functions[i].name.empty()) continue;
      names_.Add(functions[i].name, Index(ids_.Of(file, i)));
      if (functions[i].is_virtual) virtual_.insert(LastOf(functions[i].name));
    }
  }
  names_.Finish();
  for (uint32_t name = 0; name < names_.size(); ++name)
    members_[ScopeOf(names_.name(name))].push_back(name);
}

std::span<const uint32_t> CppFunctions::Members(std::string_view scope) const {
  const auto found = members_.find(scope);
  return found == members_.end() ? std::span<const uint32_t>() : found->second;
}

bool CppFunctions::Sees(uint32_t name) const {
  const std::span<const uint32_t> items = names_.Items(name);
  return std::any_of(items.begin(), items.end(),
                     [&](uint32_t function) { return visible_.Has(FileOf(function)); });
}

bool CppFunctions::IsVirtual(uint32_t name) const {
  const std::span<const uint32_t> items = names_.Items(name);
  return std::any_of(items.begin(), items.end(),
                     [&](uint32_t function) { return FactOf(function).is_virtual; });
}

bool CppFunctions::IsVirtual(std::string_view type, std::string_view method) const {
  const uint32_t name = names_.Find(Join(type, method));
  return name != NameIndex::kNone && IsVirtual(name);
}

void CppFunctions::AddDefinitions(uint32_t name, uint32_t file, Confidence confidence,
                                  std::vector<CallTarget>& targets) const {
  const std::span<const uint32_t> all = names_.Items(name);
  const auto usable = [&](uint32_t function) {
    return !FactOf(function).local || visible_.Has(FileOf(function));
  };
  uint32_t first = 0, declared = 0, hidden = 0;
  bool several = false;  // files that define it
  for (const uint32_t function : all) {
    const FunctionFact& fact = FactOf(function);
    if (fact.bodiless) {
      if (declared == 0 && usable(function)) declared = function;
      continue;
    }
    if (fact.local && FileOf(function) == file) hidden = function;
    if (first != 0 && FileOf(first) != FileOf(function)) several = true;
    if (first == 0) first = function;
  }
  if (first == 0) {
    if (declared != 0) targets.push_back({FunctionId{declared}, confidence});
    return;
  }
  if (hidden != 0) {
    for (const uint32_t function : all) {
      if (FileOf(function) == file && !FactOf(function).bodiless)
        targets.push_back({FunctionId{function}, confidence});
    }
    return;
  }
  const size_t before = targets.size();
  if (several) {
    uint32_t unseen = 0;
    for (const uint32_t function : all) {
      if (FactOf(function).bodiless || !usable(function)) continue;
      const bool seen = visible_.Has(FileOf(function));
      if (!seen && !DeclaredFor(all, FileOf(function))) continue;
      targets.push_back({FunctionId{function}, confidence});
      unseen += seen ? 0 : 1;
    }
    // Each may be the one that is linked.
    if (unseen > 1) Weaken(before, targets);
    if (targets.size() != before) return;
  }
  for (const uint32_t function : all) {
    if (!FactOf(function).bodiless && usable(function))
      targets.push_back({FunctionId{function}, confidence});
  }
  if (several) Weaken(before, targets);
  if (targets.size() == before && declared != 0)
    targets.push_back({FunctionId{declared}, confidence});
}

void CppFunctions::Weaken(size_t from, std::vector<CallTarget>& targets) const {
  const uint32_t file = from < targets.size() ? FileOf(Index(targets[from].function)) : 0;
  const bool one =
      std::all_of(targets.begin() + static_cast<std::ptrdiff_t>(from), targets.end(),
                  [&](const CallTarget& target) { return FileOf(Index(target.function)) == file; });
  if (one) return;
  for (size_t i = from; i < targets.size(); ++i)
    targets[i].confidence = std::max(targets[i].confidence, Confidence::kDispatch);
}

/// Whether the file defines what a header declares that the file at hand sees.
bool CppFunctions::DeclaredFor(std::span<const uint32_t> functions, uint32_t file) const {
  return std::any_of(functions.begin(), functions.end(), [&](uint32_t function) {
    const uint32_t header = FileOf(function);
    return FactOf(function).bodiless && visible_.Has(header) && visible_.Includes(file, header);
  });
}

void CppFunctions::AddMethods(const CppTypeGraph::Type& type, std::string_view method,
                              std::vector<uint32_t>& functions) const {
  const uint32_t name = names_.Find(Join(type.name, method));
  if (name == NameIndex::kNone) return;
  const size_t before = functions.size();
  uint32_t declared = 0;
  for (const uint32_t function : names_.Items(name)) {
    const uint32_t file = FileOf(function);
    const bool here = file == type.file;
    // Types of one name in several files are told apart by what includes what.
    if (!here && (FactOf(function).local || !visible_.Includes(file, type.file))) continue;
    if (!FactOf(function).bodiless) {
      functions.push_back(function);
    } else if (here) {
      declared = function;
    }
  }
  if (functions.size() != before || declared == 0) return;
  for (const uint32_t function : names_.Items(name)) {
    if (!FactOf(function).bodiless && !FactOf(function).local) functions.push_back(function);
  }
  if (functions.size() == before) functions.push_back(declared);
}

}  // namespace krepis::analyzer
