#include "analyzer/frontend/clang_unit_ledger.h"

#include <algorithm>
#include <utility>

#include "analyzer/core/packed_bytes.h"
#include "analyzer/core/put_things.h"

namespace krepis::analyzer {
namespace {

constexpr uint32_t kBits = 7;
constexpr uint32_t kMore = 1u << kBits;

std::string PackNumbers(std::vector<uint32_t> numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  std::string bytes;
  uint32_t last = 0;
  for (const uint32_t number : numbers) {
    uint32_t step = number - std::exchange(last, number);
    for (; step >= kMore; step >>= kBits) bytes += static_cast<char>(step % kMore + kMore);
    bytes += static_cast<char>(step);
  }
  return bytes;
}

/// Numbers below `end`, as far as they are that.
std::vector<uint32_t> UnpackNumbers(std::string_view bytes, size_t end) {
  std::vector<uint32_t> numbers;
  uint64_t number = 0;
  uint64_t step = 0;
  uint32_t shift = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    step |= uint64_t{byte % kMore} << shift;
    if (byte >= kMore) {
      shift += kBits;
      if (shift > 28) break;
      continue;
    }
    number += std::exchange(step, 0);
    shift = 0;
    if (number >= end) break;
    numbers.push_back(static_cast<uint32_t>(number));
  }
  return numbers;
}

}  // namespace

ClangUnitLedger::ClangUnitLedger(std::string_view bytes) {
  std::optional<std::string_view> files = TakeText(bytes);
  std::optional<std::string_view> contents = TakeText(bytes);
  if (!files || !contents) return;
  files_ = PutThings<ClangText>(*files).Copy();
  for (uint32_t i = 0; i < files_.size(); ++i) by_file_.emplace(files_[i].file, i);
  while (!contents->empty()) {
    const std::optional<std::string_view> content = TakeText(*contents);
    if (!content) break;
    const LongChecksum id = ChecksumLong(*content);
    by_id_.emplace(id, static_cast<uint32_t>(contents_.size()));
    contents_.push_back({id, {}, *content});
  }
  while (!bytes.empty()) {
    PutThings<LongChecksum> key;
    std::optional<std::string_view> says, made_of;
    PutThings<char> by_text;
    if (!TakeAll(bytes, 1, key) || !TakeAll(bytes, 1, by_text) || !(says = TakeText(bytes)) ||
        !(made_of = TakeText(bytes)))
      break;
    if (made_of->empty()) continue;
    units_.insert_or_assign(key[0], Unit{Numbers(*says), Numbers(*made_of), by_text[0] != 0});
  }
}

uint32_t ClangUnitLedger::PlaceOf(const ClangFile& content) {
  std::string bytes = EncodeClangFile(content);
  const LongChecksum id = ChecksumLong(bytes);
  const auto [known, is_new] = by_id_.try_emplace(id, static_cast<uint32_t>(contents_.size()));
  if (is_new) contents_.push_back({id, std::move(bytes), {}});
  return known->second;
}

uint32_t ClangUnitLedger::PlaceOf(const DiskFile& file) {
  const auto [known, is_new] = by_file_.try_emplace(file, static_cast<uint32_t>(files_.size()));
  if (is_new) files_.push_back({file, {}});
  return known->second;
}

void ClangUnitLedger::Add(const LongChecksum& unit, const ClangUnitResult& result) {
  units_.erase(unit);
  for (const ClangText& text : result.texts) Note(text);
  std::vector<uint32_t> says;
  for (const ClangFile& content : result.files) says.push_back(PlaceOf(content));
  for (const LongChecksum& id : result.again) {
    const auto known = by_id_.find(id);
    if (known == by_id_.end()) return;
    says.push_back(known->second);
  }
  if (!result.made_of || result.made_of->empty() || !result.asked) return;
  std::vector<uint32_t> made_of;
  for (const DiskFile& file : *result.made_of) made_of.push_back(PlaceOf(file));
  units_.emplace(
      unit, Unit{PackNumbers(std::move(says)), PackNumbers(std::move(made_of)), result.by_text});
}

void ClangUnitLedger::Note(const ClangText& text) {
  const uint32_t place = PlaceOf(text.file);
  LongChecksum& checksum = files_[place].checksum;
  if (checksum != LongChecksum() && checksum != text.checksum) disputed_.insert(place);
  checksum = text.checksum;
}

const LongChecksum* ClangUnitLedger::TextOf(const DiskFile& file) const {
  const auto known = by_file_.find(file);
  return known == by_file_.end() ? nullptr : &files_[known->second].checksum;
}

