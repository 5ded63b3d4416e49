#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/config/config.h"
#include "analyzer/config/load.h"
#include "analyzer/config/modules.h"
#include "analyzer/core/diagnostic.h"
#include "analyzer/core/file_system.h"
#include "analyzer/engine/ast_source.h"
#include "analyzer/engine/baseline.h"
#include "analyzer/engine/cut_memory.h"
#include "analyzer/engine/cycle_question.h"
#include "analyzer/engine/earlier_graph.h"
#include "analyzer/engine/extraction.h"
#include "analyzer/engine/frameworks.h"
#include "analyzer/engine/model.h"
#include "analyzer/engine/phase_time.h"
#include "analyzer/engine/rule.h"
#include "analyzer/engine/sandbox.h"
#include "analyzer/facts/capability_table.h"
#include "analyzer/facts/extract.h"
#include "analyzer/frontend/clang_client.h"
#include "analyzer/frontend/clang_semantics_map.h"
#include "analyzer/frontend/clang_unit_memory.h"
#include "analyzer/graph/build.h"
#include "analyzer/graph/chains.h"
#include "analyzer/graph/graph.h"
#include "analyzer/graph/presets_in_use.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

class CallGraph;

// The table of contents. An analysis goes through these phases, in this order:
//
//   LoadWorkspace     krepis.toml, discovery, manifests, resolvers           config/, workspace/
//   ReadSemantics     what libclang knows of the translation units           frontend/
//   ExtractFacts      file -> AST -> facts, on the extraction pipeline       frontend/, facts/
//   BuildModel        facts -> graph; modules, packages, chains              graph/, config/
//   Evaluate          rules over the model, on the evaluation pipeline       engine/, rules/
//   Conclude          unknowns, budgets, focus, order                        core/

/// What an analysis is about. Everything it refers to must outlive it.
struct AnalysisRequest {
  const FileSystem* files = nullptr;
  std::string root;         // absolute path of the workspace; empty for a tree in memory
  std::string config_path;  // workspace-relative path of krepis.toml, or as given with --config;
                            // empty: none
  std::string config_text;
  std::vector<OuterIgnoreFile> outer_ignore_files;
  std::span<const Rule* const> rules;
  ConfigVocabulary vocabulary;
  /// What calls can reach; asked for where a rule judges that, and null where none can. The result
  /// must outlive the analysis.
  std::function<const Result<CapabilityTable>&()> symbol_tables;
  ExtractOptions facts;  // without capabilities: they are those of `symbol_tables`
  AstSourceFactory ast_sources;
  /// Extract every dependency, also kinds that no rule asks for.
  bool all_edges = false;
  /// Read every file with a parser, also where a lexical frontend says all: to compare the two.
  bool trees_only = false;
  /// Find what every function can reach, also where no rule asks, each argument by itself.
  bool capabilities = false;
  /// Keep what Update() and Remember() need.
  bool updatable = false;
  /// Facts that are known already; null: none. Must outlive ExtractFacts(). Remember() works then.
  const FactsMemory* memory = nullptr;
  /// Likewise of cheapest cuts; must outlive Evaluate().
  CutMemory* cuts = nullptr;
  /// Null: none. Must outlive BuildModel().
  const EarlierGraph* earlier_graph = nullptr;
  /// The older side of a comparison: what of krepis.toml matches nothing is no error.
  bool lenient = false;
  Progress* progress = nullptr;  // told of phases and files
  /// Absent: C and C++ are read without a compiler even where there is a compile database.
  std::optional<ClangOptions> clang;
  /// What compilers said before; null: nothing is known. Must outlive ReadSemantics().
  ClangUnitMemory* units = nullptr;
  unsigned jobs = 1;
  Date today;
  std::vector<std::string>
      focus;  // report only what stands in or below these paths; empty: everything
};

/// What is accepted of a workspace's violations.
struct AcceptedBaseline {
  std::string path;  // of the file, as it is named to the user
  std::vector<BaselineEntry> entries;
  RenameFinder renames;  // empty: files are known by their names alone
  bool strict = false;   // an entry that accepts nothing is an error, and not a note
};

/// One analysis of one workspace. Phases are called in order; each may be the last one wanted. Not
/// thread-safe (the phases are parallel inside).
class Analysis {
 public:
  explicit Analysis(AnalysisRequest request);
  ~Analysis();
  Analysis(const Analysis&) = delete;
  Analysis& operator=(const Analysis&) = delete;

  /// Every error of krepis.toml at once; then nothing else can be called.
  std::vector<Error> LoadWorkspace();
  void ReadSemantics();
  void ExtractFacts();
  /// Errors of krepis.toml that only the files show: modules that match nothing, files that two
  /// modules claim.
  std::vector<Error> BuildModel();
  /// Before Evaluate(): what it accepts.
  void Accept(AcceptedBaseline baseline);
  void Evaluate();
  Report Conclude();

  /// After Conclude(), where AnalysisRequest::updatable was set: the texts of these sources (by
  /// their places in workspace().sources()) are others now, and nothing else is. Brings all phases
  /// up to BuildModel() up to date, doing what the change can affect; Evaluate() and Conclude() may
  /// follow. False where that takes a new analysis: what to look for in other files changes, or
  /// krepis.toml does not fit any longer.
  bool Update(std::span<const uint32_t> files);
  /// What was found in a file, for another analysis in which it has the same text; see
  /// AnalysisRequest::updatable. None where that depends on more.
  std::optional<RememberedFacts> Remember(std::string_view path) const;
  /// Likewise, by the file's place among the sources, and where it stands.
  struct Found {
    ScanState state;
    const FileFacts& facts;
    const std::vector<ContractFact>& contracts;  // instead of those among the facts
    std::string_view key;
  };
  std::optional<Found> FoundIn(uint32_t file) const;
  std::optional<Found> FoundOf(std::string_view path) const;

