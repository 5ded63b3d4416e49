#include "analyzer/frontend/syntax_walk.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <tree_sitter/api.h>

#include <memory>
#include <string>
#include <vector>

#include "grammars/languages.h"

namespace krepis::analyzer {
namespace {

using Tree = std::unique_ptr<TSTree, decltype(&ts_tree_delete)>;

Tree Parse(const TSLanguage* language, std::string_view text) {
  TSParser* const parser = ts_parser_new();
  REQUIRE(ts_parser_set_language(parser, language));
  TSTree* const tree =
      ts_parser_parse_string(parser, nullptr, text.data(), static_cast<uint32_t>(text.size()));
  ts_parser_delete(parser);
  return {tree, ts_tree_delete};
}

std::string Line(size_t depth, uint16_t symbol, uint32_t start, uint32_t end, uint16_t field,
                 bool missing) {
  return fmt::format("{} {} {}..{} field {} {}", depth, symbol, start, end, field, missing);
}

std::vector<std::string> ByCursor(const TSTree* tree) {
  std::vector<std::string> lines;
  TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
  for (size_t depth = 0;;) {
    const TSNode node = ts_tree_cursor_current_node(&cursor);
    lines.push_back(Line(depth, ts_node_symbol(node), ts_node_start_byte(node),
                         ts_node_end_byte(node), ts_tree_cursor_current_field_id(&cursor),
                         ts_node_is_missing(node)));
    if (ts_tree_cursor_goto_first_child(&cursor)) {
      ++depth;
      continue;
    }
    while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
      if (!ts_tree_cursor_goto_parent(&cursor)) {
        ts_tree_cursor_delete(&cursor);
        return lines;
      }
      --depth;
    }
  }
}

std::vector<std::string> ByWalk(SyntaxWalk& walk, const TSLanguage* language, const TSTree* tree) {
  std::vector<std::string> lines;
  walk.Start(tree);
  for (size_t depth = 0;;) {
    lines.push_back(Line(depth, SyntaxWalk::PublicSymbol(language, walk.symbol()), walk.start(),
                         walk.end(), walk.field(), walk.missing()));
    if (walk.ToFirstChild()) {
      ++depth;
      continue;
    }
    while (!walk.ToNextSibling()) {
      if (depth == 0) return lines;
      walk.ToParent();
      --depth;
    }
  }
}

constexpr std::string_view kTypeScript = R"(
// a comment before all
import { a as b, type C } from './m';
@Decorated({ x: 1 }) export abstract class D<T> extends E<T>(f) implements G {
  static readonly #h: Map<string, number[]> = new Map();
  /* within */ constructor(private i: string, j?: number, ...k: [number]) { super(); }
  async *l(): AsyncGenerator<typeof import('m')> { for await (const m of n()) yield* m?.o[p]!; }
}
label: do { if (q) r(); else if (s) t`u${v}w`; else { x = y as Z; } } while (!aa);
namespace Bb { export const { cc, dd: [ee = 1], ...ff } = gg satisfies Hh; }
)";
constexpr std::string_view kTsx = "const a = <B c={d} e='f'>{g} text <H.I {...j}/></B>;";
constexpr std::string_view kRust = R"(
/// documented
#[derive(A)] pub(crate) struct B<'c, D: E>(pub F, G) where D: H;
impl<T> I for B<'_, T> { fn j(&mut self) -> Option<T> { match k { L::M { n, .. } => o!(p, q), _ => r? } } }
)";
constexpr std::string_view kCpp = R"(
#include <a>
#define B(c) c
namespace d::e { template <typename F> class G final : public H<F> { I<J> k() const override { return {}; } }; }
int main() { auto l = [&](auto&& m) -> int { return m->n; }; switch (l(o)) { case 1: break; default: delete p; } }
)";

struct Sample {
  const TSLanguage* language;
  std::string_view text;
};

TEST_CASE("a walk says of every node what tree-sitter's cursor says") {
  const Sample samples[] = {
      {tree_sitter_typescript(), kTypeScript},
      {tree_sitter_tsx(), kTsx},
      {tree_sitter_javascript(), kTsx},
      {tree_sitter_rust(), kRust},
      {tree_sitter_cpp(), kCpp},
      {tree_sitter_c(), kCpp},
      {tree_sitter_typescript(), ""},
      {tree_sitter_typescript(), "  // nothing else\n"},
  };
  for (const Sample& sample : samples) {
    SyntaxWalk walk(sample.language);
    // Every beginning: whole trees, missing tokens, errors, and a walk that is used again.
    for (size_t size = 0; size <= sample.text.size(); ++size) {
      const std::string_view text = sample.text.substr(0, size);
      CAPTURE(text);
      const Tree tree = Parse(sample.language, text);
      REQUIRE(ByWalk(walk, sample.language, tree.get()) == ByCursor(tree.get()));
    }
  }
}

TEST_CASE("a walk goes as deep as a text is nested") {
  const std::string text(20'000, '[');
  const Tree tree = Parse(tree_sitter_typescript(), text);
  SyntaxWalk walk(tree_sitter_typescript());
  CHECK(ByWalk(walk, tree_sitter_typescript(), tree.get()) == ByCursor(tree.get()));
  const std::string sum = "a" + [] {
    std::string more;
    for (int i = 0; i < 20'000; ++i) more += "+a";
    return more;
  }();
  const Tree deep = Parse(tree_sitter_typescript(), sum);
  CHECK(ByWalk(walk, tree_sitter_typescript(), deep.get()).size() == ByCursor(deep.get()).size());
}

}  // namespace
}  // namespace krepis::analyzer
