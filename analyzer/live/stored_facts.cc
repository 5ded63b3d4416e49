#include "analyzer/live/stored_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <utility>
#include <vector>

#include "analyzer/core/digest.h"
#include "analyzer/core/packed_bytes.h"
#include "analyzer/facts/facts_io.h"
#include "analyzer/live/program_stamp.h"
#include "analyzer/store/cache_folder.h"

namespace krepis::analyzer {
namespace {

constexpr std::string_view kCutsKey = "cuts";
/// What follows a path in the keys of records, before what it says of the contents.
constexpr std::string_view kByIdentity("\0=", 2);  // leads to the checksum of the contents
constexpr std::string_view kByContents("\0#", 2);  // leads to the facts
/// Of so few files without an identity, which have just been written, hardly one is known: that is
/// not worth opening the log.
constexpr unsigned kFew = 8;
/// So many files are written out at a time, by one thread.
constexpr size_t kOfBlock = 128;
/// Of what distinguishes families, in names of files.
constexpr size_t kNameLetters = 8;

std::string KeyOf(std::string_view path, std::string_view by, std::string_view what) {
  std::string key;
  key.reserve(path.size() + by.size() + what.size());
  key.append(path).append(by).append(what);
  return key;
}

/// Imports in the bytes of the log, which it keeps.
class LoggedImports final : public ImportSource {
 public:
  explicit LoggedImports(std::shared_ptr<const void> owner) : owner_(std::move(owner)) {}
  std::vector<ImportFact> ReadImports(std::string_view place) const override {
    return krepis::analyzer::ReadImports(place);
  }

