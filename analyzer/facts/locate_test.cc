#include "analyzer/facts/locate.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/source_text.h"

using namespace krepis::analyzer;

TEST_CASE("positions are what a walk over the text byte by byte says") {
  static constexpr std::string_view kPieces[] = {
      "a",    "b",     " ", "\n", "\r", "\r\n", "\t", "é", "\xF0\x9F\x98\x80", "some words here",
      "\xFF", "\n\n\n"};
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (size_t i = 0, pieces = random() % 60; i < pieces; ++i) {
      // Mostly plain: words of eight bytes have to occur.
      text += random() % 3 == 0 ? kPieces[random() % std::size(kPieces)] : "letters";
    }
    const LineTable lines(text);
    std::vector<Location> places(20);
    std::vector<Location*> locations;
    for (Location& place : places) {
      uint32_t ends[2];
      for (uint32_t& end : ends) {
        end = static_cast<uint32_t>(random() % (text.size() + 1));
        // Where a character begins.
        while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
      }
      if (ends[0] > ends[1]) std::swap(ends[0], ends[1]);
      place.span = {ends[0], ends[1] - ends[0]};
      locations.push_back(&place);
    }
    FillLocations(text, locations);
    for (const Location& place : places) {
      CHECK(place.begin == lines.At(place.span.start));
      CHECK(place.end == lines.At(place.span.end()));
    }
  }
}
