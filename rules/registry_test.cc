#include "rules/registry.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "analyzer/config/capability.h"
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

TEST_CASE("data files are sorted by path and not empty") {
  for (std::span<const DataFile> files : {PresetFiles(), SandboxTableFiles()}) {
    CHECK(std::ranges::is_sorted(files, {}, &DataFile::path));
    for (const DataFile& file : files) {
      CAPTURE(file.path);
      CHECK_FALSE(file.contents.empty());
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
