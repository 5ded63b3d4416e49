#include "analyzer/cli/check_report.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

#include "analyzer/cli/html_model.h"
#include "analyzer/cli/output.h"
#include "analyzer/report/place_prefix.h"

namespace krepis::analyzer {
namespace {

/// What leads from the git repository that holds `root` to it, with a '/' behind; "" when it is the
/// repository's own folder, or in none.
std::string PathInRepository(const std::filesystem::path& root) {
  for (std::filesystem::path folder = root; folder.has_relative_path();
       folder = folder.parent_path()) {
    std::error_code error;
    if (!std::filesystem::exists(folder / ".git", error)) continue;
    return folder == root ? "" : root.lexically_relative(folder).string() + "/";
  }
  return "";
}

}  // namespace

CheckQuestion QuestionOf(const Options& options, Format format) {
  CheckQuestion question;
  question.format = format;
  question.colour = format == Format::kText && UseColor(options.color);
  question.show_unknown = options.show_unknown;
  question.quiet = options.quiet;
  question.repository_paths = options.repository_paths;
  question.may_be_empty = options.allow_empty || options.staged || !options.since.empty();
  question.warnings_fail = options.fail_on == "warning";
  question.max_warnings = options.max_warnings;
  return question;
}

std::optional<std::string> WhyNothing(const CheckQuestion& question, const Report& report,
                                      const std::string& root) {
  if (report.summary.files != 0 || !report.incomplete.empty() || question.may_be_empty)
    return std::nullopt;
  return fmt::format("no source files in {}; use --allow-empty if that is meant", root);
}

CheckReport::CheckReport(const CheckQuestion& question, Report report, const std::string& root,
                         const Analysis* analysis, std::optional<Comparison> since)
    : question_(question), report_(std::move(report)) {
  rendering_.since = std::move(since);
  rendering_.show_unknown = question.show_unknown;
  rendering_.source = [analysis](std::string_view path) -> std::optional<std::string> {
    if (analysis == nullptr) return std::nullopt;
    Result<std::string> text =
        analysis->request().files->Read(path, analysis->config().limits.file_bytes);
    if (!text) return std::nullopt;
    return std::move(*text);
  };
  std::string prefix;
  if (question.repository_paths) {
    prefix = PathInRepository(root);
    PrefixPlaces(report_, prefix);
    rendering_.source = PrefixedSource(std::move(rendering_.source), prefix);
  }
  rendering_.modules = [analysis, prefix] {
    ModuleMap map;
    if (analysis != nullptr) map = MakeModuleMap(analysis->model());
    map.place_prefix = prefix;
    return map;
  };
}

int CheckReport::exit_code() const {
  const Summary& summary = report_.summary;
  const uint64_t failing = summary.errors + (question_.warnings_fail ? summary.warnings : 0);
  const bool too_many = question_.max_warnings >= 0 &&
                        summary.warnings > static_cast<uint64_t>(question_.max_warnings);
  if (failing > 0 || too_many) return kViolations;
  return report_.incomplete.empty() ? kClean : kIncomplete;
}

std::string CheckReport::Text(QuotedLines* quotes) const {
  const bool silent = question_.quiet && question_.format == Format::kText &&
                      report_.violations.empty() && report_.incomplete.empty();
  if (silent) return "";
  FormatOptions coloured = rendering_;
  coloured.colour = question_.colour;
  coloured.quotes = quotes;
  return Render(question_.format, report_, coloured);
}

std::string CheckReport::In(Format format) const { return Render(format, report_, rendering_); }

const std::vector<std::string>& CheckReport::notes() const {
  return question_.quiet ? none_ : report_.notes;
}

}  // namespace krepis::analyzer
