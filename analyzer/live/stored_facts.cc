#include "analyzer/live/stored_facts.h"

#include <fmt/format.h>

#include <utility>

#include "analyzer/core/digest.h"
#include "analyzer/facts/facts_io.h"
#include "analyzer/live/program_stamp.h"
#include "analyzer/store/cache_folder.h"

namespace krepis::analyzer {
namespace {

/// The bytes of a record: a letter for the state, the families' key, the facts.
std::string Serialise(const RememberedFacts& known) {
  std::string bytes(1, static_cast<char>('0' + static_cast<int>(known.state)));
  bytes += known.key;
  bytes += SerializeFacts(known.facts);
  return bytes;
}

constexpr size_t kKeyBytes = 64;

/// Those of files have a NUL in them.
constexpr std::string_view kCutsKey = "cuts";

std::optional<RememberedFacts> Read(std::string_view bytes) {
  if (bytes.size() < 1 + kKeyBytes) return std::nullopt;
  RememberedFacts known;
  const int state = bytes.front() - '0';
  if (state < 0 || state >= static_cast<int>(ScanState::kFailed)) return std::nullopt;
  known.state = static_cast<ScanState>(state);
  known.key = bytes.substr(1, kKeyBytes);
  Result<FileFacts> facts = ReadFacts(bytes.substr(1 + kKeyBytes));
  if (!facts) return std::nullopt;
  known.facts = std::move(*facts);
  return known;
}

}  // namespace

std::unique_ptr<StoredFacts> StoredFacts::Open(const std::string& root, std::string_view tree) {
  const std::optional<std::string> folder = CacheFolder();
  const std::string stamp = ProgramStamp();
  if (!folder || stamp.empty()) return nullptr;
  const std::string file =
      fmt::format("{}/{}.{}.facts", *folder, Sha256Hex(root).substr(0, 32), tree);
  return std::unique_ptr<StoredFacts>(new StoredFacts(*folder, file, stamp));
}

std::optional<RememberedFacts> StoredFacts::Find(const SourceFile& file) const {
  const std::optional<std::string> identity = files_->Identity(file.path);
  if (!identity) return std::nullopt;
  std::string key = fmt::format("{}{}{}", file.path, '\0', *identity);
  const std::string_view* bytes = log_.Find(key);
  std::optional<RememberedFacts> known = bytes == nullptr ? std::nullopt : Read(*bytes);
  if (known && known->facts.language != file.language) known.reset();
  Asked asked{std::move(key), known ? known->key : ""};
  const std::lock_guard lock(mutex_);
  asked_.insert_or_assign(file.path, std::move(asked));
  return known;
}

void StoredFacts::Take(const Analysis& analysis) {
  for (auto& [path, asked] : std::exchange(asked_, {})) {
    if (!asked.key.empty() && asked.key == analysis.RememberedKey(path)) {
      log_.Keep(asked.record);
    } else if (const std::optional<RememberedFacts> found = analysis.Remember(path)) {
      log_.Put(std::move(asked.record), Serialise(*found));
    }
  }
}

void StoredFacts::Load(CutMemory& cuts) const {
  if (const std::string_view* bytes = log_.Find(kCutsKey); bytes != nullptr) cuts.Load(*bytes);
}

void StoredFacts::Take(const CutMemory& cuts) {
  if (cuts.has_grown()) {
    log_.Put(std::string(kCutsKey), cuts.Save());
  } else {
    log_.Keep(kCutsKey);
  }
}

void StoredFacts::Commit() {
  if (log_.Commit()) TrimFolder(folder_, kMaxCacheBytes);
}

}  // namespace krepis::analyzer
