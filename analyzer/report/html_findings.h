#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>

#include "analyzer/report/format.h"

namespace krepis::analyzer {

// The lists of the page, in plain HTML: they can be read where no script runs, and html/findings.js
// only hides what is filtered out.

/// A page is for people: past this many findings it counts the rest.
inline constexpr size_t kMaxHtmlFindings = 5'000;

/// The indices of the violations that the page lists, in its order: errors before warnings, and
/// each as in the report. At most kMaxHtmlFindings.
std::vector<size_t> ListedFindings(const Report& report);

/// One <article> each, `modules(index of the violation)` being the value of its attribute
/// data-modules: the modules that it concerns, as numbers.
std::string HtmlFindings(const Report& report, std::span<const size_t> listed,
                         const FormatOptions& options,
                         const std::function<std::string(size_t)>& modules);

/// The documentation of the rules that ran, those with findings first.
std::string HtmlRules(const Report& report);

/// What could not be decided, by kind.
std::string HtmlUnknowns(const Report& report);

}  // namespace krepis::analyzer
