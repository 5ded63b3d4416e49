#include "analyzer/live/earlier_facts.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "analyzer/core/packed_bytes.h"
#include "analyzer/engine/unknowns.h"
#include "analyzer/facts/facts_io.h"

namespace krepis::analyzer {
namespace {

/// What is said of every file in numbers.
struct Fixed {
  uint8_t state = 0;
  uint8_t key = 0;  // among the different ones
  uint8_t language = 0;
  uint8_t computed = 0;
  uint16_t kinds = 0;
  uint16_t unused = 0;
  uint32_t source_bytes = 0;
  uint32_t imports = 0;    // how many
  uint32_t functions = 0;  // likewise
};
static_assert(sizeof(Fixed) == 20);

constexpr size_t kMaxKeys = 256;

}  // namespace

/// What is read of files when somebody asks, by path.
class EarlierFacts::Imports final : public ImportSource {
 public:
  Imports(const StoredFacts& stored, const EarlierFacts& facts) : stored_(stored), facts_(facts) {}

  std::vector<ImportFact> ReadImports(std::string_view path) const override {
    const Row* row = facts_.RowOf(path);
    std::optional<std::vector<ImportFact>> imports;
    if (row != nullptr && !row->facts.empty()) {
      Result<FileFacts> facts = ReadFacts(row->facts);
      if (facts) imports = std::move(facts->imports.Edit());
    } else if (row != nullptr) {
      std::optional<FileFacts> facts = stored_.FactsOf(path, row->key, facts_.families_);
      if (facts) imports = std::move(facts->imports.Edit());
    }
    if (imports) return *std::move(imports);
    lost_ = true;
    return {};
  }
  CallFacts ReadCalls(std::string_view path) const {
    const Row* row = facts_.RowOf(path);
    std::optional<FileFacts> facts;
    if (row != nullptr) facts = stored_.FactsOf(path, row->key, facts_.families_);
    if (facts) return std::move(facts->calls);
    lost_ = true;
    return {};
  }
  bool lost() const { return lost_; }

