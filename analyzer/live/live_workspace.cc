#include "analyzer/live/live_workspace.h"

#include <algorithm>
#include <utility>

#include "analyzer/config/load.h"
#include "analyzer/core/language.h"
#include "analyzer/engine/baseline_file.h"
#include "analyzer/live/stored_facts.h"
#include "analyzer/live/stored_units.h"
#include "analyzer/workspace/paths.h"

namespace krepis::analyzer {
namespace {

/// What the analysis before knows of files that have not changed.
class PreviousFacts final : public FactsMemory {
 public:
  PreviousFacts(const Analysis* analysis, const std::set<std::string, std::less<>>& changed)
      : analysis_(analysis), changed_(changed) {}

  std::optional<RememberedFacts> Find(const SourceFile& file, std::string_view,
                                      std::string_view compiled) const override {
    const SemanticsMap::File* const said = analysis_->semantics().Find(file.path);
    if (compiled != (said == nullptr ? std::string_view() : said->checksum)) return std::nullopt;
    if (changed_.contains(file.path)) return std::nullopt;
    for (size_t slash = file.path.find('/'); slash != std::string::npos;
         slash = file.path.find('/', slash + 1)) {
      if (changed_.contains(std::string_view(file.path).substr(0, slash))) return std::nullopt;
    }
    std::optional<RememberedFacts> known = analysis_->Remember(file.path);
    if (known && known->facts.language != file.language) return std::nullopt;
    return known;
  }

