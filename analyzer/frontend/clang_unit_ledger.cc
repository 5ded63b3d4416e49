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
  files_ = PutThings<ClangDirectives>(*files).Copy();
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
    PutThings<char> by_directives;
    if (!TakeAll(bytes, 1, key) || !TakeAll(bytes, 1, by_directives) || !(says = TakeText(bytes)) ||
        !(made_of = TakeText(bytes)))
      break;
    units_.insert_or_assign(key[0], Unit{Numbers(*says), Numbers(*made_of), by_directives[0] != 0});
  }
}

LongChecksum ClangUnitLedger::KeyOf(const ClangUnit& unit) {
  return ChecksumLong(EncodeClangRequest({"", unit, false, {}}));
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
  std::vector<uint32_t> says;
  for (const ClangFile& content : result.files) says.push_back(PlaceOf(content));
  for (const LongChecksum& id : result.again) {
    const auto known = by_id_.find(id);
    if (known == by_id_.end()) return;
    says.push_back(known->second);
  }
  if (!result.made_of || !result.asked) return;
  std::vector<uint32_t> made_of;
  for (const DiskFile& file : *result.made_of) made_of.push_back(PlaceOf(file));
  for (const ClangDirectives& directives : result.directives)
    files_[PlaceOf(directives.file)].checksum = directives.checksum;
  units_.emplace(unit, Unit{PackNumbers(std::move(says)), PackNumbers(std::move(made_of)),
                            result.by_directives});
}

bool ClangUnitLedger::KnowsDirectives(const DiskFile& file) const {
  const auto known = by_file_.find(file);
  return known != by_file_.end() && files_[known->second].checksum != LongChecksum();
}

bool ClangUnitLedger::Change(const std::vector<Changed>& files) {
  enum class Kind : uint8_t { kSame, kSameDirectives, kOther };
  std::vector<Kind> kinds(files_.size());
  std::map<DiskFile, DiskFile> moved;
  for (const auto& [before, now] : files) {
    const auto known = by_file_.find(before);
    if (known == by_file_.end()) return false;
    const bool same = KnowsDirectives(before) && files_[known->second].checksum == now.checksum;
    // What was one file, and is two, is read twice.
    const bool one = moved.emplace(before, now.file).first->second == now.file;
    Kind& kind = kinds[known->second];
    kind = std::max(kind, same && one ? Kind::kSameDirectives : Kind::kOther);
  }
  std::erase_if(units_, [&](const auto& unit) {
    const std::vector<uint32_t> made_of = UnpackNumbers(unit.second.made_of, files_.size());
    return std::any_of(made_of.begin(), made_of.end(), [&](uint32_t place) {
      return kinds[place] == Kind::kOther ||
             (kinds[place] == Kind::kSameDirectives && !unit.second.by_directives);
    });
  });
  std::vector<uint32_t> places;
  for (const auto& [before, now] : moved) {
    const auto known = by_file_.find(before);
    const uint32_t place = known->second;
    by_file_.erase(known);
    files_[place].file = kinds[place] == Kind::kSameDirectives ? now : DiskFile();
    places.push_back(place);
  }
  // One may have the place on the disk that another one had.
  return std::all_of(places.begin(), places.end(), [&](uint32_t place) {
    const DiskFile& file = files_[place].file;
    return file == DiskFile() || by_file_.try_emplace(file, place).second;
  });
}

void ClangUnitLedger::KeepOnly(const std::vector<LongChecksum>& units) {
  const std::set<LongChecksum> kept(units.begin(), units.end());
  std::erase_if(units_, [&](const auto& unit) { return !kept.contains(unit.first); });
}

std::vector<ClangFile> ClangUnitLedger::Contents() const {
  std::vector<bool> said(contents_.size());
  std::vector<ClangFile> files;
  for (const auto& [key, unit] : units_) {
    for (const uint32_t place : UnpackNumbers(unit.says, contents_.size())) {
      if (said[place]) continue;
      said[place] = true;
      Result<ClangFile> file = DecodeClangFile(contents_[place].bytes());
      if (file) files.push_back(*std::move(file));
    }
  }
  return files;
}

std::string ClangUnitLedger::Pack() const {
  // Places of what is of use, in the order of first use.
  std::map<uint32_t, uint32_t> contents, files;
  std::string packed_contents, packed_files, packed_units;
  for (const auto& [key, unit] : units_) {
    std::vector<uint32_t> says, made_of;
    for (const uint32_t place : UnpackNumbers(unit.says, contents_.size())) {
      const auto [at, is_new] = contents.try_emplace(place, static_cast<uint32_t>(contents.size()));
      if (is_new) PutText(packed_contents, contents_[place].bytes());
      says.push_back(at->second);
    }
    for (const uint32_t place : UnpackNumbers(unit.made_of, files_.size())) {
      const auto [at, is_new] = files.try_emplace(place, static_cast<uint32_t>(files.size()));
      if (is_new) PutAll(packed_files, std::vector{files_[place]});
      made_of.push_back(at->second);
    }
    PutAll(packed_units, std::vector{key});
    packed_units += unit.by_directives ? '\1' : '\0';
    PutText(packed_units, PackNumbers(std::move(says)));
    PutText(packed_units, PackNumbers(std::move(made_of)));
  }
  std::string bytes;
  PutText(bytes, packed_files);
  PutText(bytes, packed_contents);
  return bytes + packed_units;
}

}  // namespace krepis::analyzer
