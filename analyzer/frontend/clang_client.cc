#include "analyzer/frontend/clang_client.h"

#include <array>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <set>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "analyzer/core/digest.h"
#include "analyzer/core/packed_bytes.h"
#include "analyzer/frontend/clang_flags.h"

namespace krepis::analyzer {
namespace {

/// Where the system's own headers, and libclang's, are.
constexpr std::array kSystem = {"/usr", "/lib", "/lib64", KREPIS_CLANG_RESOURCES};

std::string Worker(const ClangOptions& options, ClangDepth depth) {
  const bool includes = depth != ClangDepth::kSemantics;
  const std::string& named = includes ? options.include_worker : options.worker;
  if (!named.empty()) return named;
  std::error_code failed;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", failed);
  return (self.parent_path() / (includes ? "krepis-include-worker" : "krepis-clang-worker"))
      .string();
}

/// The directory after symbolic links, if a worker may read it: neither the whole file system nor
/// what is no file at all.
std::string Readable(const std::string& directory, DiskAnswers* asked) {
  const std::string path =
      asked != nullptr ? asked->Resolve(directory) : Resolve(directory.c_str()).value_or("");
  if (path.empty() || path == "/") return "";
  for (const std::string_view kernel : {"/dev", "/proc", "/sys"}) {
    if (path == kernel || path.starts_with(std::string(kernel) + '/')) return "";
  }
  return path;
}

WorkerOptions WorkerFor(const ClangOptions& options, ClangDepth depth,
                        std::vector<std::string> readable) {
  WorkerOptions worker;
  worker.executable = Worker(options, depth);
  worker.arguments = {};
  worker.file_ms = options.unit_ms;
  worker.limit_by_size = false;  // what a unit includes is not in its size
  worker.memory_bytes = options.memory_bytes;
  worker.readable = std::move(readable);
  worker.readable.insert(worker.readable.end(), kSystem.begin(), kSystem.end());
  worker.readable.push_back(options.root);
  return worker;
}

}  // namespace

class ClangClient::Impl {
 public:
  explicit Impl(ClangOptions options) : options_(std::move(options)) {}

  ~Impl() {
    {
      const std::lock_guard lock(mutex_);
      queue_.clear();
      closing_ = true;
    }
    work_.notify_all();
  }

  void Allow(const ClangUnit& unit) {
    const std::lock_guard lock(mutex_);
    AddReadable(unit);
  }

  std::string Bounds() {
    const std::lock_guard lock(mutex_);
    std::string all = std::to_string(options_.unit_ms) + " ms\n" +
                      std::to_string(options_.memory_bytes) + " bytes\n";
    for (const std::string& directory : readable_) {
      const bool inside = (directory + '/').starts_with(options_.root + '/');
      if (!inside) all.append(directory).append("\n");
    }
    return all;
  }

  uint32_t Submit(ClangUnit unit) {
    const std::lock_guard lock(mutex_);
    AddReadable(unit);
    Push({submitted_, std::move(unit), {}});
    return submitted_++;
  }

  std::vector<ClangText> Directives(std::vector<std::string> paths) {
    std::vector<ClangText> none(paths.size());
    {
      const std::lock_guard lock(mutex_);
      Push({0, {{}, {}, {}, ClangDepth::kIncludes}, std::move(paths)});
    }
    std::optional<Outcome> outcome = Wait();
    if (!outcome || !outcome->result || outcome->result->texts.size() != none.size()) return none;
    return std::move(outcome->result->texts);
  }

  std::optional<Outcome> Wait() {
    std::unique_lock lock(mutex_);
    if (open_ == 0) return std::nullopt;
    while (threads_.size() < std::max<size_t>(options_.jobs, 1)) {
      threads_.emplace_back([this] { Work(); });
    }
    done_.wait(lock, [this] { return !finished_.empty(); });
    Outcome outcome = std::move(finished_.front());
    finished_.pop_front();
    --open_;
    return outcome;
  }

 private:
  struct Job {
    uint32_t number;
    ClangUnit unit;
    std::vector<std::string> directives_of;  // ClangRequest's
  };

  /// The lock is held.
  void Push(Job job) {
    queue_.push_back(std::move(job));
    ++open_;
    work_.notify_one();
  }