 private:
  const Analysis* analysis_;
  const std::set<std::string, std::less<>>& changed_;
};

}  // namespace

Result<std::unique_ptr<LiveWorkspace>> LiveWorkspace::Open(const std::string& directory,
                                                           const LiveOptions& options) {
  OpeningOptions opening;
  opening.paths = {directory};
  opening.config = options.config;
  opening.jobs = options.jobs;
  opening.compiler = options.compiler;
  Result<std::unique_ptr<OpenedWorkspace>> opened = OpenedWorkspace::Open(opening);
  if (!opened) return opened.error();
  return std::unique_ptr<LiveWorkspace>(new LiveWorkspace(std::move(*opened), options));
}

LiveWorkspace::LiveWorkspace(std::unique_ptr<OpenedWorkspace> opened, const LiveOptions& options)
    : opened_(std::move(opened)), options_(options) {
  if (options.watch) {
    watch_ = std::make_unique<TreeWatch>(opened_->root(), opened_->files());
    watched_ = std::make_unique<WatchedFileSystem>(opened_->files(), *watch_);
    files_ = std::make_unique<OverlayFileSystem>(*watched_);
  } else {
    files_ = std::make_unique<OverlayFileSystem>(opened_->files());
  }
}

LiveWorkspace::~LiveWorkspace() = default;

std::string LiveWorkspace::Relative(std::string_view absolute) const {
  return RelativeTo(root(), absolute).value_or("");
}

void LiveWorkspace::SetOverlay(std::string_view path, std::string text) {
  files_->Set(path, std::move(text));
  changed_.emplace(path);
}

void LiveWorkspace::DropOverlay(std::string_view path) {
  if (files_->Drop(path)) changed_.emplace(path);
}

void LiveWorkspace::Touch(const std::vector<std::string>& paths) {
  if (paths.empty()) everything_ = true;
  changed_.insert(paths.begin(), paths.end());
}

bool LiveWorkspace::IsAsNew() const {
  const auto& databases = analysis_->workspace().discovery().manifests.compile_commands;
  return watch_ != nullptr && watch_->fd() >= 0 && watch_->complete() && !pending() &&
         config_errors_.empty() && !IsOutdated() && options_.config.empty() &&
         (databases.empty() || !options_.compiler) &&
         opened_->files().Kind("krepis.toml") != FileKind::kSymlink;
}

TreeWatch::Changes LiveWorkspace::Notice() {
  TreeWatch::Changes changes = watch_->Drain();
  if (changes.anything) everything_ = true;
  changed_.insert(changes.asked.begin(), changes.asked.end());
  changed_.insert(changes.listed.begin(), changes.listed.end());
  return changes;
}

std::optional<std::string> LiveWorkspace::Text(std::string_view path) const {
  Result<std::string> text = files_->Read(path, 0);
  if (!text) return std::nullopt;
  return std::move(*text);
}

std::string LiveWorkspace::config_path() const {
  const std::string& opened = opened_->request().config_path;
  if (!options_.config.empty()) return opened;
  constexpr std::string_view kName = "krepis.toml";
  return std::string(files_->Kind(kName) == FileKind::kRegular ? kName : "");
}

std::optional<LiveWorkspace::Config> LiveWorkspace::ReadConfig(std::vector<Error>& errors) const {
  Config config;
  config.path = config_path();
  if (config.path.empty()) return config;
  if (config.path.starts_with('/')) {  // of --config, and not in the workspace
    config.text = opened_->request().config_text;
    return config;
  }
  Result<std::string> text = files_->Read(config.path, kMaxConfigBytes);
  if (!text) {
    errors.push_back({text.error().message, config.path});
    return std::nullopt;
  }
  config.text = std::move(*text);
  return config;
}

std::optional<std::vector<BaselineEntry>> LiveWorkspace::ReadBaseline(
    std::vector<Error>& errors) const {
  if (watch_ != nullptr && !baseline_path().starts_with('/')) watch_->BeforeAsking(baseline_path());
  Result<std::optional<std::string>> text = std::optional<std::string>();
  if (files_->Has(baseline_path())) {
    text = Text(baseline_path());
  } else {
    text = opened_->ReadBaseline();
  }
  if (!text) {
    errors.push_back(text.error());
    return std::nullopt;
  }
  BaselineFile file = ParseBaseline(text->value_or(""), baseline_path());
  errors.insert(errors.end(), file.errors.begin(), file.errors.end());
  if (!file.errors.empty()) return std::nullopt;
  return std::move(file.entries);
}

bool LiveWorkspace::Update(const std::function<bool()>& cancelled) {
  if (!pending()) return true;
  if (UpdateInPlace()) {
    changed_.clear();
    ++revision_;
    return true;
  }
  std::vector<Error> errors;
  if (std::optional<std::vector<BaselineEntry>> baseline = ReadBaseline(errors))
    good_baseline_ = *std::move(baseline);
  const std::optional<Config> config = ReadConfig(errors);
  Step step = Step::kRefused;
  const auto attempt = [&](const std::optional<Config>& by, Strictness strictness) {
    if (step != Step::kRefused || !by) return;
    std::vector<Error> found;
    step = Analyse(*by, strictness, found, cancelled);
    // Those of what stands in for today's config are known, or not today's.
    if (strictness == Strictness::kWhole) errors.insert(errors.end(), found.begin(), found.end());
  };
  attempt(config, Strictness::kWhole);
  if (step == Step::kDone) good_config_ = config;
  attempt(config, Strictness::kLenient);
  attempt(good_config_, Strictness::kLenient);
  attempt(Config{}, Strictness::kNoRules);
  if (step != Step::kDone) return false;
  config_errors_ = std::move(errors);
  changed_.clear();
  everything_ = false;
  unfit_ = false;
  ++revision_;
  return true;
}

bool LiveWorkspace::UpdateInPlace() {
  if (everything_ || unfit_ || analysis_ == nullptr || !config_errors_.empty()) return false;
  const std::vector<SourceFile>& sources = analysis_->workspace().sources();
  // What a compiler makes of a file depends on others.
  const bool compiled =
      options_.compiler && !analysis_->workspace().discovery().manifests.compile_commands.empty();
  std::vector<uint32_t> files;
  for (const std::string& path : changed_) {
    const auto source = std::lower_bound(
        sources.begin(), sources.end(), path,
        [](const SourceFile& a, const std::string& wanted) { return a.path < wanted; });
    const bool known = source != sources.end() && source->path == path;
    if (!known || LanguageOf(path) == Language::kNone) return false;
    if (compiled && (LanguageOf(path) == Language::kC || LanguageOf(path) == Language::kCpp))
      return false;
    if (files_->Kind(path) != FileKind::kRegular) return false;
    files.push_back(static_cast<uint32_t>(source - sources.begin()));
  }
  unfit_ = true;  // also where this ends by an exception
  if (!analysis_->Update(files)) return false;
  Conclude(*analysis_);
  unfit_ = false;
  return true;
}

AcceptedBaseline LiveWorkspace::Accepted() {
  AcceptedBaseline accepted;
  accepted.path = baseline_path();
  accepted.entries = good_baseline_;
  accepted.renames = [this, follow = opened_->Renames()](const std::vector<std::string>& lost,
                                                         const std::vector<std::string>& found) {
    asked_git_ = true;
    return follow(lost, found);
  };
  accepted.strict = options_.strict;
  return accepted;
}

void LiveWorkspace::Conclude(Analysis& analysis) {
  asked_git_ = false;
  analysis.Evaluate();
  report_ = analysis.Conclude();
  report_.rules = rules();
}

LiveWorkspace::Step LiveWorkspace::Analyse(const Config& config, Strictness strictness,
                                           std::vector<Error>& errors,
                                           const std::function<bool()>& cancelled) {
  const auto stop = [&] { return cancelled && cancelled(); };
  AnalysisRequest request = opened_->request();
  request.files = files_.get();
  request.focus = options_.focus;
  request.updatable = true;
  request.cuts = &cuts_;
  request.progress = options_.progress;
  const PreviousFacts previous(analysis_.get(), changed_);
  std::unique_ptr<StoredFacts> stored;
  std::unique_ptr<StoredUnits> units;
  if (options_.store && request.clang) {
    units = std::make_unique<StoredUnits>(root(), request.jobs);
    request.units = units.get();
    request.clang->asked = &units->asked();
  }
  if (!everything_ && analysis_ != nullptr) {
    request.memory = &previous;
  } else if (options_.store) {
    stored = StoredFacts::Open(root(), "disk");
    if (stored != nullptr) stored->Use(*files_);
    request.memory = stored.get();
  }
  if (options_.ast_sources) request.ast_sources = options_.ast_sources;
  if (options_.today) request.today = *options_.today;
  request.config_path = config.path;
  request.config_text = config.text;
  request.lenient = strictness != Strictness::kWhole;
  if (strictness == Strictness::kNoRules) request.rules = {};
  auto analysis = std::make_unique<Analysis>(std::move(request));
  analysis->Accept(Accepted());
  errors = analysis->LoadWorkspace();
  if (!errors.empty()) return Step::kRefused;
  if (stop()) return Step::kCancelled;
  analysis->ReadSemantics();
  if (units != nullptr) units->Commit();
  if (stop()) return Step::kCancelled;
  analysis->ExtractFacts();
  if (stop()) return Step::kCancelled;
  errors = analysis->BuildModel();
  if (!errors.empty()) return Step::kRefused;
  if (stop()) return Step::kCancelled;
  Conclude(*analysis);
  if (stored != nullptr) {
    stored->Take(*analysis);
    stored->Commit(true);
  }
  analysis_ = std::move(analysis);
  return Step::kDone;
}

}  // namespace krepis::analyzer
