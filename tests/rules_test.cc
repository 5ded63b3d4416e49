// Runs every rule's own fixtures (rules/<family>/<rule>/testdata) and the examples of its
// documentation through the whole analysis, in this process. KREPIS_UPDATE=1 rewrites the fixtures.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "analyzer/engine/analysis.h"
#include "analyzer/report/format.h"
#include "rules/registry.h"
#include "rules/rule_data.h"
#include "tests/harness/run.h"
#include "tests/rule_fixtures.h"

namespace krepis::testing {
namespace {

using analyzer::AnalysisRequest;
using analyzer::Error;
using analyzer::FileKind;
using analyzer::InProcessAstSources;
using analyzer::MemoryFileSystem;
using analyzer::Report;
using analyzer::Rule;

/// What `krepis check` does, on a tree in memory; `trees_only`: without the lexical tier.
analyzer::Result<Analysed> AnalyzeBy(bool trees_only, const MemoryFileSystem& files,
                                     const rules::RuleData& data,
                                     std::span<const Rule* const> all) {
  AnalysisRequest request;
  request.files = &files;
  if (files.Kind("krepis.toml") == FileKind::kRegular) {
    request.config_path = "krepis.toml";
    request.config_text = *files.Read("krepis.toml", 0);
  }
  request.rules = all;
  request.vocabulary = data.vocabulary;
  request.symbol_tables = rules::SymbolTables;
  request.facts = data.Options();
  request.ast_sources = InProcessAstSources();
  request.jobs = 2;
  request.trees_only = trees_only;
  request.today = kToday;
  analyzer::Analysis analysis(std::move(request));
  analyzer::Analysis::Outcome outcome = analysis.Run();
  if (!outcome.config_errors.empty()) {
    Error all_errors = outcome.config_errors.front();
    for (const Error& error : std::span(outcome.config_errors).subspan(1))
      all_errors.message += "; " + error.message;
    return all_errors;
  }
  return Analysed{std::move(outcome.report), ChainsOf(analysis.model())};
}

/// The whole report but for what only a parser can have to say about itself.
std::string Outcome(analyzer::Result<Analysed> analysed) {
  if (!analysed.ok()) return analysed.error().message;
  Report* report = &analysed->report;
  report->summary.unknown -= static_cast<uint64_t>(std::erase_if(
      report->unknowns, [](const auto& unknown) { return unknown.kind == "partial-parse"; }));
  return Render(analyzer::Format::kJson, *report, {});
}

analyzer::Result<Analysed> Analyze(const MemoryFileSystem& files, const rules::RuleData& data,
                                   std::span<const Rule* const> all) {
  analyzer::Result<Analysed> analysed = AnalyzeBy(false, files, data, all);
  CHECK(Outcome(analysed) == Outcome(AnalyzeBy(true, files, data, all)));
  return analysed;
}

/// Everything that the tests analyse with.
class Rules {
 public:
  Rules() : data_(rules::LoadRuleData()) {
    REQUIRE_MESSAGE(data_.ok(), (data_.ok() ? "" : data_.error().message));
    for (const rules::RegisteredRule& rule : rules::AllRules()) {
      owned_.push_back(rule.make());
      all_.push_back(owned_.back().get());
    }
  }
  analyzer::Result<Analysed> Analyze(const MemoryFileSystem& files) const {
    return testing::Analyze(files, *data_, all_);
  }

 private:
  analyzer::Result<rules::RuleData> data_;
  std::vector<std::unique_ptr<Rule>> owned_;
  std::vector<const Rule*> all_;
};

std::string ReadSource(const std::string& path) {
  std::ifstream file(std::string(KREPIS_RULES) + "/../" + path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The ids of the ordering rules that the analyser's own sources break when `was` in `path` is `is`
/// instead.
std::string BrokenBy(const Rules& rules, std::string_view path, std::string_view was,
                     std::string_view is) {
  MemoryFileSystem files;
  const std::string config = ReadSource("krepis.toml");
  const size_t ordering = config.find("[ordering.");
  REQUIRE(ordering != std::string::npos);
  files.Add("krepis.toml", "version = 1\n" + config.substr(ordering));
  bool edited = was.empty();
  const auto folder = std::filesystem::path(KREPIS_RULES) / ".." / "analyzer/engine";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".h") && !name.ends_with(".cc")) continue;
    std::string text = ReadSource("analyzer/engine/" + name);
    if (const size_t at = text.find(was); name == path && at != std::string::npos) {
      text.replace(at, was.size(), is);
      edited = true;
    }
    files.Add("analyzer/engine/" + name, text);
  }
  REQUIRE(edited);
  const analyzer::Result<Analysed> report = rules.Analyze(files);
  REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
  std::set<std::string> ids;
  for (const analyzer::Diagnostic& violation : report->report.violations) {
    if (violation.rule.starts_with("ordering/")) ids.insert(violation.id);
  }
  std::string broken;
  for (const std::string& id : ids) broken += (broken.empty() ? "" : " ") + id;
  return broken;
}

}  // namespace

