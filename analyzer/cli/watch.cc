#include "analyzer/cli/watch.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/cli/check_report.h"
#include "analyzer/cli/end_signals.h"
#include "analyzer/cli/output.h"
#include "analyzer/cli/progress_line.h"
#include "analyzer/cli/resident.h"
#include "analyzer/cli/session.h"
#include "analyzer/core/language.h"
#include "analyzer/live/live_workspace.h"

namespace krepis::analyzer {
namespace {

/// What happens within this time of each other is one change.
constexpr int kSettledMs = 50;
/// But it is looked at after this time at the latest.
constexpr std::chrono::seconds kMostGathered{1};

bool IsScreen() {
  const char* term = std::getenv("TERM");
  return isatty(STDOUT_FILENO) == 1 && (term == nullptr || std::string_view(term) != "dumb");
}

/// What changed, for people.
std::string Named(const TreeWatch::Changes& changes) {
  std::vector<std::string> paths(changes.asked.begin(), changes.asked.end());
  paths.insert(paths.end(), changes.listed.begin(), changes.listed.end());
  if (changes.anything || paths.empty()) return "files changed";
  std::sort(paths.begin(), paths.end());
  if (paths.size() == 1) return paths.front() + " changed";
  return fmt::format("{} and {} more changed", paths.front(), paths.size() - 1);
}

/// Whether a reader expects an answer to that, also where it says what the one before it said.
bool IsOfNote(const TreeWatch::Changes& changes) {
  return changes.anything || !changes.asked.empty() ||
         std::any_of(changes.listed.begin(), changes.listed.end(),
                     [](const std::string& path) { return LanguageOf(path) != Language::kNone; });
}

void Add(TreeWatch::Changes& all, TreeWatch::Changes more) {
  all.asked.merge(more.asked);
  all.listed.merge(more.listed);
  all.anything |= more.anything;
}

class Watch {
 public:
  Watch(const Options& options, Format format, WorkspacePlace place)
      : options_(options),
        place_(std::move(place)),
        question_(QuestionOf(options, format)),
        clears_(format == Format::kText && IsScreen()) {}

  int Run() {
    if (!Open()) return kUsage;
    {
      const ProgressLine line(options_.quiet ? nullptr : &progress_);
      live_->Update();
    }
    if (!Report("")) return code_;
    if (live_->watch()->fd() < 0) {
      Say("error: no folder can be watched (fs.inotify.max_user_instances)");
      return kUsage;
    }
    const EndSignals signals;
    if (options_.config.empty()) resident_ = Resident::Open(live_->root());
    SayOnce();
    while (Wait(signals)) {
      if (live_->IsOutdated() && !Open()) return kUsage;
      // One that is given up is gone with the process.
      if (!live_->Update([&] { return signals.Came(); })) break;
      const std::string what = Named(changes_);
      const bool of_note = IsOfNote(std::exchange(changes_, {}));
      if ((of_note || Tell() != told_) && !Report(what)) break;
    }
    return code_;
  }

 private:
  struct Told {
    std::vector<std::string> errors;  // on stderr
    std::string text;                 // on stdout
    std::vector<std::string> notes;   // on stderr
    int code = kClean;
    bool operator==(const Told&) const = default;
  };

  bool Open() {
    LiveOptions options;
    options.jobs = options_.jobs;
    options.config = options_.config;
    options.focus = place_.focus;
    options.strict = options_.strict;
    options.compiler = true;
    options.store = !options_.no_cache;
    options.watch = true;
    options.progress = &progress_;
    Result<std::unique_ptr<LiveWorkspace>> live = LiveWorkspace::Open(place_.root, options);
    if (!live) {
      Say("error: " + live.error().message);
      return false;
    }
    live_ = std::move(*live);
    if (live_->root() == place_.root) return true;
    Say(fmt::format("error: what is watched belongs to the workspace {} by now", live_->root()));
    return false;
  }

