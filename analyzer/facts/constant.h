#pragma once

#include <optional>
#include <string>

#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// What is known of a text that an expression gives.
struct ConstantText {
  std::string text;       // the whole of it, or how it begins
  bool complete = false;  // nothing follows
};

/// The constant text of an expression: literals, numbers, constant variables of the same file,
/// joins of constants (`a + b`, templates, path.join), and the wrappers that keep a text as it is
/// (new URL(…), Path::new(…), std::string(…), &x). Looks through a bounded number of steps; what is
/// not known for sure ends the text.
ConstantText FoldConstant(const Scopes& scopes, Node expression);

/// `path` without `.` and empty segments and without `x/..`; what leads upwards stays at the front.
std::string NormalizePath(std::string_view path);

/// host:port of an absolute URL, the port by its scheme where it is left out. `text` may be how the
/// URL begins. nullopt: no host, or one that may go on.
std::optional<std::string> HostAndPort(const ConstantText& url);

}  // namespace krepis::analyzer
