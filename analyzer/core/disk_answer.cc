#include "analyzer/core/disk_answer.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "analyzer/core/disk_access.h"

namespace krepis::analyzer {
namespace {

constexpr char kFile = 'f';
constexpr char kUnsettled = 'u';
constexpr char kOther = 'o';

template <class Numbers>
std::string Bytes(const Numbers& numbers) {
  return {reinterpret_cast<const char*>(numbers.data()), sizeof numbers};
}

}  // namespace

bool MeansNothingThere(int error) {
  return error == ENOENT || error == ENOTDIR || error == ELOOP || error == ENAMETOOLONG;
}

std::string IdentityBytes(const struct stat& status) { return Bytes(IdentityOf(status)); }

std::string LookAnswer(const struct stat& status) {
  if (S_ISREG(status.st_mode)) return kFile + IdentityBytes(status);
  const std::array<uint64_t, 6> which = {
      static_cast<uint64_t>(status.st_dev),  static_cast<uint64_t>(status.st_ino),
      static_cast<uint64_t>(status.st_mode), static_cast<uint64_t>(status.st_uid),
      static_cast<uint64_t>(status.st_gid),  static_cast<uint64_t>(status.st_rdev),
  };
  return kOther + Bytes(which);
}

std::string UnsettledAnswer(const struct stat& status) {
  const DiskIdentity identity = {static_cast<uint64_t>(status.st_dev),
                                 static_cast<uint64_t>(status.st_ino)};
  return kUnsettled + Bytes(identity);
}

bool IsUnsettled(std::string_view answer) {
  return answer.starts_with(kUnsettled) && answer.size() == 1 + sizeof(DiskIdentity);
}

std::optional<DiskFile> FileOfAnswer(std::string_view answer) {
  DiskIdentity identity;
  const bool is_file = answer.starts_with(kFile) || IsUnsettled(answer);
  if (!is_file || answer.size() != 1 + sizeof identity) return std::nullopt;
  std::memcpy(identity.data(), answer.data() + 1, sizeof identity);
  return DiskFile{identity[0], identity[1]};
}

std::optional<std::string> Resolve(const char* path) {
  const std::unique_ptr<char, decltype(&std::free)> resolved(realpath(path, nullptr), &std::free);
  if (resolved != nullptr) return std::string(resolved.get());
  return MeansNothingThere(errno) ? std::optional<std::string>("") : std::nullopt;
}

}  // namespace krepis::analyzer
