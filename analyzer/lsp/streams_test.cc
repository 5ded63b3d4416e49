// The threads between a client and the server: who reads, who writes, and what waits in between.

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <optional>
#include <string>
#include <thread>

#include "analyzer/lsp/inbox.h"
#include "analyzer/lsp/input_thread.h"
#include "analyzer/lsp/message_decoder.h"
#include "analyzer/lsp/outbox.h"

namespace krepis::analyzer {
namespace {

struct Pipe {
  Pipe() { REQUIRE(pipe(ends) == 0); }
  ~Pipe() {
    CloseReader();
    CloseWriter();
  }
  void CloseReader() {
    if (ends[0] >= 0) close(ends[0]);
    ends[0] = -1;
  }
  void CloseWriter() {
    if (ends[1] >= 0) close(ends[1]);
    ends[1] = -1;
  }
  std::string ReadSome() const {
    char buffer[65536];
    const ssize_t got = read(ends[0], buffer, sizeof buffer);
    return {buffer, static_cast<size_t>(std::max<ssize_t>(got, 0))};
  }
  void Put(std::string_view bytes) const {
    REQUIRE(write(ends[1], bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }
  int ends[2] = {-1, -1};
};

std::optional<RpcMessage> PopMessage(Inbox& inbox) {
  std::optional<ServerEvent> event = inbox.Pop(Inbox::Clock::now() + std::chrono::seconds(10));
  if (!event || !std::holds_alternative<RpcMessage>(*event)) return std::nullopt;
  return std::get<RpcMessage>(std::move(*event));
}

TEST_CASE("messages are written in order") {
  Pipe pipe;
  Outbox outbox(pipe.ends[1], {});
  outbox.Send("1");
  outbox.Send("2");
  outbox.Flush(std::chrono::seconds(10));
  CHECK(pipe.ReadSome() == Encode("1") + Encode("2"));
}

TEST_CASE("a client that does not read holds up nobody, and gets the latest of each key") {
  Pipe pipe;
  Outbox outbox(pipe.ends[1], {});
  const std::string filler(1'000'000, 'x');
  outbox.Send(filler);
  for (int i = 0; i < 100'000; ++i) outbox.SendLatest("a", "a" + std::to_string(i));
  for (int i = 0; i < 1000; ++i) outbox.Offer(filler);  // room for one or two of them
  outbox.SendLatest("b", "b");
  std::string all;
  while (!all.ends_with(Encode("b"))) {
    const std::string some = pipe.ReadSome();
    REQUIRE_FALSE(some.empty());
    all += some;
  }
  MessageDecoder decoder;
  decoder.Feed(all);
  size_t of_a = 0;
  std::string last_a;
  size_t total = 0;
  while (const std::optional<std::string> body = decoder.Next()) {
    ++total;
    if (body->front() != 'a') continue;
    ++of_a;
    last_a = *body;
  }
  CHECK(last_a == "a99999");
  CHECK(of_a <= 2);
  CHECK(total < 10);
}

TEST_CASE("a client that goes away is noticed, and one that never reads does not hold up the end") {
  std::signal(SIGPIPE, SIG_IGN);  // as main() does
  Pipe gone;
  std::atomic<bool> broken = false;
  {
    Outbox outbox(gone.ends[1], [&] { broken = true; });
    gone.CloseReader();
    outbox.Send("1");
    outbox.Flush(std::chrono::seconds(10));
    outbox.WaitForRoom();
    while (!broken) std::this_thread::yield();
  }
  Pipe deaf;
  Outbox outbox(deaf.ends[1], {});
  outbox.Send(std::string(10'000'000, 'x'));
  outbox.Flush(std::chrono::milliseconds(1));
}

TEST_CASE("sockets are written like pipes") {
  int ends[2];
  REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
  {
    Outbox outbox(ends[0], {});
    outbox.Send(std::string(5'000'000, 'x'));
    size_t got = 0;
    char buffer[65536];
    while (got < 5'000'000) {
      const ssize_t some = read(ends[1], buffer, sizeof buffer);
      REQUIRE(some > 0);
      got += static_cast<size_t>(some);
    }
    outbox.Send(std::string(5'000'000, 'x'));  // nobody reads this
  }
  close(ends[0]);
  close(ends[1]);
}

TEST_CASE("what is read arrives, and what cannot be read is answered") {
  Pipe in;
  Pipe out;
  Inbox inbox;
  Outbox outbox(out.ends[1], {});
  InputThread input(in.ends[0], inbox, outbox);
  const std::string message = Encode(R"({"id":1,"method":"m"})");
  in.Put(message.substr(0, 9));
  in.Put(message.substr(9, 20));
  in.Put(message.substr(29) + Encode("{") + Encode(R"({"method":"n"})"));
  CHECK(PopMessage(inbox)->method == "m");
  CHECK(PopMessage(inbox)->method == "n");
  outbox.Flush(std::chrono::seconds(10));
  CHECK(out.ReadSome().find("-32700") != std::string::npos);
  in.Put("Content-Length: 1000000000\r\n\r\n");
  const auto end = inbox.Pop(Inbox::Clock::now() + std::chrono::seconds(10));
  REQUIRE(end.has_value());
  CHECK(std::holds_alternative<InputEnd>(*end));
  CHECK(inbox.IsEnding());
}

TEST_CASE("the end of the stream, and of the client's process, end the input") {
  Pipe in;
  Pipe out;
  Inbox inbox;
  Outbox outbox(out.ends[1], {});
  InputThread input(in.ends[0], inbox, outbox);
  in.CloseWriter();
  CHECK(std::holds_alternative<InputEnd>(*inbox.Pop(std::nullopt)));

  const pid_t child = fork();
  if (child == 0) {
    pause();
    _exit(0);
  }
  Pipe other;
  Inbox watching;
  InputThread watcher(other.ends[0], watching, outbox);
  watcher.WatchProcess(child);
  CHECK(watching.empty());
  kill(child, SIGKILL);
  CHECK(std::get<InputEnd>(*watching.Pop(std::nullopt)).why == "the client's process has ended");
  int status = 0;
  waitpid(child, &status, 0);

  Inbox nobody;
  InputThread late(other.ends[0], nobody, outbox);
  late.WatchProcess(int64_t{1} << 40);
  CHECK(nobody.IsEnding());
}

TEST_CASE("a request that is taken back is known as such until it is done") {
  Inbox inbox;
  const auto push = [&](const char* text) { inbox.Push(*ParseBody(text).message, 1); };
  push(R"({"id":7,"method":"m"})");
  CHECK(inbox.IsPressing());
  CHECK_FALSE(inbox.IsCancelled(7));
  push(R"({"method":"$/cancelRequest","params":{"id":7}})");
  push(R"({"method":"$/cancelRequest","params":{"id":8}})");
  push(R"({"method":"$/cancelRequest"})");
  CHECK(inbox.IsCancelled(7));
  CHECK_FALSE(inbox.IsCancelled(8));
  CHECK_FALSE(inbox.IsCancelled("7"));
  CHECK(PopMessage(inbox).has_value());
  CHECK_FALSE(inbox.IsPressing());
  CHECK(inbox.IsCancelled(7));
  inbox.Done(7);
  CHECK_FALSE(inbox.IsCancelled(7));
}

TEST_CASE("an answer can be had before what came earlier") {
  Inbox inbox;
  const auto push = [&](const char* text) { inbox.Push(*ParseBody(text).message, 1); };
  push(R"({"id":7,"method":"m"})");
  CHECK_FALSE(inbox.TakeAnswer(7).has_value());
  push(R"({"id":7,"result":null})");
  CHECK_FALSE(inbox.TakeAnswer(8).has_value());
  CHECK(inbox.TakeAnswer(7).has_value());
  CHECK_FALSE(inbox.TakeAnswer(7).has_value());
  CHECK(PopMessage(inbox)->method == "m");
  CHECK(inbox.empty());
}

TEST_CASE("touched files are gathered while they wait") {
  Inbox inbox;
  inbox.PushTouched({{"/a"}});
  inbox.PushTouched({{"/b"}});
  CHECK(std::get<FilesTouched>(*inbox.Pop(std::nullopt)).paths ==
        std::vector<std::string>{"/a", "/b"});
  inbox.PushTouched({{"/a"}});
  inbox.PushTouched({});
  inbox.PushTouched({{"/b"}});
  CHECK(std::get<FilesTouched>(*inbox.Pop(std::nullopt)).paths.empty());
  CHECK(inbox.empty());
  CHECK_FALSE(inbox.Pop(Inbox::Clock::now()).has_value());
}

}  // namespace
}  // namespace krepis::analyzer
