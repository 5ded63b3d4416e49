#include "analyzer/facts/facts_io.h"

#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "krepis/v1/facts.pb.h"

namespace krepis::analyzer {
namespace {

Location Place(uint32_t n) { return {{n, n + 1}, {n + 2, n + 3}, {n + 4, n + 5}}; }

PipelineFact Pipeline(PipelineOrigin origin, uint32_t function, std::string name, uint32_t place) {
  PipelineFact fact;
  fact.origin = origin;
  fact.function = function;
  fact.name = std::move(name);
  fact.location = Place(place);
  return fact;
}

RegistrationFacts SampleRegistrations() {
  RegistrationFacts facts;
  facts.pipelines.push_back(Pipeline(PipelineOrigin::kCreated, 0, "app", 70));
  facts.pipelines.back().preset = "express";
  facts.pipelines.back().mountable = true;
  facts.pipelines.push_back(Pipeline(PipelineOrigin::kParameter, 1, "given", 71));
  facts.pipelines.back().parameter = 0;
  facts.pipelines.push_back(Pipeline(PipelineOrigin::kResult, 0, "made", 72));
  facts.pipelines.back().result_of = 1;
  facts.pipelines.back().symbol = "./a#make";
  facts.pipelines.back().prefix = "/v1";
  facts.pipelines.back().prefix_unknown = true;
  facts.pipelines.back().symbols = {"a::Made", "Made"};
  facts.functions.emplace_back();
  facts.pipelines.back().paths = {"/api"};
  facts.pipelines.back().path_unknown = true;
  facts.pipelines.back().verb = "GET";
  facts.pipelines.back().list = facts.pipelines.back().local = facts.pipelines.back().serves = true;
  facts.pipelines.back().replaced = true;
  facts.functions.push_back({"setup", {1, 0}, true, Place(73), {"tower_http::cors::CorsLayer"}});
  RegistrationEvent& call = facts.events.emplace_back();
  call.effect = RegistrationEffect::kCall;
  call.callees = {"./a#setup", "setup"};
  call.callee_function = 1;
  call.result = 2;
  call.deferred = true;
  call.entries.emplace_back();
  call.conditions = {{3, 0}, {4, 1}};
  call.location = Place(74);
  RegistrationEvent& route = facts.events.emplace_back();
  route.effect = RegistrationEffect::kRoute;
  route.preset = "express";
  route.function = 1;
  route.pipeline = 0;
  route.scope = RegistrationScope::kLocal;
  route.listed = true;
  route.verb = "GET";
  route.paths = {"/x", ""};
  route.path_unknown = true;
  route.group = "";
  route.by_tag = true;
  route.tags = {"money", "public"};
  route.tags_unknown = true;
  route.location = Place(76);
  RegistrationEntry& entry = route.entries.emplace_back();
  entry.symbols = {"guard", "./a#guard"};
  entry.wrapped = {"w"};
  entry.shown = "guard";
  entry.pipeline = 2;
  entry.parameter = 0;
  entry.parameter_of = 1;
  entry.function = 1;
  entry.arity = 0;
  entry.barrier = true;
  entry.named = entry.doubtful = entry.made = true;
  entry.conditions = {{5, 6}};
  entry.phase = "guard";
  entry.options = {"old", "guard", {}, true, true, true, true};
  entry.location = Place(75);
  facts.classes.push_back({"a::Guard", "crow", {"a::Local Local", "Other"}, true});
  facts.exports.push_back({"default", 0, 1, {"npm/cors#default"}, 4, true, 0, {"w"}, {entry}});
  facts.exports.push_back({"f", kNoIndex, kNoIndex, {}, std::nullopt, false, kNoIndex, {}, {}});
  ComponentFact& component = facts.components.emplace_back();
  component = {ComponentKind::kModule,
               "nestjs",
               "AppModule",
               {"./base#Base"},
               true,
               {"users", ""},
               true,
               {},
               {},
               Place(77)};
  ComponentItem& item = component.items.emplace_back();
  item.effect = ComponentEffect::kUse;
  item.everywhere = item.targeted = item.path_unknown = true;
  item.verb = "GET";
  item.paths = {"/x"};
  item.text = "v";
  item.entries.push_back(entry);
  item.targets = {{"POST", "/y", true, true, {"./c#C"}}};
  item.excepted = {{"", "/z", false, false, {}}};
  item.conditions = {{7, 8}};
  item.location = Place(78);
  component.members.push_back({"find", {item}, Place(79)});
  facts.settings.push_back(item);
  facts.settings.back().effect = ComponentEffect::kRoot;
  route.setting = 0;
  facts.declared.push_back(
      {"shop::Guard", "krepis", {"g", "guard", {{"a", true, true}, {"b"}}, true}});
  return facts;
}

FileFacts Sample() {
  FileFacts facts;
  facts.language = Language::kRust;
  facts.source_bytes = 100;
  facts.error_nodes = 2;
  facts.first_error = Place(1);
  facts.imports.push_back({.kind = EdgeKind::kUse,
                           .specifier = "crate::a",
                           .location = Place(10),
                           .statement = Place(9),
                           .resolved = "src/a.rs",
                           .scope = "m",
                           .system = true,
                           .reexport = true,
                           .glob = true,
                           .computed = true,
                           .test_only = true,
                           .extern_crate = true,
                           .require = true,
                           .names = {{"a", "b"}, {"c", "c"}},
                           .pattern = true});
  ImportFact& bare = facts.imports.Edit().emplace_back();
  bare.kind = EdgeKind::kFfi;
  bare.location = bare.statement = Place(20);
  facts.mods.push_back({"m", "n", "x.rs", true, true, Place(30), "unix"});
  facts.capabilities.push_back(
      {"fs.read", "a\x1b[1m", "std::fs::read", "f", Confidence::kUnknown, Place(40), true});
  facts.capabilities.push_back(
      {"fs.read", "", "std::fs::read", "", Confidence::kDirect, Place(41), false});
  facts.capabilities.push_back(
      {"net", std::nullopt, "", "", Confidence::kDirect, Place(42), false});
  facts.suppressions.push_back({"a/b", "2027-01-01", "because", true, Place(50), "broken"});
  facts.contracts.push_back({"contract/next-twice",
                             "f",
                             "express",
                             Place(60),
                             Place(61),
                             "next()",
                             "before",
                             true,
                             true,
                             Place(59),
                             {"f", "default"}});
  facts.registrations = SampleRegistrations();
  facts.foreign.push_back({ForeignRole::kDeclares, "f", Place(80), true, true, true});
  facts.declarations.push_back({DeclarationKind::kFunction, "n::f", "g", "m", true, Place(80)});
  facts.calls.functions = {{}, {"Repo.save", true, true, true, true, Place(81)}};
  facts.calls.types.push_back({"Repo", {"./base#Base"}, true});
  facts.calls.values.push_back({"repo", "local#Repo", true});
  facts.calls.symbols = {"./b#load"};
  facts.calls.calls.push_back({1, 0, 1, CallKind::kPass, Confidence::kDispatch, true, Place(82)});
  return facts;
}

/// Whether the schema lacks a field of the message or of one inside it.
bool HasUnknownFields(const google::protobuf::Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (!reflection.GetUnknownFields(message).empty()) return true;
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const google::protobuf::FieldDescriptor* field : fields) {
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      if (HasUnknownFields(reflection.GetMessage(message, field))) return true;
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      if (HasUnknownFields(reflection.GetRepeatedMessage(message, field, i))) return true;
    }
  }
  return false;
}

