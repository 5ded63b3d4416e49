#include "analyzer/cli/output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "analyzer/core/escape.h"

namespace krepis::analyzer {
namespace {

/// 0, or the error of the first write that fails.
int WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = write(fd, text.data(), text.size());
    if (count < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    text.remove_prefix(static_cast<size_t>(count));
  }
  return 0;
}

}  // namespace

bool WriteStdout(std::string_view text) {
  const int error = WriteAll(STDOUT_FILENO, text);
  if (error == 0) return true;
  if (error != EPIPE) Say(fmt::format("cannot write to stdout: {}", std::strerror(error)));
  return false;
}

Result<void> WriteFile(const std::string& path, std::string_view text) {
  struct stat status{};
  // A pipe or a device is written to, not replaced.
  const bool replace = stat(path.c_str(), &status) != 0 || S_ISREG(status.st_mode);
  const std::string target = replace ? fmt::format("{}.{}.partial", path, getpid()) : path;
  const int fd =
      open(target.c_str(), O_WRONLY | O_CLOEXEC | (replace ? O_CREAT | O_EXCL : 0), 0644);
  int error = fd < 0 ? errno : WriteAll(fd, text);
  if (fd >= 0 && close(fd) != 0 && error == 0) error = errno;
  if (error == 0 && replace && rename(target.c_str(), path.c_str()) != 0) error = errno;
  if (error == 0) return {};
  if (fd >= 0 && replace) unlink(target.c_str());
  return Error{fmt::format("cannot write {}: {}", path, std::strerror(error)), path};
}

Result<void> AppendToFile(const std::string& path, std::string_view text) {
  const int fd = open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  int error = fd < 0 ? errno : WriteAll(fd, text);
  if (fd >= 0 && close(fd) != 0 && error == 0) error = errno;
  if (error == 0) return {};
  return Error{fmt::format("cannot write {}: {}", path, std::strerror(error)), path};
}

void Say(std::string_view text) {
  const std::string line = fmt::format("krepis: {}\n", EscapeForTerminal(text));
  WriteAll(STDERR_FILENO, line);
}

bool UseColor(ColorChoice choice) {
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  if (choice != ColorChoice::kAuto) return choice == ColorChoice::kAlways;
  const char* term = std::getenv("TERM");
  return isatty(STDOUT_FILENO) == 1 && (term == nullptr || std::string_view(term) != "dumb");
}

}  // namespace krepis::analyzer
