#pragma once

#include <unordered_map>
#include <vector>

#include "analyzer/facts/preset.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// How the object was set up that a preset's helper is called on.
struct SetUp {
  bool known = false;     // all that was done to it stands in the file
  std::vector<Node> own;  // calls that put behaviours of the program's own in place of others
};

/// Follows such objects: `StandardPipeline pipeline; pipeline.LogTo(sink).Use(…);
/// std::move(pipeline).AddTo(…)`, or all of it in one expression. Not thread-safe.
class SetUpReader {
 public:
  explicit SetUpReader(const Scopes& scopes) : scopes_(scopes), ast_(scopes.ast()) {}

  /// `callee`: the kMember by which the helper is called.
  SetUp Read(Node callee, const PresetHelper& helper);

 private:
  Node WithoutMove(Node expression) const;
  bool IsOfType(Node node, const PresetHelper& helper) const;
  bool IsMade(Node variable, const PresetHelper& helper) const;
  bool Follow(Node use, const PresetHelper& helper, SetUp& found) const;
  void CollectUses();

  const Scopes& scopes_;
  const Ast& ast_;
  bool collected_ = false;
  std::unordered_map<Node, std::vector<Node>> uses_;  // of variables
};

}  // namespace krepis::analyzer
