#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/config/located.h"
#include "analyzer/core/diagnostic.h"
#include "analyzer/core/glob.h"

namespace krepis::analyzer {

/// A route pattern: `/api/**`, `GET /api/{id}`. Works as Glob does, except that a final `/**` also
/// covers the path before it.
class RoutePattern {
 public:
  /// The error's `column` is the 1-based byte in `text`.
  static Result<RoutePattern> Parse(std::string_view text);

  /// `method` is upper-case, empty when the route takes any; such a route matches every pattern
  /// whose path does.
  bool Match(std::string_view method, std::string_view path) const;
  const std::string& text() const { return text_; }
  const Location& location() const { return location_; }
  void set_location(const Location& location) { location_ = location; }

 private:
  std::string text_;
  std::string method_;              // empty: any
  std::vector<Glob> alternatives_;  // over the path without its leading '/'
  bool root_ = false;               // matches "/"
  Location location_;
};

/// A symbol that belongs to a stage: `*Guard`, or `npm/passport#*` for an export of an external.
struct SymbolPattern {
  std::string text;
  std::string package;  // "npm/passport", with '*' as a wildcard; empty: wherever it is declared
  std::string symbol;   // with '*' as a wildcard
  Location location;
};

struct StageConfig {
  LocatedString name;
  std::vector<SymbolPattern> match;
  bool optional = false;
  /// What its behaviours do after the rest of the chain has to happen however that ends.
  bool post_always = false;
  Location location;
};

enum class OrderingVerb : uint8_t {
  kBefore,  // each of the stages stands outside the ones after it in the list
  kAfter,   // each stands inside the ones after it in the list
  kAdjacent,
  kFirst,
  kLast,
  kAtMostOnce,
  kRequired,
};

struct OrderingRule {
  LocatedString id;
  OrderingVerb verb = OrderingVerb::kBefore;
  std::vector<LocatedString> stages;  // two or more for before, after, adjacent; else one or more
  std::vector<RoutePattern> routes;   // empty: every route
  std::vector<RoutePattern> except;
  std::string because;
  std::string fix;
  std::optional<Severity> severity;
  bool optional = false;
  /// Of documented rules: the method of the requests that it is about; empty: of the route's own.
  std::string requests;
  Location location;  // of the [[ordering.rules]] header
};

struct OrderingConfig {
  bool present = false;
  std::optional<std::vector<LocatedString>> presets;  // nullopt: detected
  std::vector<StageConfig> stages;                    // as declared
  std::vector<OrderingRule> rules;
};

/// "before", "after", "adjacent", "first", "last", "at_most_once", "required".
std::string_view OrderingVerbName(OrderingVerb verb);

}  // namespace krepis::analyzer
