#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/diagnostic.h"
#include "analyzer/engine/model.h"

namespace krepis::analyzer {

/// The least that must be extracted of a file before a rule can say anything about it.
enum class Needs : uint8_t {
  kImports,    // who imports whom
  kStructure,  // the architecture AST of the file
  kSemantics,  // types and overloads resolved by a compiler
};

/// What a rule says of itself; constant.
struct RuleInfo {
  std::string_view id;       // layering/cycle
  std::string_view summary;  // what it finds, one sentence without a final full stop
  Needs needs = Needs::kImports;
};

/// Where a rule puts what it found. Belongs to one execution of one rule, so one thread.
class Findings {
 public:
  explicit Findings(const Config& config, std::string_view rule) : config_(config), rule_(rule) {}

  /// A new violation of the rule, or of the user's rule `id`, with the severity that config gives
  /// it. Null when that is off: then there is nothing to fill in.
  Diagnostic* Add(std::string_view id = {}, std::optional<Severity> own = std::nullopt);
  /// Whether Add() would give null: then what cannot be decided is no unknown either.
  bool IsOff(std::string_view id, std::optional<Severity> own) const {
    return config_.SeverityOf(rule_, id, own) == Severity::kOff;
  }
  void AddUnknown(Unknown unknown) { unknowns_.push_back(std::move(unknown)); }

  std::vector<Diagnostic>& violations() { return violations_; }
  std::vector<Unknown>& unknowns() { return unknowns_; }

 private:
  const Config& config_;
  std::string_view rule_;
  std::vector<Diagnostic> violations_;
  std::vector<Unknown> unknowns_;
};

/// One rule: a pure function of the frozen model. Rules run in any order and in parallel, so they
/// keep no state; suppression, baseline, timing and fault isolation are the pipeline's work
/// (rule_pipeline.h).
class Rule {
 public:
  virtual ~Rule() = default;
  virtual const RuleInfo& info() const = 0;
  /// Whether the configuration and the workspace give this rule anything to check; the engine
  /// extracts only what rules that apply need.
  virtual bool Applies(const Config& config) const = 0;
  virtual void Check(const Model& model, Findings& findings) const = 0;
};

/// Fills the place, the two ends and the fingerprint of a finding that stands at an edge.
void PlaceAt(const Model& model, const Edge& edge, Diagnostic& finding);
/// "imports", "includes", "uses": the verb for messages about an edge of that kind.
std::string_view VerbOf(EdgeKind kind);
/// A place in krepis.toml as evidence.
Evidence Declared(const Config& config, const Location& location, std::string text);
/// Gives a finding of a `[[rules]]` entry the entry's reason and fix, and its place as evidence.
void ExplainBy(const Config& config, const RuleConfig& rule, Diagnostic& finding);
/// Whether krepis.toml has a `[[rules]]` entry with that verb.
bool HasRule(const Config& config, RuleVerb verb);

}  // namespace krepis::analyzer
