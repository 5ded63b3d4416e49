#include "analyzer/cli/session.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

#include "analyzer/cli/nodes.h"
#include "analyzer/cli/output.h"
#include "analyzer/config/load.h"
#include "analyzer/config/rule_ids.h"
#include "analyzer/vcs/git_repository.h"
#include "analyzer/workspace/paths.h"
#include "analyzer/workspace/workspace_root.h"
#include "rules/registry.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kBaselineName = "krepis.baseline";

/// Absolute, with every symlink resolved; the error says what is wrong with the path.
Result<std::string> RealPath(const std::string& path) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::canonical(path, error);
  if (error) return Error{fmt::format("cannot open {}: {}", path, error.message()), path};
  return real.string();
}

Date Today() {
  const auto now = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  const std::chrono::year_month_day day(now);
  return {static_cast<uint16_t>(static_cast<int>(day.year())),
          static_cast<uint8_t>(static_cast<unsigned>(day.month())),
          static_cast<uint8_t>(static_cast<unsigned>(day.day()))};
}

/// A baseline is a line a violation: this is a million of them.
constexpr uint64_t kMaxBaselineBytes = 128'000'000;

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

std::unique_ptr<Session> Session::Open(const Options& options) {
  return OpenOrSay(options, nullptr);
}

std::unique_ptr<Session> Session::OpenWith(const Options& options, std::string config_path,
                                           std::string config_text) {
  const ConfigFile config{std::move(config_path), std::move(config_text)};
  return OpenOrSay(options, &config);
}

std::unique_ptr<Session> Session::OpenOrSay(const Options& options, const ConfigFile* config) {
  Result<std::unique_ptr<Session>> session = Find(options, config);
  if (session) return std::move(*session);
  Say("error: " + session.error().message);
  return nullptr;
}

bool Session::LoadWorkspace() {
  const std::vector<Error> errors = analysis_->LoadWorkspace();
  PrintConfigErrors(errors);
  return errors.empty();
}

bool Session::BuildModel() {
  if (!LoadWorkspace()) return false;
  analysis_->ReadSemantics();
  analysis_->ExtractFacts();
  const std::vector<Error> errors = analysis_->BuildModel();
  PrintConfigErrors(errors);
  return errors.empty();
}

std::unique_ptr<Analysis> Session::OnOtherFiles(const FileSystem& files) const {
  AnalysisRequest request = analysis_->request();
  request.files = &files;
  request.lenient = true;
  request.clang.reset();
  return std::make_unique<Analysis>(std::move(request));
}

std::string Session::Absolute(const std::string& path) const {
  return path.starts_with('/') ? path : root_ + "/" + path;
}

Result<std::optional<std::string>> Session::ReadBaseline() const {
  // One in the workspace is read as its other files are: no symlink leads out of it.
  const DiskFileSystem host("/");
  const bool inside = !baseline_path_.starts_with('/');
  const FileSystem& files = inside ? static_cast<const FileSystem&>(*files_) : host;
  const std::string path = inside ? baseline_path_ : baseline_path_.substr(1);
  if (files.Kind(path) == FileKind::kMissing) return std::optional<std::string>();
  Result<std::string> text = files.Read(path, kMaxBaselineBytes);
  if (!text) return Error{text.error().message, baseline_path_};
  return std::optional(std::move(*text));
}

std::optional<std::vector<BaselineEntry>> Session::BaselineEntries() const {
  const Result<std::optional<std::string>> text = ReadBaseline();
  if (!text) {
    Say("error: " + text.error().message);
    return std::nullopt;
  }
  BaselineFile file = ParseBaseline(text->value_or(""), baseline_path_);
  PrintConfigErrors(file.errors);
  if (!file.errors.empty()) return std::nullopt;
  return std::move(file.entries);
}

bool Session::UseBaseline(bool strict) {
  std::optional<std::vector<BaselineEntry>> entries = BaselineEntries();
  if (!entries) return false;
  AcceptedBaseline accepted;
  accepted.path = baseline_path_;
  accepted.entries = std::move(*entries);
  accepted.strict = strict;
  accepted.renames = [this](const std::vector<std::string>& lost,
                            const std::vector<std::string>& found) {
    return RenamesSince(root_, baseline_path_, lost, found);
  };
  analysis_->Accept(std::move(accepted));
  return true;
}

