#include "analyzer/report/format.h"

#include <array>

#include "analyzer/report/json.h"
#include "analyzer/report/sarif.h"
#include "analyzer/report/text.h"

namespace krepis::analyzer {
namespace {

using Renderer = std::string (*)(const Report&, const FormatOptions&);

struct Entry {
  Format format;
  Renderer render;
};

// Same order in both.
constexpr std::array kNames = std::to_array<std::string_view>({"text", "json", "jsonl", "sarif"});
constexpr std::array kEntries = std::to_array<Entry>({
    {Format::kText, &RenderText},
    {Format::kJson, &RenderJson},
    {Format::kJsonl, &RenderJsonl},
    {Format::kSarif, &RenderSarif},
});
static_assert(kNames.size() == kEntries.size());

}  // namespace

std::optional<Format> FormatByName(std::string_view name) {
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return kEntries[i].format;
  }
  return std::nullopt;
}

std::string_view FormatName(Format format) {
  for (size_t i = 0; i < kEntries.size(); ++i) {
    if (kEntries[i].format == format) return kNames[i];
  }
  return "";
}

std::span<const std::string_view> FormatNames() { return kNames; }

std::string Render(Format format, const Report& report, const FormatOptions& options) {
  for (const Entry& entry : kEntries) {
    if (entry.format == format) return entry.render(report, options);
  }
  return "";
}

}  // namespace krepis::analyzer