 private:
  const std::shared_ptr<const void> owner_;
};

// A record: a letter for the state; the families' key; what is to be said of the imports without
// reading them, a letter, the number of their kinds and the specifiers; the facts.
void AppendRecord(std::string& bytes, const Analysis::Found& found) {
  const ImportSummary imports = found.facts.imports.Summary();
  bytes += static_cast<char>('0' + static_cast<int>(found.state));
  PutText(bytes, found.key);
  bytes += imports.computed ? '1' : '0';
  PutText(bytes, std::to_string(imports.kinds.bits()));
  PutText(bytes, found.facts.imports.PackOutside());
  AppendFacts(bytes, found.facts, found.contracts);
}

struct Record {
  ScanState state = ScanState::kNotScanned;
  std::string_view key;
  UnreadImports imports;
  std::string_view facts;
};

std::optional<Record> ReadRecord(std::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  Record record;
  const int state = bytes.front() - '0';
  if (state < 0 || state >= static_cast<int>(ScanState::kFailed)) return std::nullopt;
  record.state = static_cast<ScanState>(state);
  bytes.remove_prefix(1);
  const std::optional<std::string_view> key = TakeText(bytes);
  if (!key || bytes.empty()) return std::nullopt;
  record.key = *key;
  record.imports.summary.computed = bytes.front() == '1';
  bytes.remove_prefix(1);
  const std::optional<std::string_view> kinds = TakeText(bytes);
  const std::optional<std::string_view> outside = TakeText(bytes);
  if (!kinds || !outside) return std::nullopt;
  uint16_t bits = 0;
  for (const char digit : *kinds) bits = static_cast<uint16_t>(bits * 10 + (digit - '0'));
  record.imports.summary.kinds = EdgeKindSet::Of(bits);
  record.imports.outside = *outside;
  record.facts = bytes;
  return record;
}

}  // namespace

std::unique_ptr<StoredFacts> StoredFacts::Open(const std::string& root, std::string_view tree) {
  const std::optional<std::string> folder = CacheFolder();
  std::string stamp = ProgramStamp();
  if (!folder || stamp.empty()) return nullptr;
  std::string file = fmt::format("{}/{}.{}", *folder, ChecksumHex(root), tree);
  return std::unique_ptr<StoredFacts>(new StoredFacts(*folder, std::move(file), std::move(stamp)));
}

RecordLog* StoredFacts::LogOf(std::string_view families) const {
  std::call_once(opened_, [&] {
    families_ = families;
    const std::string path = fmt::format("{}.{}.facts", file_, families.substr(0, kNameLetters));
    log_ = std::make_unique<RecordLog>(path, stamp_);
    imports_ = std::make_shared<LoggedImports>(log_->owner());
    is_open_ = true;
  });
  return families == families_ ? log_.get() : nullptr;
}

RecordLog& StoredFacts::cut_log() {
  if (cut_log_ == nullptr) cut_log_ = std::make_unique<RecordLog>(file_ + ".cuts", stamp_);
  return *cut_log_;
}

std::optional<std::string> StoredFacts::IdentityOf(std::string_view path) const {
  const std::optional<std::string> identity = files_->Identity(path);
  if (!identity) return std::nullopt;
  return KeyOf(path, kByIdentity, *identity);
}

std::string StoredFacts::ContentsIn(const RecordLog& log, std::string_view identity) {
  return std::string(log.Find(identity).value_or(std::string_view()));
}

std::optional<RememberedFacts> StoredFacts::FactsIn(const RecordLog& log, const SourceFile& file,
                                                    std::string_view record_key) const {
  const std::optional<std::string_view> bytes = log.Find(record_key);
  std::optional<Record> record = bytes ? ReadRecord(*bytes) : std::nullopt;
  if (!record) return std::nullopt;
  record->imports.source = imports_;
  Result<FileFacts> facts = ReadKeptFacts(record->facts, std::move(record->imports));
  if (!facts || facts->language != file.language) return std::nullopt;
  return RememberedFacts{record->state, std::move(*facts), record->key};
}

std::optional<RememberedFacts> StoredFacts::Find(const SourceFile& file, std::string_view families,
                                                 std::string_view compiled) const {
  if (is_open_ && families == families_ && log_->size() == 0) {
    // Who reads the file learns its identity with the text.
    const std::lock_guard lock(mutex_);
    asked_.try_emplace(file.path).first->second.compiled = compiled;
    return std::nullopt;
  }
  std::optional<std::string> identity = IdentityOf(file.path);
  const RecordLog* log = identity ? LogOf(families) : nullptr;
  if (log == nullptr) return std::nullopt;
  Asked asked;
  asked.identity = *std::move(identity);
  asked.contents = ContentsIn(*log, asked.identity);
  asked.compiled = compiled;
  asked.known = !asked.contents.empty();
  std::optional<RememberedFacts> known;
  if (asked.known) known = FactsIn(*log, file, asked.FactsKey(file.path));
  if (known) asked.key = known->key;
  const std::lock_guard lock(mutex_);
  asked_.insert_or_assign(file.path, std::move(asked));
  return known;
}

std::optional<RememberedFacts> StoredFacts::FindText(const SourceFile& file,
                                                     const FileSystem::IdentifiedText& read,
                                                     std::string_view families,
                                                     std::string_view compiled) const {
  {
    const std::lock_guard lock(mutex_);
    const bool few = !is_open_ && ++without_identity_ <= kFew;
    if (few) return std::nullopt;
  }
  const RecordLog* log = LogOf(families);
  if (log == nullptr) return std::nullopt;
  Asked now;
  now.contents = ChecksumHex(read.text);
  now.compiled = compiled;
  std::optional<RememberedFacts> known;
  if (log->size() != 0) known = FactsIn(*log, file, now.FactsKey(file.path));
  const std::lock_guard lock(mutex_);
  Asked& asked = asked_[file.path];
  asked.known = asked.known && asked.contents == now.contents;
  asked.contents = std::move(now.contents);
  asked.compiled = std::move(now.compiled);
  asked.key = known ? known->key : std::string_view();
  asked.Identify(file.path, read.identity);
  return known;
}

void StoredFacts::Reread(const SourceFile& file, const FileSystem::IdentifiedText& read) const {
  if (!is_open_) return;
  std::string contents = ChecksumHex(read.text);
  const std::lock_guard lock(mutex_);
  const auto found = asked_.find(file.path);
  if (found == asked_.end()) return;
  Asked& asked = found->second;
  if (asked.contents.empty()) {
    asked.contents = std::move(contents);
    asked.Identify(file.path, read.identity);
  } else if (asked.contents != contents) {
    asked_.erase(found);  // somebody writes to it: what is found in it may be of either text
  }
}

void StoredFacts::Asked::Identify(std::string_view path, const std::optional<std::string>& read) {
  if (identity.empty() && read) identity = KeyOf(path, kByIdentity, *read);
}

std::string StoredFacts::Asked::FactsKey(std::string_view path) const {
  return KeyOf(path, kByContents, contents + compiled);
}

std::optional<FileFacts> StoredFacts::FactsOf(std::string_view path, std::string_view key,
                                              std::string_view families) const {
  const std::optional<std::string> identity = IdentityOf(path);
  const RecordLog* log = identity ? LogOf(families) : nullptr;
  if (log == nullptr) return std::nullopt;
  const std::string record_key = KeyOf(path, kByContents, ContentsIn(*log, *identity));
  const std::optional<std::string_view> bytes = log->Find(record_key);
  const std::optional<Record> record = bytes ? ReadRecord(*bytes) : std::nullopt;
  if (!record || record->key != key) return std::nullopt;
  Result<FileFacts> facts = ReadFacts(record->facts);
  return facts ? std::optional(*std::move(facts)) : std::nullopt;
}

void StoredFacts::Take(const Analysis& analysis) {
  std::vector<Unwritten> unwritten;
  std::unordered_map<std::string, Asked> all = std::exchange(asked_, {});
  for (auto& [path, asked] : all) {
    if (asked.contents.empty()) continue;
    const std::optional<Analysis::Found> found = analysis.FoundOf(path);
    if (!found) continue;
    const bool known = !asked.key.empty() && asked.key == found->key;
    if (known) log_->Keep(asked.FactsKey(path));
    if (asked.known) log_->Keep(asked.identity);
    if (known && (asked.known || asked.identity.empty())) continue;
    unwritten.push_back({&path, &asked, known ? std::nullopt : found});
  }
  std::vector<RecordBlock> blocks((unwritten.size() + kOfBlock - 1) / kOfBlock);
  std::atomic<size_t> next = 0;
  const auto fill = [&] {
    for (size_t i = next++; i < blocks.size(); i = next++) {
      const size_t begin = i * kOfBlock;
      const size_t count = std::min(kOfBlock, unwritten.size() - begin);
      Fill(blocks[i], std::span(unwritten).subspan(begin, count));
    }
  };
  std::vector<std::future<void>> others;
  for (size_t i = 1; i < std::min<size_t>(analysis.request().jobs, blocks.size()); ++i)
    others.push_back(std::async(std::launch::async, fill));
  fill();
  for (const std::future<void>& other : others) other.wait();
  for (RecordBlock& block : blocks) log_->Put(std::move(block));
}

void StoredFacts::Fill(RecordBlock& block, std::span<const Unwritten> unwritten) {
  for (const auto& [path, asked, found] : unwritten) {
    if (found) {
      AppendRecord(block.Begin(asked->FactsKey(*path)), *found);
      block.End();
    }
    if (!asked->known && !asked->identity.empty()) block.Put(asked->identity, asked->contents);
  }
}

void StoredFacts::Load(CutMemory& cuts) {
  if (const auto bytes = cut_log().Find(kCutsKey)) cuts.Load(*bytes);
}

void StoredFacts::Take(const CutMemory& cuts) {
  if (cuts.has_grown()) cut_log_->Put(std::string(kCutsKey), cuts.Save());
}

void StoredFacts::Commit(bool all) {
  bool written = false;
  if (log_ != nullptr) {
    if (!all) log_->KeepAll();
    written = log_->Commit().ok();
  }
  if (cut_log_ != nullptr) written = cut_log_->Commit().ok() || written;
  if (written) TrimFolder(folder_, kMaxCacheBytes);
}

}  // namespace krepis::analyzer
