#include "analyzer/cli/progress_line.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <pty.h>
#include <unistd.h>

#include <string>

namespace krepis::analyzer {
namespace {

/// What a terminal is sent while `run` runs beside a line that appears at once.
template <class Run>
std::string Sent(const Progress& progress, std::chrono::milliseconds delay, const Run& run) {
  int terminal = -1;
  int other = -1;
  REQUIRE(openpty(&terminal, &other, nullptr, nullptr, nullptr) == 0);
  {
    const ProgressLine line(&progress, other, {delay, std::chrono::milliseconds(1)});
    run();
  }
  REQUIRE(fcntl(terminal, F_SETFL, O_NONBLOCK) == 0);
  std::string sent;
  char buffer[4096];
  for (ssize_t count = read(terminal, buffer, sizeof buffer); count > 0;
       count = read(terminal, buffer, sizeof buffer)) {
    sent.append(buffer, static_cast<size_t>(count));
  }
  close(terminal);
  close(other);
  return sent;
}

void Wait() { std::this_thread::sleep_for(std::chrono::milliseconds(100)); }

}  // namespace

TEST_CASE("a terminal sees the phase and how much of it is done, and is left clean") {
  Progress progress;
  const std::string sent = Sent(progress, std::chrono::milliseconds(0), [&] {
    progress.Begin("looking for files");
    Wait();
    progress.Begin("reading files", 3);
    progress.Advance();
    progress.Advance();
    Wait();
  });
  CHECK(sent.find("\r\x1b[Kkrepis: looking for files") != std::string::npos);
  CHECK(sent.find("\r\x1b[Kkrepis: reading files 2/3") != std::string::npos);
  CHECK(sent.ends_with("\r\x1b[K"));
  // A line that does not change is not written again.
  CHECK(sent.size() < 200);
}

TEST_CASE("a short run shows nothing, nor does one that has not begun") {
  Progress progress;
  CHECK(Sent(progress, std::chrono::milliseconds(0), [] { Wait(); }).empty());
  progress.Begin("reading files", 3);
  CHECK(Sent(progress, std::chrono::hours(1), [] { Wait(); }).empty());
}

TEST_CASE("what is no terminal gets nothing") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  Progress progress;
  progress.Begin("reading files", 3);
  {
    const ProgressLine line(&progress, ends[1],
                            {std::chrono::milliseconds(0), std::chrono::milliseconds(1)});
    Wait();
  }
  close(ends[1]);
  char byte = 0;
  CHECK(read(ends[0], &byte, 1) == 0);
  close(ends[0]);
}

}  // namespace krepis::analyzer
