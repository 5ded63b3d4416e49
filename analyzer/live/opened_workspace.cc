#include "analyzer/live/opened_workspace.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "analyzer/config/load.h"
#include "analyzer/config/rule_ids.h"
#include "analyzer/graph/graph_bytes.h"
#include "analyzer/vcs/git_repository.h"
#include "analyzer/workspace/paths.h"
#include "rules/registry.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kBaselineName = "krepis.baseline";

/// A baseline is a line a violation: this is a million of them.
constexpr uint64_t kMaxBaselineBytes = 128'000'000;

/// Of more and larger files it is not worth the while to read them twice.
constexpr size_t kMaxEarly = 4;
constexpr uint64_t kMaxEarlyBytes = 1'000'000;

FileRenames RenamesSince(const std::string& root, const std::string& baseline,
                         const std::vector<std::string>& lost,
                         const std::vector<std::string>& found) {
  FileRenames renames;
  const Result<std::unique_ptr<GitRepository>> repository = GitRepository::Open(root);
  Result<RenameAnswer> answer = RenameAnswer();
  if (!repository) {
    answer = repository.error();
  } else if (*repository != nullptr) {
    answer = (*repository)->FollowRenames({lost, found, baseline});
  }
  if (!answer) {
    renames.note =
        fmt::format("{}: renames were not followed: {}", baseline, answer.error().message);
    return renames;
  }
  if (answer->cut) {
    renames.note = fmt::format(
        "{}: renames were followed in the commits that are there; the history is cut off (a "
        "shallow "
        "clone?)",
        baseline);
  }
  renames.names = std::move(answer->renames);
  return renames;
}

/// First sentence behind the heading "What it does" is the rule's summary in reports; the whole
/// text its help.
RuleDescription Describe(const rules::RegisteredRule& registered, const Rule& rule) {
  RuleDescription description;
  description.id = registered.id;
  description.summary = rule.info().summary;
  description.markdown = registered.markdown;
  if (const BuiltInRule* built_in = FindBuiltInRule(registered.id)) {
    description.default_severity = built_in->default_severity;
  }
  return description;
}

}  // namespace

Result<std::unique_ptr<OpenedWorkspace>> OpenedWorkspace::Open(const OpeningOptions& options) {
  std::unique_ptr<OpenedWorkspace> opened(new OpenedWorkspace);
  opened->policy_ = options.jobs == 1 ? std::launch::deferred : std::launch::async;
  std::future<Result<rules::RuleData>> data = std::async(opened->policy_, rules::LoadRuleData);
  if (options.record) opened->record_ = std::make_unique<RunRecord>(opened->host_);
  const FileSystem& host = opened->Host();
  Result<WorkspacePlace> place = FindPlace(options.paths, host, options.staged);
  if (!place) return place.error();
  opened->directory_ = place->directory;
  opened->root_ = place->root;
  opened->found_ = place->found;
  opened->outside_ = OutsideOf(place->root, place->found, host);
  opened->files_ = std::make_unique<DiskFileSystem>(opened->root_);
  const EarlierRun* run =
      options.record && options.memo != nullptr ? options.memo->ReadEarlier() : nullptr;
  if (run != nullptr && run->root == opened->root_) opened->UseEarlier(*run);
  if (options.record) {
    const FileSystem* below = opened->files_.get();
    if (opened->known_ != nullptr) below = opened->known_.get();
    opened->record_->known = opened->known_.get();
    opened->record_->tree.emplace(*below, opened->known_.get());
  }

  AnalysisRequest& request = opened->request_;
  request.files = &opened->Tree();
  if (options.staged) {
    Result<std::unique_ptr<GitIndex>> index = GitIndex::Open(opened->root_);
    if (!index) return index.error();
    opened->index_ = std::move(*index);
    request.files = opened->index_.get();
  }
  request.root = opened->root_;
  request.outer_ignore_files = opened->outside_.outer_ignore_files;
  request.jobs =
      options.jobs != 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  request.today = opened->outside_.today;
  request.focus = place->focus;

  const bool found_config = options.config.empty() && !place->found.config.empty();
  const std::string config = found_config ? "/" + place->found.config : options.config;
  opened->baseline_path_ = kBaselineName;
  if (options.given) {
    request.config_path = options.given->path;
    request.config_text = options.given->text;
  } else if (!config.empty()) {
    const Result<std::string> path = found_config ? Result<std::string>(config) : RealPath(config);
    if (!path) return path.error();
    const std::optional<std::string> inside = RelativeTo(opened->root_, *path);
    Result<std::string> text =
        inside && opened->FilesFor(*inside).Kind(*inside) != FileKind::kMissing
            ? opened->FilesFor(*inside).Read(*inside, kMaxConfigBytes)
            : host.Read(path->substr(1), kMaxConfigBytes);
    if (!text) return Error{text.error().message, config};
    request.config_text = std::move(*text);
    request.config_path = inside.value_or(config);
    if (!options.config.empty()) {
      const std::string beside =
          std::filesystem::path(*path).replace_extension("baseline").string();
      opened->baseline_path_ = RelativeTo(opened->root_, beside).value_or(beside);
    }
  }

  for (const rules::RegisteredRule& registered : rules::AllRules()) {
    opened->owned_rules_.push_back(registered.make());
    opened->rule_pointers_.push_back(opened->owned_rules_.back().get());
    opened->descriptions_.push_back(Describe(registered, *opened->owned_rules_.back()));
  }
  request.rules = opened->rule_pointers_;
  Result<rules::RuleData> loaded = data.get();
  if (!loaded) return std::move(loaded).error();
  opened->data_ = std::make_unique<rules::RuleData>(std::move(*loaded));
  request.symbol_tables = rules::SymbolTables;
  request.facts = opened->data_->Options();
  request.vocabulary = opened->data_->vocabulary;
  request.ast_sources = WorkerAstSources({});
  if (opened->early_asts_ != nullptr)
    request.ast_sources = opened->early_asts_->Over(std::move(request.ast_sources));
  request.all_edges = options.all_edges;
  request.capabilities = options.capabilities;
  if (options.compiler) {
    ClangOptions clang;
    clang.root = opened->root_;
    clang.jobs = request.jobs;
    if (opened->record_ != nullptr) clang.asked = &opened->record_->compiler;
    request.clang = clang;
  }
  return opened;
}

