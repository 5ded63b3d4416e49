#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/engine/analysis.h"

namespace krepis::analyzer {

/// A change of the workspace that has not been made.
struct Change {
  /// Files and the paths that they would have; no two the same, none that another file has.
  std::vector<std::pair<NodeId, std::string>> moves;
  /// Which dependencies would be gone. Empty: none.
  std::function<bool(const Edge&)> cut;
};

/// The model of a workspace as it would be after a change. A file that moves keeps its contents and
/// its dependencies, in both directions: what is simulated is the move together with the edits of
/// all imports that it takes. Its module and its package are those of the new path. Refers to the
/// analysis.
class Simulation {
 public:
  /// `analysis` is past BuildModel(). Fails when two modules would claim a file.
  static Result<std::unique_ptr<Simulation>> Of(const Analysis& analysis, const Change& change);
  ~Simulation();

  const Model& model() const { return *model_; }
  /// What krepis.toml would say to the new paths: modules that match no file any more, stages that
  /// match nothing.
  const std::vector<Error>& config_errors() const { return config_errors_; }

 private:
  Simulation();

  Graph graph_;
  std::vector<FileFacts> facts_;
  std::optional<ModuleTable> modules_;
  FilePackages packages_;
  ChainTable chains_;
  EntryPoints entry_points_;
  std::unique_ptr<SandboxModel> sandbox_;
  std::optional<Model> model_;
  std::unique_ptr<SuppressionLedger> ledger_;
  std::vector<Error> config_errors_;
};

/// What all rules of the analysis find in a model; no baseline accepts any of it. Sorted, with
/// fingerprints.
Report EvaluateModel(const Analysis& analysis, const Model& model);

/// What a change does to the violations of a workspace.
struct Effect {
  std::vector<Diagnostic> appear;     // with the paths after the change
  std::vector<Diagnostic> disappear;  // with the paths before it
  size_t remain = 0;
};

/// Violations are the same when their fingerprints are, with the names of moved files put in for
/// the old ones. A cycle that is only told differently, as both were there before and are after,
/// remains.
Effect CompareEvaluations(const Model& before, const Report& was, const Model& after,
                          const Report& is, const Change& change);

}  // namespace krepis::analyzer
