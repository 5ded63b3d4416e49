#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/diagnostic.h"
#include "analyzer/core/json_writer.h"

namespace krepis::analyzer {

/// `text` as a SARIF message: escaped for a reader, and without the "[text](target)" by which a
/// plain message would become a link (SARIF 2.1.0, 3.11.6).
std::string SarifText(std::string_view text);

/// "error", "warning" or "none".
std::string_view SarifLevel(Severity severity);

/// The rules of a report as SARIF reportingDescriptors: those that ran, and those that a violation
/// names without having been described. Sorted by id.
class SarifRules {
 public:
  explicit SarifRules(const Report& report);

  /// Position of `id` in the list; `id` must be a rule of the report.
  size_t IndexOf(std::string_view id) const;
  /// Writes the member "rules" into the open object.
  void Write(JsonWriter& json) const;

 private:
  std::vector<RuleDescription> rules_;
};

}  // namespace krepis::analyzer