constexpr std::string_view kDump =
    "rust 100 bytes, 2 regions that could not be parsed, the first at 3:4\n"
    "use crate::a 12:13 -> src/a.rs in m system reexport glob computed test extern-crate "
    "require pattern a=b c\n"
    "ffi 22:23\n"
    "mod m 32:33 in n path x.rs inline test cfg unix\n"
    "capability fs.read(a\\x1b[1m) std::fs::read 42:43 in f unknown test\n"
    "capability fs.read() std::fs::read 43:44 direct\n"
    "capability net  44:45 direct\n"
    "suppression-of-file a/b 52:53 until 2027-01-01 why because problem: broken\n"
    "contract/next-twice 62:63 after 63:64 in f by express text next() detail before assumed "
    "positional function 61:62 symbol f symbol default\n"
    "pipeline 0 app 72:73 created by express mountable in 0\n"
    "pipeline 1 given 73:74 parameter in 1 parameter 0\n"
    "pipeline 2 made 74:75 result in 0 result-of 1 symbol ./a#make symbols a::Made Made "
    "prefix /v1 computed-prefix verb GET at /api computed-path list local serves replaced\n"
    "function 0 (top level)\n"
    "function 1 setup 75:76 constructor returns 1 0 symbols tower_http::cors::CorsLayer\n"
    "call 76:77 in 0 global callees ./a#setup setup function 1 result 2 deferred when 3.0 4.1\n"
    "  (anonymous) 0:0\n"
    "route 78:79 on 0 by express in 1 local verb GET at /x  listed computed-path group  by-tag "
    "tags money public computed-tags setting 0\n"
    "  guard 77:78 symbols guard ./a#guard wrapped w pipeline 2 parameter 0 of 1 function 1 "
    "arity 0 barrier phase guard by-name doubtful made name old computed-name stage guard "
    "computed-stage "
    "unplaced "
    "computed-placements when 5.6\n"
    "export default pipeline 0 function 1 symbols npm/cors#default arity 4 shared component 0 "
    "wrapped w\n"
    "  guard 77:78 symbols guard ./a#guard wrapped w pipeline 2 parameter 0 of 1 function 1 "
    "arity 0 barrier phase guard by-name doubtful made name old computed-name stage guard "
    "computed-stage "
    "unplaced "
    "computed-placements when 5.6\n"
    "export f\n"
    "traits shop::Guard by krepis name g stage guard after a weak before b\n"
    "setting 0  root 80:81 everywhere verb GET at /x computed-path text v for verb POST path "
    "/y exact unknown symbols ./c#C except path /z when 7.8\n"
    "  guard 77:78 symbols guard ./a#guard wrapped w pipeline 2 parameter 0 of 1 function 1 "
    "arity 0 barrier phase guard by-name doubtful made name old computed-name stage guard "
    "computed-stage "
    "unplaced "
    "computed-placements when 5.6\n"
    "component 0 AppModule 79:80 module by nestjs extends ./base#Base unknown-base at users  "
    "computed-path\n"
    "  use 80:81 everywhere verb GET at /x computed-path text v for verb POST path /y exact "
    "unknown symbols ./c#C except path /z when 7.8\n"
    "  guard 77:78 symbols guard ./a#guard wrapped w pipeline 2 parameter 0 of 1 function 1 "
    "arity 0 barrier phase guard by-name doubtful made name old computed-name stage guard "
    "computed-stage "
    "unplaced "
    "computed-placements when 5.6\n"
    " find 81:82\n"
    "  use 80:81 everywhere verb GET at /x computed-path text v for verb POST path /y exact "
    "unknown symbols ./c#C except path /z when 7.8\n"
    "  guard 77:78 symbols guard ./a#guard wrapped w pipeline 2 parameter 0 of 1 function 1 "
    "arity 0 barrier phase guard by-name doubtful made name old computed-name stage guard "
    "computed-stage "
    "unplaced "
    "computed-placements when 5.6\n"
    "alias a::Guard by crow bases a::Local Local Other\n"
    "foreign declares f 82:83 unsaid beside test\n"
    "function n::f 82:83 in m of g forward\n"
    "function (top level)\n"
    "function Repo.save 83:84 bodiless local test\n"
    "interface Repo base ./base#Base\n"
    "value repo instance-of local#Repo\n"
    "pass ./b#load 84:85 in Repo.save of-this-file dispatch test\n";

}  // namespace

