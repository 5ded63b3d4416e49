#include "analyzer/engine/extraction.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "analyzer/ast/ast.h"
#include "krepis/pipeline_executor.h"
#include "krepis/pipeline_provider.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kBatchFiles = 32;
constexpr size_t kBatchBytes = 512 * 1024;

/// What one extraction is about.
struct FileRequest {
  const SourceFile* file = nullptr;
  uint32_t index = 0;  // of the file, and its ticket
  std::string_view text;
  AstSource* asts = nullptr;
};

/// What it writes: facts in the making, and where they go when all went well.
struct FileResponse {
  FileFacts facts;
  FileFacts* slot = nullptr;
};

/// Puts the facts into the table when everything inside has succeeded, and only then.
class FactCommitBehavior final : public PipelineBehavior {
 public:
  BehaviorTraits traits() const override {
    return {.name = "fact-commit", .stage = Stage::kTransaction};
  }
  Outcome Handle(PipelineContext& context, NextPipe next) override {
    Outcome outcome = next(context);
    if (FileResponse* response = context.response<FileResponse>(); outcome && response != nullptr) {
      *response->slot = std::move(response->facts);
    }
    return outcome;
  }
};

/// Of a file that was compiled, an #include that the compiler neither opened nor missed stands in a
/// part of the file that no unit compiles: it is no dependency of this build.
void DropInactiveIncludes(const SemanticsMap::File& compiled, FileFacts& facts) {
  std::erase_if(facts.imports, [&](const ImportFact& import) {
    if (import.kind != EdgeKind::kInclude || !import.resolved.empty() || import.computed)
      return false;
    return std::none_of(
        compiled.missing.begin(), compiled.missing.end(),
        [&](const MissingInclude& missing) { return missing.name == import.specifier; });
  });
}

/// The end of the extraction chains of one language.
class ExtractHandler final : public TypedHandler<FileRequest, FileResponse> {
 public:
  ExtractHandler(const SemanticsMap& semantics, const ExtractOptions& options)
      : semantics_(semantics), options_(options) {}
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
    const SemanticsMap::File* compiled = semantics_.Find(request.file->path);
    const Semantics rows = compiled != nullptr ? semantics_.Rows(request.file->path) : Semantics();
    response.facts =
        ExtractFacts(*ast, request.text, compiled != nullptr ? &rows : nullptr, options_);
    if (compiled != nullptr) DropInactiveIncludes(*compiled, response.facts);
    return Outcome::Success();
  }

 private:
  const SemanticsMap& semantics_;
  const ExtractOptions& options_;
};

/// Files that went to a worker together.
struct Batch {
  struct Item {
    uint32_t index;
    std::string text;
  };
  std::vector<Item> items;
};

/// Everything the threads share.
class Run {
 public:
  Run(const FileSystem& files, std::span<const SourceFile> sources, const SemanticsMap& semantics,
      const ExtractionOptions& options)
      : files_(files), sources_(sources), options_(options), handler_(semantics, options.facts) {}

  Extraction Execute() {
    Extraction extraction;
    extraction.facts.resize(sources_.size());
    PipelineProvider::Builder builder;
    TimingBehavior& timing = builder.AddGlobal<TimingBehavior>();
    faults_ = &builder.AddGlobal<FaultIsolationBehavior>();
    builder.AddScoped<FactCommitBehavior>("frontend");
    builder.RequireStage(Stage::kTransaction, "frontend");
    auto provider = std::move(builder).Build();
    if (!provider) {
      extraction.incomplete.push_back({"", provider.error().message});
      return extraction;
    }
    for (size_t language = 1; language < kLanguages; ++language) {
      paths_[language] = "frontend/" + std::string(LanguageName(static_cast<Language>(language)));
      auto chain = (*provider)->Chain({paths_[language], "frontend"}, handler_);
      if (!chain) {
        extraction.incomplete.push_back({"", chain.error().message});
        return extraction;
      }
      chains_[language] = *chain;
    }
    slots_ = extraction.facts.data();
    {
      std::vector<std::jthread> threads;
      const size_t useful = std::max<size_t>(1, sources_.size() / 4);
      for (unsigned i = 1; i < options_.jobs && i < useful; ++i)
        threads.emplace_back([this] { Work(); });
      Work();
    }
    extraction.incomplete = faults_->Take();
    extraction.bytes = bytes_;
    extraction.timings = timing.totals();
    return extraction;
  }

 private:
  static constexpr size_t kLanguages = static_cast<size_t>(Language::kCpp) + 1;

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
      const uint32_t index = next_++;
      if (index >= sources_.size()) break;
      const SourceFile& file = sources_[index];
      Result<std::string> text = files_.Read(file.path, options_.file_bytes);
      if (!text) {
        faults_->Record({file.path, text.error().message});
        continue;
      }
      bytes += text->size();
      batch.items.push_back({index, std::move(*text)});
      asts.Submit(FileTicket{index}, file.path, file.language, batch.items.back().text);
    }
    bytes_ += bytes;
    return batch;
  }

  void Extract(const Batch::Item& item, AstSource& asts) {
    const SourceFile& file = sources_[item.index];
    const size_t language = static_cast<size_t>(file.language);
    const FileRequest request{&file, item.index, item.text, &asts};
    FileResponse response{{}, &slots_[item.index]};
    PipelineContext context("file", paths_[language]);
    context.BindRequest(request);
    context.BindResponse(response);
    context.items().Set(kFileOfUnit, std::string_view(file.path));
    // A failure is on FaultIsolation's list by now, and the slot is untouched.
    static_cast<void>(PipelineExecutor().Execute(*chains_[language], context));
  }

  const FileSystem& files_;
  const std::span<const SourceFile> sources_;
  const ExtractionOptions& options_;
  ExtractHandler handler_;
  std::string paths_[kLanguages];
  const PipelineChain* chains_[kLanguages] = {};
  FaultIsolationBehavior* faults_ = nullptr;
  FileFacts* slots_ = nullptr;
  std::atomic<uint32_t> next_ = 0;
  std::atomic<uint64_t> bytes_ = 0;
};

}  // namespace

Extraction ExtractAll(const FileSystem& files, std::span<const SourceFile> sources,
                      const SemanticsMap& semantics, const ExtractionOptions& options) {
  return Run(files, sources, semantics, options).Execute();
}

}  // namespace krepis::analyzer
