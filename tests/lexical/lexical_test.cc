// The lexical frontends beside the parser on every text of this repository, and on what is left of
// those texts when something is cut out of them.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <sstream>
#include <string>
#include <vector>

#include "analyzer/core/digest.h"
#include "analyzer/core/language.h"
#include "tests/lexical/comparison.h"

namespace krepis::testing {
namespace {

using namespace analyzer;

struct Source {
  std::string path;
  Language language;
  std::string text;
};

/// Of fixtures that hold several files, each (`// --- path`).
std::vector<Source> Sources() {
  std::vector<Source> sources;
  const std::filesystem::path root(KREPIS_SOURCES);
  for (const char* folder : {"analyzer", "examples", "rules", "tests"}) {
    using Walk = std::filesystem::recursive_directory_iterator;
    for (Walk it(root / folder), end; it != end; ++it) {
      const std::filesystem::directory_entry& entry = *it;
      if (entry.path().filename() == "node_modules") it.disable_recursion_pending();
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      Source source{entry.path().string(), LanguageOf(entry.path().string()), {}};
      std::ostringstream whole;
      whole << file.rdbuf();
      std::istringstream lines(whole.str());
      for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("// --- ")) {
          sources.push_back(source);
          source = {entry.path().string() + ":" + line.substr(7), LanguageOf(line), {}};
        } else {
          source.text += line + "\n";
        }
      }
      sources.push_back(source);
    }
  }
  std::erase_if(sources, [](const Source& source) {
    return source.language == Language::kNone || !HasLexicalFrontend(source.language);
  });
  std::sort(sources.begin(), sources.end(),
            [](const Source& a, const Source& b) { return a.path < b.path; });
  return sources;
}

/// A pragma that says nothing but blanks takes the line behind it in the grammar, an #include with
/// it; the scanner reads that line.
bool HasEmptyPragma(std::string_view text) {
  for (size_t at = text.find("#pragma"); at != std::string_view::npos;
       at = text.find("#pragma", at + 1)) {
    const std::string_view rest = text.substr(at + 7);
    const size_t end = rest.find_first_not_of(" \t");
    if (end != 0 && end != std::string_view::npos && (rest[end] == '\n' || rest[end] == '\r'))
      return true;
  }
  return false;
}

double Seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

}  // namespace

TEST_CASE("the texts of this repository") {
  LexicalComparer comparer;
  size_t sure = 0;
  const std::vector<Source> sources = Sources();
  REQUIRE(sources.size() > 100);
  for (const Source& source : sources) {
    CAPTURE(source.path);
    const LexicalComparison comparison =
        comparer.Compare(source.path, source.language, source.text);
    sure += comparison.sure ? 1 : 0;
    if (comparison.sound) CHECK(comparison.lexical == comparison.parser);
  }
  CHECK(sure * 10 > sources.size() * 9);
}

TEST_CASE("the texts of this repository with parts cut out") {
  LexicalComparer comparer;
  const char* const asked = std::getenv("KREPIS_CUTS");  // of each text
  const int cuts = asked == nullptr ? 4 : std::atoi(asked);
  for (const Source& source : Sources()) {
    if (source.text.size() > 4000) continue;
    // From the text itself: the cuts are the same whatever else lies in these folders.
    uint64_t random = Checksum(source.text);
    const auto next = [&](size_t below) {
      random = random * 6364136223846793005u + 1442695040888963407u;
      return below == 0 ? 0 : (random >> 33) % below;
    };
    for (int i = 0; i < cuts; ++i) {
      std::string text = source.text;
      text.erase(next(text.size()), 1 + next(12));
      CAPTURE(source.path);
      CAPTURE(text);
      const LexicalComparison comparison = comparer.Compare(source.path, source.language, text);
      if (comparison.sound && !HasEmptyPragma(text)) CHECK(comparison.lexical == comparison.parser);
    }
  }
}

TEST_CASE("texts that are made to be slow take time in proportion to their length") {
  LexicalComparer comparer;
  constexpr size_t kBytes = 400'000;
  const auto scan = [&](std::string_view piece, std::initializer_list<Language> languages) {
    std::string text = "const a = ";
    while (text.size() < kBytes) text += piece;
    for (const Language language : languages) {
      CAPTURE(piece);
      const double start = Seconds();
      comparer.Scan("file", language, text);
      CHECK(Seconds() - start < 1.0);  // a hundred times what it takes, sanitizers included
    }
  };
  for (const std::string_view piece : {"(",
                                       "{",
                                       "`${",
                                       "<a>",
                                       "<a b={",
                                       "import(",
                                       "import('a', ",
                                       "require(",
                                       "export {",
                                       "export { a ",
                                       "import { ",
                                       "import /**/ ",
                                       "/*",
                                       "//",
                                       "/",
                                       "/[",
                                       "'",
                                       "\"",
                                       "`",
                                       "\\",
                                       "<",
                                       "< /**/",
                                       "a<b<",
                                       "<a<",
                                       "let a: import('b')",
                                       " = import('b')",
                                       "const require = f(",
                                       "createRequire (",
                                       "!",
                                       "-",
                                       "...",
                                       "\xE2\x80\xA8",
                                       "// krepis:\n",
                                       "export /* krepis: */",
                                       "type = import('x')"}) {
    scan(piece, {Language::kTypeScript, Language::kTsx, Language::kJavaScript});
  }
  for (const std::string_view piece : {"#",        " #",         "/**/",
                                       "/*",       "/**/ #",     "//\\\n",
                                       "//",       "/",          "\"",
                                       "'",        "1'",         "R\"",
                                       "R\"(",     "R\"a(",      "\\\n#",
                                       "#include", "#include <", "\n#include \"a\"",
                                       "import",   "\nimport",   "export import",
                                       "import ",  " module  ",  "// krepis:\n",
                                       "\\"}) {
    scan(piece, {Language::kC, Language::kCpp});
  }
  for (const std::string_view piece : {"(",           "{",
                                       "a!{",         "a! ",
                                       "quote!",      "quote!(",
                                       "quote!{}",    "macro_rules! a",
                                       "#[a]",        "#[",
                                       "#![a]",       "#[cfg(test)] fn a();",
                                       "use ",        "use {",
                                       "use a::{",    "use a::{b,",
                                       "use a;",      "a::",
                                       "a::b ",       "::",
                                       "a ",          "'",
                                       "'a ",         "\"",
                                       "r#",          "r#\"",
                                       "br##\"#",     "/*",
                                       "/**/",        "//",
                                       "mod a {",     "mod a;",
                                       "pub(in a ",   "pub /**/",
                                       "impl",        "{impl<",
                                       ";impl<a>b",   "trait a: b +",
                                       "trait a<",    "trait a<trait a<b>>",
                                       "extern \"",   "extern /**/",
                                       "for<",        "\xC2\xA0",
                                       "// krepis:\n"}) {
    scan(piece, {Language::kRust});
  }
}

}  // namespace krepis::testing
