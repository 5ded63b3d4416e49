#include "analyzer/report/html_data.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "analyzer/core/escape.h"
#include "analyzer/core/json_writer.h"
#include "analyzer/report/html_text.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxPlaces = 300;          // of one dependency
constexpr size_t kMaxPlacesInAll = 80'000;  // some two megabytes

/// Numbers in the order of their first use.
class Numbering {
 public:
  explicit Numbering(size_t size) : numbers_(size, ModuleMap::kNone) {}
  uint64_t Of(uint32_t index) {
    if (numbers_[index] == ModuleMap::kNone) {
      numbers_[index] = static_cast<uint32_t>(used_.size());
      used_.push_back(index);
    }
    return numbers_[index];
  }
  const std::vector<uint32_t>& used() const { return used_; }

 private:
  std::vector<uint32_t> numbers_;
  std::vector<uint32_t> used_;
};

void WriteModules(JsonWriter& json, const ModuleMap& map, const ModuleLayout& layout,
                  const ModuleFindings& findings, std::span<const size_t> listed) {
  std::vector<uint64_t> count(map.modules.size(), 0);
  for (const size_t index : listed) {
    for (const uint32_t module : findings.modules_of[index]) ++count[module];
  }
  json.Key("modules").BeginArray();
  for (const uint32_t index : layout.order) {
    const ModuleMap::Module& module = map.modules[index];
    const ModuleLayout::Place& place = layout.places[index];
    json.BeginObject()
        .Member("name", EscapeForTerminal(module.name))
        .Member("files", module.files)
        .Member("rank", place.rank)
        .Member("position", place.position);
    if (place.group != ModuleMap::kNone) json.Member("group", place.group);
    json.Member("findings", count[index]).EndObject();
  }
  json.EndArray();
}

}  // namespace

std::string HtmlData(const ModuleMap& map, const ModuleLayout& layout,
                     const ModuleFindings& findings, const Report& report,
                     std::span<const size_t> listed) {
  std::string out;
  JsonWriter json(&out, JsonWriter::Layout::kCompact);
  json.BeginObject();
  WriteModules(json, map, layout, findings, listed);
  json.Key("groups").BeginArray();
  for (const ModuleLayout::Group& group : layout.groups) {
    json.BeginObject()
        .Member("name", EscapeForTerminal(group.name))
        .Member("open", group.open)
        .EndObject();
  }
  json.EndArray().Key("ranks").BeginArray();
  for (const std::string& rank : layout.ranks) json.String(EscapeForTerminal(rank));
  json.EndArray();
  json.Member("layered", !map.rows.empty()).Member("inferred", map.inferred);
  json.Member("outside", static_cast<uint64_t>(std::count_if(
                             map.files.begin(), map.files.end(), [](const ModuleMap::File& file) {
                               return file.module == ModuleMap::kNone;
                             })));
  json.Member("drawable", static_cast<uint64_t>(ModuleLayout::kDrawable));

  std::vector<uint32_t> number(map.modules.size());
  for (uint32_t i = 0; i < layout.order.size(); ++i) number[layout.order[i]] = i;
  std::vector<int64_t> finding(report.violations.size(), -1);
  for (size_t i = 0; i < listed.size(); ++i) finding[listed[i]] = static_cast<int64_t>(i);

  Numbering files(map.files.size());
  Numbering kinds(64);
  size_t left = kMaxPlacesInAll;
  json.Key("dependencies").BeginArray();
  for (const ModuleDependency& dependency : findings.dependencies) {
    std::set<std::pair<std::string_view, std::string_view>> blamed;
    json.BeginArray();
    json.Number(uint64_t{number[dependency.from]}).Number(uint64_t{number[dependency.to]});
    json.Number(static_cast<uint64_t>(dependency.imports.size())).BeginArray();
    for (const uint32_t index : dependency.violations) {
      blamed.emplace(report.violations[index].from, report.violations[index].to);
      if (finding[index] >= 0) json.Number(finding[index]);
    }
    json.EndArray().BeginArray();
    size_t room = std::min(kMaxPlaces, left);
    for (const bool wanted : {true, false}) {
      for (const uint32_t index : dependency.imports) {
        if (room == 0) break;
        const ModuleMap::Import& place = map.imports[index];
        const bool is_blamed =
            blamed.contains({map.files[place.from].path, map.files[place.to].path});
        if (is_blamed != wanted) continue;
        --room;
        --left;
        const auto kind = static_cast<int64_t>(kinds.Of(static_cast<uint32_t>(place.kind)));
        json.Number(files.Of(place.from)).Number(files.Of(place.to));
        json.Number(uint64_t{place.line}).Number(is_blamed ? ~kind : kind);
      }
    }
    json.EndArray().EndArray();
  }
  json.EndArray().Key("files").BeginArray();
  for (const uint32_t file : files.used()) json.String(EscapeForTerminal(map.files[file].path));
  json.EndArray().Key("kinds").BeginArray();
  for (const uint32_t kind : kinds.used()) json.String(EdgeKindName(static_cast<EdgeKind>(kind)));
  json.EndArray().EndObject();
  return ScriptJson(out);
}

}  // namespace krepis::analyzer
