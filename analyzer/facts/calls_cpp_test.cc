#include "analyzer/facts/calls_cpp.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "analyzer/facts/calls_extract.h"
#include "analyzer/facts/test_source.h"

namespace krepis::analyzer {
namespace {

/// A row of the compiler's for the first place of `text`.
struct Row {
  SemanticKind kind;
  std::string text, symbol, file;
};

class CppCalls {
 public:
  explicit CppCalls(std::string source, const std::vector<Row>& rows = {},
                    Language language = Language::kCpp)
      : source_(std::move(source)), parsed_(language, source_) {
    SemanticsBuilder builder;
    for (const Row& row : rows) {
      const size_t at = source_.find(row.text);
      REQUIRE(at != std::string::npos);
      builder.Add(row.kind, {static_cast<uint32_t>(at), static_cast<uint32_t>(row.text.size())},
                  row.symbol, row.file);
    }
    const std::string bytes = builder.Finish();
    const Result<Semantics> semantics = Semantics::Read(bytes);
    REQUIRE(semantics.ok());
    const Scopes scopes(parsed_.ast(), rows.empty() ? nullptr : &*semantics);
    const FunctionTable functions(scopes);
    facts_.language = language;
    ExtractCalls(scopes, source_, functions, facts_);
    CHECK(facts_.calls.IsSound());
  }

  /// "caller kind symbol" of each call, what is not kResolved behind it.
  std::string Calls() const {
    std::string text;
    for (const CallFact& call : facts_.calls.calls) {
      text += facts_.calls.functions[call.caller].name + " " +
              std::string(CallKindName(call.kind)) + " " + facts_.calls.symbols[call.symbol];
      if (call.confidence != Confidence::kResolved)
        text += " " + std::string(ConfidenceName(call.confidence));
      text += "\n";
    }
    return text;
  }
  std::string Values() const {
    std::string text;
    for (const ValueFact& value : facts_.calls.values)
      text += value.name + (value.instance ? " : " : " = ") + value.symbol + "\n";
    return text;
  }
  std::string Types() const {
    std::string text;
    for (const TypeFact& type : facts_.calls.types) {
      text += type.name;
      for (const std::string& base : type.bases) text += " : " + base;
      text += "\n";
    }
    return text;
  }
  std::string Virtual() const {
    std::string text;
    for (const FunctionFact& function : facts_.calls.functions)
      if (function.is_virtual) text += function.name + "\n";
    return text;
  }

