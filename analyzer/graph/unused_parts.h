#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/graph/unused.h"

namespace krepis::analyzer {

/// The searches of FindUnused(), one for each ecosystem; each appends what it finds.
void FindUnusedNpm(const Workspace& workspace, const Graph& graph,
                   std::vector<UnusedDependency>& unused);
void FindUnusedCargo(const Workspace& workspace, const Graph& graph,
                     std::vector<UnusedDependency>& unused);
void FindUnusedCMake(const Workspace& workspace, std::vector<UnusedDependency>& unused);

/// The text of a file of the workspace, empty when it cannot be read or is too long to be written
/// by hand.
std::string TextOf(const Workspace& workspace, std::string_view path);

/// Calls `visit(word, before)` for each run of bytes that names of packages and paths consist of;
/// `before` is the byte in front of it.
template <class Visit>
void ForEachWord(std::string_view text, Visit visit) {
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || c == '/' || c == '@';
  };
  for (size_t at = 0; at < text.size();) {
    if (!is_word(text[at])) {
      ++at;
      continue;
    }
    const size_t start = at;
    while (at < text.size() && is_word(text[at])) ++at;
    visit(text.substr(start, at - start), start == 0 ? '\n' : text[start - 1]);
  }
}

}  // namespace krepis::analyzer