TEST_CASE("the analyser's own pipelines keep krepis.toml, and would be caught if they did not") {
  const Rules rules;
  CHECK(BrokenBy(rules, "", "", "") == "");
  CHECK(BrokenBy(rules, "behaviors.h", "Stage::kLogging", "Stage::kValidation") ==
        "commits-are-isolated timing-covers-everything");
  CHECK(BrokenBy(rules, "behaviors.h", "Stage::kResilience", "Stage::kUnstaged") ==
        "commits-are-isolated");
  CHECK(BrokenBy(rules, "file_pipeline.cc", "Stage::kTransaction", "Stage::kLogging") ==
        "commits-are-isolated");
  CHECK(BrokenBy(rules, "rule_pipeline.cc", ".name = \"suppression\"",
                 ".name = \"suppression\", .stage = Stage::kLogging") ==
        "findings-are-filtered-inside-isolation suppressions-come-first");
  CHECK(BrokenBy(rules, "rule_pipeline.cc", ".name = \"suppression\"",
                 ".name = \"suppression\", .stage = Stage::kTransaction") ==
        "suppressions-come-first");
  CHECK(BrokenBy(rules, "file_pipeline.cc", "AddGlobal<FactCommitBehavior>()",
                 "AddGlobal<FactCommitBehavior>(); builder.AddGlobal<FactCommitBehavior>()") ==
        "krepis-one-transaction one-commit");
}

TEST_CASE("all errors of a config come in one run") {
  MemoryFileSystem files;
  files.Add("krepis.toml",
            "version = 1\n[modules.a]\nfiles = [\"a/**\"]\n[modules.gone]\nfiles = [\"gone/**\"]\n"
            "[modules.bad]\nfiles = [\"a/{\"]\n[layers]\norder = [\"a\", \"nobody\"]\n"
            "[ordering.stages.auth]\nmatch = [\"nothingLikeIt\"]\n");
  files.Add("a/a.ts", "export {};\n");
  const analyzer::Result<Analysed> report = Rules().Analyze(files);
  REQUIRE(!report.ok());
  const std::string& message = report.error().message;
  for (const std::string_view part :
       {"module \"gone\" matches no file", "nobody", "stage 'auth' matches no registration"})
    CHECK_MESSAGE(message.find(part) != std::string::npos, message);
  CHECK(message.find("\"bad\" matches no file") == std::string::npos);
}

TEST_CASE("what a rule that is off could not have decided is no unknown") {
  const auto unknowns = [](std::string_view severity) {
    MemoryFileSystem files;
    files.Add("krepis.toml", "version = 1\n[severity]\n\"express-cors-before-auth\" = \"" +
                                 std::string(severity) + "\"\n");
    files.Add("app.ts",
              "import cors from 'cors';\nimport express from 'express';\n"
              "import passport from 'passport';\nconst app = express();\n"
              "app.use(passport.authenticate('jwt'));\napp.use(...more());\napp.use(cors());\n"
              "app.get('/x', (request, response) => response.send('ok'));\n");
    const analyzer::Result<Analysed> report = Rules().Analyze(files);
    REQUIRE_MESSAGE(report.ok(), (report.ok() ? "" : report.error().message));
    return report->report.unknowns.size();
  };
  CHECK(unknowns("error") == 1);
  CHECK(unknowns("off") == 0);
}

TEST_CASE("every rule finds what its fixtures and its documentation say, and nothing else") {
  const Rules rules;
  const testing::Analysis analysis = [&](const MemoryFileSystem& files) {
    return rules.Analyze(files);
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

TEST_CASE("presets give the chains and find the faults that their fixtures say") {
  const Rules rules;
  const testing::Analysis analysis = [&](const MemoryFileSystem& files) {
    return rules.Analyze(files);
  };
  for (const std::string& preset : Presets()) {
    for (const std::string& path : FixturesOf(preset)) {
      const FixtureResult result = RunFixtureFile(path, UpdateRequested(), analysis);
      CHECK_MESSAGE(result.passed, result.explanation);
    }
  }
}

}  // namespace krepis::testing
