#include "analyzer/cli/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analyzer/cli/nodes.h"
#include "analyzer/cli/output.h"
#include "analyzer/cli/progress_line.h"

namespace krepis::analyzer {

std::unique_ptr<Session> Session::Open(const Options& options) {
  return OpenOrSay(options, std::nullopt);
}

std::unique_ptr<Session> Session::OpenWith(const Options& options, std::string config_path,
                                           std::string config_text) {
  return OpenOrSay(options,
                   OpeningOptions::GivenConfig{std::move(config_path), std::move(config_text)});
}

std::unique_ptr<Session> Session::OpenOrSay(const Options& options,
                                            std::optional<OpeningOptions::GivenConfig> config) {
  OpeningOptions opening;
  opening.paths = options.paths;
  opening.config = options.config;
  opening.given = std::move(config);
  opening.jobs = options.jobs;
  opening.staged = options.staged;
  opening.compiler = options.compiler;
  opening.record = options.record;
  opening.memo = options.memo;
  const Result<EdgeKindSet> edges = ParseEdges(options.edges, {});
  opening.all_edges = edges && TakesAllEdges(*edges);
  opening.capabilities = options.capabilities;
  Result<std::unique_ptr<OpenedWorkspace>> opened = OpenedWorkspace::Open(opening);
  if (!opened) {
    Say("error: " + opened.error().message);
    return nullptr;
  }
  std::unique_ptr<Session> session(new Session);
  session->opened_ = std::move(*opened);
  session->shows_progress_ = !options.quiet;
  if (!options.no_cache)
    session->stored_ = StoredFacts::Open(session->root(), options.staged ? "index" : "disk");
  if (session->stored_ != nullptr) session->stored_->Load(session->cuts_);
  session->Restart();
  const EarlierRun* earlier = session->opened_->earlier();
  if (session->stored_ != nullptr && earlier != nullptr && !earlier->facts.empty())
    session->UseEarlier(*earlier);
  return session;
}

void Session::Store() {
  if (stored_ == nullptr || std::exchange(is_stored_, true)) return;
  stored_->Take(*analysis_);
  stored_->Take(cuts_);
  stored_->Commit(earlier_ == nullptr);
  if (units_ != nullptr) units_->Commit();
}

Session::~Session() {
  Store();
  opened_->Settle();
  // A verb is the end of the process: to free all of this piece by piece would be a tenth of a run.
  struct Left {
    std::unique_ptr<OpenedWorkspace> opened;
    std::unique_ptr<StoredFacts> stored;
    std::unique_ptr<StoredUnits> units;
    std::unique_ptr<EarlierFacts> earlier;
    std::unique_ptr<Analysis> analysis;
  };
  static auto* const left = new std::vector<Left>;
  left->push_back({std::move(opened_), std::move(stored_), std::move(units_), std::move(earlier_),
                   std::move(analysis_)});
}

void Session::UseEarlier(const EarlierRun& run) {
  earlier_ = std::make_unique<EarlierFacts>(run.facts, run.changed_since_graph, *stored_);
  AnalysisRequest request = analysis_->request();
  request.memory = earlier_.get();
  analysis_ = std::make_unique<Analysis>(std::move(request));
}

void Session::Restart() {
  mixed_.reset();
  AnalysisRequest request = opened_->request();
  request.progress = &progress_;
  request.cuts = &cuts_;
  if (stored_ != nullptr) {
    stored_->Use(*request.files);
    request.memory = stored_.get();
    if (request.clang) UseUnits(request);
  }
  analysis_ = std::make_unique<Analysis>(std::move(request));
}

void Session::UseUnits(AnalysisRequest& request) {
  units_ = std::make_unique<StoredUnits>(root(), request.jobs);
  request.units = units_.get();
  if (request.clang->asked != nullptr) {
    units_->Use(*request.clang->asked);
  } else {
    request.clang->asked = &units_->asked();
  }
}

void Session::BeginWith(const FileSystem& earlier, const std::set<std::string>& paths) {
  AnalysisRequest request = opened_->request();
  changed_ = paths;
  mixed_ = std::make_unique<MixedFileSystem>(*request.files, earlier, changed_);
  request.earlier_graph = nullptr;
  request.files = mixed_.get();
  request.progress = &progress_;
  request.updatable = true;
  request.cuts = &cuts_;
  if (stored_ != nullptr) {
    stored_->Use(*mixed_);
    request.memory = stored_.get();
  }
  analysis_ = std::make_unique<Analysis>(std::move(request));
}

std::optional<Report> Session::Continue() {
  // What is noted now are the earlier texts.
  if (stored_ != nullptr) stored_->Take(*analysis_);
  mixed_->LeaveOther();
  const std::vector<SourceFile>& sources = analysis_->workspace().sources();
  std::vector<uint32_t> files;
  for (const std::string& path : changed_) {
    const auto source = std::lower_bound(
        sources.begin(), sources.end(), path,
        [](const SourceFile& a, const std::string& wanted) { return a.path < wanted; });
    if (source == sources.end() || source->path != path) return std::nullopt;
    files.push_back(static_cast<uint32_t>(source - sources.begin()));
  }
  if (!analysis_->Update(files)) return std::nullopt;
  analysis_->Evaluate();
  return analysis_->Conclude();
}

bool Session::LoadWorkspace() {
  const std::vector<Error> errors = analysis_->LoadWorkspace();
  PrintConfigErrors(errors);
  return errors.empty();
}

bool Session::BuildModel() {
  if (!LoadWorkspace()) return false;
  std::vector<Error> errors;
  {
    const ProgressLine line(shows_progress_ ? &progress_ : nullptr);
    analysis_->ReadSemantics();
    analysis_->ExtractFacts();
    errors = analysis_->BuildModel();
  }
  PrintConfigErrors(errors);
  return errors.empty();
}

Analysis::Outcome Session::Run() {
  const ProgressLine line(shows_progress_ ? &progress_ : nullptr);
  return analysis_->Run();
}

std::unique_ptr<Analysis> Session::OnOtherFiles(const FileSystem& files,
                                                const FactsMemory* memory) const {
  AnalysisRequest request = opened_->request();
  request.files = &files;
  request.lenient = true;
  request.focus.clear();  // names may have been others there
  request.clang.reset();
  request.memory = memory;
  request.earlier_graph = nullptr;
  return std::make_unique<Analysis>(std::move(request));
}

std::optional<std::vector<BaselineEntry>> Session::BaselineEntries() const {
  const Result<std::optional<std::string>> text = ReadBaseline();
  if (!text) {
    Say("error: " + text.error().message);
    return std::nullopt;
  }
  BaselineFile file = ParseBaseline(text->value_or(""), baseline_path());
  PrintConfigErrors(file.errors);
  if (!file.errors.empty()) return std::nullopt;
  return std::move(file.entries);
}

bool Session::UseBaseline(bool strict) {
  std::optional<std::vector<BaselineEntry>> entries = BaselineEntries();
  if (!entries) return false;
  AcceptedBaseline accepted;
  accepted.path = baseline_path();
  accepted.entries = std::move(*entries);
  accepted.strict = strict;
  accepted.renames = opened_->Renames();
  analysis_->Accept(std::move(accepted));
  return true;
}

void PrintConfigErrors(const std::vector<Error>& errors) {
  for (const std::string& text : ConfigErrorTexts(errors)) Say("error: " + text);
}

std::vector<std::string> ConfigErrorTexts(const std::vector<Error>& errors) {
  std::vector<std::string> texts;
  for (const Error& error : errors) {
    texts.push_back(error.line == 0 ? fmt::format("{}: {}", error.path, error.message)
                                    : fmt::format("{}:{}:{}: {}", error.path, error.line,
                                                  error.column, error.message));
  }
  return texts;
}

}  // namespace krepis::analyzer
