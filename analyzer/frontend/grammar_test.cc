#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "analyzer/frontend/cpp_symbols.h"
#include "analyzer/frontend/grammar_table.h"
#include "analyzer/frontend/rust_symbols.h"
#include "analyzer/frontend/typescript_symbols.h"
#include "grammars/languages.h"

namespace krepis::analyzer {
namespace {

/// Every visible symbol of the grammar; anonymous ones with a leading '.
std::set<std::string> SymbolsOf(const TSLanguage* language, TSSymbolType type) {
  std::set<std::string> names;
  for (TSSymbol symbol = 1; symbol < ts_language_symbol_count(language); ++symbol) {
    if (ts_language_symbol_type(language, symbol) != type) continue;
    const std::string name = ts_language_symbol_name(language, symbol);
    names.insert(type == TSSymbolTypeRegular ? name : "'" + name);
  }
  return names;
}

/// A lowering's vocabulary against the grammars that it reads.
void Check(const GrammarTable& table, const std::vector<const TSLanguage*>& languages) {
  std::set<std::string> known;
  for (const GrammarSymbol& symbol : table.symbols) {
    CAPTURE(symbol.name);
    CHECK(known.insert(std::string(symbol.name)).second);
    const bool exists = std::any_of(languages.begin(), languages.end(), [&](const TSLanguage* l) {
      const bool token = symbol.name.starts_with('\'');
      return SymbolsOf(l, token ? TSSymbolTypeAnonymous : TSSymbolTypeRegular)
                 .count(std::string(symbol.name)) != 0;
    });
    CHECK(exists);
  }
  for (const TSLanguage* language : languages) {
    for (const std::string& name : SymbolsOf(language, TSSymbolTypeRegular)) {
      CAPTURE(name);
      CHECK(known.count(name) != 0);
    }
  }
  for (const std::string_view field : table.fields) {
    CAPTURE(field);
    CHECK(std::any_of(languages.begin(), languages.end(), [&](const TSLanguage* l) {
      return ts_language_field_id_for_name(l, field.data(), static_cast<uint32_t>(field.size())) !=
             0;
    }));
  }
}

}  // namespace

// A grammar update that renames or adds a node is seen here, not as a silent hole in the analysis.
TEST_CASE("the TypeScript lowering knows every node of its grammars") {
  Check(typescript::kGrammar,
        {tree_sitter_typescript(), tree_sitter_tsx(), tree_sitter_javascript()});
}

TEST_CASE("the Rust lowering knows every node of its grammar") {
  Check(rust::kGrammar, {tree_sitter_rust()});
}

TEST_CASE("the C++ lowering knows every node of its grammars") {
  Check(cpp::kGrammar, {tree_sitter_cpp(), tree_sitter_c()});
}

}  // namespace krepis::analyzer