 private:
  const StoredFacts& stored_;
  const EarlierFacts& facts_;
  mutable std::atomic<bool> lost_ = false;
};

std::string EarlierFacts::Pack(const Analysis& analysis) {
  std::vector<std::string_view> keys;
  std::string rows;
  const std::vector<SourceFile>& sources = analysis.workspace().sources();
  for (uint32_t i = 0; i < sources.size(); ++i) {
    const std::optional<Analysis::Found> known = analysis.FoundIn(i);
    if (!known) return "";
    const FileFacts& facts = known->facts;
    auto key = std::find(keys.begin(), keys.end(), known->key);
    if (key == keys.end()) {
      if (keys.size() == kMaxKeys) return "";
      key = keys.insert(keys.end(), known->key);
    }
    const ImportSummary imports = facts.imports.Summary();
    Fixed fixed;
    fixed.state = static_cast<uint8_t>(known->state);
    fixed.key = static_cast<uint8_t>(key - keys.begin());
    fixed.language = static_cast<uint8_t>(facts.language);
    fixed.computed = imports.computed ? 1 : 0;
    fixed.kinds = imports.kinds.bits();
    fixed.source_bytes = facts.source_bytes;
    fixed.imports = static_cast<uint32_t>(facts.imports.size());
    fixed.functions = static_cast<uint32_t>(facts.calls.functions.size());
    PutText(rows, sources[i].path);
    PutText(rows, {reinterpret_cast<const char*>(&fixed), sizeof fixed});
    PutText(rows, facts.imports.PackOutside());
    // Of most files nothing is to be said but their imports.
    FileFacts bare;
    bare.language = facts.language;
    bare.source_bytes = facts.source_bytes;
    const std::string others = SerializeOthers(facts, known->contracts);
    PutText(rows, others == SerializeOthers(bare, {}) ? std::string() : others);
    if (MayBeUnknown(facts)) {
      bare.imports = facts.imports;
      PutText(rows, SerializeFacts(bare));
    } else {
      PutText(rows, {});
    }
  }
  std::string bytes;
  std::string packed_keys;
  for (const std::string_view key : keys) PutText(packed_keys, key);
  PutText(bytes, analysis.families());
  PutText(bytes, packed_keys);
  const auto count = static_cast<uint32_t>(sources.size());
  PutText(bytes, {reinterpret_cast<const char*>(&count), sizeof count});
  bytes += rows;
  return bytes;
}

EarlierFacts::EarlierFacts(std::string_view bytes, const std::vector<std::string>& changed,
                           const StoredFacts& stored)
    : stored_(stored), changed_(changed), imports_(std::make_shared<Imports>(stored_, *this)) {
  const std::optional<std::string_view> families = TakeText(bytes);
  std::optional<std::string_view> keys = TakeText(bytes);
  if (families) families_ = *families;
  while (keys && !keys->empty()) {
    const std::optional<std::string_view> key = TakeText(*keys);
    if (!key) return;
    keys_.push_back(*key);
  }
  const std::optional<std::string_view> count = TakeText(bytes);
  uint32_t rows = 0;
  if (!count || count->size() != sizeof rows) return;
  std::memcpy(&rows, count->data(), sizeof rows);
  rows_.reserve(std::min<size_t>(rows, bytes.size()));
  while (!bytes.empty()) {
    const std::optional<std::string_view> path = TakeText(bytes);
    const std::optional<std::string_view> numbers = TakeText(bytes);
    const std::optional<std::string_view> outside = TakeText(bytes);
    const std::optional<std::string_view> others = TakeText(bytes);
    const std::optional<std::string_view> facts = TakeText(bytes);
    Fixed fixed;
    if (!path || !numbers || numbers->size() != sizeof fixed || !outside || !others || !facts)
      return;
    std::memcpy(&fixed, numbers->data(), sizeof fixed);
    if (fixed.key >= keys_.size() || fixed.state >= static_cast<uint8_t>(ScanState::kFailed))
      return;
    if (!rows_.empty() && rows_.back().path >= *path) {
      rows_.clear();
      return;
    }
    rows_.push_back({*path, static_cast<ScanState>(fixed.state), keys_[fixed.key], *numbers,
                     *outside, *others, *facts});
  }
}

EarlierFacts::~EarlierFacts() = default;

std::optional<RememberedFacts> EarlierFacts::FindText(const SourceFile& file,
                                                      const FileSystem::IdentifiedText& text,
                                                      std::string_view families,
                                                      std::string_view compiled) const {
  return stored_.FindText(file, text, families, compiled);
}

void EarlierFacts::Reread(const SourceFile& file, const FileSystem::IdentifiedText& text) const {
  stored_.Reread(file, text);
}

CallFacts EarlierFacts::FindCalls(std::string_view path) const { return imports_->ReadCalls(path); }

bool EarlierFacts::lost() const { return imports_->lost(); }

const EarlierFacts::Row* EarlierFacts::RowOf(std::string_view path) const {
  const size_t next = next_.load(std::memory_order_relaxed);
  auto row = next < rows_.size() && rows_[next].path == path
                 ? rows_.begin() + static_cast<std::ptrdiff_t>(next)
                 : std::lower_bound(
                       rows_.begin(), rows_.end(), path,
                       [](const Row& a, std::string_view b) { return a.path < b; });
  if (row == rows_.end() || row->path != path) return nullptr;
  next_.store(static_cast<size_t>(row - rows_.begin()) + 1, std::memory_order_relaxed);
  return &*row;
}

std::optional<RememberedFacts> EarlierFacts::Find(const SourceFile& file, std::string_view families,
                                                  std::string_view compiled) const {
  const bool asks_same = families == families_ && compiled.empty();
  const Row* row = asks_same ? RowOf(file.path) : nullptr;
  const bool changed = std::binary_search(changed_.begin(), changed_.end(), file.path);
  if (row == nullptr || changed) return stored_.Find(file, families, compiled);
  Fixed fixed;
  std::memcpy(&fixed, row->numbers.data(), sizeof fixed);
  RememberedFacts known{row->state, {}, row->key};
  if (!row->others.empty()) {
    Result<FileFacts> facts = ReadOthers(row->others);
    if (!facts) return stored_.Find(file, families, compiled);
    known.facts = *std::move(facts);
  }
  if (file.language != static_cast<Language>(fixed.language))
    return stored_.Find(file, families, compiled);
  known.facts.language = file.language;
  known.facts.source_bytes = fixed.source_bytes;
  known.calls_left = fixed.functions != 0;
  UnreadImports imports{imports_, row->path, fixed.imports, {}, row->outside};
  imports.summary.computed = fixed.computed != 0;
  imports.summary.kinds = EdgeKindSet::Of(fixed.kinds);
  known.facts.imports = ImportList(std::move(imports));
  return known;
}

}  // namespace krepis::analyzer
