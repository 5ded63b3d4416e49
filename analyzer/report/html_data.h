#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "analyzer/report/module_layout.h"
#include "analyzer/report/module_map.h"

namespace krepis::analyzer {

/// What the page's script draws from, as JSON for a <script> element. Modules are numbered in the
/// order of the layout, findings in that of `listed`; names are as a reader may see them.
///
///     {"modules": [{"name", "files", "rank", "position", "group", "findings"}],
///      "groups": [{"name", "open"}], "ranks": [name], "layered", "inferred", "outside",
///      "drawable", "dependencies": [[from, to, imports, [finding …], [file, file, line, kind or
///      ~kind, …]]], "files": [path], "kinds": [name]}
///
/// `outside` is the number of files in no module. Of the places of a dependency at most some
/// hundreds are listed, the ones that a finding is about first; their kind is negative (~kind).
std::string HtmlData(const ModuleMap& map, const ModuleLayout& layout,
                     const ModuleFindings& findings, const Report& report,
                     std::span<const size_t> listed);

}  // namespace krepis::analyzer
