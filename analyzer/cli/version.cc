#include "analyzer/cli/version.h"

#include <fmt/format.h>

#include "analyzer/frontend/versions.h"

namespace krepis::analyzer {

std::string VersionText() {
  std::string text = "krepis " KREPIS_VERSION;
  for (const auto& [name, version] : ParserVersions())
    text += fmt::format("\n{} {}", name, version);
  return text;
}

}  // namespace krepis::analyzer
