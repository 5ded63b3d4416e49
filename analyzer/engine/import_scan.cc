#include "analyzer/engine/import_scan.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "analyzer/ast/ast.h"
#include "analyzer/engine/compiled_facts.h"
#include "analyzer/engine/file_pipeline.h"
#include "analyzer/facts/extract.h"
#include "analyzer/frontend/script_blocks.h"

namespace krepis::analyzer {
namespace {

/// The end of the scanning chains.
class ScanHandler final : public TypedHandler<FileRequest, FileResponse> {
 public:
  explicit ScanHandler(const SemanticsMap& semantics) : semantics_(semantics) {}
  std::string_view name() const noexcept override { return "scan"; }
  Outcome Run(PipelineContext&, const FileRequest& request, FileResponse& response) override {
    response.facts.language = request.file->language;
    const ParseOutcome scanned =
        request.lexical->Parse(request.file->path, request.file->language, request.text);
    response.doubt = scanned.doubt;
    if (scanned.status == ParseOutcome::Status::kUnsure) return Outcome::Success();
    const Result<Ast> ast = Ast::Read(scanned.ast);
    if (!ast) return Outcome::Failure(FailureCode::kInvalid, ast.error().message);
    response.facts =
        ExtractCompiledFacts(*ast, request.file->path, request.text, semantics_, {.bases = false});
    return Outcome::Success();
  }

 private:
  const SemanticsMap& semantics_;
};

/// Where nobody wants to know the file again.
Result<FileSystem::IdentifiedText> ReadAlone(const FileSystem& files, std::string_view path,
                                             uint64_t max_bytes) {
  Result<std::string> text = files.Read(path, max_bytes);
  if (!text) return text.error();
  return FileSystem::IdentifiedText{*std::move(text), std::nullopt};
}

}  // namespace

ImportScan ScanImports(const FileSystem& files, std::span<const SourceFile> sources,
                       const SemanticsMap& semantics, uint64_t file_bytes, unsigned jobs,
                       const FactsMemory* memory, std::string_view families, Progress* progress) {
  constexpr size_t kStep = 8;
  ImportScan scan;
  scan.facts.resize(sources.size());
  scan.states.resize(sources.size());
  scan.keys.resize(sources.size());
  scan.calls_left.resize(sources.size());
  ScanHandler handler(semantics);
  FilePipeline pipeline("lexical", handler);
  std::atomic<size_t> next = 0;
  std::atomic<uint64_t> bytes = 0;
  const auto scan_file = [&](uint32_t index, LanguageFrontend& frontend) {
    const SourceFile& file = sources[index];
    const SemanticsMap::File* const said = memory == nullptr ? nullptr : semantics.Find(file.path);
    const std::string_view compiled = said == nullptr ? std::string_view() : said->checksum;
    const auto take = [&](std::optional<RememberedFacts> known) {
      const bool fits = known && (file_bytes == 0 || known->facts.source_bytes <= file_bytes);
      if (!fits) return false;
      scan.facts[index] = std::move(known->facts);
      scan.keys[index] = known->key;
      scan.calls_left[index] = known->calls_left ? 1 : 0;
      scan.states[index] = known->state;
      return true;
    };
    if (memory != nullptr && take(memory->Find(file, families, compiled)))
      return scan.states[index];
    if (!HasLexicalFrontend(file.language)) return ScanState::kNotScanned;
    Result<FileSystem::IdentifiedText> read = memory != nullptr
                                                  ? files.ReadIdentified(file.path, file_bytes)
                                                  : ReadAlone(files, file.path, file_bytes);
    if (!read) {
      pipeline.Record({file.path, read.error().message});
      return ScanState::kFailed;
    }
    bytes += read->text.size();
    if (memory != nullptr && take(memory->FindText(file, *read, families, compiled)))
      return scan.states[index];
    KeepScripts(file.path, read->text);
    const FileRequest request{&file, index, read->text, nullptr, &frontend};
    FileResponse response{{}, &scan.facts[index]};
    if (!pipeline.Execute(request, response)) return ScanState::kFailed;
    return response.doubt.empty() ? ScanState::kSure : ScanState::kUnsure;
  };
  const auto work = [&] {
    const std::unique_ptr<LanguageFrontend> frontend = MakeLexicalFrontend();
    for (size_t first = next.fetch_add(kStep); first < sources.size();
         first = next.fetch_add(kStep)) {
      for (size_t i = first; i < std::min(first + kStep, sources.size()); ++i) {
        scan.states[i] = scan_file(static_cast<uint32_t>(i), *frontend);
        if (progress != nullptr) progress->Advance();
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 1; i < jobs && i < sources.size() / kStep; ++i) threads.emplace_back(work);
    work();
  }
  scan.incomplete = pipeline.Take();
  scan.bytes = bytes;
  return scan;
}

}  // namespace krepis::analyzer
