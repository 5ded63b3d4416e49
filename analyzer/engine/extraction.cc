#include "analyzer/engine/extraction.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <memory>
#include <span>
#include <thread>
#include <utility>

#include "analyzer/ast/ast.h"
#include "analyzer/core/digest.h"
#include "analyzer/engine/compiled_facts.h"
#include "analyzer/engine/file_pipeline.h"
#include "analyzer/engine/framework_tally.h"
#include "analyzer/engine/import_scan.h"
#include "analyzer/engine/tiers.h"
#include "analyzer/facts/foreign_extract.h"
#include "analyzer/frontend/script_blocks.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kBatchFiles = 32;
constexpr size_t kBatchBytes = 512 * 1024;

/// The end of the extraction chains of one language.
class ExtractHandler final : public TypedHandler<FileRequest, FileResponse> {
 public:
  ExtractHandler(const SemanticsMap& semantics, const TierChooser& tiers,
                 const std::vector<ScanState>& states)
      : semantics_(semantics), tiers_(tiers), states_(states) {}
  std::string_view name() const noexcept override { return "extract"; }
  Outcome Run(PipelineContext&, const FileRequest& request, FileResponse& response) override {
    const Result<std::string> bytes = request.asts->Wait(FileTicket{request.index});
    if (!bytes) return Outcome::Failure(FailureCode::kFailed, bytes.error().message);
    const Result<Ast> ast = Ast::Read(*bytes);
    if (!ast) return Outcome::Failure(FailureCode::kInvalid, ast.error().message);
    if (ast->source_bytes() != request.text.size()) {
      return Outcome::Failure(FailureCode::kInvalid,
                              StaticMessage("malformed AST: it is of another text"));
    }
    const bool sure = states_[request.index] == ScanState::kSure;
    response.facts = ExtractCompiledFacts(*ast, request.file->path, request.text, semantics_,
                                          tiers_.FamiliesIn(request.index, sure));
    return Outcome::Success();
  }

 private:
  const SemanticsMap& semantics_;
  const TierChooser& tiers_;
  const std::vector<ScanState>& states_;  // by file
};

/// Files that went to a worker together.
struct Batch {
  struct Item {
    uint32_t index;
    std::string text;
  };
  std::vector<Item> items;
};

/// A memory of which nothing is of use, but that has to hear which texts are read.
class Unremembered final : public FactsMemory {
 public:
  explicit Unremembered(const FactsMemory& memory) : memory_(memory) {}

  std::optional<RememberedFacts> Find(const SourceFile&, std::string_view,
                                      std::string_view) const override {
    return std::nullopt;
  }
  std::optional<RememberedFacts> FindText(const SourceFile& file,
                                          const FileSystem::IdentifiedText& text, std::string_view,
                                          std::string_view) const override {
    memory_.Reread(file, text);
    return std::nullopt;
  }

 private:
  const FactsMemory& memory_;
};

/// The second tier: everything the threads share.
class TreeExtraction {
 public:
  TreeExtraction(const FileSystem& files, std::span<const SourceFile> sources,
                 const SemanticsMap& semantics, const ExtractionOptions& options,
                 const TierChooser& tiers, ImportScan& scan)
      : files_(files),
        sources_(sources),
        options_(options),
        semantics_(semantics),
        tiers_(tiers),
        scan_(scan),
        handler_(semantics, tiers, scan.states),
        pipeline_("frontend", handler_) {
    for (uint32_t i = 0; i < sources.size(); ++i) {
      const ScanState state = scan.states[i];
      const bool done = state == ScanState::kFailed || !scan.keys[i].empty() ||
                        (state == ScanState::kSure && !tiers.FamiliesFor(i).ReadsStructure());
      if (!done) all_candidates_.push_back(i);
    }
  }