TEST_CASE("facts survive serialisation, also through the schema's own classes") {
  const FileFacts facts = Sample();
  CHECK(DumpFacts(facts) == kDump);
  const std::string bytes = SerializeFacts(facts);
  const auto read = ReadFacts(bytes);
  REQUIRE(read.ok());
  CHECK((*read == facts));
  CHECK(SerializeFacts(*read) == bytes);
  krepis::v1::FileFacts message;
  REQUIRE(message.ParseFromString(bytes));
  CHECK(message.language() == krepis::v1::LANGUAGE_RUST);
  CHECK(message.imports(0).kind() == krepis::v1::EDGE_KIND_USE);
  CHECK(message.imports(0).names(0).local() == "b");
  CHECK(message.capabilities(1).has_argument());
  CHECK(!message.capabilities(2).has_argument());
  CHECK(message.contracts(0).location().line() == 62);
  const krepis::v1::RegistrationEvent& route = message.registrations().events(1);
  CHECK(route.effect() == krepis::v1::REGISTRATION_EFFECT_ROUTE);
  CHECK(route.scope() == krepis::v1::REGISTRATION_SCOPE_LOCAL);
  CHECK(route.pipeline() == 0);
  CHECK(route.has_pipeline());
  CHECK(!message.registrations().events(0).has_pipeline());
  CHECK(message.registrations().pipelines(2).origin() == krepis::v1::PIPELINE_ORIGIN_RESULT);
  CHECK(message.registrations().functions(1).returns(0) == 1);
  CHECK(!HasUnknownFields(message));
  const auto again = ReadFacts(message.SerializeAsString());
  REQUIRE(again.ok());
  CHECK((*again == facts));
}