void OpenedWorkspace::UseEarlier(const EarlierRun& run) {
  earlier_ = &run;
  known_ = std::make_unique<KnownAnswers>(*files_, run.questions, run.listings, run.changed);
  if (run.graph.empty()) return;
  if (policy_ == std::launch::async) ParseEarly(run);
  // It is read while the workspace is loaded.
  read_graph_ = std::async(policy_, GraphBytes::Read, run.graph);
  earlier_graph_ = {[this] { return read_graph_.valid() ? read_graph_.get() : std::nullopt; },
                    run.calls,
                    run.rust,
                    run.graph_key,
                    run.changed_since_graph,
                    [this] { return !known_->changed_asked(); }};
  request_.earlier_graph = &earlier_graph_;
}

void OpenedWorkspace::ParseEarly(const EarlierRun& run) {
  if (run.calls.empty() || run.changed.size() > kMaxEarly) return;
  std::vector<EarlyAsts::File> files;
  for (const std::string& path : run.changed) {
    const Language language = LanguageOf(path);
    if (GroupOf(language) == LanguageGroup::kNone) continue;
    Result<std::string> text = files_->Read(path, kMaxEarlyBytes);
    if (text) files.push_back({path, language, *std::move(text)});
  }
  if (!files.empty()) early_asts_ = std::make_unique<EarlyAsts>(std::move(files));
}

bool OpenedWorkspace::IsOutdated() const {
  const WorkspaceRoot now = FindWorkspaceRoot(host_, std::string_view(root_).substr(1));
  const bool elsewhere = now.directory != found_.directory || now.in_git != found_.in_git ||
                         now.git_root != found_.git_root;
  return elsewhere || OutsideOf(root_, found_, host_) != outside_;
}

std::string OpenedWorkspace::Absolute(const std::string& path) const {
  return path.starts_with('/') ? path : root_ + "/" + path;
}

std::string OpenedWorkspace::Relative(const std::string& argument) const {
  const std::string absolute = ResolveAbsolute(directory_, argument);
  return RelativeTo(root_, absolute).value_or(argument);
}

const FileSystem& OpenedWorkspace::FilesFor(const std::string& path) const {
  if (index_ != nullptr && index_->Tracks(path)) return *index_;
  return Tree();
}

const FileSystem& OpenedWorkspace::Host() const {
  if (record_ != nullptr) return record_->host;
  return host_;
}

const FileSystem& OpenedWorkspace::Tree() const {
  if (record_ != nullptr) return *record_->tree;
  return *files_;
}

Result<std::optional<std::string>> OpenedWorkspace::ReadBaseline() const {
  // One in the workspace is read as its other files are: no symlink leads out of it.
  const bool inside = !baseline_path_.starts_with('/');
  const FileSystem& files = inside ? FilesFor(baseline_path_) : Host();
  // Beside a configuration that is tracked, a baseline that is not does not exist yet.
  const bool untracked = inside && index_ != nullptr && index_->Tracks(request_.config_path) &&
                         index_->Kind(baseline_path_) == FileKind::kMissing;
  if (untracked) return std::optional<std::string>();
  const std::string path = inside ? baseline_path_ : baseline_path_.substr(1);
  if (files.Kind(path) == FileKind::kMissing) return std::optional<std::string>();
  Result<std::string> text = files.Read(path, kMaxBaselineBytes);
  if (!text) return Error{text.error().message, baseline_path_};
  return std::optional(std::move(*text));
}

RenameFinder OpenedWorkspace::Renames() const {
  return [this](const std::vector<std::string>& lost, const std::vector<std::string>& found) {
    if (record_ != nullptr) record_->asked_more = true;
    return RenamesSince(root_, baseline_path_, lost, found);
  };
}

}  // namespace krepis::analyzer
