#include "analyzer/store/record_log.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "analyzer/store/cache_folder.h"

using namespace krepis::analyzer;

namespace {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "krepis-store-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

void WriteFile(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string Get(const RecordLog& log, std::string_view key) {
  const std::optional<std::string_view> found = log.Find(key);
  return !found ? "(none)" : std::string(*found);
}

std::string TextOf(int i) {
  return std::string(static_cast<size_t>(i % 97), static_cast<char>('a' + i % 26));
}

void Fill(const std::string& path, int records) {
  RecordLog log(path, "v1");
  for (int i = 0; i < records; ++i) log.Put("key" + std::to_string(i), TextOf(i));
  REQUIRE(log.Commit());
}

}  // namespace

TEST_CASE(
    "records of a block are found like others, and as they were where a file is written anew") {
  const Folder folder;
  constexpr int kRecords = 12000;  // more than are written at a time
  {
    RecordBlock block;
    CHECK(block.empty());
    for (int i = 0; i < kRecords; ++i) {
      if (i % 3 == 0) {
        block.Put("key" + std::to_string(i), TextOf(i));
        continue;
      }
      std::string& bytes = block.Begin("key" + std::to_string(i));
      bytes += TextOf(i).substr(0, 10);
      bytes += TextOf(i).substr(std::min<size_t>(10, TextOf(i).size()));
      block.End();
    }
    CHECK(!block.empty());
    RecordLog log(folder / "log", "v1");
    log.Put(std::move(block));
    REQUIRE(log.Commit());
  }
  {
    RecordLog log(folder / "log", "v1");
    CHECK(log.size() == kRecords);
    for (int i = 0; i < kRecords; ++i) CHECK(Get(log, "key" + std::to_string(i)) == TextOf(i));
    // Less than half of it.
    for (int i = 0; i < kRecords; ++i) {
      if (i % 5 < 2) log.Keep("key" + std::to_string(i));
    }
    log.Put("new", "one");
    REQUIRE(log.Commit());
  }
  const RecordLog log(folder / "log", "v1");
  CHECK(log.size() == kRecords * 2 / 5 + 1);
  CHECK(Get(log, "new") == "one");
  for (int i = 0; i < kRecords; ++i)
    CHECK(Get(log, "key" + std::to_string(i)) == (i % 5 < 2 ? TextOf(i) : "(none)"));
}

TEST_CASE("what was put is found by the next") {
  const Folder folder;
  {
    RecordLog log(folder / "log", "v1");
    CHECK(log.size() == 0);
    log.Put("a", "one");
    log.Put("b", std::string("\0two\xff", 5));
    REQUIRE(log.Commit());
  }
  {
    RecordLog log(folder / "log", "v1");
    CHECK(Get(log, "a") == "one");
    CHECK(Get(log, "b") == std::string("\0two\xff", 5));
    CHECK(Get(log, "c") == "(none)");
    log.Keep("a");
    log.Keep("b");
    log.Put("a", "new");
    REQUIRE(log.Commit());
  }
  const RecordLog log(folder / "log", "v1");
  CHECK(Get(log, "a") == "new");
  CHECK(log.size() == 2);
}

TEST_CASE("another stamp reads nothing, and replaces") {
  const Folder folder;
  Fill(folder / "log", 10);
  {
    RecordLog log(folder / "log", "v2");
    CHECK(log.size() == 0);
    log.Put("a", "one");
    REQUIRE(log.Commit());
  }
  CHECK(RecordLog(folder / "log", "v1").size() == 0);
  CHECK(RecordLog(folder / "log", "v2").size() == 1);
}

TEST_CASE("what nobody keeps goes when it is most of the file") {
  const Folder folder;
  Fill(folder / "log", 100);
  RecordLog log(folder / "log", "v1");
  for (int i = 0; i < 20; ++i) log.Keep("key" + std::to_string(i));
  log.Put("new", "x");
  REQUIRE(log.Commit());
  const RecordLog after(folder / "log", "v1");
  CHECK(after.size() == 21);
  CHECK(Get(after, "key19") == TextOf(19));
  CHECK(Get(after, "key20") == "(none)");
}

TEST_CASE("a damaged file gives true records or none") {
  const Folder folder;
  Fill(folder / "log", 200);
  const std::string whole = ReadFile(folder / "log");
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string damaged = whole;
    switch (round % 3) {
      case 0:
        damaged.resize(random() % whole.size());
        break;
      case 1:
        damaged[random() % whole.size()] ^= static_cast<char>(1u << (random() % 8));
        break;
      default:
        damaged.insert(random() % whole.size(), std::string(1 + random() % 40, '\0'));
        break;
    }
    WriteFile(folder / "damaged", damaged);
    {
      RecordLog log(folder / "damaged", "v1");
      for (int i = 0; i < 200; ++i) {
        const std::string key = "key" + std::to_string(i);
        const std::optional<std::string_view> found = log.Find(key);
        if (found) CHECK(*found == TextOf(i));
        log.Keep(key);
      }
      log.Put("new", "after");
      REQUIRE(log.Commit());
    }
    const RecordLog log(folder / "damaged", "v1");
    CHECK(Get(log, "new") == "after");
  }
}

