#include "analyzer/store/mapped_file.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

namespace krepis::analyzer {
namespace {

/// A file without a name, of so many bytes 'x'.
class Unnamed {
 public:
  explicit Unnamed(size_t size) : file_(std::tmpfile()) {
    REQUIRE(file_ != nullptr);
    const std::string text(size, 'x');
    REQUIRE(write(fd(), text.data(), size) == static_cast<ssize_t>(size));
  }
  ~Unnamed() { std::fclose(file_); }
  int fd() const { return fileno(file_); }

 private:
  std::FILE* file_;
};

}  // namespace

TEST_CASE("a mapped file has the bytes of the file, also when that is closed") {
  std::shared_ptr<const MappedFile> mapped;
  {
    const Unnamed file(10'001);
    mapped = MappedFile::Open(file.fd(), 10'001);
  }
  REQUIRE(mapped != nullptr);
  CHECK(mapped->bytes() == std::string(10'001, 'x'));
}

TEST_CASE("what is cut off while it is mapped reads as zeros") {
  constexpr size_t kSize = 100'000;
  const Unnamed file(kSize);
  const auto mapped = MappedFile::Open(file.fd(), kSize);
  REQUIRE(mapped != nullptr);
  REQUIRE(ftruncate(file.fd(), 8192) == 0);
  const std::string_view bytes = mapped->bytes();
  CHECK(bytes.substr(0, 8192) == std::string(8192, 'x'));
  CHECK(bytes.substr(kSize - 1) == std::string(1, '\0'));
  CHECK(bytes[50'000] == '\0');
  CHECK(MappedFile::TakeCutOff());
  CHECK(!MappedFile::TakeCutOff());
}

TEST_CASE("a fault elsewhere ends the process as before") {
  const Unnamed file(1);
  const auto mapped = MappedFile::Open(file.fd(), 1);
  REQUIRE(mapped != nullptr);
  const pid_t child = fork();
  if (child == 0) {
    raise(SIGBUS);
    raise(SIGBUS);
    _exit(0);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK((!WIFEXITED(status) || WEXITSTATUS(status) != 0));
}

TEST_CASE("where too many files are mapped there is no further one") {
  const Unnamed file(4096);
  std::vector<std::shared_ptr<const MappedFile>> mapped;
  while (mapped.size() < 100) {
    mapped.push_back(MappedFile::Open(file.fd(), 4096));
    if (mapped.back() == nullptr) break;
  }
  CHECK(mapped.size() < 100);
  mapped.clear();
  CHECK(MappedFile::Open(file.fd(), 4096) != nullptr);
}

}  // namespace krepis::analyzer