  /// All phases. Errors mean exit code 2; the report is then empty.
  struct Outcome {
    std::vector<Error> config_errors;
    Report report;
  };
  Outcome Run();

  const AnalysisRequest& request() const { return request_; }
  const Config& config() const { return *config_; }
  ParseLimits parse_limits() const;
  const Workspace& workspace() const { return *workspace_; }
  std::span<const FileFacts> facts() const { return facts_; }
  /// After BuildModel().
  const Model& model() const { return *model_; }
  const Graph& graph() const { return *graph_; }
  /// Whether that is AnalysisRequest::earlier_graph, mended.
  bool mended_graph() const { return mended_graph_; }
  /// Likewise who calls whom, where that was asked for.
  bool mended_calls() const { return mended_calls_; }
  /// After ExtractFacts(), where AnalysisRequest::memory was set: what it was asked for, and
  /// EarlierGraph::key.
  std::string families() const { return extraction_ == nullptr ? "" : extraction_->Families(); }
  std::string graph_key() const { return extraction_ == nullptr ? "" : extraction_->Key(); }
  const std::vector<PhaseTime>& phases() const { return phases_; }
  uint64_t bytes() const { return bytes_; }
  const TierCounts& tiers() const { return tiers_; }
  /// After BuildModel(), where AnalysisRequest::capabilities was set or a rule asks.
  const SandboxModel* sandbox() const { return sandbox_.get(); }
  const SemanticsMap& semantics() const { return semantics_; }
  /// Units of the compile database.
  struct UnitCounts {
    size_t remembered = 0;
    size_t compiled = 0;
  };
  const UnitCounts& unit_counts() const { return unit_counts_; }

  /// How the baseline stands after Conclude().
  struct BaselineState {
    std::vector<BaselineEntry> used;    // with the names that files have today
    std::vector<BaselineEntry> stale;   // accept nothing any longer
    std::vector<BaselineEntry> beyond;  // not judged: out of focus, or not everything was analysed
    size_t renamed = 0;                 // of those used, how many were found through a rename
  };
  const BaselineState& baseline() const { return baseline_state_; }

 private:
  /// The symbol tables of [sandbox]; those of the user before krepis' own.
  void LoadTables(std::vector<Error>& errors);
  /// Of the symbol tables, what anybody asks for.
  void PickCapabilities();
  /// What to look for in the files: what a rule of the family that applies asks for.
  ExtractOptions Families() const;
  /// Whether a rule or the caller wants edges of a kind that costs to find.
  bool AsksFor(EdgeKind kind) const;
  /// Whether anybody asks what code can reach.
  bool AsksForReach() const;
  /// Sorts the entries of the baseline, and says what is to be done about them.
  void JudgeBaseline();
  bool Runs(std::string_view id) const;
  /// Tells request().progress, where there is one, of a phase (a literal).
  void Announce(const char* phase, uint64_t total = 0) const;
  /// The place among the sources of a file of which there is something to remember.
  bool IsMemorable(uint32_t file) const;
  bool remembers() const { return request_.updatable || request_.memory != nullptr; }
  /// The phases of BuildModel() behind the graph. The first gives what of krepis.toml matches
  /// nothing.
  std::vector<Error> FindChains();
  /// AnalysisRequest::earlier_graph as it is now, if it can be mended.
  std::optional<Graph> MendEarlierGraph();
  /// The same of who calls whom, once the graph is mended.
  std::optional<CallGraph> MendEarlierCalls() const;
  /// Takes calls that were left with AnalysisRequest::memory to the facts.
  void ReadCalls();
  void CompleteModel(bool same_calls);

  AnalysisRequest request_;
  std::optional<Config> config_;
  std::optional<Workspace> workspace_;
  SemanticsMap semantics_;
  UnitCounts unit_counts_;
  std::unique_ptr<RepeatedExtraction> extraction_;
  std::vector<FileFacts> facts_;
  std::vector<uint32_t> anew_;        // files whose facts were not remembered
  std::vector<uint32_t> calls_left_;  // files whose calls AnalysisRequest::memory has
  std::vector<bool> doubtful_;        // by file: MayBeUnknown()
  /// As extracted, before it is known which count: by file.
  std::map<uint32_t, std::vector<ContractFact>> contracts_;
  std::unique_ptr<FrameworkUses> uses_;
  std::optional<GraphAssembly> assembly_;
  std::optional<Graph> graph_;
  bool earlier_holds_ = false;  // AnalysisRequest::earlier_graph
  bool mended_graph_ = false;
  bool mended_calls_ = false;
  std::vector<uint32_t> mended_files_;  // that may say other things than in the earlier graph
  std::optional<ModuleTable> modules_;
  std::optional<FilePackages> packages_;
  std::vector<UndeclaredPackage> undeclared_;
  EntryPoints entry_points_;
  std::optional<PresetsInUse> used_presets_;  // by facts_
  ChainTable chains_;
  CapabilityTable tables_;   // see LoadTables()
  std::string table_texts_;  // of the user's
  std::unique_ptr<SandboxModel> sandbox_;
  CycleProjections projections_;
  std::optional<Model> model_;
  std::unique_ptr<SuppressionLedger> ledger_;
  AcceptedBaseline accepted_;
  std::vector<Diagnostic> baselined_;
  Baseline baseline_;
  BaselineState baseline_state_;
  std::vector<Incomplete> incomplete_;  // what of the files was not analysed
  Report report_;
  std::vector<PhaseTime> phases_;
  uint64_t bytes_ = 0;
  TierCounts tiers_;
};

}  // namespace krepis::analyzer
