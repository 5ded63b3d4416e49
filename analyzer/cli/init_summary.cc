#include "analyzer/cli/init_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "analyzer/core/escape.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kListed = 20;  // of modules; the file has all

std::string Count(size_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

/// The largest modules first, since these are what a reader looks for.
std::string ModuleLines(const InferredModules& inferred) {
  const std::vector<InferredModule>& modules = inferred.modules;
  std::vector<size_t> files(modules.size(), 0);
  size_t outside = 0;
  for (const uint32_t module : inferred.of) {
    if (module == InferredModules::kNone) {
      ++outside;
    } else {
      ++files[module];
    }
  }
  std::vector<uint32_t> order(modules.size());
  for (uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return files[a] > files[b]; });
  const size_t shown = std::min(order.size(), kListed);
  size_t width = 0;
  for (size_t i = 0; i < shown; ++i) width = std::max(width, modules[order[i]].name.size());
  std::string text = fmt::format("\n{}, by folder and package:\n", Count(modules.size(), "module"));
  for (size_t i = 0; i < shown; ++i) {
    const InferredModule& module = modules[order[i]];
    text += fmt::format("  {:<{}}  {:>5} file{}  {}\n", module.name, width, files[order[i]],
                        files[order[i]] == 1 ? " " : "s", EscapeForTerminal(module.glob));
  }
  if (shown < order.size()) text += fmt::format("  and {} smaller ones\n", order.size() - shown);
  if (outside != 0) text += fmt::format("  {} in no module\n", Count(outside, "file"));
  return text;
}

/// The modules that no row names.
std::string Unlayered(const InferredModules& modules, const InferredLayers& layers) {
  std::set<std::string, std::less<>> named;
  for (const std::string& row : layers.rows) {
    std::string name;
    for (const char c : row + " ") {
      if (c != ' ' && c != '|' && c != ',') {
        name += c;
      } else if (!name.empty()) {
        named.insert(std::move(name));
        name.clear();
      }
    }
  }
  std::string text;
  for (const InferredModule& module : modules.modules) {
    if (!named.contains(module.name)) text += " " + module.name;
  }
  return text;
}

std::string LayerLines(const InferredModules& modules, const InferredLayers& layers) {
  if (layers.rows.empty()) return "\nNo layers: no module depends on another.\n";
  std::string text = fmt::format(
      "\n{}, top to bottom; each may use what stands below it, and not the other way round:\n",
      Count(layers.rows.size(), "layer"));
  for (const std::string& row : layers.rows) text += "  " + EscapeForTerminal(row) + "\n";
  if (const std::string rest = Unlayered(modules, layers); !rest.empty())
    text += "In no layer, as no dependency leads to or from them:" + rest + "\n";
  for (const std::vector<uint32_t>& cycle : layers.cycles) {
    text += "These depend on each other, so they share a layer:";
    for (const uint32_t module : cycle) text += " " + modules.modules[module].name;
    text += '\n';
  }
  return text;
}

std::string AcceptedLines(const InitOutcome& outcome) {
  if (outcome.accepted.empty()) return "\nNothing of today's code breaks these rules.\n";
  struct OfRule {
    size_t count = 0;
    const Diagnostic* first = nullptr;
  };
  std::map<std::string_view, OfRule> rules;
  for (const Diagnostic& violation : outcome.accepted) {
    OfRule& rule = rules[violation.rule];
    if (rule.count++ == 0) rule.first = &violation;
  }
  std::string text = fmt::format("\n{} of today accepted in {}, which can only shrink:\n",
                                 Count(outcome.accepted.size(), "violation"),
                                 EscapeForTerminal(outcome.baseline_path));
  for (const auto& [id, rule] : rules) {
    text += fmt::format("  {:>5}  {}", rule.count, id);
    if (!rule.first->path.empty()) {
      text += fmt::format("  {} {}:{}", rule.count == 1 ? "at" : "such as at",
                          EscapeForTerminal(rule.first->path), rule.first->location.begin.line);
    }
    text += '\n';
  }
  return text;
}

}  // namespace

std::string InitSummary(const InitOutcome& outcome) {
  std::string text = fmt::format("wrote {}: {} in {}, {}\n", EscapeForTerminal(outcome.config_path),
                                 Count(outcome.modules.of.size(), "file"),
                                 Count(outcome.modules.modules.size(), "module"),
                                 Count(outcome.layers.rows.size(), "layer"));
  if (!outcome.baseline_path.empty())
    text += fmt::format("wrote {}\n", EscapeForTerminal(outcome.baseline_path));
  text += ModuleLines(outcome.modules) + LayerLines(outcome.modules, outcome.layers);
  if (!outcome.model.chains.presets().empty()) {
    text += "\nFrameworks, whose documented orders are checked:";
    for (const Preset* preset : outcome.model.chains.presets()) text += " " + preset->name;
    text += '\n';
  }
  text += AcceptedLines(outcome);
  text +=
      "\nNext:\n"
      "  krepis check            passes now, and fails on what is new\n"
      "  edit krepis.toml        until it says what the architecture should be: rename and merge\n"
      "                          modules, split layers, forbid what today happens to be so\n"
      "  krepis why FROM TO      which imports make one module depend on another\n";
  if (!outcome.baseline_path.empty())
    text += "  krepis baseline status  how many accepted violations are left\n";
  return text;
}

}  // namespace krepis::analyzer
