#include "analyzer/report/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/core/escape.h"
#include "analyzer/report/finding_text.h"
#include "analyzer/report/snippet.h"
#include "analyzer/report/source_cache.h"

namespace krepis::analyzer {
namespace {

/// Beyond these, evidence is one line each, then a count: a cycle can have thousands of hops.
constexpr size_t kEvidenceWithSnippet = 12;
constexpr size_t kEvidenceShown = 40;

enum class Colour : uint8_t { kError, kWarning, kFrame, kNote, kStrong };

class Paint {
 public:
  explicit Paint(bool on) : on_(on) {}

  std::string operator()(Colour colour, std::string_view text) const {
    return on_ && !text.empty() ? fmt::format("\x1b[{}m{}\x1b[0m", Code(colour), text)
                                : std::string(text);
  }

 private:
  static std::string_view Code(Colour colour) {
    switch (colour) {
      case Colour::kError:
        return "1;31";
      case Colour::kWarning:
        return "1;33";
      case Colour::kFrame:
        return "1;34";
      case Colour::kNote:
        return "36";
      case Colour::kStrong:
        return "1";
    }
    return "0";
  }

  bool on_;
};

bool AtSamePlace(const Evidence& evidence, const Diagnostic& violation) {
  return evidence.path == violation.path && evidence.location.begin == violation.location.begin;
}

/// The evidence that says what stands at the violation's own place: the label of its carets.
const Evidence* LabelOf(const Diagnostic& violation) {
  for (const Evidence& evidence : violation.evidence) {
    if (!evidence.text.empty() && AtSamePlace(evidence, violation)) return &evidence;
  }
  return nullptr;
}

uint32_t DigitsOf(uint32_t number) {
  return static_cast<uint32_t>(fmt::formatted_size("{}", number));
}

class TextReport {
 public:
  TextReport(const Report& report, const FormatOptions& options)
      : report_(report),
        options_(options),
        paint_(options.colour),
        sources_(options.source, options.quotes) {}

  std::string Run() {
    for (const Diagnostic& violation : report_.violations) WriteViolation(violation);
    WriteIncomplete();
    WriteUnknowns();
    WriteSummary();
    return std::move(out_);
  }

 private:
  /// What of a violation has source to show.
  struct Shown {
    std::optional<Snippet> snippet;
    const Evidence* label = nullptr;  // the evidence that labels the carets
    std::vector<std::optional<Snippet>> evidence;
  };

