#include "analyzer/live/connection.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

namespace krepis::analyzer {

Connection::Connection(Connection&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Connection::~Connection() {
  if (fd_ >= 0) close(fd_);
}

bool Connection::IsOfThisUser() const {
  ucred peer{};
  socklen_t size = sizeof peer;
  return getsockopt(fd_, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && size == sizeof peer &&
         peer.uid == geteuid();
}

bool Connection::Ready(short events, Clock::time_point until) const {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    pollfd ready = {fd_, events, 0};
    const int count = poll(&ready, 1, static_cast<int>(std::max<int64_t>(left, 0)));
    if (count > 0) return true;
    if (count == 0 || errno != EINTR) return false;
  }
}

bool Connection::Write(std::string_view bytes, Clock::time_point until) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<size_t>(sent));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (!Ready(POLLOUT, until)) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

bool Connection::Read(char* bytes, size_t count, Clock::time_point until) {
  while (count > 0) {
    const ssize_t got = recv(fd_, bytes, count, MSG_DONTWAIT);
    if (got > 0) {
      bytes += got;
      count -= static_cast<size_t>(got);
    } else if (got == 0) {
      return false;
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (!Ready(POLLIN, until)) return false;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

bool Connection::Send(std::string_view message, Patience patience) {
  if (message.size() > UINT32_MAX) return false;
  const Clock::time_point until = Clock::now() + patience;
  const auto size = static_cast<uint32_t>(message.size());
  char prefix[sizeof size];
  std::memcpy(prefix, &size, sizeof size);
  return Write({prefix, sizeof prefix}, until) && Write(message, until);
}

std::optional<std::string> Connection::Receive(size_t max_bytes, Patience patience) {
  const Clock::time_point until = Clock::now() + patience;
  uint32_t size = 0;
  char prefix[sizeof size];
  if (!Read(prefix, sizeof prefix, until)) return std::nullopt;
  std::memcpy(&size, prefix, sizeof size);
  if (size > max_bytes) return std::nullopt;
  std::string message(size, '\0');
  if (!Read(message.data(), message.size(), until)) return std::nullopt;
  return message;
}

}  // namespace krepis::analyzer
