#include "analyzer/graph/rust_record.h"

#include <algorithm>
#include <map>
#include <utility>

#include "analyzer/core/digest.h"
#include "analyzer/core/packed_bytes.h"
#include "analyzer/graph/each_file.h"

namespace krepis::analyzer {
namespace {

/// Where a change concerns more than one in so many files, all are resolved anew.
constexpr size_t kShare = 8;
/// Of small workspaces.
constexpr size_t kFew = 64;
/// And where it concerns more names than this: each is looked for in all files.
constexpr size_t kMaxNames = 256;

/// What a module or a `use` takes at least.
constexpr size_t kStatedBytes = 16;

/// Different names may have the same: then a file too many is resolved.
uint32_t HashOf(std::string_view name) { return static_cast<uint32_t>(Checksum(name)); }

template <class Visit>
void ForEachName(std::string_view path, Visit visit) {
  while (!path.empty()) visit(TakeRustSegment(path));
}

bool Mentions(std::string_view path, const std::string& name) {
  bool found = false;
  ForEachName(path, [&](std::string_view segment) { found |= segment == name; });
  return found;
}

std::vector<uint32_t> NamesOf(const FileFacts& facts) {
  std::vector<uint32_t> names;
  for (const ImportFact& import : facts.imports)
    ForEachName(import.specifier, [&](std::string_view name) { names.push_back(HashOf(name)); });
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string PackFile(const RustFile& file) {
  std::string bytes;
  Put(bytes, static_cast<uint32_t>(file.modules.size()));
  for (const RustModule& module : file.modules) {
    Put(bytes, static_cast<uint8_t>(module.inline_body | module.test_only << 1));
    for (const std::string_view text : {module.name, module.scope, module.path_attribute})
      PutText(bytes, text);
  }
  Put(bytes, static_cast<uint32_t>(file.uses.size()));
  for (const RustUse& use : file.uses) {
    Put(bytes, static_cast<uint8_t>(use.glob | use.extern_crate << 1 | use.reexport << 2));
    for (const std::string_view text : {use.name, use.path, use.scope}) PutText(bytes, text);
  }
  return bytes;
}

template <class Number>
bool Take(std::string_view& bytes, Number& number) {
  PutThings<Number> one;
  if (!TakeAll(bytes, 1, one)) return false;
  number = one[0];
  return true;
}

bool Take(std::string_view& bytes, std::initializer_list<std::string_view*> texts) {
  for (std::string_view* text : texts) {
    const std::optional<std::string_view> taken = TakeText(bytes);
    if (!taken) return false;
    *text = *taken;
  }
  return true;
}

std::optional<RustFile> UnpackFile(std::string_view bytes) {
  RustFile file;
  uint32_t count = 0;
  uint8_t flags = 0;
  if (!Take(bytes, count) || count > bytes.size() / kStatedBytes) return std::nullopt;
  file.modules.reserve(count);
  for (uint32_t i = 0; i < count; ++i) {
    RustModule& module = file.modules.emplace_back();
    if (!Take(bytes, flags) || !Take(bytes, {&module.name, &module.scope, &module.path_attribute}))
      return std::nullopt;
    module.inline_body = (flags & 1) != 0;
    module.test_only = (flags & 2) != 0;
  }
  if (!Take(bytes, count) || count > bytes.size() / kStatedBytes) return std::nullopt;
  file.uses.reserve(count);
  for (uint32_t i = 0; i < count; ++i) {
    RustUse& use = file.uses.emplace_back();
    if (!Take(bytes, flags) || !Take(bytes, {&use.name, &use.path, &use.scope}))
      return std::nullopt;
    use.glob = (flags & 1) != 0;
    use.extern_crate = (flags & 2) != 0;
    use.reexport = (flags & 4) != 0;
  }
  return file;
}

bool IsAscending(std::string_view numbers) {
  const PutThings<uint32_t> names(numbers);
  for (size_t i = 1; i < names.size(); ++i) {
    if (names[i - 1] >= names[i]) return false;
  }
  return numbers.size() % sizeof(uint32_t) == 0;
}

/// Those that bring in more than one name, or a name for the whole crate.
std::vector<const RustUse*> WideUses(const RustFile& file) {
  std::vector<const RustUse*> wide;
  for (const RustUse& use : file.uses) {
    if (use.glob || use.extern_crate) wide.push_back(&use);
  }
  return wide;
}

std::map<std::string_view, std::vector<const RustUse*>> UsesByName(const RustFile& file) {
  std::map<std::string_view, std::vector<const RustUse*>> uses;
  for (const RustUse& use : file.uses) {
    if (!use.glob) uses[RustIdentifier(use.name)].push_back(&use);
  }
  return uses;
}

bool Same(const std::vector<const RustUse*>& a, const std::vector<const RustUse*>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const RustUse* x, const RustUse* y) { return *x == *y; });
}

/// Adds the names that one of the files binds otherwise. False where more is another.
bool AddDifferent(const RustFile& before, const RustFile& now, std::set<std::string>& names) {
  if (before.modules != now.modules || before.opaque != now.opaque ||
      !Same(WideUses(before), WideUses(now)))
    return false;
  const auto was = UsesByName(before);
  const auto is = UsesByName(now);
  for (const auto& [name, uses] : was) {
    const auto other = is.find(name);
    if (other == is.end() || !Same(uses, other->second)) names.emplace(name);
  }
  for (const auto& [name, uses] : is) {
    if (!was.contains(name)) names.emplace(name);
  }
  return true;
}

}  // namespace

