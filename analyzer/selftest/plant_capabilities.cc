#include <fmt/format.h>

#include <algorithm>

#include "analyzer/selftest/candidates.h"
#include "analyzer/selftest/plant.h"
#include "analyzer/selftest/planted_use.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kMadeUp = "krepis-selftest";

CapabilityUse Use(std::string_view capability, std::optional<std::string> argument) {
  CapabilityUse use;
  use.capability = capability;
  use.argument = std::move(argument);
  use.symbol = kMadeUp;
  use.function = "planted";
  use.location = {{0, 0}, {1, 1}, {1, 1}};
  return use;
}

/// Every capability, with a made-up argument and without: what of it is not granted is for the rule
/// to say.
void PlantAllUses(const std::vector<Candidate>& files, Plant& plant) {
  for (const Candidate& file : files) {
    for (const std::string_view capability : KnownCapabilities()) {
      plant.uses.emplace_back(file.node, Use(capability, std::nullopt));
      plant.uses.emplace_back(file.node, Use(capability, std::string(kMadeUp)));
    }
  }
  plant.text = fmt::format("{} uses every capability", files.front().name);
}

}  // namespace

CapabilityUse PlantedUse(const Grant& grant) {
  std::string_view capability = grant.capability;
  for (const std::string_view known : KnownCapabilities()) {
    if (!CapabilityCovers(grant.capability, known)) continue;
    capability = known;
    break;
  }
  std::optional<std::string> argument;
  if (grant.argument) {
    argument.emplace();
    for (size_t i = 0; i < grant.argument->size(); ++i) {
      const char c = (*grant.argument)[i];
      if (c != '*') {
        *argument += c;
      } else if (i == 0 || (*grant.argument)[i - 1] != '*') {
        *argument += kMadeUp;
      }
    }
  }
  return Use(capability, std::move(argument));
}

std::vector<Plant> PlantCapabilities(const Model& model) {
  std::vector<Plant> plants;
  const SandboxConfig& sandbox = model.config.sandbox;
  if (!sandbox.present) return plants;
  const auto add = [&](std::string subject, bool configured, auto wanted, std::string nothing) {
    Plant& plant = plants.emplace_back();
    plant.rule = "sandbox/capability";
    plant.subject = std::move(subject);
    plant.configured = configured;
    const std::vector<Candidate> files = FilesThat(
        model, [&](const Candidate& file) { return !IsNone(file.module) && wanted(file); });
    if (files.empty()) {
      plant.obstacle = std::move(nothing);
    } else {
      PlantAllUses(files, plant);
    }
  };
  const auto has_table = [&](const Candidate& file) {
    return std::any_of(sandbox.modules.begin(), sandbox.modules.end(),
                       [&](const SandboxModule& table) {
                         return model.modules.Match(table.module, {{}, file.module});
                       });
  };
  for (const SandboxModule& table : sandbox.modules) {
    add(
        fmt::format("module '{}'", table.module.text), !table.optional,
        [&](const Candidate& file) { return model.modules.Match(table.module, {{}, file.module}); },
        "the module has no files but tests");
  }
  if (!sandbox.default_allow) {
    add(
        "modules without a table", false, [&](const Candidate& file) { return !has_table(file); },
        "every module has a table of its own");
  }
  // Where nothing uses anything, every grant is unused.
  if (std::any_of(sandbox.modules.begin(), sandbox.modules.end(),
                  [](const SandboxModule& table) { return !table.allow.empty(); })) {
    Plant& plant = plants.emplace_back();
    plant.rule = "sandbox/unused-grant";
    plant.subject = "grants";
    plant.text = "no file uses any capability";
  }
  if (model.config.SeverityOf("sandbox/unknown") != Severity::kOff) {
    Plant& plant = plants.emplace_back();
    plant.rule = "sandbox/unknown";
    plant.subject = "what is not known";
    const std::vector<Candidate> files =
        FilesThat(model, [](const Candidate& file) { return !IsNone(file.module); });
    if (files.empty()) {
      plant.obstacle = "the modules have no files but tests";
    } else {
      for (const Candidate& file : files)
        plant.uses.emplace_back(file.node, Use("unknown", std::nullopt));
      plant.text = fmt::format("what {} uses is computed", files.front().name);
    }
  }
  return plants;
}

namespace {

/// What the extraction notes besides for a contract, as its rule reads it.
std::string DetailOf(std::string_view rule) {
  if (rule == "contract/continue-after-answer") return "res.end(…)";
  if (rule == "contract/no-answer") return "this does not hold";
  if (rule == "contract/post-process-skipped") return "next()";
  if (rule == "contract/error-handler-shape")
    return "the framework calls it with other arguments\nbring the parameters into its order";
  return {};
}

}  // namespace

std::vector<Plant> PlantContracts(const Model& model, const std::vector<std::string_view>& rules) {
  std::vector<Plant> plants;
  const std::vector<Candidate> files = FilesThat(model, [](const Candidate&) { return true; });
  for (const std::string_view rule : rules) {
    Plant& plant = plants.emplace_back();
    plant.rule = rule;
    plant.subject = "documented contracts";
    plant.configured = false;
    if (files.empty()) {
      plant.obstacle = "there are no files";
      continue;
    }
    for (const Candidate& file : files) {
      ContractFact fact;
      fact.rule = rule;
      fact.function = "planted";
      fact.text = "next()";
      fact.detail = DetailOf(rule);
      fact.location = {{0, 0}, {2, 1}, {2, 7}};
      fact.first = {{0, 0}, {1, 1}, {1, 7}};
      plant.contracts.emplace_back(file.node, std::move(fact));
    }
    plant.text =
        fmt::format("what the extraction says of such a function, in {}", files.front().name);
  }
  return plants;
}

}  // namespace krepis::analyzer
