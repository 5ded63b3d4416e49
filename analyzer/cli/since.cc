#include "analyzer/cli/since.h"

#include <fmt/format.h>

#include <utility>

#include "analyzer/cli/output.h"
#include "analyzer/engine/comparison.h"
#include "analyzer/live/stored_facts.h"

namespace krepis::analyzer {

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

bool Since::TakeOutOlder(const Session& session, bool strict, Report& report) {
  if (report.violations.empty() && report.incomplete.empty()) return true;
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
    stored->Commit();
  }
  EarlierState state{analysis->model(), before.report, changes_->paths(), {}};
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
  comparison_.older = KeepIntroduced(state, session.analysis().graph(), report);
  return true;
}

}  // namespace krepis::analyzer
