#include "analyzer/frontend/worker_client.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <chrono>
#include <deque>
#include <optional>
#include <unordered_map>

#include "analyzer/frontend/language_frontend.h"
#include "analyzer/frontend/worker_confinement.h"
#include "analyzer/frontend/worker_messages.h"
#include "analyzer/frontend/worker_process.h"

namespace krepis::analyzer {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kReadBytes = size_t{256} << 10;
constexpr size_t kMaxReadBytes = size_t{4} << 20;
/// CPU time that a worker may take beyond a file's limit before it counts as hanging: it watches
/// the limit itself, but not while it makes its parser ready.
constexpr uint64_t kGraceMs = 2'000;
/// A worker that uses no CPU time is given this many times its limit, and some more, on the clock:
/// the machine may be busy.
constexpr uint64_t kIdleFactor = 6;
constexpr uint64_t kIdleMs = 500;
constexpr int kLookAgainMs = 50;
/// A machine may stand still for a while and count that as time that the worker used, as virtual
/// ones do. So a file with a shorter limit than this has two tries.
constexpr uint32_t kStandstillMs = 5'000;
/// CPU time in which a worker says hello, or more where a file has more.
constexpr uint32_t kStartMs = 5'000;

struct Job {
  uint32_t id = 0;
  FileTicket ticket{};
  std::string path;
  Language language = Language::kNone;
  std::string_view text;
  std::string head;
  uint32_t limit_ms = 0;
  /// A worker died with it unanswered, so it is tried again alone.
  bool suspect = false;
  /// Its time was up once.
  bool late = false;
};

std::string TookTooLong(const Job& job) {
  return fmt::format("parsing {} took longer than {} ms; exclude it or raise limits.file_ms",
                     job.path, job.limit_ms);
}

}  // namespace

class WorkerClient::State {
 public:
  explicit State(WorkerOptions options) : options_(std::move(options)) {}

  void Submit(FileTicket ticket, std::string_view path, Language language, std::string_view text);
  Result<std::string> Wait(FileTicket ticket);
  Result<Confinement> Probe();
  int process_id() const { return process_.pid(); }

 private:
  void Pump(bool block);
  bool Start();
  bool WantsToSend() const;
  bool SendSome();
  bool ReceiveSome();
  bool TakeMessages();
  bool Accept(const WorkerReplyView& reply);
  void Complete(Result<std::string> result);
  void NextJob();
  void Fail(std::string message);
  void TimeIsUp();
  bool Overdue() const;
  void WorkerEnded(WorkerProcess::End end);
  std::string Reason(WorkerProcess::End end, bool said_hello, const std::string& path) const;

  WorkerOptions options_;
  WorkerProcess process_;
  FrameBuffer frames_;
  std::optional<Confinement> confinement_;  // empty: the worker did not say hello yet
  uint32_t next_id_ = 1;
  std::deque<Job> jobs_;    // unanswered, oldest first
  size_t handed_over_ = 0;  // of jobs_, how many the worker was sent completely
  size_t sent_ = 0;         // bytes of the next one
  // Since when the oldest job is the worker's business.
  Clock::time_point since_;
  uint64_t cpu_since_ = 0;
  std::unordered_map<uint32_t, Result<std::string>> finished_;
};

void WorkerClient::State::Submit(FileTicket ticket, std::string_view path, Language language,
                                 std::string_view text) {
  Job job;
  job.id = next_id_++;
  job.ticket = ticket;
  job.path = path;
  job.language = language;
  job.text = text;
  job.limit_ms =
      options_.limit_by_size ? LimitFor(options_.file_ms, text.size()) : options_.file_ms;
  if (text.size() + path.size() + 64 > kMaxFrameBytes) {
    finished_.emplace(static_cast<uint32_t>(ticket),
                      Error{fmt::format("{} is too large for the parser process", path),
                            std::string(path), 0, 0});
    return;
  }
  job.head = EncodeRequestHead(job.id, language, path, text);
  jobs_.push_back(std::move(job));
  Pump(false);
}

Result<std::string> WorkerClient::State::Wait(FileTicket ticket) {
  for (;;) {
    const auto found = finished_.find(static_cast<uint32_t>(ticket));
    if (found != finished_.end()) {
      Result<std::string> result = std::move(found->second);
      finished_.erase(found);
      return result;
    }
    assert(std::any_of(jobs_.begin(), jobs_.end(),
                       [&](const Job& job) { return job.ticket == ticket; }));
    Pump(true);
  }
}