  void AddReadable(const ClangUnit& unit) {
    const size_t slash = unit.file.rfind('/');
    if (slash != std::string::npos) AddReadable(unit, unit.file.substr(0, slash));
    // Most units of a target have the same flags.
    std::string flags;
    PutText(flags, unit.directory);
    for (const std::string& flag : unit.flags) PutText(flags, flag);
    if (!seen_flags_.insert(ChecksumLong(flags)).second) return;
    AddReadable(unit, ".");
    for (const std::string& directory : FilterFlags(unit.flags).directories)
      AddReadable(unit, directory);
  }

  void AddReadable(const ClangUnit& unit, const std::string& directory) {
    const bool absolute = directory.starts_with('/');
    std::string spelled = absolute ? directory : unit.directory + '/' + directory;
    const auto [seen, is_new] = seen_.insert(std::move(spelled));
    if (!is_new) return;
    std::string path = Readable(*seen, options_.asked);
    if (!path.empty()) readable_.insert(std::move(path));
  }

  /// One worker's life: its process belongs to this thread.
  void Work() {
    std::unique_ptr<WorkerClient> worker;
    std::set<std::string> readable;
    ClangDepth depth = ClangDepth::kSemantics;
    std::unique_lock lock(mutex_);
    while (true) {
      work_.wait(lock, [this] { return closing_ || !queue_.empty(); });
      if (queue_.empty()) return;
      const Job job = std::move(queue_.front());
      queue_.pop_front();
      const bool renew = worker == nullptr || readable != readable_ || depth != job.unit.depth;
      if (renew) {
        readable = readable_;
        depth = job.unit.depth;
      }
      lock.unlock();
      if (renew) {
        WorkerOptions how = WorkerFor(options_, depth, {readable.begin(), readable.end()});
        if (options_.asked != nullptr) options_.asked->Look(how.executable);
        worker = std::make_unique<WorkerClient>(std::move(how));
      }
      Outcome outcome = {job.number, Parse(worker, job)};
      lock.lock();
      finished_.push_back(std::move(outcome));
      done_.notify_one();
    }
  }

  /// Leaves no worker if its answer cannot be read: what else it has said is not to be relied on.
  Result<ClangUnitResult> Parse(std::unique_ptr<WorkerClient>& worker, const Job& job) const {
    const std::string& file = job.unit.file;
    const std::string name =
        file.starts_with(options_.root + '/') ? file.substr(options_.root.size() + 1) : file;
    const std::string request =
        EncodeClangRequest({options_.root, job.unit, options_.asked != nullptr, job.directives_of});
    worker->Submit(FileTicket{job.number}, name, Language::kCpp, request);
    auto bytes = worker->Wait(FileTicket{job.number});
    if (!bytes) return std::move(bytes).error();
    auto result = DecodeClangResult(*bytes);
    if (result) {
      NoteAsked(*result);
      return result;
    }
    worker.reset();
    return Error{name + ": " + result.error().message, name, 0, 0};
  }

  void NoteAsked(const ClangUnitResult& result) const {
    if (options_.asked == nullptr) return;
    if (result.asked) {
      options_.asked->Add(*result.asked);
    } else {
      options_.asked->GiveUp();
    }
  }

  const ClangOptions options_;
  std::mutex mutex_;
  std::condition_variable work_, done_;
  bool closing_ = false;
  uint32_t submitted_ = 0;
  uint32_t open_ = 0;  // submitted and not yet handed out by Wait
  std::deque<Job> queue_;
  std::deque<Outcome> finished_;
  std::set<LongChecksum> seen_flags_;  // with the directory that they are of
  std::set<std::string> seen_;         // directories as flags spell them
  std::set<std::string> readable_;     // those that exist, canonical
  std::vector<std::jthread> threads_;  // last: they use the rest
};

ClangClient::ClangClient(ClangOptions options)
    : impl_(std::make_unique<Impl>(std::move(options))) {}
ClangClient::~ClangClient() = default;

void ClangClient::Allow(const ClangUnit& unit) { impl_->Allow(unit); }
std::string ClangClient::Bounds() const { return impl_->Bounds(); }
std::vector<ClangText> ClangClient::Directives(std::vector<std::string> paths) {
  return impl_->Directives(std::move(paths));
}
uint32_t ClangClient::Submit(ClangUnit unit) { return impl_->Submit(std::move(unit)); }
std::optional<ClangClient::Outcome> ClangClient::Wait() { return impl_->Wait(); }

Result<Confinement> ProbeClangWorker(const ClangOptions& options) {
  return WorkerClient(WorkerFor(options, ClangDepth::kSemantics, {})).Probe();
}

}  // namespace krepis::analyzer
