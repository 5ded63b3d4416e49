#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/edge_kind.h"
#include "analyzer/core/language.h"
#include "analyzer/engine/model.h"
#include "analyzer/selftest/plant.h"

namespace krepis::analyzer {

/// An end of a dependency that could be: a file of the workspace, or an external, of the workspace
/// or made up.
struct Candidate {
  std::string name;
  ModuleId module{};
  LanguageGroup group = LanguageGroup::kNone;  // of a file
  NodeId node{};                               // of a file

  SelectorTarget Target() const { return {name, module}; }
};

/// Files that can stand for all those of a rule: a few of each module and language, tests only
/// where they count.
std::vector<Candidate> FilesThat(const Model& model,
                                 const std::function<bool(const Candidate&)>& wanted);

/// Externals that selectors name, with a made-up name where they have a wildcard.
std::vector<Candidate> ExternalsOf(const std::vector<Selector>& selectors);
/// Made-up externals of every language.
std::vector<Candidate> AnyExternals();

/// The kinds of dependency that a file of the language can have on another file of it, and the
/// first of `kinds` that `from` can have on `to`.
EdgeKindSet KindsOf(LanguageGroup group);
std::optional<EdgeKind> KindBetween(const Candidate& from, const Candidate& to, EdgeKindSet kinds);

/// Plants dependencies for all pairs that break a rule, up to a few dozen.
class PairPlanter {
 public:
  PairPlanter(std::vector<Candidate> from, std::vector<Candidate> to, EdgeKindSet kinds)
      : from_(std::move(from)), to_(std::move(to)), kinds_(kinds) {}

  /// Fills the plant's edges, or why there are none: `nothing` where no pair breaks the rule.
  void Fill(Plant& plant, const std::function<bool(const Candidate&, const Candidate&)>& breaks,
            const std::string& nothing) const;

 private:
  std::vector<Candidate> from_;
  std::vector<Candidate> to_;
  EdgeKindSet kinds_;
};

}  // namespace krepis::analyzer
