#include "krepis/behaviors/trace_context.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "runtime/tests/fake_time.h"

namespace krepis {
namespace {

constexpr std::string_view kHeader = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

template <size_t kSize>
std::string Text(const std::array<char, kSize>& text) {
  return std::string(text.data(), text.size());
}

std::string With(size_t at, char c) {
  std::string header(kHeader);
  header[at] = c;
  return header;
}

}  // namespace

TEST_CASE("a traceparent is read and written") {
  auto context = TraceContext::Parse(kHeader);
  REQUIRE(context.has_value());
  CHECK(Text(context->trace_id.Hex()) == "4bf92f3577b34da6a3ce929d0e0e4736");
  CHECK(Text(context->span_id.Hex()) == "00f067aa0ba902b7");
  CHECK(context->sampled());
  CHECK(Text(context->Format()) == kHeader);
  CHECK(TraceContext::Parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00")->flags == 0);
}

TEST_CASE("what the specification calls an invalid traceparent is none") {
  CHECK_FALSE(TraceContext::Parse(""));
  for (size_t size = 0; size < kHeader.size(); ++size) {
    CHECK_FALSE(TraceContext::Parse(kHeader.substr(0, size)));
  }
  for (size_t at : {2, 35, 52}) CHECK_FALSE(TraceContext::Parse(With(at, '0')));
  for (size_t at = 0; at < kHeader.size(); ++at) {
    for (char c : {'A', 'F', 'g', ' ', '_', '\0', '\x80'}) {
      CHECK_FALSE(TraceContext::Parse(With(at, c)));
    }
  }
  CHECK_FALSE(TraceContext::Parse("00-00000000000000000000000000000000-00f067aa0ba902b7-01"));
  CHECK_FALSE(TraceContext::Parse("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"));
  CHECK_FALSE(TraceContext::Parse("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
  // Version 00 ends with the flags.
  CHECK_FALSE(TraceContext::Parse(std::string(kHeader) + "-"));
  CHECK_FALSE(TraceContext::Parse(std::string(kHeader) + "0"));
  CHECK_FALSE(TraceContext::Parse(std::string(kHeader) + " "));
}

TEST_CASE("a later version is read as far as version 00 knows") {
  const std::string later = "cc" + std::string(kHeader.substr(2));
  REQUIRE(TraceContext::Parse(later));
  CHECK(Text(TraceContext::Parse(later)->Format()) == kHeader);
  CHECK(TraceContext::Parse(later + "-what-the-future-brings"));
  CHECK(TraceContext::Parse(later + "-"));
  CHECK_FALSE(TraceContext::Parse(later + ".what-the-future-brings"));
}

TEST_CASE("unknown flags are not passed on") {
  auto context = TraceContext::Parse(With(53, 'f'));
  REQUIRE(context);
  CHECK(context->flags == TraceContext::kSampled);
  TraceContext sent = *context;
  sent.flags = 0xff;
  CHECK(Text(sent.Format()).ends_with("-03"));
}

TEST_CASE("issued ids are valid whatever the source gives") {
  testing::FakeRandom zeros({0});
  TraceContext context = TraceContext::Issue(zeros, false);
  CHECK(context.valid());
  CHECK_FALSE(context.sampled());
  CHECK(TraceContext::Parse(std::string_view(context.Format().data(), 55)) == context);
  CHECK(context.Child(zeros).valid());

  testing::FakeRandom some({0x0102030405060708, 0x1112131415161718, 0x2122232425262728});
  context = TraceContext::Issue(some, true);
  CHECK(Text(context.Format()) == "00-08070605040302011817161514131211-2827262524232221-03");
  TraceContext child = context.Child(some);
  CHECK(child.trace_id == context.trace_id);
  CHECK(child.flags == context.flags);
  CHECK(child.span_id != context.span_id);
}

TEST_CASE("the system's ids do not repeat") {
  std::set<std::array<uint8_t, 16>> seen;
  for (int i = 0; i < 1000; ++i) {
    seen.insert(TraceContext::Issue(SystemRandom::Instance(), true).trace_id.bytes);
  }
  CHECK(seen.size() == 1000);
}

TEST_CASE("a tracestate is read and written") {
  auto state = TraceState::Parse(" rojo=00f067aa0ba902b7 ,,\tcongo=t61rcWkgMzE,\t");
  REQUIRE(state);
  CHECK(state->Format() == "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE");
  CHECK(*state->Find("congo") == "t61rcWkgMzE");
  CHECK(state->Find("cong") == nullptr);
  CHECK(TraceState::Parse("").value().empty());
  CHECK(TraceState::Parse(" , ,").value().empty());
  CHECK(TraceState::Parse("a=x y  z").value().Format() == "a=x y  z");
  CHECK(TraceState::Parse("0tenant@system=1").has_value());
  CHECK(TraceState::Parse("a_-*/9=!~").has_value());
}

TEST_CASE("a malformed tracestate is none") {
  for (std::string_view header : {"a", "=1", "a=", "a=1=2", "A=1", "0a=1", "_a=1", "a b=1", "a =1",
                                  "foo@=1", "@foo=1", "foo@@bar=1", "foo@bar@baz=1", "foo@0bar=1",
                                  "a=1,a=2", "a=\x7f", "a=\xc3\xa4", "a=\t1", "a=1,b"}) {
    CAPTURE(header);
    CHECK_FALSE(TraceState::Parse(header));
  }
  auto sized = [](size_t key, size_t value) {
    return std::string(key, 'k') + "=" + std::string(value, 'v');
  };
  CHECK(TraceState::Parse(sized(256, 256)));
  CHECK_FALSE(TraceState::Parse(sized(257, 1)));
  CHECK_FALSE(TraceState::Parse(sized(1, 257)));
  CHECK(TraceState::Parse(std::string(241, 't') + "@" + std::string(14, 's') + "=1"));
  CHECK_FALSE(TraceState::Parse(std::string(242, 't') + "@s=1"));
  CHECK_FALSE(TraceState::Parse("t@" + std::string(15, 's') + "=1"));
  CHECK_FALSE(TraceState::Parse(std::string(TraceState::kMaxHeaderSize + 1, ',')));
}

TEST_CASE("a tracestate holds 32 members, the newest first") {
  std::string header;
  for (int i = 0; i < 32; ++i) header += "k" + std::to_string(i) + "=v,";
  auto state = TraceState::Parse(header);
  REQUIRE(state);
  CHECK_FALSE(TraceState::Parse(header + "one=more"));

  CHECK(state->Set("krepis", "1"));
  CHECK(state->members().size() == 32);
  CHECK(state->members().front().first == "krepis");
  CHECK(state->Find("k31") == nullptr);
  CHECK(state->Set("k7", "w"));
  CHECK(state->members().size() == 32);
  CHECK(state->Format().starts_with("k7=w,krepis=1,k0=v"));
  CHECK_FALSE(state->Set("K", "w"));
  CHECK_FALSE(state->Set("k", "w "));
  CHECK(state->Erase("krepis"));
  CHECK_FALSE(state->Erase("krepis"));
  // A key that is a view into the state itself.
  CHECK(state->Set(state->members().back().first, "again"));
  CHECK(state->members().front() == std::pair<std::string, std::string>("k30", "again"));
}

}  // namespace krepis
