#pragma once

#include <string>
#include <utility>
#include <vector>

namespace krepis::analyzer {

/// The parsers that krepis was built with: {"libclang", "19.1.7"}, {"tree-sitter", …},
/// {"tree-sitter-rust", …}.
std::vector<std::pair<std::string, std::string>> ParserVersions();

}  // namespace krepis::analyzer
