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
  uint32_t imports = 0;  // how many
};
static_assert(sizeof(Fixed) == 16);

constexpr size_t kMaxKeys = 256;

}  // namespace

/// The lists of files, by path.
class EarlierFacts::Imports final : public ImportSource {
 public:
  Imports(const StoredFacts& stored, const EarlierFacts& facts) : stored_(stored), facts_(facts) {}

  std::vector<ImportFact> ReadImports(std::string_view path) const override {
    const auto row = facts_.rows_.find(path);
    std::optional<std::vector<ImportFact>> imports;
    if (row != facts_.rows_.end() && !row->second.facts.empty()) {
      Result<FileFacts> facts = ReadFacts(row->second.facts);
      if (facts) imports = std::move(facts->imports.Edit());
    } else if (row != facts_.rows_.end()) {
      imports = stored_.ImportsOf(path, row->second.key);
    }
    if (imports) return *std::move(imports);
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
    PutText(rows, sources[i].path);
    PutText(rows, {reinterpret_cast<const char*>(&fixed), sizeof fixed});
    PutText(rows, facts.imports.PackOutside());
    // Of most files nothing is to be said but their imports.
    FileFacts bare;
    bare.language = facts.language;
    bare.source_bytes = facts.source_bytes;
    const std::string others = SerializeOthers(facts, known->contracts);
    PutText(rows, others == SerializeOthers(bare, {}) ? std::string() : others);
    PutText(rows, MayBeUnknown(facts) ? SerializeFacts(facts) : std::string());
  }
  std::string bytes;
  std::string packed_keys;
  for (const std::string_view key : keys) PutText(packed_keys, key);
  PutText(bytes, packed_keys);
  bytes += rows;
  return bytes;
}

EarlierFacts::EarlierFacts(std::string_view bytes, const std::vector<std::string>& changed,
                           const StoredFacts& stored)
    : stored_(stored), changed_(changed), imports_(std::make_shared<Imports>(stored_, *this)) {
  std::optional<std::string_view> keys = TakeText(bytes);
  while (keys && !keys->empty()) {
    const std::optional<std::string_view> key = TakeText(*keys);
    if (!key) return;
    keys_.push_back(*key);
  }
  rows_.reserve(bytes.size() / 128);
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
    rows_.emplace(*path, Row{static_cast<ScanState>(fixed.state), keys_[fixed.key], *numbers,
                             *outside, *others, *facts});
  }
}

EarlierFacts::~EarlierFacts() = default;

bool EarlierFacts::lost() const { return imports_->lost(); }

std::optional<RememberedFacts> EarlierFacts::Find(const SourceFile& file) const {
  const auto row = rows_.find(file.path);
  const bool changed = std::binary_search(changed_.begin(), changed_.end(), file.path);
  if (row == rows_.end() || changed) return stored_.Find(file);
  Fixed fixed;
  std::memcpy(&fixed, row->second.numbers.data(), sizeof fixed);
  RememberedFacts known{row->second.state, {}, row->second.key};
  if (!row->second.others.empty()) {
    Result<FileFacts> facts = ReadFacts(row->second.others);
    if (!facts) return stored_.Find(file);
    known.facts = *std::move(facts);
  }
  if (file.language != static_cast<Language>(fixed.language)) return stored_.Find(file);
  known.facts.language = file.language;
  known.facts.source_bytes = fixed.source_bytes;
  UnreadImports imports{imports_, row->first, fixed.imports, {}, row->second.outside};
  imports.summary.computed = fixed.computed != 0;
  imports.summary.kinds = EdgeKindSet::Of(fixed.kinds);
  known.facts.imports = ImportList(std::move(imports));
  return known;
}

}  // namespace krepis::analyzer
