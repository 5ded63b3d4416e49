#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/cli/caps_output.h"
#include "analyzer/cli/caps_packages.h"
#include "analyzer/cli/output.h"
#include "analyzer/cli/session.h"
#include "analyzer/cli/verbs.h"
#include "analyzer/config/suggest.h"
#include "analyzer/engine/capability_report.h"
#include "analyzer/vcs/git_tree.h"

namespace krepis::analyzer {
namespace {

/// Whose capabilities to list: what the user says, else modules where the workspace has them, else
/// packages, else files.
CapabilityLevel LevelOf(const Options& options, const Model& model) {
  if (options.by == "module") return CapabilityLevel::kModule;
  if (options.by == "package") return CapabilityLevel::kPackage;
  if (options.by == "file") return CapabilityLevel::kFile;
  if (model.modules.size() != 0) return CapabilityLevel::kModule;
  return model.packages.packages().empty() ? CapabilityLevel::kFile : CapabilityLevel::kPackage;
}

std::string_view WordFor(CapabilityLevel level) {
  switch (level) {
    case CapabilityLevel::kModule:
      return "module";
    case CapabilityLevel::kPackage:
      return "package";
    case CapabilityLevel::kFile:
      return "file";
  }
  return "";
}

int SayNobody(const Options& options, const Model& model, CapabilityLevel level) {
  std::vector<std::string> names;
  for (const CapabilityHolder& holder : CapabilitiesOf(model, level, {}))
    names.push_back(holder.name);
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  Say(fmt::format("error: there is no {} '{}'{}", WordFor(level), options.module,
                  DidYouMean(options.module, candidates)));
  return kUsage;
}

/// What the commit before the change could reach; nullopt, and said on stderr, where that cannot be
/// told.
std::optional<std::vector<CapabilityHolder>> Before(const Options& options, const Session& session,
                                                    CapabilityLevel level) {
  const Result<std::unique_ptr<GitTree>> tree = GitTree::AtMergeBase(session.root(), options.diff);
  if (!tree) {
    Say("error: " + tree.error().message);
    return std::nullopt;
  }
  const std::unique_ptr<Analysis> analysis = session.OnOtherFiles(**tree);
  std::vector<Error> errors = analysis->LoadWorkspace();
  if (errors.empty()) {
    analysis->ExtractFacts();
    errors = analysis->BuildModel();
  }
  PrintConfigErrors(errors);
  if (!errors.empty()) return std::nullopt;
  return CapabilitiesOf(analysis->model(), level, options.module);
}

int PrintDiff(const Options& options, const Session& session, CapabilityLevel level,
              const std::vector<CapabilityHolder>& now) {
  const auto before = Before(options, session, level);
  if (!before) return kUsage;
  const std::vector<CapabilityChange> changes = CompareCapabilities(*before, now);
  if (changes.empty())
    Say(fmt::format("no {} reaches more or less than at the merge base with {}", WordFor(level),
                    options.diff));
  const bool written =
      WriteStdout(options.format == "json" ? ChangesJson(changes) : ChangesText(changes));
  if (!written) return kUsage;
  const bool more = std::any_of(changes.begin(), changes.end(), [](const CapabilityChange& change) {
    return !change.added.empty();
  });
  return more ? kViolations : kClean;
}

}  // namespace

int RunCaps(const Options& given) {
  Options options = given;
  options.capabilities = true;
  // The database is of today's files: with it, the two sides would not be alike.
  options.compiler = options.diff.empty();
  const std::unique_ptr<Session> session = Session::Open(options);
  if (session == nullptr || !session->BuildModel()) return kUsage;
  const Model& model = session->analysis().model();
  if (options.suggest) {
    if (model.modules.size() == 0) {
      Say("error: a policy is for modules, and there are none; `krepis init` writes them");
      return kUsage;
    }
    return WriteStdout(SuggestPolicy(model)) ? kClean : kUsage;
  }
  const CapabilityLevel level = LevelOf(options, model);
  // The packages that are asked for by name include those of others.
  const bool externals = options.by == "package" && options.diff.empty();
  std::vector<CapabilityHolder> now =
      CapabilitiesOf(model, level, externals ? std::string() : options.module);
  if (externals) {
    std::vector<CapabilityHolder> others = ExternalPackages(*session);
    InheritFromExternals(model, others, now);
    std::move(others.begin(), others.end(), std::back_inserter(now));
    std::erase_if(now, [&](const CapabilityHolder& holder) {
      return !options.module.empty() && holder.name != options.module;
    });
  }
  if (!options.diff.empty()) return PrintDiff(options, *session, level, now);
  if (now.empty() && !options.module.empty()) return SayNobody(options, model, level);
  if (now.empty()) Say("no source files");
  const std::string text = options.format == "json" ? CapabilitiesJson(now) : CapabilitiesText(now);
  return WriteStdout(text) ? kClean : kUsage;
}

}  // namespace krepis::analyzer