  template <class... Args>
  void Write(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  void WriteViolation(const Diagnostic& violation);
  void WritePlace(std::string_view arrow, std::string_view path, const Location& location);
  void WriteSnippet(const Snippet& snippet, char mark, Colour colour, std::string_view label);
  Shown Prepare(const Diagnostic& violation);
  void WriteEvidence(const Diagnostic& violation, const Shown& shown);
  /// `text` is escaped already.
  void WriteNote(std::string_view title, std::string_view text);
  void WriteIncomplete();
  void WriteUnknowns();
  void WriteSummary();
  std::optional<Snippet> SnippetOf(std::string_view path, const Location& location);
  std::string Gutter(std::string_view text) const;

  const Report& report_;
  const FormatOptions& options_;
  Paint paint_;
  SourceCache sources_;
  std::string out_;
  uint32_t gutter_ = 1;  // digits of the largest line number shown in this violation
};

std::optional<Snippet> TextReport::SnippetOf(std::string_view path, const Location& location) {
  const std::optional<SourceLine> line = sources_.Line(path, location.begin.line);
  if (!line) return std::nullopt;
  return MakeSnippet(*line, location, options_.snippet_width);
}

std::string TextReport::Gutter(std::string_view text) const {
  return paint_(Colour::kFrame, fmt::format("{:>{}} |", text, gutter_));
}

void TextReport::WriteViolation(const Diagnostic& violation) {
  const Shown shown = Prepare(violation);
  const Colour colour = violation.severity == Severity::kError ? Colour::kError : Colour::kWarning;
  const std::string head =
      fmt::format("{}[{}]", SeverityName(violation.severity), RuleLabel(violation));
  Write("{}{}\n", paint_(colour, head),
        paint_(Colour::kStrong, ": " + EscapeForTerminal(violation.message)));
  if (!violation.path.empty()) WritePlace("-->", violation.path, violation.location);
  if (shown.snippet) {
    Write("{}\n", Gutter(""));
    WriteSnippet(*shown.snippet, '^', colour, shown.label == nullptr ? "" : shown.label->text);
    Write("{}\n", Gutter(""));
  }
  WriteEvidence(violation, shown);
  if (!violation.because.empty()) WriteNote("because", EscapeForTerminal(violation.because));
  if (!violation.fix.empty()) WriteNote("fix", EscapeForTerminal(violation.fix));
  WriteNote("help", "krepis explain " + EscapeForTerminal(violation.rule));
  out_ += '\n';
}

TextReport::Shown TextReport::Prepare(const Diagnostic& violation) {
  Shown shown;
  shown.snippet = SnippetOf(violation.path, violation.location);
  if (shown.snippet) shown.label = LabelOf(violation);
  gutter_ = DigitsOf(shown.snippet ? shown.snippet->line : 0);
  const size_t count = std::min(violation.evidence.size(), kEvidenceWithSnippet);
  shown.evidence.resize(count);
  for (size_t i = 0; i < count; ++i) {
    const Evidence& evidence = violation.evidence[i];
    if (AtSamePlace(evidence, violation)) continue;
    shown.evidence[i] = SnippetOf(evidence.path, evidence.location);
    if (shown.evidence[i]) gutter_ = std::max(gutter_, DigitsOf(shown.evidence[i]->line));
  }
  return shown;
}

void TextReport::WritePlace(std::string_view arrow, std::string_view path,
                            const Location& location) {
  Write("{:>{}}{} {}\n", "", gutter_, paint_(Colour::kFrame, arrow), PlaceLabel(path, location));
}

void TextReport::WriteSnippet(const Snippet& snippet, char mark, Colour colour,
                              std::string_view label) {
  Write("{} {}\n", Gutter(fmt::format("{}", snippet.line)), snippet.code);
  std::string marks(snippet.mark_width, mark);
  if (snippet.continues) marks += "...";
  Write("{} {:{}}{}{}{}\n", Gutter(""), "", snippet.mark_start, paint_(colour, marks),
        label.empty() ? "" : " ", paint_(Colour::kNote, EscapeForTerminal(label)));
}

void TextReport::WriteEvidence(const Diagnostic& violation, const Shown& shown) {
  const std::vector<Evidence>& all = violation.evidence;
  bool with_snippet = false;
  for (size_t i = 0; i < std::min(all.size(), kEvidenceShown); ++i) {
    const Evidence& evidence = all[i];
    if (&evidence == shown.label) continue;
    if (i < shown.evidence.size() && shown.evidence[i]) {
      WritePlace(":::", evidence.path, evidence.location);
      WriteSnippet(*shown.evidence[i], '-', Colour::kFrame, evidence.text);
      with_snippet = true;
      continue;
    }
    if (std::exchange(with_snippet, false)) Write("{}\n", Gutter(""));
    const std::string place =
        AtSamePlace(evidence, violation) ? "" : PlaceLabel(evidence.path, evidence.location);
    const std::string_view colon = place.empty() || evidence.text.empty() ? "" : ": ";
    if (!place.empty() || !evidence.text.empty()) {
      WriteNote("note", fmt::format("{}{}{}", place, colon, EscapeForTerminal(evidence.text)));
    }
  }
  if (with_snippet) Write("{}\n", Gutter(""));
  if (all.size() > kEvidenceShown) {
    WriteNote("note",
              fmt::format("{} more (--format json lists them)", all.size() - kEvidenceShown));
  }
}

void TextReport::WriteNote(std::string_view title, std::string_view text) {
  Write("{:>{}} {} {}: {}\n", "", gutter_, paint_(Colour::kFrame, "="),
        paint_(Colour::kStrong, title), text);
}

void TextReport::WriteIncomplete() {
  for (const Incomplete& incomplete : report_.incomplete) {
    Write("{}\n", paint_(Colour::kError, IncompleteLine(incomplete)));
  }
  if (!report_.incomplete.empty()) out_ += '\n';
}

void TextReport::WriteUnknowns() {
  if (report_.unknowns.empty()) return;
  if (options_.show_unknown) {
    for (const Unknown& unknown : report_.unknowns) {
      const std::string place = PlaceLabel(unknown.path, unknown.location);
      Write("{}: {}{}{}\n",
            paint_(Colour::kNote, fmt::format("unknown[{}]", EscapeForTerminal(unknown.kind))),
            place, place.empty() || unknown.text.empty() ? "" : ": ",
            EscapeForTerminal(unknown.text));
    }
  } else {
    std::map<std::string_view, uint64_t> kinds;
    for (const Unknown& unknown : report_.unknowns) ++kinds[unknown.kind];
    Write("{}: ", paint_(Colour::kNote, "unknown"));
    std::string_view separator;
    for (const auto& [kind, count] : kinds) {
      Write("{}{} {}", separator, count, EscapeForTerminal(kind));
      separator = ", ";
    }
    Write(" (--show-unknown lists them)\n");
  }
  out_ += '\n';
}

void TextReport::WriteSummary() {
  const Summary& summary = report_.summary;
  if (options_.since && options_.since->unchanged) {
    Write("{}\n", ComparisonLine(*options_.since));
    return;
  }
  const std::string line = SummaryLine(summary);
  if (summary.errors == 0 && summary.warnings == 0) {
    Write("{}\n", line);
  } else {
    Write("{}\n", paint_(summary.errors == 0 ? Colour::kWarning : Colour::kError, line));
  }
  if (options_.since) Write("{}\n", ComparisonLine(*options_.since));
}

}  // namespace

std::string RenderText(const Report& report, const FormatOptions& options) {
  return TextReport(report, options).Run();
}

}  // namespace krepis::analyzer
