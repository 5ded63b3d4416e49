// A worker process for tests: the product's, with a parser that does to order what parsers do by
// accident. It is no part of the product.

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/frontend/worker_main.h"

namespace krepis::analyzer {
namespace {

class FaultyService final : public WorkerService {
 public:
  WorkerAnswer Handle(std::string_view path, Language, std::string_view text) override {
    if (text.starts_with("segfault")) *const_cast<volatile int*>(nowhere_) = 1;
    if (text.starts_with("abort")) std::abort();
    if (text.starts_with("spin")) {
      for (volatile bool forever = true; forever;) {
      }
    }
    if (text.starts_with("sleep")) {
      for (;;) pause();
    }
    if (text.starts_with("eat")) Eat();
    if (text.starts_with("garbage")) {
      const std::string garbage(1000, '\x7f');
      if (write(STDOUT_FILENO, garbage.data(), garbage.size()) < 0) _exit(1);
    }
    if (text.starts_with("stand still") && !stood_still_) {
      stood_still_ = true;
      return {WorkerAnswer::Status::kTimeOut, ""};
    }
    if (text.starts_with("give up")) return {WorkerAnswer::Status::kTimeOut, ""};
    if (text.starts_with("refuse")) return {WorkerAnswer::Status::kFailed, "it does not want to"};
    if (text.starts_with("touch")) return {WorkerAnswer::Status::kResult, Touch()};
    // Whatever else comes is answered with twice its size, so that both directions fill up.
    std::string answer(path);
    answer += '\n';
    answer += text;
    answer += text;
    return {WorkerAnswer::Status::kResult, answer};
  }

 private:
  [[noreturn]] static void Eat() {
    std::vector<std::unique_ptr<char[]>> eaten;
    for (;;) {
      eaten.push_back(std::make_unique<char[]>(1 << 20));
      std::memset(eaten.back().get(), 1, 1 << 20);
    }
  }

  /// Which doors are open, one letter each.
  static std::string Touch() {
    std::string open_doors;
    if (open("/etc/passwd", O_RDONLY) >= 0) open_doors += 'r';
    if (open("/tmp/krepis-escaped", O_WRONLY | O_CREAT, 0600) >= 0) open_doors += 'w';
    if (socket(AF_INET, SOCK_STREAM, 0) >= 0) open_doors += 'n';
    const pid_t child = fork();
    if (child == 0) _exit(0);
    if (child > 0) open_doors += 'f';
    if (std::getenv("PATH") != nullptr) open_doors += 'e';
    for (int fd = STDERR_FILENO + 1; fd < 64; ++fd) {
      if (write(fd, "", 0) == 0) open_doors += 'd';
    }
    return open_doors;
  }

  const int* nowhere_ = nullptr;
  bool stood_still_ = false;
};

}  // namespace
}  // namespace krepis::analyzer

int main() {
  using krepis::analyzer::WorkerSetup;
  return krepis::analyzer::RunWorker(
      STDIN_FILENO, STDOUT_FILENO,
      [](const WorkerSetup&) -> std::unique_ptr<krepis::analyzer::WorkerService> {
        return std::make_unique<krepis::analyzer::FaultyService>();
      });
}