  /// Reads the files that `wanted` picks by their languages.
  template <class Wanted>
  void Execute(Extraction& extraction, Wanted wanted) {
    next_ = 0;
    std::erase_if(candidates_ = all_candidates_,
                  [&](uint32_t file) { return !wanted(GroupOf(sources_[file].language)); });
    if (options_.progress != nullptr) options_.progress->Begin("parsing", candidates_.size());
    {
      std::vector<std::jthread> threads;
      const size_t useful = candidates_.size() / 4;
      for (unsigned i = 1; i < options_.jobs && i < useful; ++i)
        threads.emplace_back([this] { Work(); });
      if (!candidates_.empty()) Work();
    }
    for (Incomplete& incomplete : pipeline_.Take())
      extraction.incomplete.push_back(std::move(incomplete));
    extraction.bytes += bytes_.exchange(0);
    extraction.tiers.parsed = parsed_;
    extraction.tiers.asked = asked_;
  }

 private:
  void Work() {
    const std::unique_ptr<AstSource> asts = options_.ast_sources(options_.parse);
    Batch current = Submit(*asts);
    while (!current.items.empty()) {
      Batch following = Submit(*asts);
      for (const Batch::Item& item : current.items) Extract(item, *asts);
      current = std::move(following);
    }
  }

  /// Reads the next files and hands them to the worker; empty when none is left.
  Batch Submit(AstSource& asts) {
    Batch batch;
    batch.items.reserve(kBatchFiles);  // texts must not move once they are submitted
    size_t bytes = 0;
    while (batch.items.size() < kBatchFiles && bytes < kBatchBytes) {
      const size_t candidate = next_++;
      if (candidate >= candidates_.size()) break;
      if (options_.progress != nullptr) options_.progress->Advance();
      const uint32_t index = candidates_[candidate];
      const SourceFile& file = sources_[index];
      Result<FileSystem::IdentifiedText> read =
          files_.ReadIdentified(file.path, options_.file_bytes);
      if (!read) {
        pipeline_.Record({file.path, read.error().message});
        continue;
      }
      if (options_.memory != nullptr) options_.memory->Reread(file, *read);
      std::string* const text = &read->text;
      KeepScripts(file.path, *text);
      const bool sure = scan_.states[index] == ScanState::kSure;
      // Of what is compiled, the words do not say all: a macro may stand for any of them.
      const bool compiled =
          tiers_.FamiliesFor(index).ReadsBehindMacros() && semantics_.Find(file.path) != nullptr;
      if (sure && !compiled && !tiers_.NeedsStructure(index, scan_.facts[index], *text)) continue;
      asked_ += sure ? 1 : 0;
      if (scan_.states[index] == ScanState::kNotScanned) bytes_ += text->size();
      bytes += text->size();
      batch.items.push_back({index, std::move(*text)});
      asts.Submit(FileTicket{index}, file.path, file.language, batch.items.back().text);
    }
    parsed_ += batch.items.size();
    return batch;
  }

  void Extract(const Batch::Item& item, AstSource& asts) {
    const FileRequest request{&sources_[item.index], item.index, item.text, &asts};
    scan_.facts[item.index] = {};
    FileResponse response{{}, &scan_.facts[item.index]};
    // A failure is on the pipeline's list by now, and the facts are empty.
    static_cast<void>(pipeline_.Execute(request, response));
  }

  const FileSystem& files_;
  const std::span<const SourceFile> sources_;
  const ExtractionOptions& options_;
  const SemanticsMap& semantics_;
  const TierChooser& tiers_;
  ImportScan& scan_;
  ExtractHandler handler_;
  FilePipeline pipeline_;
  std::vector<uint32_t> all_candidates_;  // files that a parser may have to read
  std::vector<uint32_t> candidates_;      // those whose turn it is
  std::atomic<size_t> next_ = 0;
  std::atomic<uint64_t> bytes_ = 0;
  std::atomic<uint64_t> parsed_ = 0;
  std::atomic<uint64_t> asked_ = 0;
};

}  // namespace

