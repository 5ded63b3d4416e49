#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/core/diagnostic.h"
#include "analyzer/report/module_map.h"

namespace krepis::analyzer {

class QuotedLines;

// A report is data; a format is one function from it to text (pb: to bytes). Each has its own file
// beside this one, and the table in format.cc gives it its name on the command line. No format
// reads files, knows the time or looks at the environment: the same report gives the same bytes.

enum class Format : uint8_t {
  kText,
  kJson,
  kJsonl,
  kSarif,
  kGithub,
  kGitlab,
  kJunit,
  kCheckstyle,
  kRdjson,
  kMarkdown,
  kProtobuf,
  kHtml,
};

/// The contents of a workspace-relative path, or nothing when it cannot be had. Called once per
/// file and format, perhaps again for large reports; need not be thread-safe.
using SourceProvider = std::function<std::optional<std::string>(std::string_view path)>;

/// What a report of a change was held against.
struct Comparison {
  std::string revision;  // as the user named it
  std::string commit;    // the merge base of that and HEAD, hexadecimal; empty before the first one
  bool unchanged = false;  // every file is as it was there, so that nothing was analysed
  uint64_t older = 0;      // violations that were there already, and are not reported
};

struct FormatOptions {
  /// Version of krepis, as in the report's header.
  std::string version = KREPIS_VERSION;
  /// Without it there are no snippets and no line hashes.
  SourceProvider source;
  /// See SourceCache; must outlive the rendering. Null: none.
  QuotedLines* quotes = nullptr;
  /// The modules of the workspace; without it there is no picture of them (html only).
  std::function<ModuleMap()> modules;
  /// ANSI colours (text only).
  bool colour = false;
  /// List the unknowns one by one instead of counting them by kind (text only; the machine formats
  /// always list them).
  bool show_unknown = false;
  /// Columns that a snippet's code may take before it is cut around the span (text only).
  uint32_t snippet_width = 100;
  /// Set when only what is new since a commit is reported (text, json, jsonl, markdown and html
  /// say so).
  std::optional<Comparison> since;
};

/// The format called `name` on the command line, or nothing.
std::optional<Format> FormatByName(std::string_view name);
/// "text", "json", ...
std::string_view FormatName(Format format);
/// Every format's name, for help and error messages.
std::span<const std::string_view> FormatNames();

/// The whole output in `format`, with its final line end. `report` has been through Finish().
std::string Render(Format format, const Report& report, const FormatOptions& options);

}  // namespace krepis::analyzer
