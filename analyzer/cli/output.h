#pragma once

#include <string>
#include <string_view>

#include "analyzer/cli/options.h"
#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// Writes all of `text` to stdout; false when it cannot be written (a full disk, a closed pipe),
/// which is said on stderr.
bool WriteStdout(std::string_view text);
/// Replaces the file `path` (a device or pipe is written to): written beside it, then moved there,
/// so that a failure leaves no half of a report behind.
Result<void> WriteFile(const std::string& path, std::string_view text);
/// Adds to the end of the file `path`, which is made where there is none.
Result<void> AppendToFile(const std::string& path, std::string_view text);
/// One line on stderr, control characters escaped: "krepis: <text>".
void Say(std::string_view text);
/// Whether text for stdout is coloured: NO_COLOR (when not empty) and then --color decide, else
/// whether stdout is a terminal.
bool UseColor(ColorChoice choice);

}  // namespace krepis::analyzer
