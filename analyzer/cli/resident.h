#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "analyzer/cli/options.h"
#include "analyzer/cli/resident_message.h"
#include "analyzer/live/resident_socket.h"

namespace krepis::analyzer {

/// What another process that keeps the workspace analysed says to these options, which is what a
/// run of its own would say. None: nobody there can tell, or not soon enough.
std::optional<ResidentAnswer> AskResident(const Options& options, Format format);

/// The other side: answers whoever asks about one workspace.
class Resident {
 public:
  using Answers = std::function<std::optional<ResidentAnswer>(const ResidentQuestion&)>;

  /// Null where nobody can ask: another process answers already, or there is no safe place for it.
  static std::unique_ptr<Resident> Open(const std::string& root);

  /// Readable (poll) while somebody asks.
  int fd() const { return socket_->fd(); }
  /// Answers everybody who asks now. One that `answers` has nothing for has to look for itself.
  void Serve(const Answers& answers) const;

 private:
  Resident(std::string root, std::unique_ptr<ResidentSocket> socket)
      : root_(std::move(root)), socket_(std::move(socket)) {}

  const std::string root_;
  std::unique_ptr<ResidentSocket> socket_;
};

}  // namespace krepis::analyzer
