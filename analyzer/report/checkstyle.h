#pragma once

#include <string>

#include "analyzer/core/diagnostic.h"
#include "analyzer/report/format.h"

namespace krepis::analyzer {

/// `--format checkstyle`: Checkstyle 4.3 XML, findings by file; its source is "krepis.RULE".
std::string RenderCheckstyle(const Report& report, const FormatOptions& options);

}  // namespace krepis::analyzer
