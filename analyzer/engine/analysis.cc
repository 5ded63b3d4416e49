#include "analyzer/engine/analysis.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "analyzer/config/capability.h"
#include "analyzer/config/rule_ids.h"
#include "analyzer/config/suggest.h"
#include "analyzer/engine/frameworks.h"
#include "analyzer/engine/registered_behaviors.h"
#include "analyzer/engine/rule_pipeline.h"
#include "analyzer/engine/suppressions.h"
#include "analyzer/engine/unknowns.h"
#include "analyzer/graph/build.h"

namespace krepis::analyzer {
namespace {

std::chrono::nanoseconds ProcessorTime() {
  std::chrono::nanoseconds total{};
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    getrusage(who, &usage);
    for (const timeval& time : {usage.ru_utime, usage.ru_stime}) {
      total += std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
    }
  }
  return total;
}

/// A translation unit is one file with all its headers.
constexpr uint64_t kUnitFactor = 6;

constexpr uint64_t kMaxTableBytes = 4'000'000;

/// Whether a rule asks for dependencies that only a compiler sees.
bool NamesCompilerEdges(const Config& config) {
  return std::any_of(config.rules.begin(), config.rules.end(), [](const RuleConfig& rule) {
    return rule.edges.Has(EdgeKind::kInherit) || rule.edges.Has(EdgeKind::kCall) ||
           rule.edges.Has(EdgeKind::kReference);
  });
}

bool InFocus(std::string_view path, const std::vector<std::string>& focus) {
  return focus.empty() || std::any_of(focus.begin(), focus.end(), [&](const std::string& place) {
           return place.empty() || path == place ||
                  (path.starts_with(place) && path.size() > place.size() &&
                   path[place.size()] == '/');
         });
}

}  // namespace

/// Records a phase from its construction to its end.
class Analysis::Stopwatch {
 public:
  Stopwatch(Analysis& analysis, std::string name)
      : analysis_(analysis),
        name_(std::move(name)),
        wall_(std::chrono::steady_clock::now()),
        cpu_(ProcessorTime()) {}
  ~Stopwatch() {
    analysis_.phases_.push_back(
        {std::move(name_), std::chrono::steady_clock::now() - wall_, ProcessorTime() - cpu_});
  }

 private:
  Analysis& analysis_;
  std::string name_;
  std::chrono::steady_clock::time_point wall_;
  std::chrono::nanoseconds cpu_;
};

Analysis::Analysis(AnalysisRequest request) : request_(std::move(request)) {}
Analysis::~Analysis() = default;

std::vector<Error> Analysis::LoadWorkspace() {
  const Stopwatch stopwatch(*this, "workspace");
  std::vector<Error> errors;
  if (request_.config_path.empty()) {
    config_ = DefaultConfig();
  } else {
    ConfigOutcome outcome =
        LoadConfig(request_.config_text, request_.config_path, request_.vocabulary);
    errors = std::move(outcome.errors);
    config_ = std::move(errors.empty() ? outcome.config : outcome.readable);
    if (!config_) return errors;
  }
  WorkspaceOptions options;
  options.root = request_.root;
  options.discovery.outer_ignore_files = request_.outer_ignore_files;
  for (const LocatedGlob& glob : config_->workspace.exclude)
    options.discovery.exclude.push_back(glob.glob);
  for (const LocatedGlob& glob : config_->cpp.compile_commands)
    options.discovery.compile_commands.push_back(glob.glob);
  for (const LocatedString& root : config_->cpp.include_roots)
    options.include_roots.push_back(root.value);
  for (const auto& language : config_->workspace.languages)
    options.languages.push_back(language.value);
  workspace_.emplace(Workspace::Load(*request_.files, std::move(options)));
  for (const Incomplete& incomplete : workspace_->discovery().incomplete)
    report_.incomplete.push_back(incomplete);
  if (request_.facts.capabilities != nullptr && AsksForReach()) {
    LoadTables(errors);
    PickCapabilities();
  }
  return errors;
}

void Analysis::LoadTables(std::vector<Error>& errors) {
  const auto fail = [&](const Location& where, std::string message) {
    errors.push_back({std::move(message), config_->path, where.begin.line, where.begin.column});
  };
  for (const LocatedString& path : config_->sandbox.tables) {
    const Result<std::string> text = request_.files->Read(path.value, kMaxTableBytes);
    if (!text) {
      fail(path.location, text.error().message);
      continue;
    }
    CapabilityTableOutcome outcome = LoadCapabilityTable(*text, path.value, CapabilityNames::kAny);
    std::move(outcome.errors.begin(), outcome.errors.end(), std::back_inserter(errors));
    tables_.Append(std::move(outcome.table));
  }
  tables_.Append(*request_.facts.capabilities);
  request_.facts.capabilities = &tables_;
  if (config_->sandbox.tables.empty()) return;  // their names have been checked

  const std::vector<std::string> names = tables_.Capabilities();
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const auto check = [&](const std::vector<Grant>& grants) {
    for (const Grant& grant : grants) {
      const bool known = IsKnownCapability(grant.capability) ||
                         std::any_of(names.begin(), names.end(), [&](const std::string& name) {
                           return CapabilityCovers(grant.capability, name);
                         });
      if (known) continue;
      fail(grant.location, fmt::format("no symbol table knows the capability '{}'{}",
                                       grant.capability, DidYouMean(grant.capability, candidates)));
    }
  };
  for (const SandboxModule& module : config_->sandbox.modules) {
    check(module.allow);
    check(module.deny);
    check(module.seals);
  }
  for (const RuleConfig& rule : config_->rules) check(rule.capabilities);
}

