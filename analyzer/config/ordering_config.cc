#include "analyzer/config/ordering_config.h"

#include <algorithm>

namespace krepis::analyzer {
Result<RoutePattern> RoutePattern::Parse(std::string_view text) {
  RoutePattern pattern;
  pattern.text_ = text;
  size_t path_start = 0;
  const size_t blank = text.find(' ');
  if (blank != std::string_view::npos) {
    const std::string_view method = text.substr(0, blank);
    if (method.empty() ||
        !std::all_of(method.begin(), method.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
      return ErrorInText(0, "before the path stands a method in capitals, such as GET /api/**");
    }
    pattern.method_ = method;
    path_start = blank + 1;
  }
  const std::string_view path = text.substr(path_start);
  if (!path.starts_with('/')) return ErrorInText(path_start, "a route pattern starts with /");
  if (path == "/") {
    pattern.root_ = true;
    return pattern;
  }
  const std::string_view below = path.substr(1);
  const auto add = [&](std::string_view alternative) -> std::optional<Error> {
    Result<Glob> glob = Glob::Compile(alternative);
    if (!glob.ok()) return ErrorInText(path_start + glob.error().column, glob.error().message);
    pattern.alternatives_.push_back(*std::move(glob));
    return std::nullopt;
  };
  if (const auto error = add(below)) return *error;
  if (below == "**") {
    pattern.root_ = true;
  } else if (below.ends_with("/**")) {
    if (const auto error = add(below.substr(0, below.size() - 3))) return *error;
  }
  return pattern;
}

bool RoutePattern::Match(std::string_view method, std::string_view path) const {
  if (!method_.empty() && !method.empty() && method != method_) return false;
  if (path.starts_with('/')) path.remove_prefix(1);
  if (path.ends_with('/')) path.remove_suffix(1);
  if (path.empty()) return root_;
  return std::any_of(alternatives_.begin(), alternatives_.end(),
                     [&](const Glob& glob) { return glob.Match(path); });
}

std::string_view OrderingVerbName(OrderingVerb verb) {
  switch (verb) {
    case OrderingVerb::kBefore:
      return "before";
    case OrderingVerb::kAfter:
      return "after";
    case OrderingVerb::kAdjacent:
      return "adjacent";
    case OrderingVerb::kFirst:
      return "first";
    case OrderingVerb::kLast:
      return "last";
    case OrderingVerb::kAtMostOnce:
      return "at_most_once";
    case OrderingVerb::kRequired:
      return "required";
  }
  return "";
}

}  // namespace krepis::analyzer
