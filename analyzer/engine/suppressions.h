#pragma once

#include <atomic>
#include <memory>
#include <unordered_map>
#include <vector>

#include "analyzer/engine/model.h"
#include "analyzer/engine/rule.h"

namespace krepis::analyzer {

/// The accepted violations of a workspace: inline suppressions and `[[exceptions]]`. Asked by all
/// rules' executions at once (thread-safe); reports itself when they are done.
class SuppressionLedger {
 public:
  /// `today` is a day in UTC: what ends before it no longer holds.
  SuppressionLedger(const Model& model, Date today);

  /// Whether the violation is accepted; marks what accepts it as used. Nothing accepts those of the
  /// family `exceptions`, which judges what does.
  bool Suppresses(const Diagnostic& violation) const;

  /// What is past its day, and what suppressed nothing or cannot be read. Call when all other rules
  /// are done.
  void ReportExpired(Findings& findings) const;
  void ReportUnused(Findings& findings) const;

 private:
  struct Inline {
    NodeId file;
    const SuppressionFact* fact;
    bool expired;
  };
  struct Exception {
    const ExceptionConfig* config;
    bool expired;
  };

  bool Matches(const ExceptionConfig& exception, const Diagnostic& violation) const;
  /// `path`: the file that stands for a `value` that is none. As `from`, binds the variables of a
  /// selector; as `to`, asks for what they are bound to.
  bool MatchesSide(const ExceptionSide& side, std::string_view value, const std::string& path,
                   bool is_from, Bindings& bindings) const;

  const Model& model_;
  std::vector<Inline> inlines_;
  std::unordered_map<std::string_view, std::vector<uint32_t>> inlines_of_;  // by path
  std::vector<Exception> exceptions_;
  std::unique_ptr<std::atomic<bool>[]> inline_used_;
  std::unique_ptr<std::atomic<bool>[]> exception_used_;
};

}  // namespace krepis::analyzer
