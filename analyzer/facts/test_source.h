#pragma once

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "analyzer/ast/ast.h"
#include "analyzer/facts/capability_table.h"
#include "analyzer/frontend/language_frontend.h"

namespace krepis::analyzer {

/// The tree of a source text, as the frontend makes it.
class TestSource {
 public:
  TestSource(Language language, std::string_view source) {
    const auto frontend = MakeTreeSitterFrontend({});
    ParseOutcome outcome = frontend->Parse("test", language, source);
    REQUIRE(outcome.status == ParseOutcome::Status::kTree);
    bytes_ = std::move(outcome.ast);
    auto read = Ast::Read(bytes_);
    REQUIRE(read.ok());
    ast_ = *read;
  }

  const Ast& ast() const { return ast_; }

 private:
  std::string bytes_;
  Ast ast_;
};

inline std::string ReadTestFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The tables that krepis ships, rules/sandbox/{typescript,rust,cpp}.toml.
inline CapabilityTable ShippedTables() {
  CapabilityTable all;
  for (const char* name : {"typescript", "rust", "cpp"}) {
    const std::string path = std::string(KREPIS_RULES "/sandbox/") + name + ".toml";
    CapabilityTableOutcome outcome = LoadCapabilityTable(ReadTestFile(path), path);
    for (const Error& error : outcome.errors)
      FAIL_CHECK(error.path, ":", error.line, ":", error.column, ": ", error.message);
    all.Append(std::move(outcome.table));
  }
  return all;
}

}  // namespace krepis::analyzer
