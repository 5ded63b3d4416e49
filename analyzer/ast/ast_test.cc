#include "analyzer/ast/ast.h"

#include <doctest/doctest.h>

#include <random>

#include "analyzer/ast/ast_builder.h"
#include "analyzer/ast/semantics.h"
#include "krepis/v1/ast.pb.h"

namespace krepis::analyzer {
namespace {

std::string Sample() {
  AstBuilder builder;
  builder.Start(Language::kTypeScript, 100);
  const Node import = builder.Open(NodeKind::kImport, kTypeOnly, "./x", {0, 20});
  const Node binding = builder.Open(NodeKind::kBinding, 0, "a", {9, 1});
  builder.Leaf(NodeKind::kAlias, 0, "b", {14, 1});
  builder.Close(binding);
  builder.Close(import);
  const Node function = builder.Open(NodeKind::kFunction, kAsync | kExported, "f", {21, 40});
  builder.Leaf(NodeKind::kParameter, 0, "a", {30, 1});
  const Node block = builder.Open(NodeKind::kBlock, 0, "", {34, 20});
  const Node dropped = builder.Open(NodeKind::kExpression, 0, "gone", {35, 1});
  builder.Drop(dropped);
  builder.Leaf(NodeKind::kReturn, 0, "", {36, 7});
  builder.Close(block);
  builder.Close(function);
  return builder.Finish();
}

}  // namespace

TEST_CASE("an AST is read in place as it was built") {
  const std::string bytes = Sample();
  const Result<Ast> read = Ast::Read(bytes);
  REQUIRE(read.ok());
  const Ast& ast = *read;
  CHECK(ast.language() == Language::kTypeScript);
  CHECK(DumpAst(ast) ==
        "file 0+100\n"
        "  import +1 \"./x\" 0+20\n"
        "    binding \"a\" 9+1\n"
        "      alias \"b\" 14+1\n"
        "  function +22 \"f\" 21+40\n"
        "    parameter \"a\" 30+1\n"
        "    block 34+20\n"
        "      return 36+7\n");
  const Node function = ast.child(0, NodeKind::kFunction);
  CHECK(ast.child_count(function) == 2);
  CHECK(ast.Is(ast.last_child(function), NodeKind::kBlock));
  CHECK(ast.Has(function, kAsync));
  std::vector<NodeKind> kinds;
  for (const Node child : ast.Children(0)) kinds.push_back(ast.kind(child));
  CHECK(kinds == std::vector{NodeKind::kImport, NodeKind::kFunction});
}

TEST_CASE("the schema's own reader agrees, and what it writes reads the same") {
  const std::string bytes = Sample();
  krepis::v1::Ast message;
  REQUIRE(message.ParseFromString(bytes));
  CHECK(message.language() == krepis::v1::LANGUAGE_TYPESCRIPT);
  CHECK(message.source_bytes() == 100);
  CHECK(message.kind_size() == 8);
  CHECK(message.strings().text() == "./xabfgone");  // a dropped node leaves its name behind
  const std::string again = message.SerializeAsString();
  const auto first = Ast::Read(bytes);
  const auto second = Ast::Read(again);
  REQUIRE(first.ok());
  REQUIRE(second.ok());
  CHECK(DumpAst(*first) == DumpAst(*second));
}

TEST_CASE("every broken property of an AST is refused") {
  krepis::v1::Ast good;
  REQUIRE(good.ParseFromString(Sample()));
  const auto refused = [&](auto&& breakage) {
    krepis::v1::Ast copy = good;
    breakage(copy);
    return !Ast::Read(copy.SerializeAsString()).ok();
  };
  CHECK(!refused([](auto&) {}));
  CHECK(refused([](auto& a) { a.set_schema(2); }));
  CHECK(refused([](auto& a) { a.set_language(krepis::v1::LANGUAGE_NONE); }));
  CHECK(refused([](auto& a) { a.set_kind(3, 255); }));
  CHECK(refused([](auto& a) { a.set_end(1, 1); }));
  CHECK(refused([](auto& a) { a.set_end(2, 7); }));
  CHECK(refused([](auto& a) { a.set_end(0, 7); }));
  CHECK(refused([](auto& a) { a.set_name(1, 99); }));
  CHECK(refused([](auto& a) { a.set_start(1, 4294967295u); }));
  CHECK(refused([](auto& a) { a.mutable_name()->RemoveLast(); }));
  CHECK(refused([](auto& a) { a.mutable_strings()->set_end(0, 50); }));
  CHECK(refused([](auto& a) { a.mutable_strings()->mutable_end()->RemoveLast(); }));
  CHECK(refused([](auto& a) { a.Clear(); }));
}

TEST_CASE("random damage is refused or reads safely") {
  const std::string bytes = Sample();
  std::mt19937 random(7);
  for (int round = 0; round < 20'000; ++round) {
    std::string broken = bytes;
    for (uint32_t k = 0; k <= random() % 3; ++k)
      broken[random() % broken.size()] = static_cast<char>(random());
    if (random() % 4 == 0) broken.resize(random() % broken.size());
    const auto read = Ast::Read(broken);
    if (read.ok()) CHECK(!DumpAst(*read).empty());
  }
}

TEST_CASE("semantics are sorted, unique and found by offset") {
  SemanticsBuilder builder;
  builder.Add(SemanticKind::kCall, {40, 4}, "std::filesystem::remove", "");
  builder.Add(SemanticKind::kInclude, {0, 12}, "src/a.h", "src/a.h");
  builder.Add(SemanticKind::kCall, {40, 4}, "std::filesystem::remove", "");
  const std::string bytes = builder.Finish();
  const auto read = Semantics::Read(bytes);
  REQUIRE(read.ok());
  REQUIRE(read->size() == 2);
  CHECK(read->row(0).symbol == "src/a.h");
  CHECK(read->LowerBound(1) == 1);
  CHECK(read->row(read->LowerBound(40)).symbol == "std::filesystem::remove");
  CHECK(read->LowerBound(41) == 2);
  krepis::v1::Semantics message;
  REQUIRE(message.ParseFromString(bytes));
  CHECK(message.kind_size() == 2);
  message.set_kind(0, 9);
  CHECK(!Semantics::Read(message.SerializeAsString()).ok());
}

}  // namespace krepis::analyzer
