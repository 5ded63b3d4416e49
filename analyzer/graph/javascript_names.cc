#include "analyzer/graph/javascript_names.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <tuple>
#include <utility>

namespace krepis::analyzer {
namespace {

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
    : facts_(input.facts), graph_(input.graph), files_(input.facts.size()) {
  for (uint32_t file = 0; file < files_.size(); ++file) Read(file, files_[file]);
}

JavaScriptNames::JavaScriptNames(const CallLinkInput& input, CallsOf calls)
    : facts_(input.facts),
      graph_(input.graph),
      calls_(std::move(calls)),
      files_(input.facts.size()) {}

void JavaScriptNames::Read(uint32_t file, File& in) const {
  in.read = true;
  if (IsOne(file)) {
    AddNames(file, in);
    in.modules = JavaScriptModules(graph_, file);
  }
  IndexNames(in);
}

void JavaScriptNames::AddNames(uint32_t file, File& in) const {
  const CallFacts& calls = facts(file);
  std::vector<Entry>& entries = in.entries;
  entries.reserve(calls.functions.size() + calls.types.size() + calls.values.size());
  for (uint32_t i = 0; i < calls.functions.size(); ++i) {
    const FunctionFact& function = calls.functions[i];
    if (IsNamed(function, i)) entries.push_back({function.name, Entry::Kind::kFunction, i});
  }
  for (uint32_t i = 0; i < calls.types.size(); ++i) {
    entries.push_back({calls.types[i].name, Entry::Kind::kType, i});
  }
  for (uint32_t i = 0; i < calls.values.size(); ++i)
    entries.push_back({calls.values[i].name, Entry::Kind::kValue, i});
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.name, a.kind, a.index) < std::tie(b.name, b.kind, b.index);
  });
  for (const Entry& entry : entries) {
    in.longest = std::max(in.longest, entry.name.size());
    in.common |= IsBelow(entry.name, "exports");
    in.spread |= entry.name.ends_with(".*");
  }
}

uint32_t JavaScriptNames::ModuleOf(uint32_t file, std::string_view module) const {
  return In(file).modules.Of(module).value_or(kNone);
}

void JavaScriptNames::IndexNames(File& in) const {
  const std::vector<Entry>& entries = in.entries;
  const auto size = static_cast<uint32_t>(std::bit_ceil(2 * entries.size() + 1));
  in.first_slot = static_cast<uint32_t>(slots_.size());
  in.slot_mask = size - 1;
  slots_.resize(slots_.size() + size);
  for (uint32_t i = 0; i < entries.size(); ++i) {
    if (i != 0 && entries[i].name == entries[i - 1].name) continue;
    const uint32_t hash = HashOf(entries[i].name);
    uint32_t slot = hash & in.slot_mask;
    while (slots_[in.first_slot + slot].first != kNone) slot = (slot + 1) & in.slot_mask;
    slots_[in.first_slot + slot] = {hash, i};
  }
}

std::span<const JavaScriptNames::Entry> JavaScriptNames::Named(uint32_t file,
                                                               std::string_view name) const {
  const File& in = In(file);
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
  const File& in = In(file);
  if (name.size() >= in.longest) return {};
  const std::vector<Entry>& entries = in.entries;
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

}  // namespace krepis::analyzer
