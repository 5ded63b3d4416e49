#include "analyzer/report/module_groups.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

namespace krepis::analyzer {
namespace {

constexpr std::string_view kSeparators = "/:-_.";
constexpr size_t kMaxRanges = 24;

/// Modules that have their row and the first `prefix` bytes of their names in common.
struct Bin {
  std::vector<uint32_t> members;
  size_t prefix = 0;
  bool whole = false;  // a family, or nothing to cut it by
  bool range = false;
};

/// The part of `name` up to the end of its next separator behind `from`.
std::string_view Part(std::string_view name, size_t from) {
  const size_t end = name.find_first_of(kSeparators, from);
  return name.substr(0, end == name.npos ? name.size() : end + 1);
}

/// The parts of a bin; one, as long as it is before, where it cannot be cut.
std::vector<Bin> Cut(const ModuleMap& map, const Bin& bin) {
  std::map<std::string_view, Bin> parts;
  for (const uint32_t module : bin.members) {
    const std::string_view part = Part(map.modules[module].name, bin.prefix);
    Bin& into = parts[part];
    into.members.push_back(module);
    into.prefix = part.size();
  }
  std::vector<Bin> bins;
  for (auto& [part, into] : parts) bins.push_back(std::move(into));
  return bins;
}

/// Ranges of names, at most `most` of them.
std::vector<Bin> CutIntoRanges(const Bin& bin, size_t most) {
  const size_t size = (bin.members.size() + most - 1) / most;
  std::vector<Bin> bins;
  for (size_t i = 0; i < bin.members.size(); i += size) {
    Bin& range = bins.emplace_back();
    range.whole = range.range = true;
    range.prefix = bin.prefix;
    range.members.assign(
        bin.members.begin() + static_cast<ptrdiff_t>(i),
        bin.members.begin() + static_cast<ptrdiff_t>(std::min(bin.members.size(), i + size)));
  }
  return bins;
}

std::string NameOf(const ModuleMap& map, const Bin& bin) {
  const ModuleMap::Module& first = map.modules[bin.members.front()];
  if (!first.family.empty()) return first.family + ":*";
  if (!bin.range) return first.name.substr(0, bin.prefix) + "*";
  return first.name + " – " + map.modules[bin.members.back()].name.substr(bin.prefix);
}

}  // namespace

std::vector<ModuleGroup> GroupModules(const ModuleMap& map, size_t most) {
  std::vector<uint32_t> by_name(map.modules.size());
  for (uint32_t i = 0; i < by_name.size(); ++i) by_name[i] = i;
  std::sort(by_name.begin(), by_name.end(),
            [&](uint32_t a, uint32_t b) { return map.modules[a].name < map.modules[b].name; });
  const bool many = by_name.size() > most;
  std::map<std::tuple<std::optional<uint32_t>, std::string_view>, Bin> start;
  std::vector<Bin> bins;
  for (const uint32_t module : by_name) {
    const ModuleMap::Module& found = map.modules[module];
    if (found.family.empty() && !many) continue;
    Bin& bin = start[{found.row, found.family}];
    bin.whole = !found.family.empty();
    bin.members.push_back(module);
  }
  for (auto& [key, bin] : start) bins.push_back(std::move(bin));

  // The largest is cut first, as long as all of them are few enough.
  while (many) {
    Bin* largest = nullptr;
    for (Bin& bin : bins) {
      if (!bin.whole && bin.members.size() > 1 &&
          (largest == nullptr || bin.members.size() > largest->members.size()))
        largest = &bin;
    }
    if (largest == nullptr) break;
    std::vector<Bin> parts = Cut(map, *largest);
    const size_t room = most - std::min(most, bins.size() - 1);
    if (parts.size() == 1 && parts.front().prefix > largest->prefix) {
      largest->prefix = parts.front().prefix;
      continue;
    }
    if (parts.size() == 1 || parts.size() > room) {
      if (largest->members.size() <= most || room < 2) {
        largest->whole = true;
        continue;
      }
      parts = CutIntoRanges(*largest, std::min(room, kMaxRanges));
    }
    *largest = std::move(parts.front());
    bins.insert(bins.end(), std::make_move_iterator(parts.begin() + 1),
                std::make_move_iterator(parts.end()));
  }

  std::vector<ModuleGroup> groups;
  for (Bin& bin : bins) {
    if (bin.members.size() < 2) continue;
    std::string name = NameOf(map, bin);
    groups.push_back({std::move(name), std::move(bin.members)});
  }
  std::sort(groups.begin(), groups.end(), [&](const ModuleGroup& a, const ModuleGroup& b) {
    return a.members.front() < b.members.front();
  });
  return groups;
}

}  // namespace krepis::analyzer