TEST_CASE("processes that write at once lose records, and never make wrong ones") {
  const Folder folder;
  constexpr int kProcesses = 6;
  for (int p = 0; p < kProcesses; ++p) {
    if (fork() != 0) continue;
    for (int round = 0; round < 30; ++round) {
      RecordLog log(folder / "log", "v1");
      for (int i = 0; i < 300; ++i) log.Keep("key" + std::to_string(i));
      const int i = (p * 41 + round * 7) % 300;
      log.Put("key" + std::to_string(i), TextOf(i));
      static_cast<void>(log.Commit());
    }
    _exit(0);
  }
  for (int p = 0; p < kProcesses; ++p) wait(nullptr);
  const RecordLog log(folder / "log", "v1");
  CHECK(log.size() > 0);
  for (int i = 0; i < 300; ++i) {
    const std::optional<std::string_view> found = log.Find("key" + std::to_string(i));
    if (found) CHECK(*found == TextOf(i));
  }
}

TEST_CASE("a writer that is killed leaves what was there") {
  const Folder folder;
  Fill(folder / "log", 50);
  std::mt19937 random(3);
  for (int round = 0; round < 100; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      for (;;) {
        RecordLog log(folder / "log", "v1");
        for (int k = 0; k < 50; ++k) log.Keep("key" + std::to_string(k));
        log.Put("more", std::string(20'000, 'm'));
        static_cast<void>(log.Commit());
      }
    }
    usleep(200 + random() % 3000);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    const RecordLog log(folder / "log", "v1");
    for (int i = 0; i < 50; ++i) REQUIRE(Get(log, "key" + std::to_string(i)) == TextOf(i));
  }
}

TEST_CASE("where nothing can be written there is an error, and nothing else") {
  RecordLog log("/proc/krepis-cannot-write-here", "v1");
  CHECK(log.size() == 0);
  log.Put("a", "b");
  CHECK_FALSE(log.Commit());
}

TEST_CASE("the oldest files go first") {
  const Folder folder;
  for (const char* name : {"a", "b", "c"}) WriteFile(folder / name, std::string(1000, 'x'));
  const auto now = std::filesystem::file_time_type::clock::now();
  std::filesystem::last_write_time(folder / "b", now - std::chrono::hours(2));
  std::filesystem::last_write_time(folder / "a", now - std::chrono::hours(1));
  TrimFolder(folder.path(), 2500);
  CHECK_FALSE(std::filesystem::exists(folder / "b"));
  CHECK(std::filesystem::exists(folder / "a"));
  TrimFolder(folder.path(), 2500);
  CHECK(std::filesystem::exists(folder / "a"));
}