TEST_CASE("registrations that refer to what is not there are refused") {
  const auto readable = [](const auto& change) {
    FileFacts facts = Sample();
    change(facts.registrations);
    return ReadFacts(SerializeFacts(facts)).ok();
  };
  CHECK(readable([](RegistrationFacts&) {}));
  CHECK(!readable([](RegistrationFacts& facts) { facts.pipelines[0].function = 2; }));
  CHECK(!readable([](RegistrationFacts& facts) { facts.pipelines[1].parameter = kNoIndex; }));
  CHECK(!readable([](RegistrationFacts& facts) { facts.pipelines[1].parameter = kMaxParameters; }));
  CHECK(!readable([](RegistrationFacts& facts) { facts.pipelines[2].result_of = 2; }));
  CHECK(!readable([](RegistrationFacts& facts) { facts.functions[1].returns[0] = 3; }));
  CHECK(!readable([](RegistrationFacts& facts) { facts.events[1].function = 2; }));
  CHECK(!readable([](RegistrationFacts& facts) { facts.events[1].pipeline = 3; }));
  CHECK(!readable([](RegistrationFacts& facts) { facts.events[0].result = 3; }));
  CHECK(!readable([](RegistrationFacts& facts) { facts.events[0].callee_function = 2; }));
  CHECK(!readable([](RegistrationFacts& facts) { facts.events[1].entries[0].pipeline = 3; }));
  CHECK(!readable([](RegistrationFacts& facts) { facts.events[1].entries[0].function = 2; }));
  CHECK(!readable([](RegistrationFacts& facts) { facts.exports[0].pipeline = 3; }));
  CHECK(!readable([](RegistrationFacts& facts) { facts.exports[0].function = 2; }));
  CHECK(!readable([](RegistrationFacts& facts) { std::swap(facts.events[0], facts.events[1]); }));
}

TEST_CASE("bytes that are no facts are refused, whatever the damage") {
  const std::string bytes = SerializeFacts(Sample());
  CHECK(!ReadFacts("").ok());
  CHECK(!ReadFacts("garbage").ok());
  krepis::v1::FileFacts message;
  REQUIRE(message.ParseFromString(bytes));
  message.set_schema(2);
  CHECK(!ReadFacts(message.SerializeAsString()).ok());
  message.set_schema(1);
  message.mutable_imports(0)->set_kind(static_cast<krepis::v1::EdgeKind>(99));
  CHECK(!ReadFacts(message.SerializeAsString()).ok());
  std::mt19937 random(11);
  for (int round = 0; round < 20'000; ++round) {
    std::string broken = bytes;
    broken[random() % broken.size()] = static_cast<char>(random());
    if (random() % 4 == 0) broken.resize(random() % broken.size());
    const auto read = ReadFacts(broken);
    if (read.ok()) CHECK(!DumpFacts(*read).empty());
  }
}