std::string RustRecord::Pack(const Workspace& workspace, std::span<const FileFacts> facts,
                             unsigned jobs) {
  std::vector<std::string> rows(facts.size());
  ForEachFile(facts.size(), jobs, [&](size_t file) {
    if (workspace.sources()[file].language != Language::kRust) return;
    std::string& row = rows[file];
    Put(row, static_cast<uint32_t>(file));
    PutText(row, PackFile(RustFileOf(facts[file], RustItems::kLeftOut)));
    std::string names;
    PutAll(names, NamesOf(facts[file]));
    PutText(row, names);
  });
  std::string bytes;
  for (const std::string& row : rows) bytes += row;
  return bytes;
}

RustRecord::RustRecord(std::string_view given) : text_(std::make_unique<const std::string>(given)) {
  std::string_view bytes = *text_;
  while (!bytes.empty()) {
    Row row;
    const bool begins = Take(bytes, row.file);
    const std::optional<std::string_view> stated = TakeText(bytes);
    const std::optional<std::string_view> names = TakeText(bytes);
    std::optional<RustFile> file = stated ? UnpackFile(*stated) : std::nullopt;
    const bool follows = begins && (rows_.empty() || rows_.back().file < row.file);
    if (!follows || !file || !names || !IsAscending(*names)) {
      rows_.clear();
      return;
    }
    row.stated = *std::move(file);
    row.names = PutThings<uint32_t>(*names);
    rows_.push_back(std::move(row));
  }
}

bool RustRecord::Covers(const Workspace& workspace) const {
  size_t next = 0;
  for (size_t i = 0; i < workspace.sources().size(); ++i) {
    if (workspace.sources()[i].language != Language::kRust) continue;
    if (next == rows_.size() || rows_[next].file != i) return false;
    ++next;
  }
  return next == rows_.size();
}

bool RustRecord::AddConcerned(std::set<std::string> names, std::set<uint32_t>& files) const {
  std::vector<std::string> pending(names.begin(), names.end());
  while (!pending.empty()) {
    const std::string name = std::move(pending.back());
    pending.pop_back();
    const uint32_t hash = HashOf(name);
    for (const Row& row : rows_) {
      size_t first = 0;
      for (size_t last = row.names.size(); first < last;) {
        const size_t middle = (first + last) / 2;
        if (row.names[middle] < hash) {
          first = middle + 1;
        } else {
          last = middle;
        }
      }
      if (first == row.names.size() || row.names[first] != hash) continue;
      files.insert(row.file);
      // What such a name stands for may be another in all files that mention it.
      for (const RustUse& use : row.stated.uses) {
        if (use.glob || !Mentions(use.path, name)) continue;
        std::string bound(RustIdentifier(use.name));
        if (names.insert(bound).second) pending.push_back(std::move(bound));
      }
    }
    if (names.size() > kMaxNames || files.size() > std::max(kFew, rows_.size() / kShare))
      return false;
  }
  return true;
}

std::optional<RustChange> RustRecord::Change(const Workspace& workspace,
                                             std::span<const FileFacts> facts,
                                             std::span<const uint32_t> changed) && {
  if (!Covers(workspace)) return std::nullopt;
  std::set<std::string> names;
  std::set<uint32_t> files(changed.begin(), changed.end());
  std::vector<std::pair<Row*, RustFile>> others;
  for (const uint32_t file : changed) {
    const auto row = std::lower_bound(rows_.begin(), rows_.end(), file,
                                      [](const Row& a, uint32_t b) { return a.file < b; });
    if (row == rows_.end() || row->file != file) continue;
    RustFile now = RustFileOf(facts[file], RustItems::kLeftOut);
    if (!AddDifferent(row->stated, now, names)) return std::nullopt;
    others.emplace_back(&*row, std::move(now));
  }
  if (!AddConcerned(std::move(names), files)) return std::nullopt;
  for (auto& [row, now] : others) row->stated = std::move(now);
  RustResolverBuilder builder = workspace.NewRustResolver();
  for (Row& row : rows_)
    builder.AddLasting(workspace.sources()[row.file].path, std::move(row.stated));
  return RustChange{std::move(text_), std::move(builder).Build(), {files.begin(), files.end()}};
}

}  // namespace krepis::analyzer
