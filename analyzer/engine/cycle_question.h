#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/core/diagnostic.h"
#include "analyzer/core/language.h"
#include "analyzer/engine/model.h"
#include "analyzer/graph/quotient.h"

namespace krepis::analyzer {

/// What one check for cycles looks at.
struct CycleQuestion {
  GraphLevel level = GraphLevel::kFile;
  EdgeKindSet edges;
  const std::vector<Selector>* within = nullptr;  // null: everything
  LanguageGroup skip = LanguageGroup::kNone;      // files of that language are left out
  const RuleConfig* rule = nullptr;               // null: a default
};

/// Those of the [[rules]], or the defaults of a workspace without krepis.toml: files for TypeScript
/// and includes, crates for Rust, where modules of a crate use each other freely.
std::vector<CycleQuestion> CycleQuestions(const Config& config);

/// The graph that a question is about. Refers to the model and to the question.
Quotient Project(const Model& model, const CycleQuestion& question);

/// The graph of a question and what goes in circles there.
struct CycleProjection {
  /// `starts` is ShortCycles()'.
  CycleProjection(const Model& model, const CycleQuestion& question, size_t starts);

  Quotient graph;
  std::vector<std::vector<uint32_t>> components;  // CyclicComponents()
  std::vector<std::vector<uint32_t>> cycles;      // ShortCycles(), by component
};

/// The projections of an analysis, for as long as its graph keeps its shape. Thread-safe.
class CycleProjections {
 public:
  /// `place` is the question's among CycleQuestions(), whose `starts` are always the same.
  std::shared_ptr<const CycleProjection> Of(const Model& model, const CycleQuestion& question,
                                            size_t place, size_t starts);

 private:
  std::mutex mutex_;
  uint64_t shape_ = 0;
  std::map<size_t, std::shared_ptr<const CycleProjection>> known_;
};

}  // namespace krepis::analyzer
