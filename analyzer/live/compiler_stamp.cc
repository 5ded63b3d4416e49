#include "analyzer/live/compiler_stamp.h"

#include <sys/auxv.h>
#include <sys/utsname.h>

#include <cstdint>
#include <filesystem>
#include <system_error>

#include "analyzer/core/packed_bytes.h"

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

namespace krepis::analyzer {
namespace {

void PutNumber(std::string& bytes, uint64_t number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// What -march=native hangs on.
std::string Processor() {
  std::string bytes;
  PutNumber(bytes, getauxval(AT_HWCAP));
  PutNumber(bytes, getauxval(AT_HWCAP2));
#if defined(__x86_64__) || defined(__i386__)
  for (const unsigned leaf : {0u, 1u, 7u, 0x80000001u}) {
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    if (__get_cpuid_count(leaf, 0, &a, &b, &c, &d) == 0) continue;
    // Of the first leaf this tells which of the cores it is.
    if (leaf == 1) b = 0;
    for (const unsigned part : {a, b, c, d}) PutNumber(bytes, part);
  }
#endif
  return bytes;
}

}  // namespace

std::string CompilerStamp() {
  std::error_code failed;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
  utsname system{};
  if (failed || uname(&system) != 0) return "";
  std::string stamp;
  PutText(stamp, program.parent_path().native());
  PutText(stamp, system.release);
  PutText(stamp, Processor());
  return stamp;
}

}  // namespace krepis::analyzer
