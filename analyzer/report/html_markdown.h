#pragma once

#include <string>
#include <string_view>

namespace krepis::analyzer {

/// The Markdown that rule.md pages are written in, as HTML: headings, paragraphs, lists, fenced
/// code, and inside them `code`, **strong** and links over https. Everything else is text, HTML
/// too. Headings of level n become <h(n+1)>, at most <h6>; the page's title (`# …`) is left out.
std::string HtmlOfMarkdown(std::string_view markdown);

}  // namespace krepis::analyzer
