#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/frontend/clang_unit.h"

namespace krepis::analyzer {

/// What each of many units said of the workspace's files, and of which files of the disk it is
/// made, each content once. Units go by ClangUnitId(). Not thread-safe.
class ClangUnitLedger {
 public:
  /// Reads what Pack() wrote, in its place; empty where it is something else. The bytes must
  /// outlive this.
  explicit ClangUnitLedger(std::string_view bytes = {});

  /// Notes the outcome of a unit in place of what is known of it; nothing where that hangs on more
  /// than files. A file of which workers say different texts makes no unit from then on. Results of
  /// one worker have to come in its order: what it left out is what it said before.
  void Add(const LongChecksum& unit, const ClangUnitResult& result);
  /// What is known of a file's text; null where no unit ever was made of it.
  const LongChecksum* TextOf(const DiskFile& file) const;
  struct Changed {
    DiskFile before;
    ClangText now;
  };
  /// Forgets the units that may say something else now that these files, of each of which some unit
  /// once was made, have these texts. False where that cannot be told: then nothing holds.
  bool Change(const std::vector<Changed>& files);
  /// Forgets the units that are made of any other file, or of one whose text is disputed.
  void KeepMadeOf(const std::set<DiskFile>& files);
  bool Knows(const LongChecksum& unit) const { return units_.contains(unit); }
  /// Forgets all units but these.
  void KeepOnly(const std::vector<LongChecksum>& units);
  bool empty() const { return units_.empty(); }

  /// What the units say of files, each content once, in no order. Where that has become
  /// unreadable, the units that say it are forgotten.
  std::vector<ClangFile> Contents();

  /// Of the units that are known, and of all files; "" where something of it has become unreadable.
  std::string Pack() const;

 private:
  using Numbers = std::string;  // rising, as the distances between them, seven bits a byte
  struct Unit {
    Numbers says;     // places in contents_
    Numbers made_of;  // places in files_
    bool by_text = false;
  };

  void Note(const ClangText& text);
  uint32_t PlaceOf(const ClangFile& content);
  uint32_t PlaceOf(const DiskFile& file);
  /// Forgets the units that are made of a file for which `is_wrong`, by its place.
  template <class Wrong>
  void Forget(Wrong is_wrong);

  struct Content {
    LongChecksum id;
    std::string own;        // EncodeClangFile()
    std::string_view kept;  // likewise, instead of `own`
    std::string_view bytes() const { return own.empty() ? kept : std::string_view(own); }
  };
  std::vector<Content> contents_;
  std::map<LongChecksum, uint32_t> by_id_;
  std::vector<ClangText> files_;
  std::set<uint32_t> disputed_;  // places of files of which different texts have been said
  struct FileHash {
    size_t operator()(const DiskFile& file) const {
      return static_cast<size_t>(file.inode ^ file.device << 48);
    }
  };
  std::unordered_map<DiskFile, uint32_t, FileHash> by_file_;
  std::map<LongChecksum, Unit> units_;
};

}  // namespace krepis::analyzer
