#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace krepis::analyzer {

/// How sure the analysis is that code reaches what it says it reaches, surest first.
enum class Confidence : uint8_t {
  kDirect = 1,
  kResolved = 2,
  kDispatch = 3,
  kImport = 4,
  kUnknown = 5
};

/// "direct", "resolved", "dispatch", "import", "unknown".
std::string_view ConfidenceName(Confidence confidence);
std::optional<Confidence> ConfidenceByName(std::string_view name);

}  // namespace krepis::analyzer