void Analysis::PickCapabilities() {
  if (request_.capabilities) return;
  std::vector<std::string_view> named;
  const auto add = [&](const std::vector<Grant>& grants) {
    for (const Grant& grant : grants) named.push_back(grant.capability);
  };
  for (const SandboxModule& module : config_->sandbox.modules) {
    add(module.allow);
    add(module.deny);
  }
  for (const RuleConfig& rule : config_->rules) add(rule.capabilities);
  const bool unknown = config_->SeverityOf("sandbox/unknown") != Severity::kOff;
  tables_ = tables_.Only([&](std::string_view capability) {
    if (config_->sandbox.present && IsGatedByDefault(capability)) return true;
    if (unknown && capability == "unknown") return true;
    return std::any_of(named.begin(), named.end(),
                       [&](std::string_view name) { return CapabilityCovers(name, capability); });
  });
}

void Analysis::ReadSemantics() {
  const Stopwatch stopwatch(*this, "semantics");
  if (!request_.clang || workspace_->compile_database().commands.empty()) return;
  ClangOptions options = *request_.clang;
  options.unit_ms =
      static_cast<uint32_t>(std::min<uint64_t>(kUnitFactor * config_->limits.file_ms, UINT32_MAX));
  // Includes are an eighth of the work, so only rules that read more pay for the rest.
  const bool edges = request_.all_edges || NamesCompilerEdges(*config_);
  const bool calls =
      config_->cpp.compiled_calls &&
      (AsksForReach() ||
       std::any_of(request_.rules.begin(), request_.rules.end(), [this](const Rule* rule) {
         return rule->info().needs == Needs::kSemantics && rule->Applies(*config_);
       }));
  ClangClient client(std::move(options));
  std::vector<std::string> units;
  for (const CompileCommand& command : workspace_->compile_database().commands) {
    if (!workspace_->files().IsSource(command.file)) continue;
    units.push_back(command.file);
    client.Submit({request_.root + "/" + command.file, command.directory, command.flags,
                   calls || edges ? ClangDepth::kSemantics : ClangDepth::kIncludes});
  }
  while (std::optional<ClangClient::Outcome> outcome = client.Wait()) {
    if (outcome->result.ok()) {
      semantics_.Add(std::move(*outcome->result));
    } else {
      report_.incomplete.push_back({units[outcome->unit], outcome->result.error().message});
    }
  }
  semantics_.Finish();
}

void Analysis::ExtractFacts() {
  const Stopwatch stopwatch(*this, "extraction");
  ExtractionOptions options;
  options.jobs = request_.jobs;
  options.file_bytes = config_->limits.file_bytes;
  options.ast_sources = request_.ast_sources;
  options.parse = parse_limits();
  options.facts = Families();
  options.foreign = AsksFor(EdgeKind::kFfi);
  options.lexical = !request_.trees_only;
  Extraction extraction = ExtractAll(*request_.files, *workspace_, *config_, semantics_, options);
  facts_ = std::move(extraction.facts);
  bytes_ = extraction.bytes;
  tiers_ = extraction.tiers;
  if (options.facts.contracts != nullptr)
    DropUnusedFrameworks(*options.facts.contracts, *workspace_, facts_);
  std::move(extraction.incomplete.begin(), extraction.incomplete.end(),
            std::back_inserter(report_.incomplete));
}

ExtractOptions Analysis::Families() const {
  const auto asks = [&](std::string_view family) {
    return std::any_of(request_.rules.begin(), request_.rules.end(), [&](const Rule* rule) {
      return RuleFamily(rule->info().id) == family && rule->info().needs != Needs::kImports &&
             rule->Applies(*config_);
    });
  };
  ExtractOptions families = request_.facts;
  if (!asks("sandbox") && !request_.capabilities) families.capabilities = nullptr;
  families.calls = AsksForReach();
  if (!asks("contract")) families.contracts = nullptr;
  families.bases = AsksFor(EdgeKind::kInherit);
  families.exports = AsksFor(EdgeKind::kReference);
  families.forwards = AsksFor(EdgeKind::kForward);
  return families;
}

bool Analysis::AsksForReach() const {
  if (request_.facts.capabilities == nullptr) return false;
  return request_.capabilities ||
         std::any_of(request_.rules.begin(), request_.rules.end(), [&](const Rule* rule) {
           return RuleFamily(rule->info().id) == "sandbox" && rule->Applies(*config_);
         });
}

