#include <algorithm>
#include <iterator>
#include <utility>

#include "analyzer/engine/analysis.h"
#include "analyzer/engine/unknowns.h"
#include "analyzer/facts/facts_places.h"

namespace krepis::analyzer {

bool Analysis::Update(std::span<const uint32_t> files) {
  phases_.clear();
  std::vector<std::pair<uint32_t, RepeatedExtraction::Single>> singles;
  {
    const PhaseStopwatch stopwatch(phases_, "extraction");
    for (const uint32_t file : files) {
      std::optional<RepeatedExtraction::Single> single = extraction_->Again(file);
      if (!single) return false;
      singles.emplace_back(file, *std::move(single));
    }
  }
  const PhaseStopwatch stopwatch(phases_, "graph");
  for (const auto& [file, contracts] : contracts_) facts_[file].contracts = contracts;
  bool same = true;
  bool same_nodes = true;
  bool registers = false;
  for (auto& [file, single] : singles) {
    std::erase_if(incomplete_, [&, at = file](const Incomplete& entry) {
      return entry.path == workspace_->sources()[at].path;
    });
    std::move(single.incomplete.begin(), single.incomplete.end(), std::back_inserter(incomplete_));
    contracts_.erase(file);
    if (!single.facts.contracts.empty()) contracts_[file] = single.facts.contracts;
    const FileFacts before = std::exchange(facts_[file], std::move(single.facts));
    if (used_presets_) used_presets_->Update(file, facts_[file]);
    doubtful_[file] = MayBeUnknown(facts_[file]);
    same = SameButForPlaces(before, facts_[file]) && same;
    registers |= facts_[file].registrations != RegistrationFacts{};
    same_nodes = assembly_->Update(facts_, file, before, request_.jobs, *graph_) && same_nodes;
  }
  if (uses_ != nullptr)
    uses_ = std::make_unique<FrameworkUses>(*request_.facts.contracts, *workspace_, facts_);
  for (const auto& [file, contracts] : contracts_) {
    if (uses_ != nullptr) uses_->DropUnused(file, facts_[file].contracts);
  }
  const bool same_edges = same && same_nodes;
  const bool fits = (same_edges && !registers) || FindChains().empty();
  CompleteModel(same_edges && sandbox_ != nullptr);
  return fits;
}

bool Analysis::IsMemorable(uint32_t file) const {
  const std::string& path = workspace_->sources()[file].path;
  const bool failed = std::any_of(incomplete_.begin(), incomplete_.end(),
                                  [&](const Incomplete& entry) { return entry.path == path; });
  return !failed && !extraction_->KeyOf(file).empty();
}

std::optional<Analysis::Found> Analysis::FoundOf(std::string_view path) const {
  if (extraction_ == nullptr || facts_.empty()) return std::nullopt;
  const std::vector<SourceFile>& sources = workspace_->sources();
  const auto source = std::lower_bound(
      sources.begin(), sources.end(), path,
      [](const SourceFile& a, std::string_view wanted) { return a.path < wanted; });
  if (source == sources.end() || source->path != path) return std::nullopt;
  return FoundIn(static_cast<uint32_t>(source - sources.begin()));
}

std::optional<RememberedFacts> Analysis::Remember(std::string_view path) const {
  const std::optional<Found> found = FoundOf(path);
  if (!found) return std::nullopt;
  RememberedFacts known{found->state, found->facts, found->key};
  known.facts.contracts = found->contracts;
  return known;
}

std::optional<Analysis::Found> Analysis::FoundIn(uint32_t file) const {
  static const std::vector<ContractFact> kNone;
  if (extraction_ == nullptr || facts_.empty() || !IsMemorable(file)) return std::nullopt;
  const auto contracts = contracts_.find(file);
  return Found{extraction_->StateOf(file), facts_[file],
               contracts == contracts_.end() ? kNone : contracts->second, extraction_->KeyOf(file)};
}

}  // namespace krepis::analyzer