Result<Confinement> WorkerClient::State::Probe() {
  if (!process_.running() && !Start()) {
    return Error{fmt::format("cannot start the parser process {}", options_.executable), "", 0, 0};
  }
  while (!confinement_) {
    Pump(true);
    if (!process_.running()) {
      return Error{"the parser process ended as soon as it started", "", 0, 0};
    }
  }
  return *confinement_;
}

bool WorkerClient::State::Start() {
  frames_.Clear();
  confinement_.reset();
  handed_over_ = sent_ = 0;
  const auto started = process_.Start(options_.executable, options_.arguments);
  if (!started.ok()) {
    if (!jobs_.empty()) Fail(started.error().message);
    return false;
  }
  const std::string setup =
      EncodeSetup({options_.file_ms, options_.memory_bytes, options_.readable});
  // The socket is empty and the message small, so it is taken whole or the worker is gone.
  const ssize_t sent = send(process_.fd(), setup.data(), setup.size(), MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(setup.size())) {
    WorkerEnded(process_.Reap());
    return false;
  }
  since_ = Clock::now();
  cpu_since_ = 0;
  return true;
}

/// Moves what can be moved; with `block`, waits until something was received or the worker ended.
void WorkerClient::State::Pump(bool block) {
  if (!process_.running() && (jobs_.empty() || !Start())) return;
  for (;;) {
    const bool sending = WantsToSend();
    pollfd socket = {process_.fd(), static_cast<short>(POLLIN | (sending ? POLLOUT : 0)), 0};
    const int ready = poll(&socket, 1, block ? kLookAgainMs : 0);
    if (ready < 0 && errno != EINTR) return WorkerEnded(process_.Stop());
    if (ready <= 0) {
      if (!block) return;
      if (!Overdue()) continue;
      const auto end = process_.Stop();
      if (jobs_.empty()) return WorkerEnded(end);
      // Answers come in order, so it hangs on the oldest.
      TimeIsUp();
      for (Job& job : jobs_) job.suspect = false;
      handed_over_ = sent_ = 0;
      return;
    }
    if ((socket.revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
      const size_t before = jobs_.size();
      const bool said_hello = confinement_.has_value();
      if (!ReceiveSome()) return WorkerEnded(process_.Reap());
      if (!TakeMessages()) return WorkerEnded(process_.Stop());
      if (jobs_.size() != before || said_hello != confinement_.has_value()) block = false;
    }
    if ((socket.revents & POLLOUT) != 0 && !SendSome()) return WorkerEnded(process_.Reap());
  }
}

/// A suspect is in the worker alone.
bool WorkerClient::State::WantsToSend() const {
  if (handed_over_ == jobs_.size()) return false;
  return handed_over_ == 0 || !(jobs_[handed_over_].suspect || jobs_[handed_over_ - 1].suspect);
}

bool WorkerClient::State::SendSome() {
  Job& job = jobs_[handed_over_];
  if (handed_over_ == 0 && sent_ == 0) {
    since_ = Clock::now();
    cpu_since_ = process_.CpuMilliseconds();
  }
  const size_t of_head = std::min(sent_, job.head.size());
  const size_t of_text = sent_ - of_head;
  iovec parts[] = {
      {job.head.data() + of_head, job.head.size() - of_head},
      {const_cast<char*>(job.text.data()) + of_text, job.text.size() - of_text},
  };
  msghdr message = {};
  message.msg_iov = parts;
  message.msg_iovlen = 2;
  const ssize_t sent = sendmsg(process_.fd(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0) return errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK;
  sent_ += static_cast<size_t>(sent);
  if (sent_ == job.head.size() + job.text.size()) {
    ++handed_over_;
    sent_ = 0;
  }
  return true;
}

bool WorkerClient::State::ReceiveSome() {
  const size_t wanted = std::clamp(frames_.Missing(), kReadBytes, kMaxReadBytes);
  const ssize_t got = recv(process_.fd(), frames_.Reserve(wanted), wanted, MSG_DONTWAIT);
  if (got < 0) return errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK;
  frames_.Commit(static_cast<size_t>(got));
  return got > 0;
}

/// False when the worker breaks the protocol: it is no longer believed then.
bool WorkerClient::State::TakeMessages() {
  while (const auto message = frames_.Next()) {
    if (!confinement_) {
      confinement_ = DecodeHello(*message);
      if (!confinement_) return false;
      // Until now it started, which is not the first file's doing.
      since_ = Clock::now();
      cpu_since_ = process_.CpuMilliseconds();
      continue;
    }
    const auto reply = DecodeReply(*message);
    if (!reply || !Accept(*reply)) return false;
  }
  return !frames_.broken();
}

bool WorkerClient::State::Accept(const WorkerReplyView& reply) {
  if (handed_over_ == 0 || reply.job != jobs_.front().id) return false;
  const std::string& path = jobs_.front().path;
  switch (reply.status) {
    case WorkerAnswer::Status::kResult:
      Complete(std::string(reply.result));
      return true;
    case WorkerAnswer::Status::kTimeOut:
      TimeIsUp();
      return true;
    case WorkerAnswer::Status::kFailed:
      Fail(fmt::format("{}: {}", path, reply.result));
      return true;
  }
  return false;
}

/// The oldest job is done.
void WorkerClient::State::Complete(Result<std::string> result) {
  finished_.emplace(static_cast<uint32_t>(jobs_.front().ticket), std::move(result));
  NextJob();
}

/// Takes the oldest job away; the clock is the next one's.
void WorkerClient::State::NextJob() {
  jobs_.pop_front();
  if (handed_over_ > 0) --handed_over_;
  since_ = Clock::now();
  cpu_since_ = process_.CpuMilliseconds();
}

void WorkerClient::State::Fail(std::string message) {
  Complete(Error{std::move(message), jobs_.front().path, 0, 0});
}

/// The oldest job took longer than it may: it is the last one now, or done.
void WorkerClient::State::TimeIsUp() {
  Job& job = jobs_.front();
  if (job.late || job.limit_ms >= kStandstillMs) return Fail(TookTooLong(job));
  Job again = std::move(job);
  again.late = true;
  NextJob();
  jobs_.push_back(std::move(again));
}

bool WorkerClient::State::Overdue() const {
  const bool starts = !confinement_ || jobs_.empty();
  const uint32_t limit_ms = starts ? std::max(options_.file_ms, kStartMs) : jobs_.front().limit_ms;
  if (limit_ms == 0) return false;
  const auto waited = static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - since_).count());
  if (waited < limit_ms) return false;
  return waited >= kIdleFactor * (limit_ms + kIdleMs) ||
         process_.CpuMilliseconds() >= cpu_since_ + limit_ms + kGraceMs;
}

