#include "analyzer/engine/capability_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "analyzer/config/capability.h"

namespace krepis::analyzer {
namespace {

std::string PathOf(const Model& model, uint32_t file) {
  return std::string(model.graph.name(NodeId{file + 1}));
}

/// Files by the name of their holder.
std::map<std::string, std::vector<uint32_t>> Holders(const Model& model, CapabilityLevel level) {
  std::map<std::string, std::vector<uint32_t>> holders;
  for (uint32_t file = 0; file < model.facts.size(); ++file) {
    const NodeId node{file + 1};
    if (model.graph.is_test(node) && !model.config.workspace.tests) continue;
    std::string name;
    switch (level) {
      case CapabilityLevel::kModule:
        if (!IsNone(model.ModuleOf(node))) name = model.modules.Name(model.ModuleOf(node));
        break;
      case CapabilityLevel::kPackage:
        name = model.packages.NameOf(node);
        break;
      case CapabilityLevel::kFile:
        name = model.graph.name(node);
        break;
    }
    if (!name.empty()) holders[name].push_back(file);
  }
  return holders;
}

/// What groups of files reach, by themselves and over calls.
class Collector {
 public:
  /// `group_of_file`: 0 is none.
  Collector(const Model& model, std::vector<uint32_t> group_of_file, uint32_t groups)
      : model_(model),
        sandbox_(*model.sandbox),
        group_of_file_(std::move(group_of_file)),
        found_(size_t{groups} + 1) {}

  /// By group, from 1.
  std::vector<std::vector<ReachableCapability>> Collect() {
    for (uint32_t file = 0; file < group_of_file_.size(); ++file) {
      if (group_of_file_[file] != 0) AddUses(file);
    }
    const auto wanted = [&](uint32_t group, uint32_t item) {
      const auto known = found_[group].find(item);
      return known == found_[group].end() || known->second.confidence > Confidence::kDirect;
    };
    for (const ReachedCapability& reached :
         sandbox_.Reached({group_of_file_, wanted, Confidence::kUnknown, ReachGroup::kItem}))
      AddReached(reached);
    std::vector<std::vector<ReachableCapability>> all;
    for (std::map<uint32_t, ReachableCapability>& entries : found_) {
      std::vector<ReachableCapability>& list = all.emplace_back();
      for (auto& [item, entry] : entries) list.push_back(std::move(entry));
      SortCapabilities(list);
    }
    return all;
  }

 private:
  void AddUses(uint32_t file) {
    const std::vector<CapabilityUse>& uses = model_.facts[file].capabilities;
    for (uint32_t i = 0; i < uses.size(); ++i) {
      if (uses[i].test_only && !model_.config.workspace.tests) continue;
      const uint32_t item = sandbox_.ItemOf(file, i);
      const auto [entry, fresh] = found_[group_of_file_[file]].try_emplace(item);
      if (!fresh && entry->second.confidence <= uses[i].confidence) continue;
      Fill(item, uses[i].confidence, entry->second);
      entry->second.path = {{uses[i].symbol, PathOf(model_, file), uses[i].location}};
    }
  }

  void AddReached(const ReachedCapability& reached) {
    const auto [entry, fresh] = found_[reached.group].try_emplace(reached.item);
    if (!fresh && entry->second.confidence <= reached.confidence) return;
    Fill(reached.item, reached.confidence, entry->second);
    entry->second.path.clear();
    const CallGraph& calls = sandbox_.calls();
    for (const CapabilityHop& hop : reached.hops) {
      entry->second.path.push_back(
          {calls.NameOf(hop.function), PathOf(model_, calls.ids().FileOf(hop.function)), hop.site});
    }
    entry->second.path.push_back(
        {reached.use->symbol, PathOf(model_, reached.use_file), reached.use->location});
  }

  void Fill(uint32_t item, Confidence confidence, ReachableCapability& entry) {
    entry.capability = sandbox_.items()[item].capability;
    entry.argument = sandbox_.items()[item].argument;
    entry.confidence = confidence;
  }

