#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "analyzer/engine/analysis.h"
#include "analyzer/engine/rule.h"
#include "analyzer/facts/capability_table.h"
#include "analyzer/facts/preset_contract.h"

namespace krepis::analyzer {
namespace {

/// Trees made in this process, and a list of whose.
class RecordingSource final : public AstSource {
 public:
  RecordingSource(const ParseLimits& limits, std::set<std::string>& parsed)
      : source_(InProcessAstSources()(limits)), parsed_(parsed) {}
  void Submit(FileTicket ticket, std::string_view path, Language language,
              std::string_view text) override {
    parsed_.emplace(path);
    source_->Submit(ticket, path, language, text);
  }
  Result<std::string> Wait(FileTicket ticket) override { return source_->Wait(ticket); }

 private:
  std::unique_ptr<AstSource> source_;
  std::set<std::string>& parsed_;
};

struct Outcome {
  std::set<std::string> parsed;
  TierCounts tiers;
  std::vector<FileFacts> facts;
};

/// A rule of the family contract that judges nothing.
class ContractRule final : public Rule {
 public:
  const RuleInfo& info() const override { return info_; }
  bool Applies(const Config&) const override { return true; }
  void Check(const Model&, Findings&) const override {}

 private:
  RuleInfo info_ = {"contract/next-twice", "", Needs::kStructure};
};

/// `kind`: of the edges that a rule asks for. `contracts`: the severity of that family, if any.
Outcome Extract(const MemoryFileSystem& files, const ExtractOptions& families = {},
                std::string_view kind = "", const Result<CapabilityTable>* tables = nullptr,
                std::string_view contracts = "") {
  const ContractRule rule;
  const Rule* const rules[] = {&rule};
  Outcome outcome;
  AnalysisRequest request;
  request.files = &files;
  request.facts = families;
  if (tables != nullptr) {
    request.capabilities = true;
    request.symbol_tables = [tables]() -> const Result<CapabilityTable>& { return *tables; };
  }
  if (!kind.empty()) {
    request.config_path = "krepis.toml";
    request.config_text =
        "version = 1\n[[rules]]\nid = \"r\"\ndeny = { from = \"*\", to = \"*\" }\nedges = [\"" +
        std::string(kind) + "\"]\n";
  }
  if (!contracts.empty()) {
    request.rules = rules;
    request.config_path = "krepis.toml";
    request.config_text =
        "version = 1\n[severity]\n\"contract/*\" = \"" + std::string(contracts) + "\"\n";
  }
  request.ast_sources = [&](const ParseLimits& limits) {
    return std::make_unique<RecordingSource>(limits, outcome.parsed);
  };
  Analysis analysis(std::move(request));
  REQUIRE(analysis.LoadWorkspace().empty());
  analysis.ExtractFacts();
  outcome.tiers = analysis.tiers();
  outcome.facts.assign(analysis.facts().begin(), analysis.facts().end());
  return outcome;
}

std::string PresetText(const std::string& framework, const std::string& part) {
  std::ifstream file(KREPIS_RULES "/presets/" + framework + "/" + part);
  REQUIRE(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("a parser reads what the scanner is not sure of") {
  const MemoryFileSystem files({{"a.ts", "import './b'"},
                                {"b.ts", "function f(require) { require('./a') }"},
                                {"c.rs", "use std::fs;"},
                                {"d.js", "require('./a')"}});
  const Outcome outcome = Extract(files);
  CHECK(outcome.parsed == std::set<std::string>{"b.ts"});
  CHECK(outcome.tiers.lexical == 3);
  CHECK(outcome.tiers.parsed == 1);
  CHECK(outcome.tiers.unsure == 1);
  CHECK(outcome.tiers.asked == 0);
  REQUIRE(outcome.facts.size() == 4);
  CHECK(outcome.facts[0].imports.size() == 1);
  CHECK(outcome.facts[1].imports.empty());
  CHECK(outcome.facts[2].imports.size() == 1);
  CHECK(outcome.facts[3].imports.size() == 1);
}

TEST_CASE("a family's files go to the parser where its framework is in use") {
  PresetTable presets;
  REQUIRE(presets.Add(PresetText("express", "preset.toml"), "preset.toml").empty());
  ExtractOptions families;
  families.presets = &presets;
  MemoryFileSystem files({{"app.ts", "app.use(a); import './plain'"}, {"plain.ts", "export {}"}});
  CHECK(Extract(files, families).parsed.empty());
  files.Add("server.ts", "import express from 'express';");
  Outcome outcome = Extract(files, families);
  CHECK(outcome.parsed == std::set<std::string>{"app.ts", "server.ts"});
  CHECK(outcome.tiers.asked == 2);
  CHECK(outcome.tiers.lexical == 1);
  // Whether a file that cannot be scanned imports it is not known.
  files.Add("server.ts", "import express from 'express'; f(");
  outcome = Extract(files, families);
  CHECK(outcome.parsed == std::set<std::string>{"app.ts", "server.ts"});
  files.Add("server.ts", "const expression = f(");
  CHECK(Extract(files, families).parsed == std::set<std::string>{"server.ts"});
}

TEST_CASE("functions may have a framework's shape only where the names of their parameters stand") {
  ContractPresets contracts;
  for (const char* name : {"express", "hono"})
    REQUIRE(contracts.Add(PresetText(name, "contract.toml"), "contract.toml").empty());
  ExtractOptions families;
  families.contracts = &contracts;
  // The parameters of Hono's error handlers are c and err: a comma before one, the other anywhere.
  const MemoryFileSystem files(
      {{"app.ts", "import express from 'express'"},
       {"letters.ts", "console.warn('cannot connect', error, nextPage); responses"},
       {"words.ts", "export const twice = (c: Context, err: Error) => err"},
       {"next.ts", "export const guard = (req: R, res: S, next: N) => next()"}});
  const std::set<std::string> judged = {"app.ts", "next.ts", "words.ts"};
  CHECK(Extract(files, families, "", nullptr, "error").parsed == judged);
  CHECK(Extract(files, families, "", nullptr, "off").parsed.empty());
}

TEST_CASE("what classes extend is looked for on demand") {
  const MemoryFileSystem files(
      {{"a.ts", "import { B } from './b'; class A extends B {}"}, {"b.ts", "export class B {}"}});
  CHECK(Extract(files).parsed.empty());
  const Outcome outcome = Extract(files, {}, "inherit");
  CHECK(outcome.parsed == std::set<std::string>{"a.ts"});
  CHECK(outcome.facts[0].imports.size() == 2);
}

TEST_CASE(
    "functions of other languages are looked for on demand, in the files that have their words") {
  const MemoryFileSystem files({{"a.rs", "extern \"C\" { fn open_it(); }"},
                                {"b.rs", "pub fn open_it() {}"},
                                {"open.c", "int open_it(void) { return 0; }"},
                                {"other.c", "int openit(void) { return 0; }"}});
  CHECK(Extract(files).parsed.empty());
  const Outcome outcome = Extract(files, {}, "ffi");
  CHECK(outcome.parsed == std::set<std::string>{"a.rs", "open.c"});
  CHECK(outcome.facts[2].foreign.size() == 1);
}

TEST_CASE("what re-exports and forward declarations lead to is looked for on demand") {
  const MemoryFileSystem files({{"a.ts", "import { B } from './b'; new B();"},
                                {"b.ts", "export { B } from './c'"},
                                {"c.ts", "export class B {}"},
                                {"d.h", "class D;"},
                                {"e.rs", "pub use std::fs;"}});
  CHECK(Extract(files).parsed.empty());
  CHECK(Extract(files, {}, "reference").parsed == std::set<std::string>{"b.ts", "c.ts", "e.rs"});
  CHECK(Extract(files, {}, "forward").parsed == std::set<std::string>{"d.h"});
}

TEST_CASE(
    "for what code can reach, a parser reads what imports, but no tests and no declarations") {
  const Result<CapabilityTable> table =
      LoadCapabilityTable(
          "version = 1\nlanguage = \"typescript\"\n[[use]]\n"
          "capability = \"fs.read\"\nsymbols = [\"node/fs#readFile\"]\n",
          "table.toml")
          .table;
  const MemoryFileSystem files({{"a.ts", "import './b'"},
                                {"a.test.ts", "import './a'"},
                                {"b.ts", "export const x = 1"},
                                {"c.d.ts", "import './a'"},
                                {"d.test.ts", "import { readFile } from 'fs'"}});
  CHECK(Extract(files, {}, "", &table).parsed == std::set<std::string>{"a.ts", "d.test.ts"});
}

}  // namespace krepis::analyzer
