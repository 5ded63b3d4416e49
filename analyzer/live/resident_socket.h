#pragma once

#include <memory>
#include <string>

#include "analyzer/live/connection.h"

namespace krepis::analyzer {

/// Where a process that keeps the workspace at `root` analysed is found by others of the same
/// program and user; "" where the program cannot be told from others.
std::string ResidentName(const std::string& root);

/// Listens at such a name, in a folder of the user's cache folder that nobody else may enter. At
/// most one process does. What one that was killed has left there is taken away by the next that
/// listens anywhere.
class ResidentSocket {
 public:
  /// Null: another process listens there, or there is no safe place for it.
  static std::unique_ptr<ResidentSocket> Listen(const std::string& name);
  ~ResidentSocket();
  ResidentSocket(const ResidentSocket&) = delete;
  ResidentSocket& operator=(const ResidentSocket&) = delete;

  /// Readable (poll) while somebody waits.
  int fd() const { return socket_; }
  /// The next who waits, and is of this user; not connected where there is none.
  Connection Accept() const;

  /// Whoever listens at that name; not connected where nobody does, or it is not safe.
  static Connection Connect(const std::string& name);

 private:
  ResidentSocket() = default;

  int folder_ = -1;
  int lock_ = -1;  // held as long as this listens
  int socket_ = -1;
  std::string name_;
};

}  // namespace krepis::analyzer
