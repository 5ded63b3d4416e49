#include "analyzer/report/format.h"

#include <doctest/doctest.h>

#include "analyzer/core/escape.h"
#include "analyzer/core/utf8.h"
#include "analyzer/report/sample_report.h"

namespace krepis::analyzer {

TEST_CASE("every format has a name that leads back to it") {
  for (const std::string_view name : FormatNames()) {
    const auto format = FormatByName(name);
    REQUIRE(format);
    CHECK(FormatName(*format) == name);
  }
  CHECK(!FormatByName("xml"));
  CHECK(!FormatByName(""));
}

TEST_CASE("no format lets hostile text through, and each gives the same bytes twice") {
  // Every kind of byte in every text field.
  std::string hostile;
  for (int byte = 0; byte < 256; ++byte) hostile += static_cast<char>(byte);
  hostile += "\xE2\x80\xAE\xE2\x81\xA6\xC2\x9B\xE2\x80\xA8](x)]]>--><b>::|`%0A";
  Diagnostic violation;
  for (std::string* text :
       {&violation.rule, &violation.id, &violation.path, &violation.from, &violation.to,
        &violation.message, &violation.because, &violation.fix}) {
    *text = hostile;
  }
  violation.location = {{}, {1, 2}, {1, 3}};
  violation.evidence = {{hostile, {{}, {1, 1}, {1, 2}}, hostile}, {hostile, {}, hostile}};
  Report report;
  report.violations = {violation};
  report.unknowns = {{hostile, hostile, {}, hostile}};
  report.incomplete = {{hostile, hostile}};
  report.rules = {{hostile, hostile, hostile, Severity::kError}};
  Finish(report);
  FormatOptions options;
  options.source = [&](std::string_view) { return hostile; };
  for (const std::string_view name : FormatNames()) {
    CAPTURE(name);
    for (const bool show_unknown : {false, true}) {
      options.show_unknown = show_unknown;
      const std::string text = Render(*FormatByName(name), report, options);
      CHECK(text == Render(*FormatByName(name), report, options));
      if (name == "pb") continue;  // is no text
      REQUIRE(text.ends_with('\n'));
      for (size_t i = 0; i < text.size();) {
        const CodePoint point = DecodeUtf8(text, i);
        REQUIRE(point.valid);
        REQUIRE((point.value == '\n' || point.value == 0xFFFD || !MustEscape(point.value)));
        i += point.length;
      }
    }
  }
}

}  // namespace krepis::analyzer
