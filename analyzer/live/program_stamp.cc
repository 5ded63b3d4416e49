#include "analyzer/live/program_stamp.h"

#include <elf.h>
#include <fmt/format.h>
#include <link.h>
#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace krepis::analyzer {
namespace {

/// The build id in a segment of notes: what the linker makes of the bytes of the program. "": none.
std::string BuildIdIn(std::string_view notes) {
  constexpr size_t kAlignment = 4;
  const auto aligned = [](size_t size) { return (size + kAlignment - 1) & ~(kAlignment - 1); };
  while (notes.size() >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) note;
    std::memcpy(&note, notes.data(), sizeof note);
    const size_t id = sizeof note + aligned(note.n_namesz);
    const size_t end = id + aligned(note.n_descsz);
    if (end > notes.size()) return "";
    if (note.n_type == NT_GNU_BUILD_ID &&
        notes.substr(sizeof note, 4) == std::string_view("GNU\0", 4))
      return std::string(notes.substr(id, note.n_descsz));
    notes.remove_prefix(end);
  }
  return "";
}

/// Of the program that runs, which is the first in the list.
std::string BuildId() {
  std::string id;
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* found) {
        for (size_t i = 0; i < info->dlpi_phnum; ++i) {
          const ElfW(Phdr)& segment = info->dlpi_phdr[i];
          std::string& result = *static_cast<std::string*>(found);
          if (segment.p_type != PT_NOTE || !result.empty()) continue;
          const auto* start = reinterpret_cast<const char*>(info->dlpi_addr + segment.p_vaddr);
          result = BuildIdIn({start, segment.p_memsz});
        }
        return 1;
      },
      &id);
  return id;
}

}  // namespace

// By the file only where the program has no build id: a copy of it is another file, and a machine
// of a CI gets a copy each time.
std::string ProgramStamp() {
  static const std::string build_id = BuildId();
  if (!build_id.empty()) return fmt::format("{} {}", KREPIS_VERSION, build_id);
  struct stat status{};
  if (stat("/proc/self/exe", &status) != 0) return {};
  return fmt::format("{} {} {} {} {} {} {}", KREPIS_VERSION, static_cast<uint64_t>(status.st_dev),
                     static_cast<uint64_t>(status.st_ino), static_cast<int64_t>(status.st_size),
                     static_cast<int64_t>(status.st_mtim.tv_sec),
                     static_cast<int64_t>(status.st_mtim.tv_nsec),
                     static_cast<int64_t>(status.st_ctim.tv_nsec));
}

}  // namespace krepis::analyzer
