#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>

#include "analyzer/cli/html_model.h"
#include "analyzer/cli/output.h"
#include "analyzer/cli/session.h"
#include "analyzer/cli/since.h"
#include "analyzer/cli/verbs.h"
#include "analyzer/config/suggest.h"
#include "analyzer/report/format.h"
#include "analyzer/report/place_prefix.h"

namespace krepis::analyzer {
namespace {

struct OutputFile {
  Format format;
  std::string path;
  bool append = false;
};

/// `--output FORMAT=FILE` or `FORMAT+=FILE`, each checked before anything is analysed.
Result<std::vector<OutputFile>> ParseOutputs(const std::vector<std::string>& outputs) {
  std::vector<OutputFile> files;
  for (const std::string& output : outputs) {
    const size_t equals = output.find('=');
    const bool append = equals != std::string::npos && equals != 0 && output[equals - 1] == '+';
    const std::string name = output.substr(0, append ? equals - 1 : equals);
    const std::optional<Format> format = FormatByName(name);
    if (equals == std::string::npos || equals + 1 == output.size() || !format) {
      return Error{
          fmt::format("--output {} is not FORMAT=FILE (FORMAT+=FILE appends) with one of the "
                      "formats {}{}",
                      output, fmt::join(FormatNames(), ", "),
                      format ? std::string() : DidYouMean(name, FormatNames())),
          {}};
    }
    files.push_back({*format, output.substr(equals + 1), append});
  }
  return files;
}

void PrintStats(const Analysis& analysis) {
  rusage self{};
  rusage children{};
  getrusage(RUSAGE_SELF, &self);
  getrusage(RUSAGE_CHILDREN, &children);
  Say(fmt::format("{:<12} {:>9} {:>9}", "phase", "wall ms", "cpu ms"));
  for (const PhaseTime& phase : analysis.phases()) {
    Say(fmt::format("{:<12} {:>9.1f} {:>9.1f}", phase.name,
                    std::chrono::duration<double, std::milli>(phase.wall).count(),
                    std::chrono::duration<double, std::milli>(phase.cpu).count()));
  }
  const TierCounts& tiers = analysis.tiers();
  Say(fmt::format(
      "{} files by their bytes alone, {} by a parser: {} of these for a rule that reads "
      "the tree, {} because the bytes did not say enough; {} known from earlier runs",
      tiers.lexical, tiers.parsed, tiers.asked, tiers.unsure, tiers.remembered));
  Say(fmt::format("read {:.1f} MB; peak memory {:.1f} MB, of the largest worker {:.1f} MB",
                  static_cast<double>(analysis.bytes()) / 1e6,
                  static_cast<double>(self.ru_maxrss) / 1e3,
                  static_cast<double>(children.ru_maxrss) / 1e3));
}

int ExitCodeOf(const Report& report, const Options& options) {
  const uint64_t failing =
      report.summary.errors + (options.fail_on == "warning" ? report.summary.warnings : 0);
  const bool too_many = options.max_warnings >= 0 &&
                        report.summary.warnings > static_cast<uint64_t>(options.max_warnings);
  if (failing > 0 || too_many) return kViolations;
  return report.incomplete.empty() ? kClean : kIncomplete;
}

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

int RunCheck(const Options& given) {
  Options options = given;
  // A compiler reads the work tree, and the compile database is of today's files: with it, the two
  // sides of a comparison would not be alike.
  if (options.staged || !options.since.empty()) options.compiler = false;
  const std::optional<Format> format =
      FormatByName(options.format.empty() ? "text" : options.format);
  if (!format) {
    Say(fmt::format("error: unknown format '{}'{}", options.format,
                    DidYouMeanOr(options.format, FormatNames(),
                                 fmt::format("there are {}", fmt::join(FormatNames(), ", ")))));
    return kUsage;
  }
  const Result<std::vector<OutputFile>> outputs = ParseOutputs(options.outputs);
  if (!outputs) {
    Say("error: " + outputs.error().message);
    return kUsage;
  }
  const std::unique_ptr<Session> opened = Session::Open(options);
  if (opened == nullptr) return kUsage;
  Session& session = *opened;
  std::unique_ptr<Since> since;
  if (!options.since.empty()) {
    since = Since::Open(session, options);
    if (since == nullptr) return kUsage;
  }
  if (!session.UseBaseline(options.strict)) return kUsage;
  const bool unchanged = since != nullptr && since->unchanged();
  Analysis::Outcome outcome;
  if (!unchanged) outcome = session.Run();
  if (!outcome.config_errors.empty()) {
    PrintConfigErrors(outcome.config_errors);
    return kUsage;
  }
  Report& report = outcome.report;
  const bool may_be_empty = options.allow_empty || options.staged || since != nullptr;
  if (report.summary.files == 0 && report.incomplete.empty() && !may_be_empty) {
    Say(fmt::format("error: no source files in {}; use --allow-empty if that is meant",
                    session.root()));
    return kUsage;
  }
  report.rules = session.rules();

  FormatOptions rendering;
  if (since != nullptr) {
    if (!unchanged && !since->TakeOutOlder(session, options.strict, report)) return kUsage;
    rendering.since = since->comparison();
  }
  rendering.source = [&](std::string_view path) -> std::optional<std::string> {
    if (unchanged) return std::nullopt;
    Result<std::string> text = session.analysis().request().files->Read(
        path, session.analysis().config().limits.file_bytes);
    if (!text) return std::nullopt;
    return std::move(*text);
  };
  std::string prefix;
  if (options.repository_paths) {
    prefix = PathInRepository(session.root());
    PrefixPlaces(report, prefix);
    rendering.source = PrefixedSource(std::move(rendering.source), prefix);
  }
  rendering.modules = [&] {
    ModuleMap map = MakeModuleMap(session.analysis().model());
    map.place_prefix = prefix;
    return map;
  };
  rendering.show_unknown = options.show_unknown;
  rendering.colour = *format == Format::kText && UseColor(options.color);

  int code = ExitCodeOf(report, options);
  const bool silent = options.quiet && *format == Format::kText && report.violations.empty() &&
                      report.incomplete.empty();
  if (!silent && !WriteStdout(Render(*format, report, rendering))) code = kUsage;
  rendering.colour = false;
  for (const OutputFile& output : *outputs) {
    const std::string text = Render(output.format, report, rendering);
    if (const Result<void> written =
            output.append ? AppendToFile(output.path, text) : WriteFile(output.path, text);
        !written) {
      Say("error: " + written.error().message);
      code = kUsage;
    }
  }
  if (!options.quiet) {
    for (const std::string& note : report.notes) Say("note: " + note);
  }
  if (options.stats && !unchanged) PrintStats(session.analysis());
  return code;
}

}  // namespace krepis::analyzer
