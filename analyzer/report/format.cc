#include "analyzer/report/format.h"

#include <array>

#include "analyzer/report/checkstyle.h"
#include "analyzer/report/github.h"
#include "analyzer/report/gitlab.h"
#include "analyzer/report/html.h"
#include "analyzer/report/json.h"
#include "analyzer/report/junit.h"
#include "analyzer/report/markdown.h"
#include "analyzer/report/protobuf.h"
#include "analyzer/report/rdjson.h"
#include "analyzer/report/sarif.h"
#include "analyzer/report/text.h"

namespace krepis::analyzer {
namespace {

using Renderer = std::string (*)(const Report&, const FormatOptions&);

struct Entry {
  Format format;
  std::string_view name;
  Renderer render;
};

constexpr std::array kEntries = std::to_array<Entry>({
    {Format::kText, "text", &RenderText},
    {Format::kJson, "json", &RenderJson},
    {Format::kJsonl, "jsonl", &RenderJsonl},
    {Format::kSarif, "sarif", &RenderSarif},
    {Format::kGithub, "github", &RenderGithub},
    {Format::kGitlab, "gitlab", &RenderGitlab},
    {Format::kJunit, "junit", &RenderJunit},
    {Format::kCheckstyle, "checkstyle", &RenderCheckstyle},
    {Format::kRdjson, "rdjson", &RenderRdjson},
    {Format::kMarkdown, "markdown", &RenderMarkdown},
    {Format::kProtobuf, "pb", &RenderProtobuf},
    {Format::kHtml, "html", &RenderHtml},
});

constexpr auto kNames = [] {
  std::array<std::string_view, kEntries.size()> names;
  for (size_t i = 0; i < names.size(); ++i) names[i] = kEntries[i].name;
  return names;
}();

}  // namespace

std::optional<Format> FormatByName(std::string_view name) {
  for (const Entry& entry : kEntries) {
    if (entry.name == name) return entry.format;
  }
  return std::nullopt;
}

std::string_view FormatName(Format format) {
  for (const Entry& entry : kEntries) {
    if (entry.format == format) return entry.name;
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
