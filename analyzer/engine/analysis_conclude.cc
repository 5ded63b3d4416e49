#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analyzer/engine/analysis.h"
#include "analyzer/engine/focus.h"
#include "analyzer/engine/unknowns.h"

namespace krepis::analyzer {
Report Analysis::Conclude() {
  CollectUnknowns(*model_, *workspace_, doubtful_, report_.unknowns);
  const auto out_of_focus = [&](const auto& entry) { return !InFocus(entry.path, request_.focus); };
  std::erase_if(report_.violations, out_of_focus);
  std::erase_if(report_.unknowns, out_of_focus);
  std::erase_if(baselined_, out_of_focus);
  JudgeBaseline();

  Summary& summary = report_.summary;
  summary.files = graph_->file_count();
  summary.edges = graph_->edges().size();
  summary.modules = modules_->size();
  summary.routes = chains_.routes().size();
  const RegistrationCount registrations = chains_.CountRegistrations();
  summary.registrations = registrations.all;
  summary.resolved_registrations = registrations.resolved;
  summary.baselined = baselined_.size();
  summary.unresolved = graph_->unresolved().size();
  summary.unknown = report_.unknowns.size();
  for (const Diagnostic& violation : report_.violations) {
    ++(violation.severity == Severity::kError ? summary.errors : summary.warnings);
  }
  if (config_->limits.unknown && summary.unknown > *config_->limits.unknown) {
    report_.incomplete.push_back(
        {"", fmt::format("{} unknowns exceed the budget of {} ([limits] unknown)", summary.unknown,
                         *config_->limits.unknown)});
  }
  if (config_->path.empty()) {
    report_.notes.push_back(
        "no krepis.toml: checked cycles, unresolved imports, and the orders and contracts that "
        "frameworks document; krepis init writes one of today's layering");
  }
  for (const Error& issue : workspace_->issues()) {
    report_.notes.push_back(issue.line == 0 ? fmt::format("{}: {}", issue.path, issue.message)
                                            : fmt::format("{}:{}:{}: {}", issue.path, issue.line,
                                                          issue.column, issue.message));
  }
  for (const std::string& nested : workspace_->discovery().nested_workspaces) {
    report_.notes.push_back(
        fmt::format("{} is a workspace of its own and was not entered", nested));
  }
  Finish(report_);
  return std::move(report_);
}

void Analysis::JudgeBaseline() {
  BaselineState& state = baseline_state_;
  for (const Baseline::Entry& entry : baseline_.entries()) {
    const BaselineEntry& named = entry.entry;
    if (!InFocus(named.parts.front(), request_.focus)) {
      state.beyond.push_back(named);
    } else if (entry.used) {
      state.used.push_back(named);
      state.renamed += entry.renamed ? 1 : 0;
    } else {
      (report_.incomplete.empty() ? state.stale : state.beyond).push_back(named);
    }
  }
  if (state.renamed > 0) {
    report_.notes.push_back(
        fmt::format("{}: {} of its entries name{} a file that was renamed since; krepis baseline "
                    "update writes the new name",
                    accepted_.path, state.renamed, state.renamed == 1 ? "s" : ""));
  }
  if (state.stale.empty()) return;
  if (!accepted_.strict) {
    report_.notes.push_back(
        fmt::format("{}: {} of its entries accept{} nothing any longer; krepis baseline update "
                    "takes them out",
                    accepted_.path, state.stale.size(), state.stale.size() == 1 ? "s" : ""));
    return;
  }
  for (const BaselineEntry& entry : state.stale) {
    Diagnostic& finding = report_.violations.emplace_back();
    finding.rule = "exceptions/unused";
    finding.path = accepted_.path;
    finding.location = {{0, 0}, {entry.line, 1}, {entry.line, 1}};
    finding.to = entry.id.empty() ? entry.rule : entry.id;
    finding.fingerprint_key = FormatEntry(entry);
    finding.message = fmt::format("this entry for '{}' accepts nothing any longer", finding.to);
    finding.because = "what it accepted is mended, and would pass unseen if it came back";
    finding.fix = "take it out: krepis baseline update";
  }
}

}  // namespace krepis::analyzer
