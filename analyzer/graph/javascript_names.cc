#include "analyzer/graph/javascript_names.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "analyzer/graph/javascript_search.h"

namespace krepis::analyzer {
namespace {

/// Classes that one is derived from.
constexpr size_t kMaxAbove = 256;
constexpr std::string_view kLocal = "local#";

uint32_t HashOf(std::string_view name) {
  return static_cast<uint32_t>(std::hash<std::string_view>()(name) >> 16);
}

}  // namespace

bool JavaScriptNames::IsBelow(std::string_view name, std::string_view holder) {
  return name.starts_with(holder) &&
         (name.size() == holder.size() || name[holder.size()] == '.' || name[holder.size()] == '(');
}

JavaScriptNames::JavaScriptNames(const CallLinkInput& input)
    : facts_(input.facts), files_(input.facts.size()) {
  for (uint32_t file = 0; file < files_.size(); ++file) {
    files_[file].first_type = static_cast<uint32_t>(types_.size());
    if (GroupOf(facts_[file].language) != LanguageGroup::kTypeScript) continue;
    AddNames(file);
    files_[file].modules = JavaScriptModules(input.graph, file);
  }
  IndexNames();
  AddBases();
  for (uint32_t file = 0; file < files_.size(); ++file) AddMethods(file);
}

void JavaScriptNames::AddNames(uint32_t file) {
  const CallFacts& calls = facts_[file].calls;
  std::vector<Entry>& entries = files_[file].entries;
  entries.reserve(calls.functions.size() + calls.types.size() + calls.values.size());
  for (uint32_t i = 1; i < calls.functions.size(); ++i) {
    const FunctionFact& function = calls.functions[i];
    if (!function.name.empty() && !function.bodiless)
      entries.push_back({function.name, Entry::Kind::kFunction, i});
  }
  for (uint32_t i = 0; i < calls.types.size(); ++i) {
    entries.push_back({calls.types[i].name, Entry::Kind::kType, i});
    types_.push_back({file, i, {}, {}, {}, false});
  }
  for (uint32_t i = 0; i < calls.values.size(); ++i)
    entries.push_back({calls.values[i].name, Entry::Kind::kValue, i});
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.name, a.kind, a.index) < std::tie(b.name, b.kind, b.index);
  });
  for (const Entry& entry : entries) {
    files_[file].longest = std::max(files_[file].longest, entry.name.size());
    files_[file].common |= IsBelow(entry.name, "exports");
    files_[file].spread |= entry.name.ends_with(".*");
  }
}

void JavaScriptNames::AddBases() {
  JavaScriptSearch search(*this);
  std::vector<JavaScriptTarget> bases;
  for (Type& type : types_) {
    for (const std::string& base : facts(type.file).types[type.index].bases) {
      bases.clear();
      search.Find(type.file, base, bases);
      for (const JavaScriptTarget& target : bases) {
        if (target.kind == JavaScriptTarget::Kind::kType)
          type.bases.push_back(files_[target.file].first_type + target.index);
      }
    }
  }
  for (Type& type : types_) {
    std::unordered_set<uint32_t> known;
    type.above = type.bases;
    for (size_t next = 0; next < type.above.size() && next < kMaxAbove; ++next) {
      if (!known.insert(type.above[next]).second) continue;
      const std::vector<uint32_t>& further = types_[type.above[next]].bases;
      type.above.insert(type.above.end(), further.begin(), further.end());
    }
    std::sort(type.above.begin(), type.above.end());
    type.above.erase(std::unique(type.above.begin(), type.above.end()), type.above.end());
  }
  for (uint32_t id = 0; id < types_.size(); ++id) {
    const Type& type = types_[id];
    const bool implementor = !facts(type.file).types[type.index].interface;
    for (const uint32_t above : type.above) {
      types_[above].below.push_back(id);
      types_[above].implemented |= implementor;
    }
  }
}

