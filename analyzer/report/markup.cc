#include "analyzer/report/markup.h"

#include "analyzer/core/escape.h"

namespace krepis::analyzer {

std::string MarkupEscaped(std::string_view readable) {
  std::string out;
  out.reserve(readable.size());
  for (const char c : readable) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '\n':
        out += "&#10;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string MarkupText(std::string_view text) { return MarkupEscaped(EscapeForTerminal(text)); }

}  // namespace krepis::analyzer
