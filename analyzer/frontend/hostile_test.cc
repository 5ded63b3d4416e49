#include <doctest/doctest.h>
#include <time.h>

#include <string>

#include "analyzer/ast/ast.h"
#include "analyzer/core/language.h"
#include "analyzer/frontend/language_frontend.h"

namespace krepis::analyzer {
namespace {

constexpr Language kLanguages[] = {Language::kTypeScript, Language::kTsx, Language::kJavaScript,
                                   Language::kRust,       Language::kC,   Language::kCpp};

/// `before`, then `middle` so many times, then `after` as often, then `end`.
struct Pattern {
  std::string_view before;
  std::string_view middle;
  std::string_view after;
  std::string_view end;
};

std::string Write(const Pattern& pattern, size_t times) {
  std::string text(pattern.before);
  for (size_t i = 0; i < times; ++i) text += pattern.middle;
  for (size_t i = 0; i < times; ++i) text += pattern.after;
  return text.append(pattern.end);
}

// What parsers, and what stands behind them, take long for, or deep: nests of every bracket, open
// and closed, long chains, what is not closed, and the wrong language.
constexpr Pattern kPatterns[] = {
    {"x = ", "(", "", ""},
    {"x = ", "(", ")", ";"},
    {"x = ", "[", "", ""},
    {"x = ", "[", "]", ";"},
    {"x = ", "{", "", ""},
    {"", "([{", ")]}", ""},
    {"", ")}]", "", ""},
    {"x = ", "A<", "", ""},
    {"type x = ", "A<", ">", ";"},
    {"", "a<b,", "c>", " x;"},
    {"x = ", "<T,", "", ""},
    {"x = ", "(a<", "", ""},
    {"x = ", "x=>", "", "1;"},
    {"x = ", "(a=", "", ""},
    {"x = ", "(a)=>(", "", ""},
    {"x = a", ".b", "", ";"},
    {"x = a", ".b()", "", ";"},
    {"x = ", "f(", ")", ";"},
    {"x = ", "!", "", "a;"},
    {"x = a", "+a", "", ";"},
    {"x = ", "a?b:", "", "c;"},
    {"if (a) {} ", "else if (a) {} ", "", ""},
    {"", "if (a) ", "", ";"},
    {"", "'", "", ""},
    {"", "'x ", "", ""},
    {"", "\"", "", ""},
    {"x = `", "a", "", ""},
    {"x = ", "`${", "", ""},
    {"", "/*", "", ""},
    {"", "/*", "*/", ""},
    {"x = ", "/[", "", ""},
    {"R\"x(", "a", "", ""},
    {"", "R\"x(", "", ""},
    {"r", "#", "", "\"a\""},
    {"", "r#\"", "", ""},
    {"", "@a ", "", ""},
    {"", "class A { ", "", ""},
    {"x = ", "<a>", "</a>", ";"},
    {"x = ", "<a b={", "", ""},
    {"type x = ", "A extends B ? ", "", ""},
    {"", "m!(", ")", ";"},
    {"fn f() { ", "m!(a.b);", "", " }"},
    {"macro_rules! a { ", "(a) => { ", "", ""},
    {"", "#[", "", ""},
    {"#[cfg(", "any(", ")", ")] fn f() {}"},
    {"use ", "a::{", "}", ";"},
    {"fn f() { ", "<a as ", "b>::c", " }"},
    {"", "#if a\n", "", ""},
    {"", "#if a\n", "int x;\n#endif\n", ""},
    {"", "#if a\nint x;\n#else\n", "#endif\n", ""},
    {"void f() { ", "#if a\nif (x) {\n#endif\n", "", ""},
    {"#define a ", "\\\n", "", "b\n"},
    {"int ", "(*", ")()", ";"},
    {"", "template<", "", ""},
    {"", "[[", "", ""},
    {"", "[[a]]", "", "int x;"},
    {"", "FOO_BAR(a) ", "", "int x;"},
    {"", "a<b>::", "", "c x;"},
    {"int a = ", "b<(c", "", ""},
    {"auto a = ", "[](){", "", ""},
    {"", std::string_view("\0", 1), "", ""},
    {"", "\xff\xfe", "", ""},
};

uint64_t CpuMilliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1000 + static_cast<uint64_t>(now.tv_nsec) / 1'000'000;
}

}  // namespace

TEST_CASE("texts built to be slow or deep give a tree or a time-out in every language") {
  const std::string good = "import { a } from 'b'; fn f() { g(1); }";
  const auto frontend = MakeTreeSitterFrontend({.file_ms = 500});
  for (const Language language : kLanguages) {
    const std::string before = frontend->Parse("good", language, good).ast;
    for (const Pattern& pattern : kPatterns) {
      CAPTURE(LanguageName(language));
      CAPTURE(pattern.before);
      CAPTURE(pattern.middle);
      const std::string text = Write(pattern, 1'000);
      const ParseOutcome outcome = frontend->Parse("hostile", language, text);
      if (outcome.status == ParseOutcome::Status::kTimeOut) {
        CHECK(outcome.ast.empty());
      } else {
        const Result<Ast> ast = Ast::Read(outcome.ast);
        REQUIRE(ast.ok());
        CHECK(ast->source_bytes() == text.size());
      }
      // Whatever it was, the next file does not see it.
      REQUIRE(frontend->Parse("good", language, good).ast == before);
    }
  }
}

TEST_CASE("a text that takes too long is given up in time") {
  const auto frontend = MakeTreeSitterFrontend({.file_ms = 200});
  // Many short steps; steps that each read to the end.
  const std::pair<Language, Pattern> slow[] = {
      {Language::kRust, {"", "class A { ", "", ""}},
      {Language::kRust, {"", "r#\"", "", ""}},
      {Language::kTypeScript, {"x = ", "/[", "", ""}},
  };
  for (const auto& [language, pattern] : slow) {
    CAPTURE(pattern.middle);
    const std::string text = Write(pattern, 300'000);
    const uint64_t begin = CpuMilliseconds();
    CHECK(frontend->Parse("slow", language, text).status == ParseOutcome::Status::kTimeOut);
    CHECK(CpuMilliseconds() - begin < 2'000);
  }
}

TEST_CASE("a file has its share of the time limit") {
  CHECK(LimitFor(10'000, 0) == 1'000);
  CHECK(LimitFor(10'000, 100'000) == 1'900);
  CHECK(LimitFor(10'000, 1'000'000) == 10'000);
  CHECK(LimitFor(10'000, size_t{4} << 30) == 10'000);
  CHECK(LimitFor(UINT32_MAX, 1'000'000) == UINT32_MAX);
  CHECK(LimitFor(1, 0) == 1);
  CHECK(LimitFor(0, 5) == 0);
}

}  // namespace krepis::analyzer
