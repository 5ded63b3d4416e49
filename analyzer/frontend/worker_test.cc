#include <doctest/doctest.h>
#include <signal.h>
#include <unistd.h>

#include <string>
#include <thread>
#include <vector>

#include "analyzer/ast/ast.h"
#include "analyzer/frontend/language_frontend.h"
#include "analyzer/frontend/worker_client.h"
#include "analyzer/frontend/worker_messages.h"

namespace krepis::analyzer {
namespace {

WorkerOptions Faulty() {
  WorkerOptions options;
  options.executable = KREPIS_FAULTY_WORKER;
  options.arguments = {};
  options.file_ms = 300;
  options.limit_by_size = false;
  options.memory_bytes = uint64_t{256} << 20;
  return options;
}

FileTicket Ticket(size_t value) { return static_cast<FileTicket>(value); }

/// Submits files named f0, f1, … and waits for each; errors give "error: " and the message.
std::vector<std::string> Run(WorkerClient& client, const std::vector<std::string>& texts) {
  std::vector<std::string> paths;
  for (size_t i = 0; i < texts.size(); ++i) paths.push_back("f" + std::to_string(i));
  for (size_t i = 0; i < texts.size(); ++i) {
    client.Submit(Ticket(i), paths[i], Language::kTypeScript, texts[i]);
  }
  std::vector<std::string> results;
  for (size_t i = 0; i < texts.size(); ++i) {
    const Result<std::string> result = client.Wait(Ticket(i));
    if (result.ok()) {
      results.push_back(*result);
    } else {
      CHECK(result.error().path == paths[i]);
      results.push_back("error: " + result.error().message);
    }
  }
  return results;
}

std::string Echo(size_t file, const std::string& text) {
  return "f" + std::to_string(file) + "\n" + text + text;
}

}  // namespace

TEST_CASE("a worker gives the AST that the frontend gives") {
  WorkerOptions options;
  options.executable = KREPIS_AST_WORKER;
  options.arguments = {};
  WorkerClient client(options);
  const std::string source = "import {a} from './a.js'; a(() => 1);";
  client.Submit(Ticket(7), "a.ts", Language::kTypeScript, source);
  const Result<std::string> bytes = client.Wait(Ticket(7));
  REQUIRE(bytes.ok());
  CHECK(Ast::Read(*bytes).ok());
  CHECK(*bytes == MakeTreeSitterFrontend({})->Parse("a.ts", Language::kTypeScript, source).ast);
}

TEST_CASE("any number of files may be under way, in both directions at once") {
  WorkerClient client(Faulty());
  std::vector<std::string> texts;
  for (size_t i = 0; i < 200; ++i)
    texts.push_back(std::string(1000 * i, static_cast<char>('A' + i % 26)));
  texts.push_back("");
  const auto results = Run(client, texts);
  for (size_t i = 0; i < texts.size(); ++i) CHECK(results[i] == Echo(i, texts[i]));
}

TEST_CASE("tickets are waited for in any order") {
  WorkerClient client(Faulty());
  const std::vector<std::string> texts = {"a", "b", "c"};
  for (size_t i = 0; i < 3; ++i) client.Submit(Ticket(i), "f", Language::kRust, texts[i]);
  CHECK(*client.Wait(Ticket(2)) == "f\ncc");
  CHECK(*client.Wait(Ticket(0)) == "f\naa");
  client.Submit(Ticket(0), "again", Language::kRust, texts[2]);
  CHECK(*client.Wait(Ticket(0)) == "again\ncc");
  CHECK(*client.Wait(Ticket(1)) == "f\nbb");
}

TEST_CASE("a file that crashes the parser costs itself") {
  WorkerClient client(Faulty());
  const auto results = Run(client, {"one", "segfault", "two", "abort", "three"});
  CHECK(results[0] == Echo(0, "one"));
  CHECK(results[2] == Echo(2, "two"));
  CHECK(results[4] == Echo(4, "three"));
#if !defined(__SANITIZE_ADDRESS__)
  CHECK(results[1] == "error: the parser crashed (signal 11) on f1");
  CHECK(results[3] == "error: the parser crashed (signal 6) on f3");
#else
  CHECK(results[1].starts_with("error: the parser "));
  CHECK(results[3].starts_with("error: the parser "));
#endif
}

TEST_CASE("every file may crash the parser") {
  WorkerClient client(Faulty());
  for (const std::string& result : Run(client, std::vector<std::string>(5, "segfault"))) {
    CHECK(result.starts_with("error: the parser "));
  }
}

TEST_CASE("a file on which the parser hangs costs itself") {
  WorkerClient client(Faulty());
  const auto results = Run(client, {"one", "spin", "two", "give up", "three"});
  CHECK(results[0] == Echo(0, "one"));
  CHECK(results[1] ==
        "error: parsing f1 took longer than 300 ms; exclude it or raise limits.file_ms");
  CHECK(results[2] == Echo(2, "two"));
  CHECK(results[3] ==
        "error: parsing f3 took longer than 300 ms; exclude it or raise limits.file_ms");
  CHECK(results[4] == Echo(4, "three"));
}

TEST_CASE("a file whose time was up once is tried again, after the others") {
  WorkerClient client(Faulty());
  const std::vector<std::string> texts = {"one", "stand still", "two"};
  const auto results = Run(client, texts);
  for (size_t i = 0; i < texts.size(); ++i) CHECK(results[i] == Echo(i, texts[i]));
  WorkerOptions patient = Faulty();
  patient.file_ms = 5'000;
  WorkerClient other(patient);
  CHECK(Run(other, {"stand still"})[0] ==
        "error: parsing f0 took longer than 5000 ms; exclude it or raise limits.file_ms");
}

TEST_CASE("a parser that sleeps is not waited for either") {
  WorkerOptions options = Faulty();
  options.file_ms = 50;
  WorkerClient client(options);
  const auto results = Run(client, {"sleep", "two"});
  CHECK(results[0] ==
        "error: parsing f0 took longer than 50 ms; exclude it or raise limits.file_ms");
  CHECK(results[1] == Echo(1, "two"));
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("a file that needs too much memory costs itself") {
  WorkerOptions options = Faulty();
  options.file_ms = 10'000;  // on a busy machine memory takes its time
  WorkerClient client(options);
  const auto results = Run(client, {"one", "eat", "two"});
  CHECK(results[0] == Echo(0, "one"));
  CHECK(results[1] == "error: parsing f1 needed more than 256 MB");
  CHECK(results[2] == Echo(2, "two"));
}

TEST_CASE("a worker reaches nothing but its socket") {
  WorkerClient client(Faulty());
  const Result<Confinement> confinement = client.Probe();
  REQUIRE(confinement.ok());
  CHECK(confinement->memory_limit);
  CHECK(confinement->no_new_privileges);
  const auto results = Run(client, {"touch"});
  if (confinement->seccomp) {
    CHECK(results[0].empty());
  } else if (confinement->landlock) {
    CHECK(results[0].find_first_of("rwed") == std::string::npos);
  }
}
#endif

TEST_CASE("a worker that does not keep the protocol is not believed") {
  WorkerClient client(Faulty());
  const auto results = Run(client, {"one", "garbage", "two", "refuse"});
  CHECK(results[0] == Echo(0, "one"));
  CHECK(results[1].starts_with("error: the parser "));
  CHECK(results[2] == Echo(2, "two"));
  CHECK(results[3] == "error: f3: it does not want to");
}

TEST_CASE("a worker killed in the middle of its files costs none of them") {
  WorkerClient client(Faulty());
  std::vector<std::string> texts(300);
  std::vector<std::string> paths(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) {
    texts[i] = std::string(20'000, static_cast<char>('A' + i % 26));
    paths[i] = "f" + std::to_string(i);
  }
  for (size_t i = 0; i < texts.size(); ++i) {
    client.Submit(Ticket(i), paths[i], Language::kCpp, texts[i]);
  }
  for (size_t i = 0; i < texts.size(); ++i) {
    if (i % 100 == 10) {
      REQUIRE(client.process_id() > 0);
      kill(client.process_id(), SIGKILL);
    }
    const Result<std::string> result = client.Wait(Ticket(i));
    REQUIRE(result.ok());
    CHECK(*result == Echo(i, texts[i]));
  }
}

TEST_CASE("an idle worker that is killed is replaced") {
  WorkerClient client(Faulty());
  REQUIRE(client.Probe().ok());
  const int before = client.process_id();
  kill(before, SIGKILL);
  CHECK(Run(client, {"one"})[0] == Echo(0, "one"));
  CHECK(client.process_id() != before);
}

TEST_CASE("a worker ends with its client") {
  int worker = 0;
  {
    WorkerClient client(Faulty());
    REQUIRE(client.Probe().ok());
    worker = client.process_id();
  }
  CHECK(kill(worker, 0) == -1);
}

TEST_CASE("a program that is no worker is an error for every file") {
  WorkerOptions options = Faulty();
  options.executable = "/nonexistent/worker";
  WorkerClient missing(options);
  CHECK(Run(missing, {"one", "two"})[1].starts_with("error: cannot start the parser process"));
  options.executable = "/bin/true";
  WorkerClient mute(options);
  for (const std::string& result : Run(mute, {"one", "two"})) {
    CHECK(result == "error: the parser process does not start (exit code 0)");
  }
  CHECK(!mute.Probe().ok());
}

TEST_CASE("messages survive the way and bad ones are refused") {
  FrameBuffer frames;
  const std::string text = "text";
  std::string stream = EncodeSetup({5, 6, {"/a", "/b"}}) + EncodeHello({true, false, true, false}) +
                       EncodeRequestHead(300, Language::kRust, "p", text) + text +
                       EncodeReplyHead(300, WorkerAnswer::Status::kFailed, text) + text;
  // One byte at a time: a message is there exactly when its last byte is.
  std::vector<std::string> messages;
  for (const char byte : stream) {
    *frames.Reserve(1) = byte;
    frames.Commit(1);
    while (const auto message = frames.Next()) messages.emplace_back(*message);
  }
  REQUIRE(messages.size() == 4);
  const auto setup = DecodeSetup(messages[0]);
  REQUIRE(setup);
  CHECK(setup->file_ms == 5);
  CHECK(setup->memory_bytes == 6);
  CHECK(setup->readable == std::vector<std::string>{"/a", "/b"});
  const auto hello = DecodeHello(messages[1]);
  REQUIRE(hello);
  CHECK(hello->memory_limit);
  CHECK(!hello->seccomp);
  const auto request = DecodeRequest(messages[2]);
  REQUIRE(request);
  CHECK(request->job == 300);
  CHECK(request->language == Language::kRust);
  CHECK(request->path == "p");
  CHECK(request->text == text);
  const auto reply = DecodeReply(messages[3]);
  REQUIRE(reply);
  CHECK(reply->status == WorkerAnswer::Status::kFailed);
  CHECK(reply->result == text);
  CHECK(!DecodeReply(messages[2]));
  CHECK(!DecodeReply("\x10\x07"));
  CHECK(!DecodeReply("\x1a\x7f"));
  CHECK(!DecodeRequest("\x10\x63"));

  frames.Clear();
  std::string huge = "\xff\xff\xff\xff";
  huge.copy(frames.Reserve(huge.size()), huge.size());
  frames.Commit(huge.size());
  CHECK(!frames.Next());
  CHECK(frames.broken());
}

}  // namespace krepis::analyzer
