#pragma once

#include <string>

#include "analyzer/core/diagnostic.h"
#include "analyzer/report/format.h"

namespace krepis::analyzer {

/// `--format pb`: one serialised krepis.v1.Report (proto/krepis/v1/diagnostic.proto), for programs.
/// Bytes that are no UTF-8 become U+FFFD, since proto3 strings cannot carry them.
std::string RenderProtobuf(const Report& report, const FormatOptions& options);

}  // namespace krepis::analyzer
