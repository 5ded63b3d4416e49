#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/config/load.h"
#include "analyzer/config/modules.h"

namespace {

void Demand(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

/// Loads any bytes as krepis.toml and, where they are one, gives its modules some files.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace krepis::analyzer;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const std::vector<std::string> files = {"a", "a/b", "apps/shop/src/main.ts",
                                                 "packages/core/src/index.ts", "x/y/z/w.rs"};
  const ConfigOutcome outcome =
      LoadConfig(text, "krepis.toml", {{"express"}, {"auth"}, {"preset-rule"}});
  Demand(outcome.ok() == outcome.errors.empty());
  const auto lines = static_cast<uint32_t>(LineTable(text).line_count());
  for (const Error& error : outcome.errors) Demand(error.line <= lines && !error.message.empty());
  if (!outcome.ok()) return 0;
  const ModulesOutcome modules = ModuleTable::Build(*outcome.config, files);
  Demand(modules.ok() == modules.errors.empty());
  const ModulesOutcome lenient =
      ModuleTable::Build(*outcome.config, files, ModuleTable::Check::kAmbiguity);
  if (!lenient.ok()) return 0;
  for (uint32_t file = 0; file < files.size(); ++file) {
    const ModuleId id = lenient.table->Of(file);
    Demand(lenient.table->Classify(files[file]) == id);
    for (const RuleConfig& rule : outcome.config->rules) {
      lenient.table->MatchEdge(rule.from, {files[file], id}, rule.to, {files[0], {}});
    }
  }
  return 0;
}
