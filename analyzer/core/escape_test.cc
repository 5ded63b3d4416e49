#include "analyzer/core/escape.h"

#include <doctest/doctest.h>

#include "analyzer/core/json_writer.h"
#include "analyzer/core/utf8.h"

namespace krepis::analyzer {
namespace {

std::string Json(std::string_view text) {
  std::string out;
  AppendJsonString(out, text);
  return out;
}

}  // namespace

TEST_CASE("decoding takes the maximal subpart of what is no UTF-8") {
  const auto length = [](std::string_view text) {
    const CodePoint point = DecodeUtf8(text, 0);
    return point.valid ? static_cast<int>(point.length) : -static_cast<int>(point.length);
  };
  CHECK(length("a") == 1);
  CHECK(length("\xC3\xA9") == 2);
  CHECK(length("\xE2\x82\xAC") == 3);
  CHECK(length("\xF0\x9F\x98\x80") == 4);
  CHECK(length("\xF4\x8F\xBF\xBF") == 4);
  CHECK(length("\x80") == -1);              // a continuation byte alone
  CHECK(length("\xC0\xAF") == -1);          // overlong
  CHECK(length("\xE0\x80\xAF") == -1);      // overlong
  CHECK(length("\xED\xA0\x80") == -1);      // a surrogate
  CHECK(length("\xF4\x90\x80\x80") == -1);  // above U+10FFFF
  CHECK(length("\xF0\x9F\x98") == -3);      // cut off at the end
  CHECK(length("\xE2\x82x") == -2);         // cut off in the middle
  CHECK(DecodeUtf8("\xE2\x82\xAC", 0).value == 0x20AC);
  CHECK(DecodeUtf8("\xF0\x9F\x98\x80", 0).Utf16Units() == 2);
  CHECK(DecodeUtf8("\xE2\x82x", 0).Utf16Units() == 2);
}

TEST_CASE("encoding and decoding agree at the borders of each length") {
  for (const char32_t value :
       {0x0, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF}) {
    std::string text;
    AppendUtf8(text, value);
    const CodePoint point = DecodeUtf8(text, 0);
    CHECK(point.valid);
    CHECK(point.value == value);
    CHECK(point.length == text.size());
  }
}

TEST_CASE("display width knows combining marks and wide characters") {
  CHECK(DisplayWidth('a') == 1);
  CHECK(DisplayWidth(0xE9) == 1);
  CHECK(DisplayWidth(0x0301) == 0);   // combining acute
  CHECK(DisplayWidth(0x200D) == 0);   // zero width joiner
  CHECK(DisplayWidth(0x4E2D) == 2);   // a Han character
  CHECK(DisplayWidth(0xAC00) == 2);   // Hangul
  CHECK(DisplayWidth(0xFF21) == 2);   // fullwidth A
  CHECK(DisplayWidth(0xFF71) == 1);   // halfwidth katakana
  CHECK(DisplayWidth(0x1F600) == 2);  // emoji
  CHECK(DisplayWidth(0x1F3FD) == 0);  // a skin tone joins the emoji before it
  CHECK(DisplayWidth(0x0416) == 1);   // Cyrillic
}

TEST_CASE("text for a reader holds no control, bidirectional or broken bytes") {
  CHECK(EscapeForTerminal("import \"./x\" \\ \xC3\xA9") == "import \"./x\" \\ \xC3\xA9");
  CHECK(EscapeForTerminal("a\tb\r\nc") == "a\\tb\\r\\nc");
  CHECK(EscapeForTerminal("\x1B[31mred\x07\x7F") == "\\x1b[31mred\\x07\\x7f");
  CHECK(EscapeForTerminal(std::string_view("a\0b", 3)) == "a\\x00b");
  CHECK(EscapeForTerminal("\xC2\x9B"
                          "31m") == "\\u{9b}31m");  // C1: CSI
  CHECK(EscapeForTerminal("\xE2\x80\xAE"
                          "evil") == "\\u{202e}evil");                             // RLO
  CHECK(EscapeForTerminal("\xE2\x81\xA6x\xE2\x81\xA9") == "\\u{2066}x\\u{2069}");  // isolates
  CHECK(EscapeForTerminal("\xE2\x80\x8F\xD8\x9C") == "\\u{200f}\\u{61c}");         // marks
  CHECK(EscapeForTerminal("\xE2\x80\xA8") == "\\u{2028}");                         // line separator
  CHECK(EscapeForTerminal("\xEF\xBB\xBF") == "\\u{feff}");
  CHECK(EscapeForTerminal("\xF3\xA0\x81\x81") == "\\u{e0041}");  // a tag character
  CHECK(EscapeForTerminal("a\xFF\xE2\x82z") == "a\\xff\\xe2\\x82z");
  CHECK(EscapeForTerminal("\xE2\x80\x8D") == "\xE2\x80\x8D");  // the joiner spells words
}

TEST_CASE("every byte string becomes escaped text that is plain itself") {
  std::string all;
  for (int lead = 0; lead < 256; ++lead) {
    for (const int next : {0x00, 0x41, 0x80, 0x9F, 0xA0, 0xAE, 0xBF, 0xFF}) {
      all += static_cast<char>(lead);
      all += static_cast<char>(next);
      all += '\x80';
    }
  }
  const std::string escaped = EscapeForTerminal(all);
  for (size_t i = 0; i < escaped.size();) {
    const CodePoint point = DecodeUtf8(escaped, i);
    REQUIRE(point.valid);
    REQUIRE(!MustEscape(point.value));
    i += point.length;
  }
}

TEST_CASE("a JSON string escapes what a terminal would act on and repairs UTF-8") {
  CHECK(Json("plain \xC3\xA9 \xF0\x9F\x98\x80") == "\"plain \xC3\xA9 \xF0\x9F\x98\x80\"");
  CHECK(Json("\"\\/\n\t\r") == "\"\\\"\\\\/\\n\\t\\r\"");
  CHECK(Json(std::string_view("\0\x1B\x7F", 3)) == "\"\\u0000\\u001b\\u007f\"");
  CHECK(Json("\xE2\x80\xAE\xC2\x85") == "\"\\u202e\\u0085\"");
  CHECK(Json("\xF3\xA0\x81\x81") == "\"\\udb40\\udc41\"");
  CHECK(Json("a\xFFz\xE2\x82") == "\"a\xEF\xBF\xBDz\xEF\xBF\xBD\"");
  CHECK(Json("") == "\"\"");
}

TEST_CASE("a path becomes a relative URI") {
  CHECK(PercentEncodePath("apps/shop/src/a-b_c.~1.ts") == "apps/shop/src/a-b_c.~1.ts");
  CHECK(PercentEncodePath("a b/%41/[id]/c:d?#.ts") == "a%20b/%2541/%5Bid%5D/c%3Ad%3F%23.ts");
  CHECK(PercentEncodePath("\xC3\xA9\xFF") == "%C3%A9%FF");
}

TEST_CASE("the JSON writer keeps order and balances brackets") {
  std::string compact;
  JsonWriter json(&compact, JsonWriter::Layout::kCompact);
  json.BeginObject().Member("b", 1).Member("a", "x").OptionalMember("none", "").Key("list");
  json.BeginArray().Null().Bool(true).Number(int64_t{-5}).Number(~uint64_t{0}).BeginObject();
  CHECK(!json.complete());
  json.EndObject().EndArray().EndObject();
  CHECK(json.complete());
  CHECK(compact == "{\"b\":1,\"a\":\"x\",\"list\":[null,true,-5,18446744073709551615,{}]}");

  std::string indented;
  JsonWriter pretty(&indented, JsonWriter::Layout::kIndented);
  pretty.BeginObject().Key("empty").BeginArray().EndArray().Key("one").BeginArray();
  pretty.String("x").EndArray().EndObject();
  CHECK(indented == "{\n  \"empty\": [],\n  \"one\": [\n    \"x\"\n  ]\n}");
}

}  // namespace krepis::analyzer