  const Model& model_;
  const SandboxModel& sandbox_;
  const std::vector<uint32_t> group_of_file_;
  std::vector<std::map<uint32_t, ReachableCapability>> found_;  // by group, by item
};

std::optional<std::string_view> ArgumentOf(const ReachableCapability& entry) {
  return entry.argument ? std::optional<std::string_view>(*entry.argument) : std::nullopt;
}

}  // namespace

std::vector<CapabilityHolder> CapabilitiesOf(const Model& model, CapabilityLevel level,
                                             const std::string& only) {
  std::vector<CapabilityHolder> all;
  std::vector<uint32_t> group_of_file(model.facts.size());
  for (const auto& [name, files] : Holders(model, level)) {
    const bool whole = name == only || (name.starts_with(only) && name[only.size()] == ':');
    if (!only.empty() && !whole) continue;
    CapabilityHolder& holder = all.emplace_back();
    holder.name = name;
    holder.files = static_cast<uint32_t>(files.size());
    if (level == CapabilityLevel::kModule) holder.module = model.modules.Find(name);
    for (const uint32_t file : files) group_of_file[file] = static_cast<uint32_t>(all.size());
  }
  auto capabilities =
      Collector(model, std::move(group_of_file), static_cast<uint32_t>(all.size())).Collect();
  const CapabilityPolicy& policy = model.sandbox->policy();
  for (size_t i = 0; i < all.size(); ++i) {
    CapabilityHolder& holder = all[i];
    holder.capabilities = std::move(capabilities[i + 1]);
    if (IsNone(holder.module) || !model.config.sandbox.present) continue;
    for (ReachableCapability& entry : holder.capabilities) {
      if (!policy.Gates(entry.capability)) continue;
      entry.granted = policy.Grants(holder.module, entry.capability, ArgumentOf(entry));
    }
  }
  return all;
}

CapabilityHolder WholeWorkspace(const Model& model) {
  CapabilityHolder holder;
  std::vector<uint32_t> group_of_file(model.facts.size());
  for (uint32_t file = 0; file < model.facts.size(); ++file) {
    if (!model.config.workspace.tests && model.graph.is_test(NodeId{file + 1})) continue;
    group_of_file[file] = 1;
    ++holder.files;
  }
  holder.capabilities = std::move(Collector(model, std::move(group_of_file), 1).Collect()[1]);
  return holder;
}

void SortCapabilities(std::vector<ReachableCapability>& capabilities) {
  std::sort(capabilities.begin(), capabilities.end(), [](const auto& a, const auto& b) {
    return std::tie(a.capability, a.argument) < std::tie(b.capability, b.argument);
  });
}

namespace {

/// More arguments than these are one grant of the capability as a whole.
constexpr size_t kMaxArguments = 20;

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (static_cast<unsigned char>(c) < 0x20) {
      quoted += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

/// The grant of one use: with its argument where that can be written as one.
std::string GrantFor(const ReachableCapability& entry) {
  if (!entry.argument) return entry.capability;
  const std::string text = entry.capability + ":" + *entry.argument;
  const Result<Grant> grant = ParseGrant(text);
  const bool says_it = grant.ok() && GrantCovers(*grant, entry.capability, *entry.argument);
  return says_it ? text : entry.capability;
}

/// What covers all of `entries`, sorted.
std::set<std::string> GrantsFor(const std::vector<const ReachableCapability*>& entries) {
  std::map<std::string, std::set<std::string>> by_capability;
  for (const ReachableCapability* entry : entries)
    by_capability[entry->capability].insert(GrantFor(*entry));
  std::set<std::string> grants;
  for (auto& [capability, texts] : by_capability) {
    if (texts.contains(capability) || texts.size() > kMaxArguments) {
      grants.insert(capability);
    } else {
      grants.merge(texts);
    }
  }
  return grants;
}

}  // namespace

std::string SuggestPolicy(const Model& model) {
  std::string text = "[sandbox]\ndefault = \"deny\"\n";
  if (model.config.sandbox.present && model.config.sandbox.confidence != Confidence::kDispatch)
    text += fmt::format("confidence = \"{}\"\n", ConfidenceName(model.config.sandbox.confidence));
  const CapabilityPolicy& policy = model.sandbox->policy();
  for (const CapabilityHolder& holder : CapabilitiesOf(model, CapabilityLevel::kModule, {})) {
    std::vector<const ReachableCapability*> needed;
    for (const ReachableCapability& entry : holder.capabilities) {
      if (entry.confidence <= model.config.sandbox.confidence && policy.Gates(entry.capability))
        needed.push_back(&entry);
    }
    std::set<std::string> seals;
    for (const SandboxModule* table : policy.TablesOf(holder.module)) {
      for (const Grant& grant : table->seals) seals.insert(grant.text);
    }
    if (needed.empty() && seals.empty()) continue;
    const bool bare = holder.name.find_first_not_of(
                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") ==
                      std::string::npos;
    text += fmt::format("\n[sandbox.{}]\nallow = [", bare ? holder.name : Quoted(holder.name));
    const std::set<std::string> grants = GrantsFor(needed);
    for (const std::string& grant : grants) text += "\n  " + Quoted(grant) + ",";
    text += grants.empty() ? "]\n" : "\n]\n";
    if (seals.empty()) continue;
    text += "seals = [";
    for (const std::string& seal : seals)
      text += (seal == *seals.begin() ? "" : ", ") + Quoted(seal);
    text += "]\n";
  }
  return text;
}

}  // namespace krepis::analyzer
