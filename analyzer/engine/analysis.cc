#include "analyzer/engine/analysis.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>
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

/// A translation unit is one file with all its headers.
constexpr uint64_t kUnitFactor = 6;

constexpr uint64_t kMaxTableBytes = 4'000'000;

/// How much a compiler has to say for the dependencies that rules ask for.
ClangDepth DepthOfEdges(const Config& config) {
  ClangDepth depth = ClangDepth::kIncludes;
  for (const RuleConfig& rule : config.rules) {
    if (rule.edges.Has(EdgeKind::kCall) || rule.edges.Has(EdgeKind::kReference)) {
      return ClangDepth::kSemantics;
    }
    if (rule.edges.Has(EdgeKind::kInherit)) depth = ClangDepth::kBases;
  }
  return depth;
}

}  // namespace

Analysis::Analysis(AnalysisRequest request) : request_(std::move(request)) {}
Analysis::~Analysis() = default;

std::vector<Error> Analysis::LoadWorkspace() {
  const PhaseStopwatch stopwatch(phases_, "workspace");
  Announce("looking for files");
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
  options.jobs = request_.jobs;
  std::future<void> tables;
  if (AsksForReach() && request_.jobs > 1) {
    // To load them takes about as long as to look for files.
    tables = std::async(std::launch::async, [this] { request_.symbol_tables(); });
  }
  workspace_.emplace(Workspace::Load(*request_.files, std::move(options)));
  incomplete_ = workspace_->discovery().incomplete;
  if (AsksForReach()) {
    LoadTables(errors);
    PickCapabilities();
  }
  earlier_holds_ = request_.earlier_graph != nullptr && request_.earlier_graph->holds();
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
    table_texts_ += *text;
  }
  const Result<CapabilityTable>& built_in = request_.symbol_tables();
  if (built_in) {
    tables_.Append(*built_in);
  } else {
    errors.push_back(built_in.error());
  }
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
  const PhaseStopwatch stopwatch(phases_, "semantics");
  if (!request_.clang || workspace_->compile_database().commands.empty()) return;
  ClangOptions options = *request_.clang;
  options.unit_ms =
      static_cast<uint32_t>(std::min<uint64_t>(kUnitFactor * config_->limits.file_ms, UINT32_MAX));
  // Includes are an eighth of the work and bases half of it, so only rules that read more pay for
  // the rest.
  const bool calls =
      config_->cpp.compiled_calls &&
      (AsksForReach() ||
       std::any_of(request_.rules.begin(), request_.rules.end(), [this](const Rule* rule) {
         return rule->info().needs == Needs::kSemantics && rule->Applies(*config_);
       }));
  const ClangDepth depth =
      calls || request_.all_edges ? ClangDepth::kSemantics : DepthOfEdges(*config_);
  std::vector<const CompileCommand*> units;
  for (const CompileCommand& command : workspace_->compile_database().commands) {
    if (workspace_->files().IsSource(command.file)) units.push_back(&command);
  }
  const auto unit_of = [&](const CompileCommand& command) {
    return ClangUnit{request_.root + "/" + command.file, command.directory, command.flags, depth};
  };
  ClangClient client(std::move(options));
  ClangUnitMemory* const memory = request_.units;
  if (memory != nullptr) {
    std::vector<LongChecksum> ids;
    for (const CompileCommand* command : units) {
      const ClangUnit unit = unit_of(*command);
      client.Allow(unit);
      ids.push_back(ClangUnitId(unit));
    }
    semantics_.Add(memory->Begin(std::move(ids), depth, client));
  }
  std::vector<size_t> asked;  // places in `units`, by the client's number
  for (size_t i = 0; i < units.size(); ++i) {
    if (memory != nullptr && memory->Knows(i)) continue;
    asked.push_back(i);
    client.Submit(unit_of(*units[i]));
  }
  unit_counts_ = {units.size() - asked.size(), asked.size()};
  Announce("compiling", asked.size());
  while (std::optional<ClangClient::Outcome> outcome = client.Wait()) {
    if (request_.progress != nullptr) request_.progress->Advance();
    const size_t unit = asked[outcome->unit];
    if (outcome->result.ok()) {
      if (memory != nullptr) memory->Take(unit, *outcome->result);
      semantics_.Add(std::move(outcome->result->files));
    } else {
      incomplete_.push_back({units[unit]->file, outcome->result.error().message});
    }
  }
  semantics_.Finish();
}

