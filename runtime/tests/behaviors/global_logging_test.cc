#include "krepis/behaviors/global_logging.h"

#include <doctest/doctest.h>

#include <limits>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "krepis/behaviors/context_bridge.h"
#include "krepis/behaviors/retry.h"
#include "runtime/tests/behaviors/test_chain.h"
#include "runtime/tests/fake_time.h"

namespace krepis {
namespace {

using namespace std::chrono_literals;
using testing::FakeClock;
using testing::FormTest;
using testing::TestChain;

std::string TextOf(const LogValue& value) {
  std::ostringstream text;
  std::visit([&](const auto& held) { text << held; }, value);
  return text.str();
}

class MemorySink final : public LogSink {
 public:
  struct Record {
    Severity severity;
    std::map<std::string, std::string> fields;
  };
  void Write(const LogRecord& record) override {
    records.push_back({record.severity, {}});
    for (const LogField& field : record.fields) {
      records.back().fields.emplace(field.name, TextOf(field.value));
    }
  }
  std::vector<Record> records;
};

class CountingSink final : public LogSink {
 public:
  void Write(const LogRecord& record) override { fields += record.fields.size(); }
  size_t fields = 0;
};

class BrokenSink final : public LogSink {
 public:
  void Write(const LogRecord&) override { throw std::runtime_error("disk full"); }
};

class Twice final : public DualPipelineBehavior {
 public:
  BehaviorTraits traits() const override { return {.name = "twice"}; }
  Outcome Handle(PipelineContext& context, NextPipe next) override {
    static_cast<void>(next(context));
    return next(context);
  }
  Task<Outcome> HandleAsync(PipelineContext& context, AsyncNextPipe next) override {
    static_cast<void>(co_await next(context));
    co_return co_await next(context);
  }
};

std::string Line(const std::vector<LogField>& fields) {
  std::ostringstream out;
  JsonLinesSink sink(out);
  sink.Write({.time = std::chrono::system_clock::time_point(1'700'000'000'000'042us),
              .severity = Severity::kWarning,
              .event = "test",
              .fields = fields});
  return out.str();
}

}  // namespace

TEST_CASE_OF_FORMS(FormTest, "one record per execution says what came of it and how long it took") {
  MemorySink sink;
  FakeClock clock(FakeClock::Waits::kSkipping);
  TestChain chain(form_, &clock);
  chain.Add<ContextBridge>();
  chain.Add<GlobalLogging>(sink);
  chain.Add<Retry>(RetryOptions{.clock = &clock});
  chain.Handler([&, calls = 0](PipelineContext&) mutable {
    clock.Advance(1ms);
    return ++calls == 1 ? Outcome::Failure(FailureCode::kFailed, "once") : Outcome::Success();
  });
  PipelineContext context("http", "/orders/17");
  context.BindClock(clock);
  context.items().Set(kTraceParentHeader,
                      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00");
  const auto begin = clock.Now();
  CHECK(chain.Run(context).ok());
  REQUIRE(sink.records.size() == 1);
  CHECK(sink.records[0].severity == Severity::kInfo);
  auto& fields = sink.records[0].fields;
  CHECK(fields["trace_id"] == "4bf92f3577b34da6a3ce929d0e0e4736");
  CHECK(fields["parent_span_id"] == "00f067aa0ba902b7");
  CHECK(fields["span_id"].size() == 16);
  CHECK(fields["schema"] == "http");
  CHECK(fields["path"] == "/orders/17");
  CHECK(fields["route"] == "test");
  CHECK(fields["outcome"] == "success");
  CHECK(fields["attempts"] == "2");
  CHECK(fields["duration_ns"] == std::to_string((clock.Now() - begin).count()));
  CHECK_FALSE(fields.contains("message"));
  CHECK_FALSE(fields.contains("short_circuit_point"));
}

TEST_CASE_OF_FORMS(FormTest, "failures are told by their severity, message and place") {
  struct {
    FailureCode code;
    Severity severity;
  } cases[] = {{FailureCode::kForbidden, Severity::kWarning},
               {FailureCode::kCancelled, Severity::kWarning},
               {FailureCode::kFailed, Severity::kError},
               {static_cast<FailureCode>(1030), Severity::kError}};
  for (const auto& [code, severity] : cases) {
    MemorySink sink;
    TestChain chain(form_);
    chain.Add<GlobalLogging>(sink);
    chain.AddProbe(
        {.name = "refuses", .stage = Stage::kGuard},
        [failure = Outcome::Failure(code, "because")](PipelineContext&) { return failure; });
    CHECK(chain.Run().code() == code);
    REQUIRE(sink.records.size() == 1);
    CHECK(sink.records[0].severity == severity);
    CHECK(sink.records[0].fields["outcome"] == Name(code));
    CHECK(sink.records[0].fields["message"] == "because");
    CHECK(sink.records[0].fields["short_circuit_point"] == "refuses");
    CHECK(sink.records[0].fields.contains("code") == (code >= FailureCode::kApplication));
    CHECK_FALSE(sink.records[0].fields.contains("trace_id"));
  }
}

TEST_CASE_OF_FORMS(
    FormTest,
    "exceptions and misuse are recorded; a clock that goes back is a duration of nothing") {
  MemorySink sink;
  FakeClock clock;
  TestChain chain(form_);
  chain.Add<GlobalLogging>(sink);
  chain.Add<Twice>();
  chain.Handler([&](PipelineContext&) -> Outcome {
    clock.Advance(-1h);
    throw std::runtime_error("boom");
  });
  PipelineContext context("http", "/");
  context.BindClock(clock);
  CHECK(chain.Run(context).code() == FailureCode::kNextReused);
  REQUIRE(sink.records.size() == 1);
  CHECK(sink.records[0].fields["next_reused_point"] == "twice");
  CHECK(sink.records[0].fields["duration_ns"] == "0");
}

TEST_CASE_OF_FORMS(FormTest,
                   "what is not severe enough is not written; fields of the program's own are") {
  MemorySink sink;
  TestChain chain(form_);
  chain.Add<GlobalLogging>(
      sink, GlobalLoggingOptions{.at_least = Severity::kError,
                                 .add_fields = [](const PipelineContext&, LogFields& fields) {
                                   while (fields.Add("tenant", int64_t{7})) {
                                   }
                                 }});
  chain.Handler(testing::Failing({FailureCode::kInvalid, FailureCode::kFailed}));
  for (int i = 0; i < 3; ++i) static_cast<void>(chain.Run());
  REQUIRE(sink.records.size() == 1);
  CHECK(sink.records[0].fields["tenant"] == "7");
}

TEST_CASE_OF_FORMS(FormTest, "a sink or a field that throws costs the record, nothing else") {
  BrokenSink sink;
  TestChain chain(form_);
  GlobalLogging& logging = chain.Add<GlobalLogging>(sink);
  CHECK(chain.Run().ok());
  CHECK(logging.lost() == 1);

  MemorySink memory;
  TestChain other(form_);
  GlobalLogging& adding = other.Add<GlobalLogging>(
      memory, GlobalLoggingOptions{.add_fields = [](const PipelineContext&, LogFields&) {
        throw std::runtime_error("no tenant");
      }});
  CHECK(other.Run().ok());
  CHECK(adding.lost() == 1);
  CHECK(memory.records.empty());
}

TEST_CASE_OF_FORMS(FormTest, "logging allocates nothing") {
  CountingSink sink;
  TestChain chain(form_);
  chain.Add<ContextBridge>();
  chain.Add<GlobalLogging>(sink);
  PipelineContext context("http", "/");
  CHECK(chain.AllocationsOfRun(context) == 0);
  CHECK(sink.fields > 10);
}

TEST_CASE("records become lines of JSON, whatever is in them") {
  CHECK(Line({{"n", int64_t{-1}}, {"u", UINT64_MAX}, {"b", true}, {"d", 0.5}}) ==
        R"({"time":"2023-11-14T22:13:20.000042Z","severity":"warning","event":"test",)"
        R"("n":-1,"u":18446744073709551615,"b":true,"d":0.5})"
        "\n");
  using std::string_view_literals::operator""sv;
  auto text = [](std::string_view value) {
    std::string line = Line({{"t", value}});
    return line.substr(line.find("\"t\":") + 4);
  };
  CHECK(text("a\"b\\c\nd\te\x7f\0"sv) == R"("a\"b\\c\nd\u0009e\u007f\u0000"})"
                                         "\n");
  CHECK(text("\xc3\xa4\xe2\x82\xac\xf0\x9f\x99\x82") ==
        "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x99\x82\"}\n");
  // Overlong, a surrogate, beyond the last character, cut short, a stray byte.
  CHECK(text("\xc0\x80") == "\"\\ufffd\\ufffd\"}\n");
  CHECK(text("\xed\xa0\x80") == "\"\\ufffd\\ufffd\\ufffd\"}\n");
  CHECK(text("\xf4\x90\x80\x80") == "\"\\ufffd\\ufffd\\ufffd\\ufffd\"}\n");
  CHECK(text("\xe2\x82") == "\"\\ufffd\\ufffd\"}\n");
  CHECK(text("\x80x") == "\"\\ufffdx\"}\n");
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  CHECK(Line({{"d", kInfinity}, {"e", -kInfinity}}).ends_with("\"d\":null,\"e\":null}\n"));
}

TEST_CASE("threads write whole lines") {
  std::ostringstream out;
  JsonLinesSink sink(out);
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        const LogField field{"text", "some words"};
        for (int i = 0; i < 200; ++i) sink.Write({.event = "test", .fields = {&field, 1}});
      });
    }
  }
  std::istringstream lines(out.str());
  size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    REQUIRE(line.ends_with(R"("event":"test","text":"some words"})"));
  }
  CHECK(count == 800);
}

}  // namespace krepis
