#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/cli/options.h"
#include "analyzer/core/diagnostic.h"
#include "analyzer/engine/analysis.h"
#include "analyzer/report/format.h"

namespace krepis::analyzer {

/// What `krepis check` was asked to say of a finished analysis: the part of the command line that
/// matters once it is there.
struct CheckQuestion {
  Format format = Format::kText;
  bool colour = false;  // of what goes to stdout
  bool show_unknown = false;
  bool quiet = false;
  bool repository_paths = false;
  bool may_be_empty = false;
  bool warnings_fail = false;
  int max_warnings = -1;  // -1: any number
};

CheckQuestion QuestionOf(const Options& options, Format format);

/// A finished analysis as it is told. Where the analysis came from makes no difference to a byte.
class CheckReport {
 public:
  /// Of the workspace at `root`. `analysis` is what the report is of, null where no file was looked
  /// at; it must outlive this.
  CheckReport(const CheckQuestion& question, Report report, const std::string& root,
              const Analysis* analysis, std::optional<Comparison> since);

  int exit_code() const;
  /// What goes to stdout: "" where there is nothing to say. `quotes` is FormatOptions::quotes.
  std::string Text(QuotedLines* quotes = nullptr) const;
  /// The report in another format, without colours.
  std::string In(Format format) const;
  /// What is said on stderr, a line each.
  const std::vector<std::string>& notes() const;

 private:
  CheckQuestion question_;
  Report report_;
  FormatOptions rendering_;
  std::vector<std::string> none_;
};

/// Why a report is none: there is no file that it could be about, and that was not expected.
std::optional<std::string> WhyNothing(const CheckQuestion& question, const Report& report,
                                      const std::string& root);

}  // namespace krepis::analyzer
