#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/lsp/document_view.h"

namespace krepis::analyzer {

/// The WorkspaceEdit that puts `text` at a place of the document.
Json InsertInto(const DocumentView& view, LspPosition place, std::string_view text);

/// The WorkspaceEdit that turns `before`, the text of a file of the workspace (none: there is no
/// such file), into `after`: of the lines that differ the smallest range. Null where the client
/// cannot do that.
Json ChangeFile(const DocumentView& view, const std::string& path,
                const std::optional<std::string>& before, const std::string& after);

}  // namespace krepis::analyzer