TEST_CASE("facts that refer to nothing are refused") {
  FileFacts facts = Sample();
  facts.calls.calls[0].symbol = 7;
  CHECK(!ReadFacts(SerializeFacts(facts)).ok());
  facts = Sample();
  facts.capabilities.push_back({});
  facts.capabilities.back().caller = 9;
  CHECK(!ReadFacts(SerializeFacts(facts)).ok());
}

TEST_CASE("facts as JSON") {
  FileFacts facts;
  facts.language = Language::kTypeScript;
  facts.capabilities.push_back({"fs.read",
                                "a",
                                "node/fs#readFile",
                                "f",
                                Confidence::kDirect,
                                {{1, 2}, {1, 2}, {1, 4}},
                                false});
  facts.registrations.pipelines.emplace_back().name = "app";
  std::string text;
  JsonWriter json(&text, JsonWriter::Layout::kCompact);
  WriteFacts(facts, json);
  CHECK(json.complete());
  CHECK(
      text ==
      R"({"schema":"krepis.facts/1","language":"typescript","source_bytes":0,"error_nodes":0,"capabilities":[)"
      R"({"capability":"fs.read","argument":"a","symbol":"node/fs#readFile","function":"f",)"
      R"("confidence":"direct","location":{"start":1,"length":2,"line":1,"column":2,)"
      R"("end_line":1,"end_column":4},"caller":0}],"registrations":{"pipelines":[)"
      R"({"origin":"created","function":0,"name":"app"}]}})");
}

TEST_CASE("kept facts leave their imports where they are until somebody looks at them") {
  const FileFacts facts = Sample();
  const std::string bytes = SerializeFacts(facts);
  class Source final : public ImportSource {
   public:
    std::vector<ImportFact> ReadImports(std::string_view place) const override {
      return krepis::analyzer::ReadImports(place);
    }
  };
  const std::string outside = facts.imports.PackOutside();
  const UnreadImports unread{std::make_shared<Source>(), "", 0, facts.imports.Summary(), outside};
  Result<FileFacts> read = ReadKeptFacts(bytes, unread);
  REQUIRE(read);
  CHECK(read->imports.size() == facts.imports.size());
  CHECK(read->imports.Summary() == facts.imports.Summary());
  CHECK(read->imports.PackOutside() == outside);
  CHECK(read->imports.is_unread());
  const FileFacts copy = *read;  // which reads them
  CHECK_FALSE(read->imports.is_unread());
  CHECK(copy == facts);
  CHECK(*read == facts);
  CHECK(SerializeFacts(*read) == bytes);

  read = ReadKeptFacts(bytes, unread);
  FileFacts moved = std::move(*read);
  CHECK(moved.imports.size() == facts.imports.size());
  std::vector<std::jthread> threads;
  std::atomic<int> equal = 0;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] { equal += moved.imports.All() == facts.imports.All() ? 1 : 0; });
  threads.clear();
  CHECK(equal == 8);
}

TEST_CASE("what is said of imports without looking at each") {
  FileFacts facts;
  ImportFact import;
  import.kind = EdgeKind::kType;
  import.specifier = "./a.js";
  facts.imports.push_back(import);
  CHECK_FALSE(facts.imports.Summary().computed);
  CHECK(facts.imports.PackOutside().empty());
  import.kind = EdgeKind::kImport;
  import.specifier = "zod";
  import.computed = true;
  facts.imports.push_back(import);
  CHECK(facts.imports.PackOutside() == std::string("\3\0zod", 5));
  CHECK(facts.imports.Summary().computed);
  CHECK(facts.imports.Summary().kinds == EdgeKindSet{EdgeKind::kType, EdgeKind::kImport});
}

}  // namespace krepis::analyzer
