#include "analyzer/live/user_stamp.h"

#include <fmt/format.h>
#include <unistd.h>

#include <vector>

namespace krepis::analyzer {

std::optional<std::string> UserStamp() {
  const int count = getgroups(0, nullptr);
  if (count < 0) return std::nullopt;
  std::vector<gid_t> groups(static_cast<size_t>(count));
  if (getgroups(count, groups.data()) != count) return std::nullopt;
  return fmt::format("{} {} {}", geteuid(), getegid(), fmt::join(groups, " "));
}

}  // namespace krepis::analyzer
