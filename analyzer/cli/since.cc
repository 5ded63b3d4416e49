#include "analyzer/cli/since.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analyzer/cli/output.h"
#include "analyzer/core/language.h"
#include "analyzer/live/stored_facts.h"

namespace krepis::analyzer {
namespace {

/// Each file that is analysed again costs as much as a look at every dependency.
constexpr size_t kMaxMoved = 64;

}  // namespace

std::unique_ptr<Since> Since::Open(const Session& session, const Options& options) {
  Result<std::unique_ptr<GitTree>> tree = GitTree::AtMergeBase(session.root(), options.since);
  if (!tree) {
    Say("error: " + tree.error().message);
    return nullptr;
  }
  Result<std::unique_ptr<GitChanges>> changes =
      GitChanges::Since(**tree, session.root(),
                        options.staged ? GitChanges::Now::kIndex : GitChanges::Now::kWorkTree);
  if (!changes) {
    Say("error: " + changes.error().message);
    return nullptr;
  }
  std::unique_ptr<Since> since(new Since);
  since->tree_ = std::move(*tree);
  since->stores_ = !options.no_cache;
  since->changes_ = std::move(*changes);
  since->comparison_.revision = options.since;
  since->comparison_.commit = since->tree_->commit();
  since->comparison_.unchanged = since->unchanged();
  return since;
}

bool Since::OnlyTextsDiffer(const Session& session) const {
  const AnalysisRequest& request = session.analysis().request();
  // Files that are out of focus were not, when they had other names.
  if (!request.focus.empty() || request.clang || changes_->paths().size() > kMaxMoved) return false;
  return std::all_of(
      changes_->paths().begin(), changes_->paths().end(), [&](const std::string& path) {
        return LanguageOf(path) != Language::kNone && tree_->Kind(path) == FileKind::kRegular &&
               request.files->Kind(path) == FileKind::kRegular;
      });
}

bool Since::Run(Session& session, const Options& options, Analysis::Outcome& outcome) {
  if (options.stats || !OnlyTextsDiffer(session)) {
    if (!session.UseBaseline(options.strict)) return false;
    outcome = session.Run();
    return true;
  }
  session.BeginWith(*tree_, changes_->paths());
  if (!session.UseBaseline(options.strict)) return false;
  Analysis::Outcome before = session.Run();
  if (before.config_errors.empty()) {
    earlier_.emplace(Earlier{EarlierCycles(session.analysis().model()), std::move(before.report)});
    if (std::optional<Report> report = session.Continue()) {
      outcome.report = *std::move(report);
      return true;
    }
  }
  session.Restart();
  if (!session.UseBaseline(options.strict)) return false;
  outcome = session.Run();
  return true;
}

bool Since::TakeOutOlder(const Session& session, bool strict, Report& report) {
  if (report.violations.empty() && report.incomplete.empty()) return true;
  if (earlier_) {
    TakeOut(session, *earlier_, report);
    return true;
  }
  const std::unique_ptr<StoredFacts> stored =
      stores_ ? StoredFacts::Open(session.root(), "commit") : nullptr;
  if (stored != nullptr) stored->Use(*tree_);
  const std::unique_ptr<Analysis> analysis = session.OnOtherFiles(*tree_, stored.get());
  std::optional<std::vector<BaselineEntry>> entries = session.BaselineEntries();
  if (!entries) return false;
  // What the baseline accepts is accepted on both sides, and taken out once.
  AcceptedBaseline accepted;
  accepted.path = session.baseline_path();
  accepted.entries = std::move(*entries);
  accepted.strict = strict;
  analysis->Accept(std::move(accepted));
  const Analysis::Outcome before = analysis->Run();
  PrintConfigErrors(before.config_errors);
  if (!before.config_errors.empty()) {
    Say(
        fmt::format("error: krepis.toml does not fit the files of {}, so that nothing can be "
                    "compared with them",
                    comparison_.commit));
    return false;
  }
  if (stored != nullptr) {
    stored->Take(*analysis);
    stored->Commit(true);
  }
  TakeOut(session, {EarlierCycles(analysis->model()), before.report}, report);
  return true;
}

void Since::TakeOut(const Session& session, const Earlier& earlier, Report& report) {
  EarlierState state{
      earlier.cycles, earlier.report, changes_->paths(), {}, session.analysis().request().focus};
  state.renames = [this](const std::vector<std::string>& lost,
                         const std::vector<std::string>& found) {
    FileRenames renames;
    auto names = changes_->Renames(lost, found);
    if (names) {
      renames.names = std::move(*names);
    } else {
      renames.note = "renames were not followed: " + names.error().message;
    }
    return renames;
  };
  comparison_.older = KeepIntroduced(state, session.analysis().model(), report);
}

}  // namespace krepis::analyzer
