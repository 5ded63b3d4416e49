#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/diagnostic.h"
#include "analyzer/core/language.h"
#include "analyzer/engine/ast_source.h"
#include "analyzer/engine/behaviors.h"
#include "analyzer/facts/facts.h"
#include "analyzer/workspace/discovery.h"
#include "krepis/pipeline_handler.h"
#include "krepis/pipeline_provider.h"

namespace krepis::analyzer {

/// What one execution for a file is about.
struct FileRequest {
  const SourceFile* file = nullptr;
  uint32_t index = 0;  // of the file, and its ticket
  std::string_view text;
  AstSource* asts = nullptr;            // of extractions
  LanguageFrontend* lexical = nullptr;  // of scans
};

/// What it writes: facts in the making, and where they go when all went well.
struct FileResponse {
  FileFacts facts;
  FileFacts* slot = nullptr;
  std::string_view doubt = {};  // of a scan that is not sure: there are no facts
};

/// The runtime's pipeline around everything that is done to files: one execution per file, path =
/// `<group>/<language>`. Timing, fault isolation and, in the transaction stage, the commit of the
/// facts are global behaviours: what fails leaves nothing behind. Execute() and Record() are safe
/// to call from several threads.
class FilePipeline {
 public:
  /// `handler`, of FileRequest and FileResponse, must outlive it.
  FilePipeline(std::string_view group, PipelineHandler& handler);

  /// False when it failed: then that is on the list of what was not analysed.
  bool Execute(const FileRequest& request, FileResponse& response);
  /// Adds to that list a file that could not even be read.
  void Record(Incomplete entry);
  /// The list, in no particular order; call when nothing is executing.
  std::vector<Incomplete> Take();

 private:
  static constexpr size_t kLanguages = static_cast<size_t>(Language::kCpp) + 1;

  std::unique_ptr<PipelineProvider> provider_;  // null: the chains could not be built
  FaultIsolationBehavior* faults_ = nullptr;
  std::string broken_;  // why
  std::string paths_[kLanguages];
  const PipelineChain* chains_[kLanguages] = {};
};

}  // namespace krepis::analyzer