  /// What there is to say now.
  Told Tell() {
    Told told;
    const Analysis& analysis = live_->analysis();
    krepis::analyzer::Report report = live_->report();
    told.errors = ConfigErrorTexts(live_->config_errors());
    if (!told.errors.empty() && analysis.request().rules.empty()) {
      told.code = kUsage;  // there was no config without errors yet
      return told;
    }
    if (const auto why = WhyNothing(question_, report, live_->root())) {
      told.errors.push_back(*why);
      told.code = kUsage;
      return told;
    }
    const CheckReport text(question_, std::move(report), live_->root(), &analysis, std::nullopt);
    told.text = text.Text();
    told.notes = text.notes();
    told.code = text.exit_code();
    if (!told.errors.empty()) {
      told.code = kUsage;
      told.notes.push_back(
          "krepis.toml has errors: what is reported is by what of it is right, or as it was "
          "before");
    }
    return told;
  }

  /// False: nobody reads it any longer.
  bool Report(const std::string& what) {
    told_ = Tell();
    code_ = told_.code;
    if (clears_ && !WriteStdout("\x1b[H\x1b[2J")) return false;
    if (!what.empty() && !options_.quiet) Say(what);
    for (const std::string& error : told_.errors) Say("error: " + error);
    if (!WriteStdout(told_.text)) return false;
    for (const std::string& note : told_.notes) Say("note: " + note);
    if (!live_->watch()->complete()) {
      Say("note: not all folders can be watched (fs.inotify.max_user_watches, or a file system "
          "that does "
          "not tell): changes in them go unnoticed");
    }
    return true;
  }

  void SayOnce() const {
    if (!options_.quiet) Say("watching for changes; Ctrl-C ends");
  }

  /// Until something has changed; false: it is time to end.
  bool Wait(const EndSignals& signals) {
    using Clock = std::chrono::steady_clock;
    std::optional<Clock::time_point> began;  // of the changes
    for (;;) {
      pollfd ready[] = {{live_->watch()->fd(), POLLIN, 0},
                        {signals.fd(), POLLIN, 0},
                        {STDOUT_FILENO, 0, 0},  // a pipe that nobody reads any longer
                        {resident_ == nullptr ? -1 : resident_->fd(), POLLIN, 0}};
      const int count = poll(ready, 4, changes_.empty() ? -1 : kSettledMs);
      if (count < 0 && errno != EINTR) return false;
      if (count > 0 && (ready[1].revents != 0 || ready[2].revents != 0)) return false;
      if (count > 0 && ready[3].revents != 0) {
        resident_->Serve([&](const ResidentQuestion& asked) { return Answer(asked, signals); });
      }
      if (count > 0) Add(changes_, live_->Notice());
      if (changes_.empty()) continue;
      if (!began) began = Clock::now();
      if (count == 0 || Clock::now() - *began >= kMostGathered) return true;
    }
  }

  /// What another process would print if it looked for itself now; none where that is not certain.
  std::optional<ResidentAnswer> Answer(const ResidentQuestion& asked, const EndSignals& signals) {
    if (asked.focus != place_.focus || asked.strict != options_.strict) return std::nullopt;
    Add(changes_, live_->Notice());
    if (!live_->Update([&] { return signals.Came(); })) return std::nullopt;
    if (!live_->IsAsNew() || live_->asked_git()) return std::nullopt;
    const krepis::analyzer::Report& report = live_->report();
    // It may have taken too long, or a worker may have ended: another run may find it otherwise.
    if (!report.incomplete.empty()) return std::nullopt;
    if (WhyNothing(asked.check, report, live_->root())) return std::nullopt;
    const CheckReport told(asked.check, report, live_->root(), &live_->analysis(), std::nullopt);
    return ResidentAnswer{told.exit_code(), told.Text(), told.notes()};
  }

  const Options& options_;
  const WorkspacePlace place_;
  const CheckQuestion question_;
  const bool clears_;
  Progress progress_;
  std::unique_ptr<LiveWorkspace> live_;
  TreeWatch::Changes changes_;  // that no report has been printed of yet
  std::unique_ptr<Resident> resident_;
  Told told_;
  int code_ = kClean;
};

}  // namespace

int RunWatch(const Options& options, Format format) {
  if (format != Format::kText && format != Format::kJsonl) {
    Say(fmt::format(
        "error: --watch writes one report behind the other, as text or jsonl and not as {}",
        FormatName(format)));
    return kUsage;
  }
  Result<WorkspacePlace> place = FindPlace(options.paths, DiskFileSystem("/"));
  if (!place) {
    Say("error: " + place.error().message);
    return kUsage;
  }
  return Watch(options, format, std::move(*place)).Run();
}

}  // namespace krepis::analyzer
