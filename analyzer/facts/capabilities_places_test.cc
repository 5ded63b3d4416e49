// Where a use stands decides what it says.
#include <doctest/doctest.h>

#include "analyzer/facts/test_capability_uses.h"

namespace krepis::analyzer {

TEST_CASE("node: a module that is handed on as a whole may be used for anything") {
  CHECK(TypeScript("import fs from 'node:fs';\nimport path from 'node:path';\n"
                   "export const f = () => run({ fs, path });\n") ==
        "unknown node/fs#default in f [unknown]\n");
}

TEST_CASE("node: a function that is one of several choices is passed on") {
  CHECK(
      TypeScript("import fs from 'node:fs';\n"
                 "export const f = (o: any) => { o.mkdir = o.mkdir || o.fs.mkdir || fs.mkdir; };\n"
                 "export const g = (o: any) => run(o ? fs.rm : undefined);\n") ==
      "fs.write node/fs#mkdir in f [dispatch]\nfs.delete node/fs#rm in g [dispatch]\n");
  CHECK(TypeScript(
            "import fs from 'graceful-fs';\nexport const f = () => fs.utimesSync('a', 1, 1);\n") ==
        "fs.meta(a) npm/graceful-fs#utimesSync in f\n");
}

TEST_CASE("rust: what tests use of a crate does not hide that the code beside them imports it") {
  CHECK(Rust("use reqwest::Client;\npub struct Api { client: Client }\n"
             "#[cfg(test)]\nmod tests {\n  fn t() { reqwest::Client::new(); }\n}\n") ==
        "net.connect reqwest [import]\nnet.connect reqwest::Client::new in t test\n");
}

TEST_CASE("C++: a name in a member function is most likely the function outside") {
  const auto confidence = [](std::string_view source) {
    static const CapabilityTable table = ShippedTables();
    const TestSource parsed(Language::kCpp, source);
    ExtractOptions options;
    options.capabilities = &table;
    options.calls = true;
    const FileFacts facts = ExtractFacts(parsed.ast(), source, nullptr, options);
    REQUIRE(facts.capabilities.size() == 1);
    return facts.capabilities[0].confidence;
  };
  CHECK(confidence("struct F { void Delete() { unlink(name_); } const char* name_; };") ==
        Confidence::kDispatch);
  CHECK(confidence("struct G { int unlink(const char* n); };\n"
                   "struct F : G { void Delete() { unlink(name_); } const char* name_; };") ==
        Confidence::kImport);
}

}  // namespace krepis::analyzer
