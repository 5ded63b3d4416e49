#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/engine/analysis.h"

namespace krepis::analyzer {

/// A tree in memory, path and text of each file, and its analysis up to the model. The file
/// krepis.toml, where there is one, is its configuration.
class TestAnalysis {
 public:
  explicit TestAnalysis(const std::vector<std::pair<std::string, std::string>>& tree,
                        std::vector<const Rule*> rules = {})
      : rules_(std::move(rules)) {
    AnalysisRequest request;
    for (const auto& [path, text] : tree) {
      files_.Add(path, text);
      if (path != "krepis.toml") continue;
      request.config_path = path;
      request.config_text = text;
    }
    request.files = &files_;
    request.rules = rules_;
    request.ast_sources = InProcessAstSources();
    analysis_ = std::make_unique<Analysis>(std::move(request));
    REQUIRE(analysis_->LoadWorkspace().empty());
    analysis_->ExtractFacts();
    REQUIRE(analysis_->BuildModel().empty());
  }

  Analysis& operator*() { return *analysis_; }
  Analysis* operator->() { return analysis_.get(); }

 private:
  MemoryFileSystem files_;
  std::vector<const Rule*> rules_;
  std::unique_ptr<Analysis> analysis_;
};

}  // namespace krepis::analyzer
