#include "analyzer/live/program_stamp.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdint>

namespace krepis::analyzer {

std::string ProgramStamp() {
  struct stat status{};
  if (stat("/proc/self/exe", &status) != 0) return {};
  return fmt::format("{} {} {} {} {} {} {}", KREPIS_VERSION, static_cast<uint64_t>(status.st_dev),
                     static_cast<uint64_t>(status.st_ino), static_cast<int64_t>(status.st_size),
                     static_cast<int64_t>(status.st_mtim.tv_sec),
                     static_cast<int64_t>(status.st_mtim.tv_nsec),
                     static_cast<int64_t>(status.st_ctim.tv_nsec));
}

}  // namespace krepis::analyzer
