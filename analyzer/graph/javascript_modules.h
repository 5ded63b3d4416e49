#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/graph/graph.h"

namespace krepis::analyzer {

/// The files that one of JavaScript imports, by the words that symbols have for them. Files are
/// indices into the facts.
class JavaScriptModules {
 public:
  JavaScriptModules() = default;
  JavaScriptModules(const Graph& graph, uint32_t file);

  std::optional<uint32_t> Of(std::string_view module) const;
  /// The word by which a symbol names the module that it begins in, its own file's included.
  static std::string_view ModuleIn(std::string_view symbol) {
    return symbol.substr(0, symbol.find('#', 1));  // a specifier may begin with one
  }

 private:
  struct Specifier {
    std::string module;  // as symbols spell it
    uint32_t file = 0;
    bool operator<(const Specifier& other) const { return module < other.module; }
  };
  std::vector<Specifier> modules_;
};

}  // namespace krepis::analyzer
