#include "analyzer/engine/early_asts.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace krepis::analyzer {
namespace {

/// Answers with the path and the text, and counts what it is asked.
class Counted final : public AstSource {
 public:
  explicit Counted(int& submitted) : submitted_(submitted) {}
  void Submit(FileTicket ticket, std::string_view path, Language, std::string_view text) override {
    ++submitted_;
    answers_[ticket] = std::string(path) + ": " + std::string(text);
  }
  Result<std::string> Wait(FileTicket ticket) override { return answers_.at(ticket); }

 private:
  int& submitted_;
  std::map<FileTicket, std::string> answers_;
};

}  // namespace

TEST_CASE("files that are parsed early are not parsed again, and others are") {
  constexpr std::string_view kText = "import { a } from './a';\n";
  WorkerOptions worker;
  worker.executable = KREPIS_AST_WORKER;
  worker.arguments = {};
  EarlyAsts early({{"x.ts", Language::kTypeScript, std::string(kText)}}, worker);
  int submitted = 0;
  const AstSourceFactory factory =
      early.Over([&](const ParseLimits&) { return std::make_unique<Counted>(submitted); });
  const std::string parsed =
      MakeTreeSitterFrontend({})->Parse("x.ts", Language::kTypeScript, kText).ast;
  REQUIRE_FALSE(parsed.empty());
  const auto ask = [&](const ParseLimits& limits, std::string_view path, Language language,
                       std::string_view text) {
    const std::unique_ptr<AstSource> source = factory(limits);
    source->Submit(FileTicket{7}, path, language, text);
    return source->Wait(FileTicket{7}).value();
  };

  SUBCASE("the text that was parsed, once") {
    const std::unique_ptr<AstSource> source = factory({});
    source->Submit(FileTicket{7}, "x.ts", Language::kTypeScript, kText);
    source->Submit(FileTicket{3}, "y.ts", Language::kTypeScript, kText);
    source->Submit(FileTicket{4}, "x.ts", Language::kTypeScript, kText);
    CHECK(submitted == 2);
    CHECK(source->Wait(FileTicket{3}).value() == "y.ts: " + std::string(kText));
    CHECK(source->Wait(FileTicket{7}).value() == parsed);
    CHECK(source->Wait(FileTicket{4}).value() == "x.ts: " + std::string(kText));
  }
  SUBCASE("another text") {
    CHECK(ask({}, "x.ts", Language::kTypeScript, "other") == "x.ts: other");
  }
  SUBCASE("another language") {
    CHECK(ask({}, "x.ts", Language::kJavaScript, kText) == "x.ts: " + std::string(kText));
  }
  SUBCASE("another limit") {
    CHECK(ask({.file_ms = 5}, "x.ts", Language::kTypeScript, kText) ==
          "x.ts: " + std::string(kText));
  }
  SUBCASE("another thread, which leaves it to this one") {
    std::string other;
    std::thread([&] { other = ask({}, "x.ts", Language::kTypeScript, kText); }).join();
    CHECK(other == "x.ts: " + std::string(kText));
    CHECK(ask({}, "x.ts", Language::kTypeScript, kText) == parsed);
  }
  SUBCASE("nobody asks") {}
}

}  // namespace krepis::analyzer
