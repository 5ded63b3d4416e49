#include "analyzer/report/xml.h"

#include "analyzer/core/escape.h"

namespace krepis::analyzer {

std::string XmlEscaped(std::string_view readable) {
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
      case '\n':
        out += "&#10;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string XmlText(std::string_view text) { return XmlEscaped(EscapeForTerminal(text)); }

}  // namespace krepis::analyzer