/// The worker is gone, and nobody told it to go.
void WorkerClient::State::WorkerEnded(WorkerProcess::End end) {
  const bool said_hello = confinement_.has_value();
  const size_t begun = std::max<size_t>(handed_over_ + (sent_ > 0 ? 1 : 0), 1);
  confinement_.reset();
  frames_.Clear();
  handed_over_ = sent_ = 0;
  if (jobs_.empty()) return;
  if (jobs_.front().suspect) {
    // It was alone, so it is the one; nothing speaks against the others any more.
    Fail(Reason(end, said_hello, jobs_.front().path));
    for (Job& job : jobs_) job.suspect = false;
    return;
  }
  for (size_t i = 0; i < std::min(begun, jobs_.size()); ++i) jobs_[i].suspect = true;
}

std::string WorkerClient::State::Reason(WorkerProcess::End end, bool said_hello,
                                        const std::string& path) const {
  if (!said_hello) {
    return fmt::format("the parser process does not start ({} {})",
                       end.signal != 0 ? "signal" : "exit code",
                       end.signal != 0 ? end.signal : end.exit_code);
  }
  if (end.signal == 0 && end.exit_code == kOutOfMemoryExit) {
    return fmt::format("parsing {} needed more than {} MB", path, options_.memory_bytes >> 20);
  }
  if (end.signal != 0) {
    return fmt::format("the parser crashed (signal {}) on {}", end.signal, path);
  }
  return fmt::format("the parser ended (exit code {}) on {}", end.exit_code, path);
}

WorkerClient::WorkerClient(WorkerOptions options)
    : state_(std::make_unique<State>(std::move(options))) {}
WorkerClient::~WorkerClient() = default;

void WorkerClient::Submit(FileTicket ticket, std::string_view path, Language language,
                          std::string_view text) {
  state_->Submit(ticket, path, language, text);
}

Result<std::string> WorkerClient::Wait(FileTicket ticket) { return state_->Wait(ticket); }
Result<Confinement> WorkerClient::Probe() { return state_->Probe(); }
int WorkerClient::process_id() const { return state_->process_id(); }

}  // namespace krepis::analyzer
