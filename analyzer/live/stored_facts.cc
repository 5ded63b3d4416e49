#include "analyzer/live/stored_facts.h"

#include <fmt/format.h>

#include <utility>

#include "analyzer/core/digest.h"
#include "analyzer/facts/facts_io.h"
#include "analyzer/live/program_stamp.h"
#include "analyzer/store/cache_folder.h"

namespace krepis::analyzer {
namespace {

// A record: a letter for the state; what is to be said of the imports without reading them, two
// letters and a number of 16 bits; the families' key; the facts.
std::string Serialise(const RememberedFacts& known) {
  const ImportSummary imports = known.facts.imports.Summary();
  const uint16_t kinds = imports.kinds.bits();
  std::string bytes(1, static_cast<char>('0' + static_cast<int>(known.state)));
  bytes += imports.computed ? '1' : '0';
  bytes += imports.beside ? '1' : '0';
  bytes += static_cast<char>(kinds & 0xff);
  bytes += static_cast<char>(kinds >> 8);
  bytes += known.key;
  bytes += SerializeFacts(known.facts);
  return bytes;
}

constexpr size_t kSummaryBytes = 5;
constexpr size_t kKeyBytes = 64;

/// Those of files have a NUL in them.
constexpr std::string_view kCutsKey = "cuts";

std::optional<RememberedFacts> Read(std::string_view bytes, std::shared_ptr<const void> owner) {
  if (bytes.size() < kSummaryBytes + kKeyBytes) return std::nullopt;
  RememberedFacts known;
  const int state = bytes.front() - '0';
  if (state < 0 || state >= static_cast<int>(ScanState::kFailed)) return std::nullopt;
  known.state = static_cast<ScanState>(state);
  known.key = bytes.substr(kSummaryBytes, kKeyBytes);
  const auto byte = [&](size_t at) {
    return static_cast<uint16_t>(static_cast<unsigned char>(bytes[at]));
  };
  KeptBytes kept;
  kept.owner = std::move(owner);
  kept.bytes = bytes.substr(kSummaryBytes + kKeyBytes);
  kept.imports.computed = bytes[1] == '1';
  kept.imports.beside = bytes[2] == '1';
  kept.imports.kinds = EdgeKindSet::Of(static_cast<uint16_t>(byte(3) | byte(4) << 8));
  Result<FileFacts> facts = ReadKeptFacts(kept);
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
  const std::optional<std::string_view> bytes = log_.Find(key);
  std::optional<RememberedFacts> known = bytes ? Read(*bytes, log_.owner()) : std::nullopt;
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
  if (const auto bytes = log_.Find(kCutsKey)) cuts.Load(*bytes);
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