void JavaScriptNames::AddMethods(uint32_t file) {
  for (const Entry& entry : files_[file].entries) {
    if (entry.kind == Entry::Kind::kType) continue;
    const size_t dot = entry.name.rfind('.');
    if (dot == std::string_view::npos) continue;
    uint32_t function = entry.index;
    if (entry.kind == Entry::Kind::kValue) {
      // What an object holds is that of others, but for the closures of who makes it.
      const std::string_view symbol = facts(file).values[entry.index].symbol;
      if (!symbol.starts_with(kLocal)) continue;
      const std::span<const Entry> named = Named(file, symbol.substr(kLocal.size()));
      if (named.empty() || named.front().kind != Entry::Kind::kFunction) continue;
      function = named.front().index;
    }
    for (const Entry& holder : Named(file, entry.name.substr(0, dot))) {
      if (holder.kind != Entry::Kind::kType) continue;
      Methods& methods = methods_.try_emplace(entry.name.substr(dot + 1)).first->second;
      if (methods.all.empty()) methods.id = static_cast<uint32_t>(methods_.size());
      methods.all.push_back({files_[file].first_type + holder.index, function});
    }
  }
}

uint32_t JavaScriptNames::ModuleOf(uint32_t file, std::string_view module) const {
  return files_[file].modules.Of(module).value_or(kNone);
}

void JavaScriptNames::IndexNames() {
  for (File& file : files_) {
    const std::vector<Entry>& entries = file.entries;
    const auto size = static_cast<uint32_t>(std::bit_ceil(2 * entries.size() + 1));
    file.first_slot = static_cast<uint32_t>(slots_.size());
    file.slot_mask = size - 1;
    slots_.resize(slots_.size() + size);
    for (uint32_t i = 0; i < entries.size(); ++i) {
      if (i != 0 && entries[i].name == entries[i - 1].name) continue;
      const uint32_t hash = HashOf(entries[i].name);
      uint32_t slot = hash & file.slot_mask;
      while (slots_[file.first_slot + slot].first != kNone) slot = (slot + 1) & file.slot_mask;
      slots_[file.first_slot + slot] = {hash, i};
    }
  }
}

std::span<const JavaScriptNames::Entry> JavaScriptNames::Named(uint32_t file,
                                                               std::string_view name) const {
  const File& in = files_[file];
  if (name.size() > in.longest)
    return {};  // paths are long, and every beginning of one is asked for
  const uint32_t hash = HashOf(name);
  for (uint32_t slot = hash & in.slot_mask; slots_[in.first_slot + slot].first != kNone;
       slot = (slot + 1) & in.slot_mask) {
    const Slot& at = slots_[in.first_slot + slot];
    if (at.hash != hash || in.entries[at.first].name != name) continue;
    size_t last = at.first + 1;
    while (last < in.entries.size() && in.entries[last].name == name) ++last;
    return std::span(in.entries).subspan(at.first, last - at.first);
  }
  return {};
}

std::span<const JavaScriptNames::Entry> JavaScriptNames::Members(uint32_t file,
                                                                 std::string_view name) const {
  if (name.size() >= files_[file].longest) return {};
  const std::vector<Entry>& entries = files_[file].entries;
  const auto before = [name](const Entry& entry, unsigned char behind) {
    const int order = entry.name.substr(0, name.size()).compare(name);
    if (order != 0) return order < 0;
    return entry.name.size() == name.size() ||
           static_cast<unsigned char>(entry.name[name.size()]) < behind;
  };
  const auto first = std::lower_bound(entries.begin(), entries.end(), '.', before);
  const auto last = std::lower_bound(first, entries.end(), '/', before);  // behind '.'
  return {first, last};
}

std::optional<uint32_t> JavaScriptNames::FileOf(uint32_t file, std::string_view symbol) const {
  if (symbol.starts_with(kLocal)) return file;
  const uint32_t module = ModuleOf(file, JavaScriptModules::ModuleIn(symbol));
  return module == kNone ? std::nullopt : std::optional(module);
}

const JavaScriptNames::Methods* JavaScriptNames::MethodsOf(std::string_view name) const {
  const auto found = methods_.find(name);
  return found == methods_.end() ? nullptr : &found->second;
}

}  // namespace krepis::analyzer