template <class Wrong>
void ClangUnitLedger::Forget(Wrong is_wrong) {
  std::erase_if(units_, [&](const auto& unit) {
    const std::vector<uint32_t> made_of = UnpackNumbers(unit.second.made_of, files_.size());
    return std::any_of(made_of.begin(), made_of.end(),
                       [&](uint32_t place) { return is_wrong(place, unit.second); });
  });
}

bool ClangUnitLedger::Change(const std::vector<Changed>& files) {
  if (files.empty()) return true;
  enum class Kind : uint8_t { kSame, kSameText, kOther };
  std::vector<Kind> kinds(files_.size());
  std::map<uint32_t, ClangText> now;  // by place
  for (const Changed& changed : files) {
    const auto known = by_file_.find(changed.before);
    if (known == by_file_.end()) return false;
    const LongChecksum& before = files_[known->second].checksum;
    const bool same = before != LongChecksum() && before == changed.now.checksum;
    // What was one file, and is two, is read twice.
    const bool one = now.emplace(known->second, changed.now).first->second == changed.now;
    Kind& kind = kinds[known->second];
    kind = std::max(kind, same && one ? Kind::kSameText : Kind::kOther);
  }
  Forget([&](uint32_t place, const Unit& unit) {
    return kinds[place] == Kind::kOther || (kinds[place] == Kind::kSameText && !unit.by_text);
  });
  for (const auto& [place, text] : now) by_file_.erase(files_[place].file);
  // One may have the place on the disk that another one had.
  return std::all_of(now.begin(), now.end(), [&](const auto& text) {
    files_[text.first] = text.second;
    return by_file_.try_emplace(text.second.file, text.first).second;
  });
}

void ClangUnitLedger::KeepMadeOf(const std::set<DiskFile>& files) {
  std::vector<bool> kept(files_.size());
  for (uint32_t i = 0; i < files_.size(); ++i)
    kept[i] = files.contains(files_[i].file) && !disputed_.contains(i);
  Forget([&](uint32_t place, const Unit&) { return !kept[place]; });
}

void ClangUnitLedger::KeepOnly(const std::vector<LongChecksum>& units) {
  const std::set<LongChecksum> kept(units.begin(), units.end());
  std::erase_if(units_, [&](const auto& unit) { return !kept.contains(unit.first); });
}

std::vector<ClangFile> ClangUnitLedger::Contents() {
  enum class State : uint8_t { kUnread, kRead, kUnreadable };
  std::vector<State> states(contents_.size());
  std::vector<ClangFile> files;
  std::erase_if(units_, [&](const auto& unit) {
    bool is_unreadable = false;
    for (const uint32_t place : UnpackNumbers(unit.second.says, contents_.size())) {
      State& state = states[place];
      if (state == State::kUnread) {
        const Content& content = contents_[place];
        // Bytes that are mapped become zeros where somebody cuts off their file.
        Result<ClangFile> file = DecodeClangFile(content.bytes());
        const bool is_read = file && ClangFileId(*file) == content.id;
        state = is_read ? State::kRead : State::kUnreadable;
        if (is_read) files.push_back(*std::move(file));
      }
      is_unreadable = is_unreadable || state == State::kUnreadable;
    }
    return is_unreadable;
  });
  return files;
}

std::string ClangUnitLedger::Pack() const {
  std::map<uint32_t, uint32_t> places;  // of contents that are of use, in the order of first use
  std::string packed_contents, packed_units;
  for (const auto& [key, unit] : units_) {
    std::vector<uint32_t> says;
    bool is_whole = true;
    for (const uint32_t place : UnpackNumbers(unit.says, contents_.size())) {
      const auto [at, is_new] = places.try_emplace(place, static_cast<uint32_t>(places.size()));
      says.push_back(at->second);
      if (!is_new) continue;
      const Content& content = contents_[place];
      PutText(packed_contents, content.bytes());
      is_whole = is_whole && ChecksumLong(content.bytes()) == content.id;
    }
    // Bytes that are mapped have been cut off.
    if (!is_whole) return "";
    PutAll(packed_units, std::vector{key});
    packed_units += unit.by_text ? '\1' : '\0';
    PutText(packed_units, PackNumbers(std::move(says)));
    PutText(packed_units, unit.made_of);
  }
  std::string packed_files;
  PutAll(packed_files, files_);
  std::string bytes;
  PutText(bytes, packed_files);
  PutText(bytes, packed_contents);
  return bytes + packed_units;
}

}  // namespace krepis::analyzer
