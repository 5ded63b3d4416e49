#include "analyzer/frontend/worker_main.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <string_view>

#include "analyzer/frontend/worker_confinement.h"
#include "analyzer/frontend/worker_messages.h"

namespace krepis::analyzer {
namespace {

constexpr int kProtocolExit = 72;
constexpr size_t kReadBytes = size_t{256} << 10;

/// Waits for the next message; nullopt at the end of the stream or when it is broken.
std::optional<std::string_view> Receive(int fd, FrameBuffer& frames) {
  for (;;) {
    if (const auto message = frames.Next()) return message;
    if (frames.broken()) return std::nullopt;
    const size_t wanted = std::max(frames.Missing(), kReadBytes);
    const ssize_t got = read(fd, frames.Reserve(wanted), wanted);
    if (got > 0) {
      frames.Commit(static_cast<size_t>(got));
    } else if (got == 0 || errno != EINTR) {
      return std::nullopt;
    }
  }
}

bool Send(int fd, std::string_view head, std::string_view body) {
  while (!head.empty() || !body.empty()) {
    const iovec parts[] = {{const_cast<char*>(head.data()), head.size()},
                           {const_cast<char*>(body.data()), body.size()}};
    const ssize_t sent = writev(fd, parts, 2);
    if (sent < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    const size_t of_head = std::min(head.size(), static_cast<size_t>(sent));
    head.remove_prefix(of_head);
    body.remove_prefix(static_cast<size_t>(sent) - of_head);
  }
  return true;
}

int Serve(int in_fd, int out_fd, WorkerServiceFactory factory) {
  FrameBuffer frames;
  const auto first = Receive(in_fd, frames);
  if (!first) return kProtocolExit;
  const auto setup = DecodeSetup(*first);
  if (!setup) return kProtocolExit;
  const std::unique_ptr<WorkerService> service = factory(*setup);
  if (!Send(out_fd, EncodeHello(ConfineThisProcess(*setup)), {})) return kProtocolExit;
  while (const auto message = Receive(in_fd, frames)) {
    const auto request = DecodeRequest(*message);
    if (!request) return kProtocolExit;
    const WorkerAnswer answer = service->Handle(request->path, request->language, request->text);
    const std::string head = EncodeReplyHead(request->job, answer.status, answer.bytes);
    if (!Send(out_fd, head, answer.bytes)) return kProtocolExit;
  }
  return frames.broken() ? kProtocolExit : 0;
}

void CloseAllBut(int in_fd, int out_fd) {
  uint32_t from = STDERR_FILENO + 1;
  for (const int fd : {std::min(in_fd, out_fd), std::max(in_fd, out_fd)}) {
    const auto kept = static_cast<uint32_t>(fd);
    if (kept < from) continue;
    if (kept > from) syscall(SYS_close_range, from, kept - 1, 0);
    from = kept + 1;
  }
  syscall(SYS_close_range, from, ~0u, 0);
}

}  // namespace

int RunWorker(int in_fd, int out_fd, WorkerServiceFactory factory) try {
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  CloseAllBut(in_fd, out_fd);
  std::set_new_handler([] { _exit(kOutOfMemoryExit); });
  return Serve(in_fd, out_fd, factory);
} catch (const std::exception&) {
  return kProtocolExit;
}

}  // namespace krepis::analyzer
