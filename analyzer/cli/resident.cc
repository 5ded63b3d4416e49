#include "analyzer/cli/resident.h"

#include <utility>

#include "analyzer/core/file_system.h"
#include "analyzer/live/workspace_place.h"

namespace krepis::analyzer {
namespace {

using Patience = Connection::Patience;

/// Until one that listens says that it is looking. It does nothing else for longer only where a run
/// of its own takes longer, too.
constexpr Patience kUntilHeard{1000};
/// From then on. It does less than a run of its own would, if it does anything.
constexpr Patience kUntilAnswered{20'000};
/// Whoever asks has the question ready, and reads the answer.
constexpr Patience kForQuestion{200};
constexpr Patience kForAnswer{2000};
constexpr size_t kMaxQuestion = 1 << 20;
constexpr size_t kMaxAnswer = size_t{1} << 30;

constexpr std::string_view kHeard = "heard";

/// Whether somebody else could answer at all: what these ask for is of a run of its own.
bool MayAsk(const Options& options) {
  return !options.no_cache && !options.stats && !options.staged && options.since.empty() &&
         options.outputs.empty() && options.config.empty();
}

}  // namespace

std::optional<ResidentAnswer> AskResident(const Options& options, Format format) {
  if (!MayAsk(options)) return std::nullopt;
  Result<WorkspacePlace> place = FindPlace(options.paths, DiskFileSystem("/"));
  if (!place) return std::nullopt;
  Connection connection = ResidentSocket::Connect(ResidentName(place->root));
  if (!connection.connected()) return std::nullopt;
  ResidentQuestion question;
  question.root = std::move(place->root);
  question.focus = std::move(place->focus);
  question.strict = options.strict;
  question.check = QuestionOf(options, format);
  if (!connection.Send(Serialise(question), kForQuestion)) return std::nullopt;
  if (connection.Receive(kHeard.size(), kUntilHeard) != kHeard) return std::nullopt;
  const std::optional<std::string> answer = connection.Receive(kMaxAnswer, kUntilAnswered);
  return answer ? ReadAnswer(*answer) : std::nullopt;
}

std::unique_ptr<Resident> Resident::Open(const std::string& root) {
  std::unique_ptr<ResidentSocket> socket = ResidentSocket::Listen(ResidentName(root));
  if (socket == nullptr) return nullptr;
  return std::unique_ptr<Resident>(new Resident(root, std::move(socket)));
}

void Resident::Serve(const Answers& answers) const {
  for (;;) {
    Connection connection = socket_->Accept();
    if (!connection.connected()) return;
    const std::optional<std::string> bytes = connection.Receive(kMaxQuestion, kForQuestion);
    const std::optional<ResidentQuestion> question = bytes ? ReadQuestion(*bytes) : std::nullopt;
    if (!question || question->root != root_ || !connection.Send(kHeard, kForAnswer)) continue;
    // Without an answer the connection ends here, and with it the other's patience.
    const std::optional<ResidentAnswer> answer = answers(*question);
    if (answer) connection.Send(Serialise(*answer), kForAnswer);
  }
}

}  // namespace krepis::analyzer
