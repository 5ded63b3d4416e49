// Runs every rule's own fixtures (rules/<family>/<rule>/testdata) and the examples of its
// documentation through the whole analysis, in this process. KREPIS_UPDATE=1 rewrites the fixtures.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "analyzer/engine/analysis.h"
#include "rules/registry.h"
#include "rules/rule_data.h"
#include "tests/harness/run.h"

namespace krepis::testing {
namespace {

using analyzer::AnalysisRequest;
using analyzer::Date;
using analyzer::Error;
using analyzer::FileKind;
using analyzer::InProcessAstSources;
using analyzer::MemoryFileSystem;
using analyzer::Report;
using analyzer::Rule;

/// The day on which all fixtures are judged.
constexpr Date kToday{2026, 11, 22};

/// What `krepis check` does, on a tree in memory.
analyzer::Result<Report> Analyze(const MemoryFileSystem& files, const rules::RuleData& data,
                                 std::span<const Rule* const> all) {
  AnalysisRequest request;
  request.files = &files;
  if (files.Kind("krepis.toml") == FileKind::kRegular) {
    request.config_path = "krepis.toml";
    request.config_text = *files.Read("krepis.toml", 0);
  }
  request.rules = all;
  request.vocabulary = data.vocabulary;
  request.facts = data.Options();
  request.ast_sources = InProcessAstSources();
  request.jobs = 2;
  request.today = kToday;
  analyzer::Analysis analysis(std::move(request));
  analyzer::Analysis::Outcome outcome = analysis.Run();
  if (!outcome.config_errors.empty()) {
    Error all_errors = outcome.config_errors.front();
    for (const Error& error : std::span(outcome.config_errors).subspan(1))
      all_errors.message += "; " + error.message;
    return all_errors;
  }
  return std::move(outcome.report);
}

std::vector<std::string> FixturesOf(std::string_view rule) {
  std::vector<std::string> paths;
  const std::filesystem::path folder = std::filesystem::path(KREPIS_RULES) / rule / "testdata";
  if (!std::filesystem::is_directory(folder)) return paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

TEST_CASE("every rule finds what its fixtures and its documentation say, and nothing else") {
  const analyzer::Result<rules::RuleData> data = rules::LoadRuleData();
  REQUIRE_MESSAGE(data.ok(), (data.ok() ? "" : data.error().path + ": " + data.error().message));
  std::vector<std::unique_ptr<Rule>> owned;
  std::vector<const Rule*> all;
  for (const rules::RegisteredRule& rule : rules::AllRules()) {
    owned.push_back(rule.make());
    all.push_back(owned.back().get());
  }
  const testing::Analysis analysis = [&](const MemoryFileSystem& files) {
    return Analyze(files, *data, all);
  };
  for (const rules::RegisteredRule& rule : rules::AllRules()) {
    INFO(rule.id);
    CHECK(rule.make()->info().id == rule.id);
    const FixtureResult document =
        RunRuleDocument(std::string(rule.id) + "/rule.md", rule.markdown, rule.id, analysis);
    CHECK_MESSAGE(document.passed, document.explanation);
    const std::vector<std::string> fixtures = FixturesOf(rule.id);
    CHECK_MESSAGE(!fixtures.empty(), "a rule without a fixture");
    for (const std::string& path : fixtures) {
      const FixtureResult result = RunFixtureFile(path, UpdateRequested(), analysis);
      CHECK_MESSAGE(result.passed, result.explanation);
    }
  }
}

}  // namespace krepis::testing