struct RepeatedExtraction::State {
  /// Whose facts hang on what: before trees are read.
  void Count(const ImportScan& scan) {
    tally.emplace(workspace, config, options.facts.presets, options.facts.contracts);
    for (uint32_t i = 0; i < scan.states.size(); ++i) {
      if (scan.states[i] == ScanState::kSure) tally->Set(i, tally->ByImports(i, scan.facts[i]));
      if (scan.states[i] != ScanState::kUnsure) continue;
      const Result<std::string> text = files.Read(workspace.sources()[i].path, options.file_bytes);
      if (text) tally->Set(i, tally->ByText(i, *text));
    }
  }

  const FileSystem& files;
  const Workspace& workspace;
  const Config& config;
  const SemanticsMap& semantics;
  ExtractionOptions options;
  ForeignWords words;
  std::vector<ScanState> states;  // by file, since All()
  std::optional<TierChooser> tiers;
  std::optional<FrameworkTally> tally;  // of Again()
  std::unique_ptr<AstSource> asts;      // likewise: its worker stays

  /// What is remembered of files that are searched for other things this time is of no use.
  void ScanOthers(const TierChooser& chooser, ImportScan& scan) const {
    const std::span<const SourceFile> sources = workspace.sources();
    std::vector<uint32_t> places;
    std::vector<SourceFile> others;
    for (uint32_t i = 0; i < sources.size(); ++i) {
      if (scan.keys[i].empty() || scan.keys[i] == chooser.KeyOf(i)) continue;
      places.push_back(i);
      others.push_back(sources[i]);
    }
    if (others.empty()) return;
    const Unremembered memory(*options.memory);
    ImportScan fresh =
        ScanImports(files, others, semantics, options.file_bytes, options.jobs, &memory);
    for (size_t i = 0; i < places.size(); ++i) {
      scan.facts[places[i]] = std::move(fresh.facts[i]);
      scan.states[places[i]] = fresh.states[i];
      scan.keys[places[i]] = {};
    }
    std::move(fresh.incomplete.begin(), fresh.incomplete.end(),
              std::back_inserter(scan.incomplete));
    scan.bytes += fresh.bytes;
  }
};

RepeatedExtraction::RepeatedExtraction(const FileSystem& files, const Workspace& workspace,
                                       const Config& config, const SemanticsMap& semantics,
                                       ExtractionOptions options)
    : state_(
          new State{files, workspace, config, semantics, std::move(options), {}, {}, {}, {}, {}}) {
  state_->options.facts.foreign = state_->options.foreign ? &state_->words : nullptr;
}
RepeatedExtraction::~RepeatedExtraction() = default;

Extraction RepeatedExtraction::All() {
  const ExtractionOptions& options = state_->options;
  const std::span<const SourceFile> sources = state_->workspace.sources();
  ImportScan scan;
  if (options.lexical) {
    if (options.progress != nullptr) options.progress->Begin("reading files", sources.size());
    // Names that foreign code knows are found in many files at once.
    const FactsMemory* memory = options.foreign ? nullptr : options.memory;
    scan = ScanImports(state_->files, sources, state_->semantics, options.file_bytes, options.jobs,
                       memory, Families(), options.progress);
  } else {
    scan.facts.resize(sources.size());
    scan.states.resize(sources.size());
    scan.keys.resize(sources.size());
    scan.calls_left.resize(sources.size());
  }
  const TierChooser& tiers = state_->tiers.emplace(state_->files, state_->workspace, state_->config,
                                                   options.facts, options.looked_for, scan);
  state_->ScanOthers(tiers, scan);
  if (options.again) state_->Count(scan);
  Extraction extraction;
  extraction.incomplete = std::move(scan.incomplete);
  extraction.bytes = scan.bytes;
  for (size_t i = 0; i < scan.states.size(); ++i) {
    extraction.tiers.unsure += scan.states[i] == ScanState::kUnsure && scan.keys[i].empty() ? 1 : 0;
  }
  TreeExtraction trees(state_->files, sources, state_->semantics, options, tiers, scan);
  if (options.foreign) {
    trees.Execute(extraction, [](LanguageGroup group) { return group == LanguageGroup::kRust; });
    state_->words = ForeignWords::Of(scan.facts);
    trees.Execute(extraction, [](LanguageGroup group) { return group != LanguageGroup::kRust; });
  } else {
    trees.Execute(extraction, [](LanguageGroup) { return true; });
  }
  for (uint32_t i = 0; i < scan.states.size(); ++i) {
    if (scan.keys[i].empty()) extraction.anew.push_back(i);
    if (!scan.keys[i].empty() && scan.calls_left[i] != 0) extraction.calls_left.push_back(i);
    extraction.tiers.remembered += scan.keys[i].empty() ? 0 : 1;
    extraction.tiers.lexical += scan.states[i] == ScanState::kSure && scan.keys[i].empty() ? 1 : 0;
  }
  extraction.tiers.lexical -= extraction.tiers.asked;
  extraction.facts = std::move(scan.facts);
  state_->states = std::move(scan.states);
  return extraction;
}

