#pragma once

#include <string>

#include "analyzer/report/format.h"

namespace krepis::analyzer {

/// One self-contained page: opens from disk, asks no network for anything (its
/// Content-Security-Policy forbids it), and without scripts still lists what was found. The modules
/// and how they depend on each other come from FormatOptions::modules.
std::string RenderHtml(const Report& report, const FormatOptions& options);

}  // namespace krepis::analyzer
