#include <doctest/doctest.h>

#include <random>

#include "analyzer/ast/ast_builder.h"
#include "analyzer/ast/semantics.h"
#include "analyzer/facts/extract.h"
#include "analyzer/facts/facts_io.h"
#include "analyzer/facts/preset_contract.h"
#include "analyzer/facts/test_source.h"

namespace krepis::analyzer {
namespace {

struct Families {
  CapabilityTable capabilities = ShippedTables();
  ContractPresets contracts;
  PresetTable presets;
  Families() {
    for (const char* framework : {"axum", "express", "fastify", "hono", "krepis"}) {
      const std::string path = std::string(KREPIS_RULES "/presets/") + framework + "/preset.toml";
      CHECK(presets.Add(ReadTestFile(path), path).empty());
    }
    for (const char* framework : {"express", "koa", "hono", "krepis"}) {
      const std::string path = std::string(KREPIS_RULES "/presets/") + framework + "/contract.toml";
      CHECK(contracts.Add(ReadTestFile(path), path).empty());
    }
  }
  ExtractOptions Options() const {
    return {.capabilities = &capabilities, .contracts = &contracts, .presets = &presets};
  }
};

FileFacts Extract(const std::string& tree, std::string_view source, const Semantics* semantics) {
  static const Families families;
  const auto ast = Ast::Read(tree);
  REQUIRE(ast.ok());
  return ExtractFacts(*ast, source, semantics, families.Options());
}

/// A tree of `size` random nodes: every kind may stand anywhere, childless or not.
std::string RandomTree(std::mt19937& random, Language language, uint32_t size,
                       uint32_t source_bytes) {
  static constexpr std::string_view kNames[] = {"",
                                                "next",
                                                "fs",
                                                "readFile",
                                                "std::fs::read",
                                                "::open",
                                                "a.b",
                                                ".",
                                                "::",
                                                "*",
                                                "default",
                                                "require",
                                                "process",
                                                "env",
                                                "x",
                                                "self::a",
                                                "std",
                                                "=",
                                                "+",
                                                "&",
                                                "delete",
                                                "crate",
                                                "!",
                                                "std::ifstream",
                                                "Handle",
                                                "A::Handle",
                                                "NextPipe",
                                                "res",
                                                "express",
                                                "app",
                                                "use",
                                                "get",
                                                "AddGlobal",
                                                "krepis/x.h",
                                                "fetch"};
  AstBuilder builder;
  builder.Start(language, source_bytes);
  std::vector<Node> open;
  while (builder.size() < size) {
    if (!open.empty() && random() % 3 == 0) {
      builder.Close(open.back());
      open.pop_back();
      continue;
    }
    uint32_t kind = 0;
    do {
      kind = random() % 82;
    } while (!IsNodeKind(kind) || kind == 1);
    const uint32_t start = random() % source_bytes;
    const ByteSpan span{start, static_cast<uint32_t>(random() % (source_bytes - start + 1))};
    open.push_back(builder.Open(static_cast<NodeKind>(kind), (random() % 4096) << 8,
                                kNames[random() % std::size(kNames)], span));
  }
  while (!open.empty()) {
    builder.Close(open.back());
    open.pop_back();
  }
  return builder.Finish();
}

std::string Repeat(std::string_view text, int count) {
  std::string result;
  for (int i = 0; i < count; ++i) result += text;
  return result;
}

/// A tree in which `count` nodes of one kind stand inside each other.
std::string NestedTree(Language language, NodeKind kind, std::string_view name, uint32_t count) {
  AstBuilder builder;
  builder.Start(language, 100);
  builder.Leaf(NodeKind::kImport, language == Language::kCpp ? uint32_t{kInclude} : 0,
               language == Language::kCpp ? "krepis/x.h" : "express", {0, 10});
  std::vector<Node> open;
  for (uint32_t i = 0; i < count; ++i) {
    open.push_back(builder.Open(kind, 0, name, {0, 100}));
    if (kind == NodeKind::kLambda || kind == NodeKind::kFunction) {
      for (const char* parameter : {"req", "res", "next"})
        builder.Leaf(NodeKind::kParameter, 0, parameter, {0, 5});
    }
  }
  for (int i = 0; i < 3; ++i) {
    const Node call = builder.Open(NodeKind::kCall, 0, "", {0, 5});
    builder.Leaf(NodeKind::kName, 0, "next", {0, 5});
    builder.Close(call);
  }
  while (!open.empty()) {
    builder.Close(open.back());
    open.pop_back();
  }
  return builder.Finish();
}

}  // namespace

TEST_CASE("any valid tree gives facts, whatever stands where") {
  std::mt19937 random(3);
  const std::string source = Repeat("fetch fs next open replays = true '/x' ", 10);
  const auto bytes = static_cast<uint32_t>(source.size());
  for (int round = 0; round < 2'000; ++round) {
    const auto language = static_cast<Language>(1 + random() % 6);
    const std::string tree = RandomTree(random, language, 2 + random() % 80, bytes);
    SemanticsBuilder builder;
    for (int i = 0; i < 5; ++i) {
      builder.Add(static_cast<SemanticKind>(1 + random() % 4),
                  {static_cast<uint32_t>(random() % bytes), static_cast<uint32_t>(random() % 9)},
                  "open", random() % 2 == 0 ? "" : "a.h");
    }
    const std::string rows = builder.Finish();
    const auto semantics = Semantics::Read(rows);
    REQUIRE(semantics.ok());
    const bool cpp = GroupOf(language) == LanguageGroup::kCpp && random() % 2 == 0;
    const FileFacts facts = Extract(tree, source, cpp ? &*semantics : nullptr);
    const auto read = ReadFacts(SerializeFacts(facts));
    REQUIRE(read.ok());
    CHECK((*read == facts));
    // A source that is not the tree's: wrong facts, no crash.
    static_cast<void>(Extract(tree, std::string_view(source).substr(0, 50), nullptr));
  }
}

TEST_CASE("100,000 levels of anything") {
  constexpr Language kLanguages[] = {Language::kTypeScript, Language::kRust, Language::kCpp};
  for (uint32_t kind = 2; kind < 82; ++kind) {
    if (!IsNodeKind(kind)) continue;
    CAPTURE(NodeKindName(static_cast<NodeKind>(kind)));
    const Language language = kLanguages[kind % 3];
    const std::string tree = NestedTree(language, static_cast<NodeKind>(kind), "a", 100'000);
    CHECK(Extract(tree, Repeat("unsafe fetch express Pipeline ", 4), nullptr).language == language);
  }
}

TEST_CASE("long names and many facts stay small") {
  const std::string name(100'000, 'n');
  std::string source = "import { rmSync as " + name + " } from 'fs';\nfunction f" + name + "() {\n";
  source += Repeat("fetch('x');\n", 30'000) + "}\n";
  const TestSource parsed(Language::kTypeScript, source);
  static const Families families;
  const FileFacts facts = ExtractFacts(parsed.ast(), source, nullptr, families.Options());
  CHECK(facts.capabilities.size() == 20'001);
  CHECK(facts.capabilities.back().capability == "unknown");
  CHECK(facts.capabilities.front().function.size() == 200);
  CHECK(SerializeFacts(facts).size() < 10'000'000);
}

TEST_CASE("forty thousand rebindings of one pipeline are one") {
  const std::string source =
      "use axum::{routing::get, Router};\nfn add(r: Router) -> Router { r }\n"
      "fn main() {\nlet mut app = Router::new();\n" +
      Repeat("app = add(app);\n", 40'000) + "serve(app.route(\"/x\", get(h)));\n}\n";
  const TestSource parsed(Language::kRust, source);
  static const Families families;
  const FileFacts facts = ExtractFacts(parsed.ast(), source, nullptr, families.Options());
  const std::vector<RegistrationEvent>& events = facts.registrations.events;
  REQUIRE(events.size() == 40'003);
  uint32_t result = kNoIndex;
  for (const RegistrationEvent& event : events) {
    if (event.result == kNoIndex || event.callees[0] != "add") continue;
    if (result == kNoIndex) result = event.result;
    REQUIRE(event.result == result);
  }
  CHECK(result != kNoIndex);
}

TEST_CASE("functions in functions, and lists that name each other, are behaviours that end") {
  constexpr size_t kFunctions = 2'000;
  std::string source = "import express from 'express';\nconst app = express();\n";
  source += Repeat("app.use((request, next) => { guard(request, next);\n", kFunctions);
  source += Repeat("});\n", kFunctions);
  source += "const a = () => [b(), b()];\nconst b = () => [a(), a()];\n";
  source += Repeat("app.use(a());\n", 200);
  source += "const o = { get x() { return o.x; }, y: o.y };\napp.use(o.x, o.y);\n";
  const TestSource parsed(Language::kTypeScript, source);
  static const Families families;
  const FileFacts facts = ExtractFacts(parsed.ast(), source, nullptr, families.Options());
  CHECK(facts.registrations.events.size() == 2 * kFunctions + 200);
  for (const RegistrationEvent& event : facts.registrations.events)
    CHECK(event.entries.size() <= 257);
}

}  // namespace krepis::analyzer