bool Analysis::AsksFor(EdgeKind kind) const {
  return request_.all_edges ||
         std::any_of(config_->rules.begin(), config_->rules.end(),
                     [kind](const RuleConfig& rule) { return rule.edges.Has(kind); });
}

bool Analysis::Runs(std::string_view id) const {
  return std::any_of(request_.rules.begin(), request_.rules.end(), [&](const Rule* rule) {
    return rule->info().id == id && rule->Applies(*config_);
  });
}

ParseLimits Analysis::parse_limits() const {
  return {.file_ms =
              static_cast<uint32_t>(std::min<uint64_t>(config_->limits.file_ms, UINT32_MAX))};
}

std::vector<Error> Analysis::BuildModel() {
  const Stopwatch stopwatch(*this, "graph");
  std::vector<std::string> paths;
  paths.reserve(workspace_->sources().size());
  for (const SourceFile& file : workspace_->sources()) paths.push_back(file.path);
  ModulesOutcome modules = ModuleTable::Build(
      *config_, paths,
      request_.lenient ? ModuleTable::Check::kAmbiguity : ModuleTable::Check::kMatches);
  std::vector<Error> errors = std::move(modules.errors);
  modules_ = std::move(modules.table);
  graph_ = BuildGraph(*workspace_, facts_, request_.jobs,
                      {.references = AsksFor(EdgeKind::kReference),
                       .forwards = AsksFor(EdgeKind::kForward),
                       .foreign = AsksFor(EdgeKind::kFfi)});
  packages_ = FindPackages(*workspace_);
  if (request_.facts.presets != nullptr) {
    chains_ = BuildChains(facts_, *graph_, *request_.facts.presets, *config_);
    if (!request_.lenient) {
      std::vector<Error> unmatched = UnmatchedOrdering(chains_, *config_);
      std::move(unmatched.begin(), unmatched.end(), std::back_inserter(errors));
    }
  }
  if (!errors.empty()) return errors;
  if (request_.facts.contracts != nullptr)
    DropUnregistered(*config_, *request_.facts.contracts, *graph_, chains_, facts_);
  if (Runs("layering/undeclared"))
    undeclared_ = FindUndeclared(*workspace_, *graph_, config_->workspace.tests);
  model_.emplace(Model{*config_, *modules_, *graph_, *packages_, chains_, facts_, undeclared_});
  if (Runs("layering/orphan")) {
    entry_points_ = FindEntryPoints(*workspace_, *graph_, config_->workspace.entries);
    model_->entry_points = &entry_points_;
  }
  if (AsksForReach()) {
    sandbox_ = std::make_unique<SandboxModel>(
        *config_, *modules_, facts_, *graph_, CallGraph(*workspace_, facts_, *graph_),
        request_.capabilities ? ItemDetail::kArgument : ItemDetail::kPolicy);
    sandbox_->FindDoubts(tables_);
    model_->sandbox = sandbox_.get();
  }
  ledger_ = std::make_unique<SuppressionLedger>(*model_, request_.today);
  model_->suppressions = ledger_.get();
  return {};
}

void Analysis::Accept(AcceptedBaseline baseline) {
  accepted_ = std::move(baseline);
  baseline_ = Baseline(std::exchange(accepted_.entries, {}));
}

void Analysis::Evaluate() {
  const Stopwatch stopwatch(*this, "rules");
  std::vector<const Rule*> rules;
  for (const Rule* rule : request_.rules) {
    if (rule->Applies(*config_)) rules.push_back(rule);
  }
  Evaluation evaluation = EvaluateRules(*model_, rules, *ledger_, baseline_, request_.jobs);
  report_.violations = std::move(evaluation.violations);
  baselined_ = std::move(evaluation.baselined);
  std::string note =
      baseline_.FollowRenames(*graph_, accepted_.renames, report_.violations, baselined_);
  if (!note.empty()) report_.notes.push_back(std::move(note));
  report_.unknowns = std::move(evaluation.unknowns);
  report_.summary.suppressed = evaluation.suppressed;
  std::move(evaluation.incomplete.begin(), evaluation.incomplete.end(),
            std::back_inserter(report_.incomplete));
}

Report Analysis::Conclude() {
  CollectUnknowns(*model_, *workspace_, report_.unknowns);
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

Analysis::Outcome Analysis::Run() {
  Outcome outcome;
  outcome.config_errors = LoadWorkspace();
  if (!config_) return outcome;
  const bool broken = !outcome.config_errors.empty();
  // All errors of a config come in one run, those that need the files and their routes too.
  if (!broken) ReadSemantics();
  ExtractFacts();
  std::vector<Error> unmatched = BuildModel();
  std::move(unmatched.begin(), unmatched.end(), std::back_inserter(outcome.config_errors));
  if (!outcome.config_errors.empty()) {
    std::stable_sort(outcome.config_errors.begin(), outcome.config_errors.end(),
                     [](const Error& a, const Error& b) {
                       return std::tie(a.line, a.column) < std::tie(b.line, b.column);
                     });
    return outcome;
  }
  Evaluate();
  outcome.report = Conclude();
  return outcome;
}

}  // namespace krepis::analyzer
