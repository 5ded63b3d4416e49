#include "rules/capability_reference.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "analyzer/config/capability.h"
#include "analyzer/config/toml_pack.h"
#include "rules/registry.h"

namespace krepis::rules {
namespace {

using analyzer::TomlMember;
using analyzer::TomlNode;
using analyzer::UnpackToml;

std::string Text(const TomlNode& table, std::string_view key) {
  const TomlMember* member = table.Find(key);
  return member == nullptr ? std::string() : member->value.text;
}

/// A list of strings; one string stands for itself.
std::vector<std::string> List(const TomlNode& table, std::string_view key) {
  const TomlMember* member = table.Find(key);
  if (member == nullptr) return {};
  if (member->value.kind == TomlNode::Kind::kString) return {member->value.text};
  std::vector<std::string> texts;
  for (const TomlNode& item : member->value.items) texts.push_back(item.text);
  return texts;
}

/// The tables of `[[key]]`.
const std::vector<TomlNode>& Rows(const TomlNode& document, std::string_view key) {
  static const std::vector<TomlNode> kNone;
  const TomlMember* member = document.Find(key);
  return member == nullptr ? kNone : member->value.items;
}

void AddTaxonomy(const TomlNode& document, std::string_view only, std::string& text) {
  text +=
      "## Capabilities\n\n| capability | argument | enforced | what code does "
      "|\n|---|---|---|---|\n";
  for (const TomlNode& row : Rows(document, "capability")) {
    const std::string name = Text(row, "name");
    if (!only.empty() && !analyzer::CapabilityCovers(only, name)) continue;
    const std::string argument = Text(row, "argument");
    text += fmt::format("| {} | {} | {} | {} |\n", name, argument.empty() ? "" : argument,
                        Text(row, "enforced"), Text(row, "description"));
  }
  text +=
      "\nEnforced speaks of Linux without root: kernel, the kernel can refuse it; partial, in part "
      "or without regard to\nthe argument; static-only, this analysis is all there is.\n";
}

void AddSymbols(const TomlNode& document, std::string_view only, std::string& text) {
  std::map<std::string, std::vector<std::string>> by_capability;
  for (const TomlNode& row : Rows(document, "use")) {
    for (const std::string& capability : List(row, "capability")) {
      if (!only.empty() && !analyzer::CapabilityCovers(only, capability)) continue;
      std::vector<std::string>& symbols = by_capability[capability];
      for (std::string& symbol : List(row, "symbols")) {
        // Rows differ by their arguments; the symbol is the same.
        if (std::find(symbols.begin(), symbols.end(), symbol) == symbols.end())
          symbols.push_back(std::move(symbol));
      }
    }
  }
  if (by_capability.empty()) return;
  text += fmt::format("\n## Symbols: {}\n", Text(document, "language"));
  for (const auto& [capability, symbols] : by_capability)
    text += fmt::format("\n{}\n    {}\n", capability, fmt::join(symbols, "\n    "));
}

}  // namespace

std::string CapabilityReference(std::string_view only) {
  std::string text;
  for (const DataFile& file : SandboxTableFiles()) {
    if (file.path == "sandbox/taxonomy.toml") AddTaxonomy(UnpackToml(file.packed), only, text);
  }
  for (const DataFile& file : SandboxTableFiles()) {
    if (file.path != "sandbox/taxonomy.toml") AddSymbols(UnpackToml(file.packed), only, text);
  }
  return text;
}

}  // namespace krepis::rules
