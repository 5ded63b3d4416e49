#include "analyzer/lsp/document.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

namespace krepis::analyzer {
namespace {

Json Change(LspRange range, std::string_view text) {
  return Json::array({{{"range", ToJson(range)}, {"text", text}}});
}

TEST_CASE("a change replaces its range") {
  Document document("one\ntwo\n", 1);
  CHECK(document.Apply(Change({{0, 1}, {1, 1}}, "X"), 2, PositionEncoding::kUtf16));
  CHECK(document.text() == "oXwo\n");
  CHECK(document.version() == 2);
  CHECK(document.Apply(Json::parse(R"([{"text":"whole"}])"), 5, PositionEncoding::kUtf16));
  CHECK(document.text() == "whole");
}

TEST_CASE("several changes apply to what the ones before left") {
  Document document("abc", 1);
  const Json changes = Json::parse(R"([
    {"range":{"start":{"line":0,"character":3},"end":{"line":0,"character":3}},"text":"\nd"},
    {"range":{"start":{"line":1,"character":0},"end":{"line":1,"character":1}},"text":"e"}])");
  CHECK(document.Apply(changes, 2, PositionEncoding::kUtf8));
  CHECK(document.text() == "abc\ne");
}

TEST_CASE("ranges outside of the text, and the wrong way round") {
  Document document("abc", 1);
  CHECK(document.Apply(Change({{7, 7}, {9, 9}}, "d"), 2, PositionEncoding::kUtf16));
  CHECK(document.text() == "abcd");
  CHECK(document.Apply(Change({{0, 3}, {0, 1}}, "-"), 3, PositionEncoding::kUtf16));
  CHECK(document.text() == "a-d");
}

TEST_CASE("what cannot be applied changes nothing") {
  Document document("abc", 4);
  CHECK_FALSE(document.Apply(Json::parse(R"([{"text":"old"}])"), 4, PositionEncoding::kUtf16));
  CHECK_FALSE(
      document.Apply(Json::parse(R"([{"text":"x"},{"text":3}])"), 5, PositionEncoding::kUtf16));
  CHECK_FALSE(
      document.Apply(Json::parse(R"([{"text":"x","range":3}])"), 5, PositionEncoding::kUtf16));
  CHECK_FALSE(document.Apply(Json::parse("{}"), 5, PositionEncoding::kUtf16));
  CHECK_FALSE(document.Apply(Json::array({{{"text", std::string(kMaxDocumentBytes + 1, 'x')}}}), 5,
                             PositionEncoding::kUtf16));
  CHECK(document.text() == "abc");
  CHECK(document.version() == 4);
}

/// A text as a client sees it: lines of characters.
class Model {
 public:
  std::string Text() const {
    std::string text;
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (i != 0) text += "\n";
      for (const std::string& character : lines_[i]) text += character;
    }
    return text;
  }
  size_t line_count() const { return lines_.size(); }
  size_t length(size_t line) const { return lines_[line].size(); }
  /// The position of a character in that encoding.
  LspPosition At(size_t line, size_t index, PositionEncoding encoding) const {
    uint32_t units = 0;
    for (size_t i = 0; i < index; ++i) {
      const size_t bytes = lines_[line][i].size();
      units += encoding == PositionEncoding::kUtf8    ? static_cast<uint32_t>(bytes)
               : encoding == PositionEncoding::kUtf16 ? (bytes == 4 ? 2 : 1)
                                                      : 1;
    }
    return {static_cast<uint32_t>(line), units};
  }
  void Replace(size_t line, size_t from, size_t to_line, size_t to,
               const std::vector<std::vector<std::string>>& written) {
    std::vector<std::string> tail(lines_[to_line].begin() + static_cast<ptrdiff_t>(to),
                                  lines_[to_line].end());
    lines_[line].resize(from);
    lines_.erase(lines_.begin() + static_cast<ptrdiff_t>(line) + 1,
                 lines_.begin() + static_cast<ptrdiff_t>(to_line) + 1);
    for (size_t i = 0; i < written.size(); ++i) {
      if (i != 0) lines_.emplace(lines_.begin() + static_cast<ptrdiff_t>(++line));
      lines_[line].insert(lines_[line].end(), written[i].begin(), written[i].end());
    }
    lines_[line].insert(lines_[line].end(), tail.begin(), tail.end());
  }

 private:
  std::vector<std::vector<std::string>> lines_ = {{}};
};

TEST_CASE("any edits give the text that a client has") {
  const std::vector<std::string> alphabet = {"a", "\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9D\x94\xB8"};
  for (const PositionEncoding encoding :
       {PositionEncoding::kUtf8, PositionEncoding::kUtf16, PositionEncoding::kUtf32}) {
    std::mt19937 random(7);
    const auto below = [&](size_t bound) { return random() % bound; };
    Model model;
    Document document("", 0);
    for (int64_t version = 1; version <= 2000; ++version) {
      size_t line = below(model.line_count());
      size_t to_line = std::min(model.line_count() - 1, line + below(3));
      size_t from = below(model.length(line) + 1);
      size_t to = below(model.length(to_line) + 1);
      if (line == to_line && from > to) std::swap(from, to);
      std::vector<std::vector<std::string>> written(1 + (below(4) == 0 ? below(3) : 0));
      std::string text;
      for (size_t i = 0; i < written.size(); ++i) {
        if (i != 0) text += "\n";
        for (size_t n = below(4); n > 0; --n) {
          written[i].push_back(alphabet[below(alphabet.size())]);
          text += written[i].back();
        }
      }
      const LspRange range = {model.At(line, from, encoding), model.At(to_line, to, encoding)};
      model.Replace(line, from, to_line, to, written);
      REQUIRE(document.Apply(Change(range, text), version, encoding));
      REQUIRE(document.text() == model.Text());
    }
  }
}

}  // namespace
}  // namespace krepis::analyzer
