#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <future>

#include "analyzer/cli/check_memo.h"
#include "analyzer/cli/check_report.h"
#include "analyzer/cli/output.h"
#include "analyzer/cli/process_memory.h"
#include "analyzer/cli/resident.h"
#include "analyzer/cli/session.h"
#include "analyzer/cli/since.h"
#include "analyzer/cli/verbs.h"
#include "analyzer/cli/watch.h"
#include "analyzer/config/suggest.h"
#include "analyzer/report/format.h"
#include "analyzer/report/quoted_lines.h"
#include "analyzer/store/mapped_file.h"
#include "analyzer/workspace/file_index.h"

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
  const Analysis::UnitCounts& units = analysis.unit_counts();
  if (units.compiled + units.remembered > 0) {
    Say(fmt::format("{} units of the compile database by a compiler, {} known from earlier runs",
                    units.compiled, units.remembered));
  }
  if (analysis.mended_graph()) Say("the graph is that of an earlier run, mended");
  if (analysis.mended_calls()) Say("so is who calls whom");
  Say(fmt::format("read {:.1f} MB; peak memory {:.1f} MB, of the largest worker {:.1f} MB",
                  static_cast<double>(analysis.bytes()) / 1e6,
                  static_cast<double>(self.ru_maxrss) / 1e3,
                  static_cast<double>(children.ru_maxrss) / 1e3));
}

void SayNotes(const std::vector<std::string>& notes) {
  for (const std::string& note : notes) Say("note: " + note);
}

/// Says again what an earlier run said.
int Repeat(const RunOutput& output) {
  const bool written = WriteStdout(output.out);
  SayNotes(output.notes);
  return written ? output.exit_code : kUsage;
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
  if (options.watch) return RunWatch(options, *format);
  PrepareHeap();
  const Result<std::vector<OutputFile>> outputs = ParseOutputs(options.outputs);
  if (!outputs) {
    Say("error: " + outputs.error().message);
    return kUsage;
  }
  if (const std::optional<ResidentAnswer> answer = AskResident(options, *format)) {
    const bool written = WriteStdout(answer->text);
    for (const std::string& note : answer->notes) Say("note: " + note);
    return written ? answer->exit_code : kUsage;
  }
  const CheckQuestion question = QuestionOf(options, *format);
  const std::unique_ptr<CheckMemo> memo = CheckMemo::Open(options, question.colour);
  if (memo != nullptr) {
    std::optional<RunOutput> known = memo->Replay();
    if (MappedFile::TakeCutOff()) known.reset();
    // Times are of this run.
    if (known && !options.stats) return Repeat(*known);
  }
  options.record = memo != nullptr;
  if (memo != nullptr && !options.anew) options.memo = &memo->memo();
  std::unique_ptr<Session> opened = Session::Open(options);
  if (opened == nullptr) return kUsage;
  Session& session = *opened;
  std::unique_ptr<Since> since;
  if (!options.since.empty()) {
    since = Since::Open(session, options);
    if (since == nullptr) return kUsage;
  }
  const bool unchanged = since != nullptr && since->unchanged();
  Analysis::Outcome outcome;
  if (since == nullptr || unchanged) {
    if (!session.UseBaseline(options.strict)) return kUsage;
    if (!unchanged) outcome = session.Run();
  } else if (!since->Run(session, options, outcome)) {
    return kUsage;
  }
  const auto again = [&] {
    opened.reset();
    options = given;
    options.anew = true;
    return RunCheck(options);
  };
  const auto lost = [&] { return session.lost_facts() || MappedFile::TakeCutOff(); };
  if (lost()) return again();
  if (!outcome.config_errors.empty()) {
    PrintConfigErrors(outcome.config_errors);
    return kUsage;
  }
  Report& report = outcome.report;
  if (const auto why = WhyNothing(question, report, session.root())) {
    Say("error: " + *why);
    return kUsage;
  }
  report.rules = session.rules();
  std::optional<Comparison> comparison;
  if (since != nullptr) {
    if (!unchanged && !since->TakeOutOlder(session, options.strict, report)) return kUsage;
    comparison = since->comparison();
  }
  // What was not analysed may have taken too long, which the next run may find otherwise.
  const bool whole = report.incomplete.empty();
  const CheckReport told(question, std::move(report), session.root(),
                         unchanged ? nullptr : &session.analysis(), std::move(comparison));
  const EarlierRun* earlier = session.earlier();
  QuotedLines quotes =
      earlier == nullptr ? QuotedLines() : QuotedLines(earlier->quotes, earlier->changed);
  RunOutput output{told.exit_code(), told.Text(&quotes), told.notes(), {}};
  if (memo != nullptr && !unchanged) {
    // What leads elsewhere by a symlink may change there, and is no source.
    const FileIndex& files = session.analysis().workspace().files();
    output.quotes = quotes.Pack([&](std::string_view path) { return files.IsSource(path); });
  }
  if (lost()) return again();
  int code = WriteStdout(output.out) ? output.exit_code : kUsage;
  for (const OutputFile& file : *outputs) {
    const std::string text = told.In(file.format);
    if (const Result<void> written =
            file.append ? AppendToFile(file.path, text) : WriteFile(file.path, text);
        !written) {
      Say("error: " + written.error().message);
      code = kUsage;
    }
  }
  SayNotes(output.notes);
  if (options.stats && !unchanged) PrintStats(session.analysis());
  if (memo != nullptr && whole) {
    // What is not mended is read from the store, to be written as a whole.
    const bool reads_store = earlier != nullptr && !CheckMemo::IsMended(session.analysis());
    const std::launch policy =
        options.jobs == 1 || reads_store ? std::launch::deferred : std::launch::async;
    const std::future<void> stored = std::async(policy, [&] { session.Store(); });
    memo->Keep(output, options, session);
    stored.wait();
  }
  return code;
}

}  // namespace krepis::analyzer
