#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "analyzer/ast/ast.h"
#include "analyzer/core/language.h"
#include "analyzer/frontend/language_frontend.h"

namespace krepis::analyzer {
namespace {

std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string Dump(LanguageFrontend& frontend, const std::string& path, std::string_view source) {
  const ParseOutcome outcome = frontend.Parse(path, LanguageOf(path), source);
  REQUIRE(outcome.status == ParseOutcome::Status::kTree);
  const Result<Ast> ast = Ast::Read(outcome.ast);
  REQUIRE(ast.ok());
  return DumpAst(*ast);
}

}  // namespace

// testdata/<language>/<name>.<ext> and what `krepis dump ast` shows of it, <name>.<ext>.ast.exp.
// KREPIS_UPDATE=1 rewrites the latter.
TEST_CASE("golden trees") {
  const bool update = std::getenv("KREPIS_UPDATE") != nullptr;
  const auto frontend = MakeTreeSitterFrontend({});
  std::vector<std::filesystem::path> sources;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(KREPIS_TESTDATA)) {
    const bool source = LanguageOf(entry.path().string()) != Language::kNone;
    if (entry.is_regular_file() && source) sources.push_back(entry.path());
  }
  std::sort(sources.begin(), sources.end());
  REQUIRE(!sources.empty());
  for (const auto& path : sources) {
    CAPTURE(path.string());
    const std::string dump = Dump(*frontend, path.string(), ReadAll(path));
    const std::string expected_path = path.string() + ".ast.exp";
    if (update) std::ofstream(expected_path, std::ios::binary) << dump;
    CHECK(dump == ReadAll(expected_path));
  }
}

}  // namespace krepis::analyzer
