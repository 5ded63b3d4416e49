#pragma once

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

}  // namespace krepis::analyzer
