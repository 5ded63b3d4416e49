#pragma once

#include <optional>
#include <string>

#include "analyzer/lsp/document_view.h"

namespace krepis::analyzer {

/// What there is to say of a place: Markdown, and the place that it is about.
struct HoverText {
  std::string text;
  ByteSpan span;
};

// Each speaks of one thing that may stand at a byte of a document; nullopt: it does not.

std::optional<HoverText> HoverImport(const DocumentView& view, uint32_t offset);
std::optional<HoverText> HoverRegistration(const DocumentView& view, uint32_t offset);
std::optional<HoverText> HoverCall(const DocumentView& view, uint32_t offset);
std::optional<HoverText> HoverSuppression(const DocumentView& view, uint32_t offset);
std::optional<HoverText> HoverConfig(const DocumentView& view, uint32_t offset);

/// A rule's page, or what krepis.toml says of a rule of the user's own; empty for no rule.
std::string DescribeRule(const LiveWorkspace& live, std::string_view id);

}  // namespace krepis::analyzer
