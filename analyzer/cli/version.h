#pragma once

#include <string>

namespace krepis::analyzer {

/// What `krepis --version` prints: krepis' own version, then one parser per line.
std::string VersionText();

}  // namespace krepis::analyzer
