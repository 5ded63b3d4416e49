#include "analyzer/core/confidence.h"

#include <array>

namespace krepis::analyzer {
namespace {

constexpr std::array<std::string_view, 6> kNames = {"",         "direct", "resolved",
                                                    "dispatch", "import", "unknown"};

}  // namespace

std::string_view ConfidenceName(Confidence confidence) {
  const auto index = static_cast<size_t>(confidence);
  return index < kNames.size() ? kNames[index] : std::string_view();
}

std::optional<Confidence> ConfidenceByName(std::string_view name) {
  for (size_t i = 1; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Confidence>(i);
  }
  return std::nullopt;
}

}  // namespace krepis::analyzer
