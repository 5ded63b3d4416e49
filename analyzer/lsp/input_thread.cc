#include "analyzer/lsp/input_thread.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

#include "analyzer/lsp/message_decoder.h"

namespace krepis::analyzer {

InputThread::InputThread(int fd, Inbox& inbox, Outbox& outbox)
    : fd_(fd), inbox_(inbox), outbox_(outbox), wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  thread_ = std::thread([this] { Run(); });
}

InputThread::~InputThread() {
  stop_ = true;
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(wake_, &one, sizeof one);
  thread_.join();
  close(wake_);
  if (process_fd_ >= 0) close(process_fd_);
}

void InputThread::WatchProcess(int64_t process) {
  if (process_fd_ >= 0) return;
  const bool possible = process > 0 && process <= std::numeric_limits<pid_t>::max();
  const int fd =
      possible ? static_cast<int>(syscall(SYS_pidfd_open, static_cast<pid_t>(process), 0)) : -1;
  if (fd < 0) {
    // A kernel without pidfd_open leaves the end of the stream to go by.
    if (!possible || errno == ESRCH) End("the client's process does not run");
    return;
  }
  process_fd_ = fd;
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(wake_, &one, sizeof one);
}

void InputThread::Run() {
  MessageDecoder decoder;
  std::array<char, 65536> buffer;
  for (;;) {
    outbox_.WaitForRoom();
    pollfd ready[3] = {{fd_, POLLIN, 0}, {wake_, POLLIN, 0}, {process_fd_, POLLIN, 0}};
    if (poll(ready, 3, -1) < 0 && errno != EINTR) return End(std::strerror(errno));
    if (stop_) return;
    if (ready[1].revents != 0) {
      uint64_t count = 0;
      [[maybe_unused]] const ssize_t got = read(wake_, &count, sizeof count);
    }
    if (ready[2].revents != 0) return End("the client's process has ended");
    if (ready[0].revents == 0) continue;
    const ssize_t got = read(fd_, buffer.data(), buffer.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0) return End(got == 0 ? "the input has ended" : std::strerror(errno));
    decoder.Feed({buffer.data(), static_cast<size_t>(got)});
    while (std::optional<std::string> body = decoder.Next()) {
      ParsedBody parsed = ParseBody(*body);
      if (parsed.message) {
        inbox_.Push(std::move(*parsed.message), body->size());
      } else {
        outbox_.Send(std::move(parsed.refusal));
      }
    }
    if (decoder.failed()) {
      outbox_.Send(MakeError(nullptr, RpcCode::kParseError, decoder.failure()));
      return End(decoder.failure());
    }
  }
}

}  // namespace krepis::analyzer