std::optional<RepeatedExtraction::Single> RepeatedExtraction::Again(uint32_t file) {
  State& state = *state_;
  const ExtractionOptions& options = state.options;
  const auto is_read = [](ScanState scanned) {
    return scanned == ScanState::kSure || scanned == ScanState::kUnsure;
  };
  // Foreign names are looked for in files of other languages.
  if (!state.tally || !options.lexical || options.foreign || !is_read(state.states[file]))
    return {};
  const SourceFile& source = state.workspace.sources()[file];
  if (state.semantics.Find(source.path) != nullptr) return {};
  Result<std::string> text = state.files.Read(source.path, options.file_bytes);
  if (!text) return {};
  ImportScan scan =
      ScanImports(state.files, std::span(&source, 1), state.semantics, options.file_bytes, 1);
  if (!is_read(scan.states.front())) return {};
  const bool sure = scan.states.front() == ScanState::kSure;
  Single single{std::move(scan.facts.front()), std::move(scan.incomplete)};
  FrameworkTally::Uses uses =
      sure ? state.tally->ByImports(file, single.facts) : state.tally->ByText(file, *text);
  if (!state.tally->IsSameWith(file, uses)) return {};
  state.tally->Set(file, std::move(uses));
  state.states[file] = scan.states.front();
  if (sure && !state.tiers->FamiliesFor(file).ReadsStructure()) return single;
  KeepScripts(source.path, *text);
  if (sure && !state.tiers->NeedsStructure(file, single.facts, *text)) return single;
  if (state.asts == nullptr) state.asts = options.ast_sources(options.parse);
  state.asts->Submit(FileTicket{file}, source.path, source.language, *text);
  ExtractHandler handler(state.semantics, *state.tiers, state.states);
  FilePipeline pipeline("frontend", handler);
  const FileRequest request{&source, file, *text, state.asts.get()};
  single.facts = {};
  FileResponse response{{}, &single.facts};
  static_cast<void>(pipeline.Execute(request, response));
  single.incomplete = pipeline.Take();
  return single;
}

ScanState RepeatedExtraction::StateOf(uint32_t file) const { return state_->states[file]; }

std::string_view RepeatedExtraction::KeyOf(uint32_t file) const {
  const State& state = *state_;
  const bool alone =
      state.options.lexical && !state.options.foreign && state.states[file] != ScanState::kFailed;
  return alone ? std::string_view(state.tiers->KeyOf(file)) : std::string_view();
}

std::string RepeatedExtraction::Families() const {
  return FamiliesName(state_->options.facts, state_->options.looked_for);
}

std::string RepeatedExtraction::Key() const {
  constexpr size_t kKeyBytes = 33;
  std::string keys;
  keys.reserve(kKeyBytes * state_->states.size());
  for (uint32_t i = 0; i < state_->states.size(); ++i) keys.append(KeyOf(i)).append("\n");
  return ChecksumHex(keys);
}

Extraction ExtractAll(const FileSystem& files, const Workspace& workspace, const Config& config,
                      const SemanticsMap& semantics, const ExtractionOptions& options) {
  return RepeatedExtraction(files, workspace, config, semantics, options).All();
}

}  // namespace krepis::analyzer