Result<std::unique_ptr<Session>> Session::Find(const Options& options, const ConfigFile* given) {
  std::unique_ptr<Session> session(new Session);
  const Result<std::string> here = RealPath(".");
  if (!here) return here.error();
  session->directory_ = *here;

  const DiskFileSystem host("/");
  std::vector<std::string> arguments = options.paths;
  if (arguments.empty()) arguments.push_back(".");
  std::optional<WorkspaceRoot> root;
  std::vector<std::string> places;
  for (const std::string& argument : arguments) {
    const Result<std::string> path = RealPath(argument);
    if (!path) return path.error();
    WorkspaceRoot found = FindWorkspaceRoot(host, path->substr(1));
    if (root && root->directory != found.directory) {
      return Error{
          fmt::format("{} and {} lie in different workspaces (/{} and /{}); check them one by one",
                      arguments.front(), argument, root->directory, found.directory),
          argument};
    }
    root = std::move(found);
    places.push_back(*path);
  }
  session->root_ = "/" + root->directory;
  session->files_ = std::make_unique<DiskFileSystem>(session->root_);

  AnalysisRequest request;
  request.files = session->files_.get();
  request.root = session->root_;
  request.outer_ignore_files = ReadOuterIgnoreFiles(host, *root);
  request.jobs =
      options.jobs != 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  request.today = Today();
  for (const std::string& place : places) {
    const std::optional<std::string> relative = RelativeTo(session->root_, place);
    if (relative && !relative->empty()) request.focus.push_back(*relative);
  }
  if (std::find(places.begin(), places.end(), session->root_) != places.end())
    request.focus.clear();

  std::string config = options.config;
  if (config.empty() && !root->config.empty()) config = "/" + root->config;
  session->baseline_path_ = kBaselineName;
  if (given != nullptr) {
    request.config_path = given->path;
    request.config_text = given->text;
  } else if (!config.empty()) {
    const Result<std::string> path = RealPath(config);
    if (!path) return path.error();
    Result<std::string> text = host.Read(path->substr(1), kMaxConfigBytes);
    if (!text) return Error{text.error().message, config};
    request.config_text = std::move(*text);
    request.config_path = RelativeTo(session->root_, *path).value_or(config);
    if (!options.config.empty()) {
      const std::string beside =
          std::filesystem::path(*path).replace_extension("baseline").string();
      session->baseline_path_ = RelativeTo(session->root_, beside).value_or(beside);
    }
  }

  for (const rules::RegisteredRule& registered : rules::AllRules()) {
    session->owned_rules_.push_back(registered.make());
    session->rule_pointers_.push_back(session->owned_rules_.back().get());
    session->descriptions_.push_back(Describe(registered, *session->owned_rules_.back()));
  }
  request.rules = session->rule_pointers_;
  Result<rules::RuleData> data = rules::LoadRuleData();
  if (!data) return std::move(data).error();
  session->data_ = std::make_unique<rules::RuleData>(std::move(*data));
  request.facts = session->data_->Options();
  request.vocabulary = session->data_->vocabulary;
  request.ast_sources = WorkerAstSources({});
  const Result<EdgeKindSet> edges = ParseEdges(options.edges, {});
  request.all_edges = edges && TakesAllEdges(*edges);
  request.capabilities = options.capabilities;
  if (options.compiler) {
    ClangOptions clang;
    clang.root = session->root_;
    clang.jobs = request.jobs;
    request.clang = clang;
  }
  session->analysis_ = std::make_unique<Analysis>(std::move(request));
  return session;
}

std::string Session::Relative(const std::string& argument) const {
  const std::string absolute = ResolveAbsolute(directory_, argument);
  return RelativeTo(root_, absolute).value_or(argument);
}

void PrintConfigErrors(const std::vector<Error>& errors) {
  for (const Error& error : errors) {
    Say(error.line == 0 ? fmt::format("error: {}: {}", error.path, error.message)
                        : fmt::format("error: {}:{}:{}: {}", error.path, error.line, error.column,
                                      error.message));
  }
}

}  // namespace krepis::analyzer
