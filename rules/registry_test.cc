#include "rules/registry.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include "analyzer/config/capability.h"
#include "analyzer/config/toml_pack.h"
#include "rules/capability_reference.h"

namespace krepis::rules {
namespace {

TEST_CASE("rules are sorted by id and each carries its documentation") {
  CHECK(std::ranges::is_sorted(AllRules(), std::ranges::less_equal{}, &RegisteredRule::id));
  for (const RegisteredRule& rule : AllRules()) {
    CAPTURE(rule.id);
    CHECK(rule.markdown.starts_with("# "));
  }
}

TEST_CASE("data files are sorted by path, and say what is written in the folders") {
  for (std::span<const DataFile> files : {PresetFiles(), SandboxTableFiles()}) {
    CHECK(std::ranges::is_sorted(files, {}, &DataFile::path));
    for (const DataFile& file : files) {
      CAPTURE(file.path);
      std::ifstream stream(KREPIS_RULES_FOLDER + std::string("/") + std::string(file.path));
      const std::string text(std::istreambuf_iterator<char>(stream), {});
      const analyzer::TomlDocument document = analyzer::TomlDocument::Parse(text);
      CHECK_FALSE(document.root().members.empty());
      CHECK(analyzer::UnpackToml(file.packed) == document.root());
    }
  }
}

TEST_CASE("the reference lists every capability and the symbols that reach it") {
  const std::string all = CapabilityReference({});
  for (const std::string_view capability : analyzer::KnownCapabilities()) {
    CAPTURE(capability);
    CHECK(all.find("\n| " + std::string(capability) + " | ") != std::string::npos);
  }
  for (const char* symbol : {"#{,promises.}{rm,rmdir,unlink,rename}{,Sync}", "import {reqwest"})
    CHECK(all.find(symbol) != std::string::npos);
  const std::string net = CapabilityReference("net");
  CHECK(net.find("| net.connect | host:port | partial |") != std::string::npos);
  CHECK(net.find("fs.read") == std::string::npos);
}

}  // namespace
}  // namespace krepis::rules
