#include "analyzer/cli/caps_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "analyzer/core/escape.h"
#include "analyzer/core/json_writer.h"

namespace krepis::analyzer {
namespace {

std::string Name(const ReachableCapability& entry) {
  return entry.argument ? entry.capability + ":" + *entry.argument : entry.capability;
}

std::string Place(const CapabilityStep& step) {
  return fmt::format("{}:{}", step.path, step.location.begin.line);
}

/// How entries that stand below each other are laid out.
struct Columns {
  size_t name = 0;       // its width
  bool granted = false;  // whether the policy has something to say of one of them

  void Fit(const std::vector<ReachableCapability>& entries) {
    constexpr size_t kWidest = 44;
    for (const ReachableCapability& entry : entries) {
      name = std::max(name, std::min(Name(entry).size(), kWidest));
      granted |= entry.granted.has_value();
    }
  }
};

/// "  + fs.read:config/a.toml   granted      direct    core/a.ts:3  node/fs#readFile", then the
/// steps of a longer way.
void AddEntry(const ReachableCapability& entry, std::string_view before, const Columns& columns,
              std::string& text) {
  std::string line = fmt::format("{}{:<{}}  ", before, Name(entry), columns.name);
  if (columns.granted) {
    std::string_view verdict;
    if (entry.granted) verdict = *entry.granted ? "granted" : "NOT GRANTED";
    line += fmt::format("{:<13}", verdict);
  }
  line += fmt::format("{:<8}  ", ConfidenceName(entry.confidence));
  const CapabilityStep& first = entry.path.front();
  line += Place(first) + "  ";
  constexpr size_t kShown = 3;  // at either end of a long way
  const size_t steps = entry.path.size();
  for (size_t i = 0; i < steps; ++i) {
    if (i == kShown && steps > 2 * kShown + 1) {
      line += fmt::format(" > ({} more)", steps - 2 * kShown);
      i = steps - kShown;
    }
    line += (i == 0 ? "" : " > ") + entry.path[i].symbol;
  }
  text += EscapeForTerminal(line) + "\n";
}

void WriteEntry(const ReachableCapability& entry, JsonWriter& json) {
  json.BeginObject().Member("capability", entry.capability).Key("argument");
  if (entry.argument) {
    json.String(*entry.argument);
  } else {
    json.Null();
  }
  if (entry.granted) json.Member("granted", *entry.granted);
  json.Member("confidence", ConfidenceName(entry.confidence)).Key("path").BeginArray();
  for (const CapabilityStep& step : entry.path) {
    json.BeginObject()
        .Member("symbol", step.symbol)
        .Member("path", step.path)
        .Member("line", step.location.begin.line)
        .EndObject();
  }
  json.EndArray().EndObject();
}

void WriteEntries(std::string_view key, const std::vector<ReachableCapability>& entries,
                  JsonWriter& json) {
  json.Key(key).BeginArray();
  for (const ReachableCapability& entry : entries) WriteEntry(entry, json);
  json.EndArray();
}

/// The entries of `these` that `others` lack.
std::vector<ReachableCapability> Lacking(const std::vector<ReachableCapability>& these,
                                         const CapabilityHolder* others) {
  std::set<std::pair<std::string_view, std::optional<std::string>>> known;
  if (others != nullptr) {
    for (const ReachableCapability& entry : others->capabilities)
      known.emplace(entry.capability, entry.argument);
  }
  std::vector<ReachableCapability> lacking;
  for (const ReachableCapability& entry : these) {
    if (!known.contains({entry.capability, entry.argument})) lacking.push_back(entry);
  }
  return lacking;
}

}  // namespace

std::vector<CapabilityChange> CompareCapabilities(const std::vector<CapabilityHolder>& before,
                                                  const std::vector<CapabilityHolder>& now) {
  std::map<std::string_view, std::pair<const CapabilityHolder*, const CapabilityHolder*>> names;
  for (const CapabilityHolder& holder : before) names[holder.name].first = &holder;
  for (const CapabilityHolder& holder : now) names[holder.name].second = &holder;
  std::vector<CapabilityChange> changes;
  for (const auto& [name, sides] : names) {
    CapabilityChange change;
    change.name = name;
    if (sides.second != nullptr) change.added = Lacking(sides.second->capabilities, sides.first);
    if (sides.first != nullptr) change.removed = Lacking(sides.first->capabilities, sides.second);
    if (!change.added.empty() || !change.removed.empty()) changes.push_back(std::move(change));
  }
  return changes;
}

std::string CapabilitiesText(const std::vector<CapabilityHolder>& holders) {
  std::string text;
  for (const CapabilityHolder& holder : holders) {
    text += fmt::format("{}{}: {} file{}{}\n", text.empty() ? "" : "\n",
                        EscapeForTerminal(holder.name), holder.files, holder.files == 1 ? "" : "s",
                        holder.capabilities.empty() ? ", reaches nothing that is known" : "");
    Columns columns;
    columns.Fit(holder.capabilities);
    for (const ReachableCapability& entry : holder.capabilities)
      AddEntry(entry, "  ", columns, text);
  }
  return text;
}

std::string CapabilitiesJson(const std::vector<CapabilityHolder>& holders) {
  std::string text;
  JsonWriter json(&text, JsonWriter::Layout::kIndented);
  json.BeginObject().Member("schema", "krepis.caps/1").Key("modules").BeginArray();
  for (const CapabilityHolder& holder : holders) {
    json.BeginObject().Member("module", holder.name);
    WriteEntries("capabilities", holder.capabilities, json);
    json.EndObject();
  }
  json.EndArray().EndObject();
  return text + "\n";
}

std::string ChangesText(const std::vector<CapabilityChange>& changes) {
  std::string text;
  for (const CapabilityChange& change : changes) {
    text += (text.empty() ? "" : "\n") + EscapeForTerminal(change.name) + ":\n";
    Columns columns;
    columns.Fit(change.added);
    columns.Fit(change.removed);
    for (const ReachableCapability& entry : change.added) AddEntry(entry, "  + ", columns, text);
    for (const ReachableCapability& entry : change.removed) AddEntry(entry, "  - ", columns, text);
  }
  return text;
}

std::string ChangesJson(const std::vector<CapabilityChange>& changes) {
  std::string text;
  JsonWriter json(&text, JsonWriter::Layout::kIndented);
  json.BeginObject().Member("schema", "krepis.caps-diff/1").Key("modules").BeginArray();
  for (const CapabilityChange& change : changes) {
    json.BeginObject().Member("module", change.name);
    WriteEntries("added", change.added, json);
    WriteEntries("removed", change.removed, json);
    json.EndObject();
  }
  json.EndArray().EndObject();
  return text + "\n";
}

}  // namespace krepis::analyzer
