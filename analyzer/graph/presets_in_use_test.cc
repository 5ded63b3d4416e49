#include "analyzer/graph/presets_in_use.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "analyzer/graph/chains_test_tree.h"

using namespace krepis::analyzer;

namespace {

FileFacts Importing(Language language, std::vector<std::string> specifiers) {
  FileFacts facts;
  facts.language = language;
  for (std::string& specifier : specifiers)
    facts.imports.Edit().emplace_back().specifier = std::move(specifier);
  return facts;
}

std::vector<std::string> Names(const PresetsInUse& used) {
  std::vector<std::string> names;
  for (const Preset* preset : used.Get()) names.push_back(preset->name);
  return names;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("presets in use follow the files that import their framework") {
  const Config config;
  const std::vector<FileFacts> facts = {
      Importing(Language::kTypeScript, {"./express", "express"}),
      Importing(Language::kTypeScript, {"express", "koa"}),
      Importing(Language::kRust, {"express"}),
  };
  PresetsInUse used(facts, TestPresets(), config);
  const Strings both = Names(used);
  CHECK(both.size() == 2);
  used.Update(1, Importing(Language::kTypeScript, {"./koa", "../express"}));
  const Strings one = Names(used);
  CHECK(one == Strings{"express"});
  used.Update(0, Importing(Language::kTypeScript, {}));
  CHECK(Names(used).empty());
  used.Update(1, facts[1]);
  CHECK(Names(used) == both);
  for (uint32_t file : {0u, 1u, 2u}) {
    used.Update(file, facts[file]);
    used.Update(file, facts[file]);
  }
  CHECK(Names(used) == Names(PresetsInUse(facts, TestPresets(), config)));
}

TEST_CASE("krepis.toml names the presets in use whatever is imported") {
  Config config;
  config.ordering.presets.emplace();
  const std::vector<FileFacts> facts = {Importing(Language::kTypeScript, {"express"})};
  PresetsInUse used(facts, TestPresets(), config);
  CHECK(Names(used).empty());
  config.ordering.presets->emplace_back().value = "koa";
  CHECK(Names(used) == Strings{"koa"});
  used.Update(0, facts[0]);
  CHECK(Names(used) == Strings{"koa"});
}