 private:
  std::string source_;
  TestSource parsed_;
  FileFacts facts_;
};

}  // namespace

TEST_CASE("calls of C++ by name: functions, methods, objects") {
  CHECK(CppCalls("#include \"x.h\"\n"
                 "using lib::load;\nnamespace l = lib::inner;\n"
                 "void f(Repo& repo, void (*given)()) {\n"
                 "  load(); l::g(); ::h(); given(); std::sort(1, 2); auto k = [] {}; k();\n"
                 "  repo.save(); repo.disk().sync(); Base::run(); this->m(); unknown->n();\n"
                 "  Repo one; Repo two(1); Repo* three = new Repo; static_cast<Sub&>(repo).s();\n"
                 "}\n")
            .Calls() ==
        "f call lib::load\nf call lib::inner::g direct\nf call h direct\n"
        "f call Repo.save\nf call Repo.disk\nf call Repo.disk.sync\n"
        "f call Base::run direct\nf call this.m\nf call unknown.n\n"
        "f construct Repo\nf call Sub.s\n");
}

TEST_CASE("calls of C++ by name: what template arguments and elements say") {
  CHECK(CppCalls("void f() {\n"
                 "  auto a = std::make_shared<Disk>(); a->sync(); registry.Register<Plugin>();\n"
                 "  checked_cast<Tape*>(1)->wind(); Get<Film>();\n"
                 "  Status* all = new Status[2]; all[1].ok(); std::vector<Tape> tapes;\n"
                 "  tapes[0].mark(); for (const auto& tape : tapes) tape.rewind();\n}\n")
            .Calls() ==
        "f construct Disk\nf call Disk.sync\nf call registry.Register\n"
        "f pass Plugin\nf call Tape.wind\nf call Get\n"
        "f construct Status\nf call Status.ok\nf construct Tape dispatch\n"
        "f call Tape.mark\nf call Tape.rewind\n");
}

TEST_CASE("types and values of C++: what fields, results and aliases are") {
  const CppCalls calls(
      "namespace n { class Repo : public Base, ns::Other<int> {\n"
      "  Disk disk_; Disk* pointer_; std::unique_ptr<Disk> owned_; std::vector<Tape> tapes_;\n"
      "  std::map<std::string, std::shared_ptr<Film>> films_; int number_; std::string text_;\n"
      "  Disk& disk(); using Short = ns::Long; };\n"
      "using other::helper; using namespace lib; extern Tape tape; }\n"
      "typedef struct raw cooked;\n");
  CHECK(calls.Types() == "n::Repo : Base : ns::Other\n");
  CHECK(calls.Values() ==
        "n::Repo::disk_ : Disk\nn::Repo::pointer_ : Disk*\nn::Repo::owned_ : Disk\n"
        "n::Repo::tapes_[] : Tape\nn::Repo::films_[] : Film\nn::Repo::disk : Disk*\n"
        "n::Repo::Short = ns::Long\nn::helper = other::helper\n* = lib\nn::tape : Tape\n"
        "cooked = raw\n");
}

TEST_CASE("functions of C++ that may be overridden say so in words that the tree does not keep") {
  CHECK(CppCalls("class A { public: virtual void a() = 0; void b(); virtual int c() { return 1; }\n"
                 "  int virtual_size(); void d() final; void e() const override {} };\n"
                 "void A::b() { int override = 1; }\n")
            .Virtual() == "A::a\nA::c\nA::d\nA::e\n");
}

TEST_CASE("calls of C++ that a compiler saw: its names, and no others") {
  const std::string source =
      "void f(lib::Repo& repo) {\n  go(1);\n  repo.save();\n  lib::Repo::all();\n  Repo made(1);\n"
      "  LOG(x);\n  std::move(x);\n  submit(handler);\n  submit(own);\n"
      "#if 0\n  gone();\n#endif\n}\n"
      "void own() {}\ntemplate <class T> void late(T t) { t.run(); helper(t); }\n";
  CHECK(CppCalls(source, {{SemanticKind::kCall, "go(1)", "lib::go", "lib.h"},
                          {SemanticKind::kCall, "repo.save()", "lib::Repo::save", "lib.h"},
                          {SemanticKind::kCall, "lib::Repo::all()", "lib::Repo::all", "lib.h"},
                          {SemanticKind::kCall, "made(1)", "lib::Repo::Repo", "lib.h"},
                          {SemanticKind::kCall, "LOG(x)", "lib::detail::log", "lib.h"},
                          {SemanticKind::kCall, "std::move(x)", "std::move", ""},
                          {SemanticKind::kReference, "handler", "lib::handler", "lib.h"}})
            .Calls() ==
        "f call ::lib::go\nf call ::lib::Repo::save\nf call ::lib::Repo::all direct\n"
        "f construct ::lib::Repo\nf call ::lib::detail::log\nf pass ::lib::handler\nf pass own\n"
        "late call *::run\nlate call helper\n");
}

TEST_CASE("a call that may mean an overrider stays beside one that cannot") {
  CHECK(CppCalls("void f() { Base::run(); }\nvoid g(Base& b) { Base::run(); b.run(); }\n",
                 {{SemanticKind::kCall, "Base::run()", "Base::run", "b.h"},
                  {SemanticKind::kCall, "b.run()", "Base::run", "b.h"}})
            .Calls() == "f call ::Base::run direct\ng call ::Base::run\n");
}

TEST_CASE("calls of C++ in nests without end are found without recursion") {
  std::string source = "void f() { ";
  for (int i = 0; i < 3000; ++i) source += "a" + std::to_string(i) + "(";
  source += "x";
  source += std::string(3000, ')') + "; x" + std::string(3000, '.') + "; }\n";
  std::string chain = "void g(T t) { t";
  for (int i = 0; i < 3000; ++i) chain += ".next()";
  CHECK_FALSE(CppCalls(chain + "; }\n" + source).Calls().empty());
}

}  // namespace krepis::analyzer
