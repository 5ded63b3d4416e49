#include <fmt/format.h>

#include <map>

#include "analyzer/cli/output.h"
#include "analyzer/cli/session.h"
#include "analyzer/cli/verbs.h"
#include "analyzer/core/escape.h"

namespace krepis::analyzer {
namespace {

/// What a baseline holds, and what it does not, of one rule.
struct Counts {
  size_t accepted = 0;
  size_t stale = 0;
  size_t fresh = 0;
};

std::string RuleName(const std::string& rule, const std::string& id) {
  return id.empty() ? rule : fmt::format("{} {}", rule, id);
}

std::string Entries(size_t count) {
  return fmt::format("{} {}", count, count == 1 ? "entry" : "entries");
}

std::string Violations(size_t count, std::string_view which = "") {
  return fmt::format("{} {}violation{}", count, which, count == 1 ? "" : "s");
}

/// An analysis of the workspace with what its baseline accepts, and the file's text.
class Verb {
 public:
  explicit Verb(const Options& options) : options_(options) {}

  int Run() {
    if (options_.add && options_.action != "update") {
      Say("error: --add belongs to `krepis baseline update`");
      return kUsage;
    }
    session_ = Session::Open(options_);
    if (session_ == nullptr) return kUsage;
    Result<std::optional<std::string>> text = session_->ReadBaseline();
    if (!text) {
      Say("error: " + text.error().message);
      return kUsage;
    }
    const std::string& path = session_->baseline_path();
    const bool create = options_.action == "create";
    if (create && *text) {
      Say(
          fmt::format("error: {} is there already; `krepis baseline update` takes out what is "
                      "mended, and with --add accepts what is new",
                      path));
      return kUsage;
    }
    if (!create && options_.action != "status" && !*text) {
      Say(fmt::format("error: there is no {}; `krepis baseline create` writes it", path));
      return kUsage;
    }
    text_ = std::move(*text).value_or("");
    if (!session_->UseBaseline(false)) return kUsage;
    Analysis::Outcome outcome = session_->Run();
    PrintConfigErrors(outcome.config_errors);
    if (!outcome.config_errors.empty()) return kUsage;
    report_ = std::move(outcome.report);
    for (const Incomplete& incomplete : report_.incomplete) {
      Say(incomplete.path.empty()
              ? incomplete.reason
              : fmt::format("not analysed: {}: {}", incomplete.path, incomplete.reason));
    }
    const int code = create                        ? Create()
                     : options_.action == "update" ? Update()
                     : options_.action == "prune"  ? Prune()
                                                   : Status();
    return code == kClean && !report_.incomplete.empty() ? kIncomplete : code;
  }

 private:
  const Analysis::BaselineState& state() const { return session_->analysis().baseline(); }

  int Create() {
    if (report_.violations.empty()) return Print("there is nothing to accept\n");
    std::vector<BaselineEntry> entries;
    AddNew(entries);
    return Write(FormatBaseline(std::move(entries)),
                 fmt::format("wrote {}: {} accepted\n", session_->baseline_path(),
                             Violations(report_.violations.size())));
  }

  int Update() {
    std::vector<BaselineEntry> entries = state().used;
    entries.insert(entries.end(), state().beyond.begin(), state().beyond.end());
    if (options_.add) AddNew(entries);
    std::string summary = Removed();
    if (state().renamed > 0) summary += fmt::format(", {} renamed", state().renamed);
    const size_t fresh = report_.violations.size();
    if (options_.add) summary += fmt::format(", {} added", fresh);
    summary += '\n';
    if (fresh > 0 && !options_.add) {
      summary += fmt::format("  {}: mend, or accept with `krepis baseline update --add`\n",
                             Violations(fresh, "new "));
    }
    return Write(FormatBaseline(std::move(entries)), summary);
  }

  int Prune() { return Write(WithoutEntries(text_, state().stale), Removed() + '\n'); }

  int Status() {
    std::map<std::string, Counts> rules;
    for (const BaselineEntry& entry : state().used)
      ++rules[RuleName(entry.rule, entry.id)].accepted;
    for (const BaselineEntry& entry : state().stale) ++rules[RuleName(entry.rule, entry.id)].stale;
    for (const Diagnostic& violation : report_.violations)
      ++rules[RuleName(violation.rule, violation.id)].fresh;
    Counts all;
    std::string table = fmt::format("{:>8} {:>8} {:>8}  rule\n", "accepted", "stale", "new");
    for (const auto& [rule, counts] : rules) {
      table += fmt::format("{:>8} {:>8} {:>8}  {}\n", counts.accepted, counts.stale, counts.fresh,
                           EscapeForTerminal(rule));
      all.accepted += counts.accepted;
      all.stale += counts.stale;
      all.fresh += counts.fresh;
    }
    return Print(table +
                 fmt::format("{:>8} {:>8} {:>8}  in all\n", all.accepted, all.stale, all.fresh));
  }

  void AddNew(std::vector<BaselineEntry>& entries) const {
    for (const Diagnostic& violation : report_.violations) entries.push_back(EntryOf(violation));
  }

  /// "krepis.baseline: 3 entries taken out, 20 left".
  std::string Removed() const {
    return fmt::format("{}: {} taken out, {} left", session_->baseline_path(),
                       Entries(state().stale.size()), state().used.size() + state().beyond.size());
  }

  int Write(const std::string& text, const std::string& summary) const {
    if (text != text_) {
      const Result<void> written = WriteFile(session_->Absolute(session_->baseline_path()), text);
      if (!written) {
        Say("error: " + written.error().message);
        return kUsage;
      }
    }
    return Print(summary);
  }

  static int Print(const std::string& summary) { return WriteStdout(summary) ? kClean : kUsage; }

  const Options& options_;
  std::unique_ptr<Session> session_;
  std::string text_;
  Report report_;
};

}  // namespace

int RunBaseline(const Options& options) { return Verb(options).Run(); }

}  // namespace krepis::analyzer