void Analysis::ExtractFacts() {
  const PhaseStopwatch stopwatch(phases_, "extraction");
  ExtractionOptions options;
  options.jobs = request_.jobs;
  options.file_bytes = config_->limits.file_bytes;
  options.ast_sources = request_.ast_sources;
  options.parse = parse_limits();
  options.facts = Families();
  options.foreign = AsksFor(EdgeKind::kFfi);
  options.lexical = !request_.trees_only;
  options.progress = request_.progress;
  options.memory = request_.memory;
  options.again = request_.updatable;
  options.looked_for = fmt::format("{} ms\n", options.parse.file_ms);
  if (options.facts.capabilities != nullptr) {
    options.looked_for += fmt::format(
        "{}\n{}", fmt::join(options.facts.capabilities->Capabilities(), " "), table_texts_);
  }
  extraction_ = std::make_unique<RepeatedExtraction>(*request_.files, *workspace_, *config_,
                                                     semantics_, options);
  Extraction extraction = extraction_->All();
  if (!remembers()) extraction_.reset();
  facts_ = std::move(extraction.facts);
  doubtful_.resize(facts_.size());
  std::transform(facts_.begin(), facts_.end(), doubtful_.begin(), MayBeUnknown);
  bytes_ = extraction.bytes;
  tiers_ = extraction.tiers;
  anew_ = std::move(extraction.anew);
  calls_left_ = std::move(extraction.calls_left);
  if (options.facts.contracts != nullptr) {
    for (uint32_t i = 0; remembers() && i < facts_.size(); ++i) {
      if (!facts_[i].contracts.empty()) contracts_[i] = facts_[i].contracts;
    }
    uses_ = std::make_unique<FrameworkUses>(*options.facts.contracts, *workspace_, facts_);
    for (size_t i = 0; i < facts_.size(); ++i) uses_->DropUnused(i, facts_[i].contracts);
  }
  std::move(extraction.incomplete.begin(), extraction.incomplete.end(),
            std::back_inserter(incomplete_));
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
  const bool judges =
      std::any_of(request_.rules.begin(), request_.rules.end(), [&](const Rule* rule) {
        return RuleFamily(rule->info().id) == "contract" && rule->Applies(*config_) &&
               config_->SeverityOf(rule->info().id) != Severity::kOff;
      });
  if (!judges) families.contracts = nullptr;
  families.bases = AsksFor(EdgeKind::kInherit);
  families.exports = AsksFor(EdgeKind::kReference);
  families.forwards = AsksFor(EdgeKind::kForward);
  return families;
}

bool Analysis::AsksForReach() const {
  if (request_.symbol_tables == nullptr) return false;
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

void Analysis::Announce(const char* phase, uint64_t total) const {
  if (request_.progress != nullptr) request_.progress->Begin(phase, total);
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
  const PhaseStopwatch stopwatch(phases_, "graph");
  Announce("building the graph");
  std::vector<std::string> paths;
  paths.reserve(workspace_->sources().size());
  for (const SourceFile& file : workspace_->sources()) paths.push_back(file.path);
  ModulesOutcome modules = ModuleTable::Build(
      *config_, paths,
      request_.lenient ? ModuleTable::Check::kAmbiguity : ModuleTable::Check::kMatches);
  std::vector<Error> errors = std::move(modules.errors);
  modules_ = std::move(modules.table);
  assembly_.emplace(*workspace_, DerivedKinds{.references = AsksFor(EdgeKind::kReference),
                                              .forwards = AsksFor(EdgeKind::kForward),
                                              .foreign = AsksFor(EdgeKind::kFfi)});
  graph_ = MendEarlierGraph();
  mended_graph_ = graph_.has_value();
  if (!mended_graph_) graph_ = assembly_->Build(facts_, request_.jobs);
  if (!request_.updatable) assembly_.reset();
  packages_ = FindPackages(*workspace_, paths);
  std::vector<Error> unmatched = FindChains();
  std::move(unmatched.begin(), unmatched.end(), std::back_inserter(errors));
  if (!errors.empty()) return errors;
  model_.emplace(Model{*config_, *modules_, *graph_, *packages_, chains_, facts_});
  model_->cuts = request_.cuts;
  if (request_.updatable) model_->projections = &projections_;
  CompleteModel(false);
  return {};
}

std::vector<Error> Analysis::FindChains() {
  if (request_.facts.presets == nullptr) return {};
  if (!used_presets_) used_presets_.emplace(facts_, *request_.facts.presets, *config_);
  chains_ = BuildChains(facts_, *graph_, *request_.facts.presets, used_presets_->Get(), *config_);
  return request_.lenient ? std::vector<Error>() : UnmatchedOrdering(chains_, *config_);
}

void Analysis::CompleteModel(bool same_calls) {
  if (request_.facts.contracts != nullptr) {
    DropUnregistered(*config_, *request_.facts.contracts, *graph_, chains_, facts_);
  }
  if (Runs("layering/undeclared")) {
    undeclared_ = FindUndeclared(*workspace_, *graph_, config_->workspace.tests);
    model_->undeclared = undeclared_;
  }
  if (Runs("layering/orphan")) {
    entry_points_ = FindEntryPoints(*workspace_, *graph_, config_->workspace.entries);
    model_->entry_points = &entry_points_;
  }
  if (AsksForReach()) {
    std::optional<CallGraph> calls;
    if (same_calls) {
      calls = std::move(*sandbox_).TakeCalls();
    } else {
      calls = MendEarlierCalls();
      mended_calls_ = calls.has_value();
    }
    if (!calls) {
      ReadCalls();
      calls.emplace(*workspace_, facts_, *graph_, request_.jobs);
    }
    sandbox_ = std::make_unique<SandboxModel>(
        *config_, *modules_, facts_, *graph_, *std::move(calls),
        request_.capabilities ? ItemDetail::kArgument : ItemDetail::kPolicy);
    sandbox_->FindDoubts(tables_);
    model_->sandbox = sandbox_.get();
  }
  ledger_ = std::make_unique<SuppressionLedger>(*model_, request_.today);
  model_->suppressions = ledger_.get();
}

void Analysis::Accept(AcceptedBaseline baseline) { accepted_ = std::move(baseline); }

void Analysis::Evaluate() {
  const PhaseStopwatch stopwatch(phases_, "rules");
  Announce("checking the rules");
  std::vector<const Rule*> rules;
  for (const Rule* rule : request_.rules) {
    if (rule->Applies(*config_)) rules.push_back(rule);
  }
  if (request_.cuts != nullptr) request_.cuts->BeginRun();
  report_ = {};
  report_.incomplete = incomplete_;
  baseline_state_ = {};
  baseline_ =
      Baseline(request_.updatable ? accepted_.entries : std::exchange(accepted_.entries, {}));
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
