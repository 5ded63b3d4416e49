#include "analyzer/engine/file_pipeline.h"

#include <utility>

#include "krepis/pipeline_executor.h"

namespace krepis::analyzer {
namespace {

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

}  // namespace

FilePipeline::FilePipeline(std::string_view group, PipelineHandler& handler) {
  PipelineProvider::Builder builder;
  builder.AddGlobal<TimingBehavior>();
  faults_ = &builder.AddGlobal<FaultIsolationBehavior>();
  builder.AddGlobal<FactCommitBehavior>();
  builder.RequireStage(Stage::kTransaction);
  auto provider = std::move(builder).Build();
  if (!provider) {
    broken_ = provider.error().message;
    return;
  }
  for (size_t language = 1; language < kLanguages; ++language) {
    paths_[language] = std::string(group) + "/";
    paths_[language] += LanguageName(static_cast<Language>(language));
    auto chain = (*provider)->Chain({paths_[language], group}, handler);
    if (!chain) {
      broken_ = chain.error().message;
      return;
    }
    chains_[language] = *chain;
  }
  provider_ = std::move(*provider);
}

bool FilePipeline::Execute(const FileRequest& request, FileResponse& response) {
  if (provider_ == nullptr) return false;
  const size_t language = static_cast<size_t>(request.file->language);
  PipelineContext context("file", paths_[language]);
  context.BindRequest(request);
  context.BindResponse(response);
  context.items().Set(kFileOfUnit, std::string_view(request.file->path));
  return static_cast<bool>(PipelineExecutor().Execute(*chains_[language], context));
}

void FilePipeline::Record(Incomplete entry) {
  if (provider_ != nullptr) faults_->Record(std::move(entry));
}

std::vector<Incomplete> FilePipeline::Take() {
  if (provider_ == nullptr) return {{"", broken_}};
  return faults_->Take();
}

}  // namespace krepis::analyzer
