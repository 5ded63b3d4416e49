#include "analyzer/frontend/asked_disk.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>

#include "analyzer/core/disk_access.h"
#include "analyzer/frontend/disk_answers.h"

namespace krepis::analyzer {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "krepis-asked-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = fs::canonical(name);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

struct stat Status(const std::string& path) {
  struct stat status{};
  REQUIRE(stat(path.c_str(), &status) == 0);
  return status;
}

/// A file of the machine that nobody has written lately.
constexpr const char* kOld = "/etc/passwd";

std::optional<std::vector<DiskAnswer>> Answers(AskedDisk& asked) {
  DiskAnswers all;
  const std::optional<std::string> added = asked.TakeNew();
  if (!added) return std::nullopt;
  all.Add(*added);
  return all.All();
}

std::string AnswerTo(const std::vector<DiskAnswer>& answers, const std::string& path,
                     DiskAnswer::Question question = DiskAnswer::Question::kLook) {
  for (const DiskAnswer& answer : answers) {
    if (answer.path == path && answer.question == question) return answer.answer;
  }
  return "not asked";
}

}  // namespace

TEST_CASE("what is not there is remembered, also by a relative path") {
  const Folder folder;
  AskedDisk asked;
  asked.Failed("/before", ENOENT);
  CHECK(asked.Missing("/before") == 0);
  asked.Begin();
  asked.Entered(folder / "");
  asked.Entered((folder / "").substr(0, (folder / "").size() - 1));
  asked.Failed("gone.h", ENOENT);
  CHECK(asked.Missing("gone.h") == ENOENT);
  CHECK(asked.Missing(folder / "gone.h") == ENOENT);
  CHECK(asked.Missing("other.h") == 0);
  const auto answers = Answers(asked);
  REQUIRE(answers);
  CHECK(AnswerTo(*answers, folder / "gone.h").empty());
  CHECK(AnswerTo(*answers, "/before") == "not asked");
  // More than fit at first.
  for (int i = 1; i < 5000; ++i) asked.Failed("gone" + std::to_string(i), ENOENT + i % 2 * 18);
  for (int i = 1; i < 5000; ++i)
    CHECK(asked.Missing(folder / "gone" + std::to_string(i)) == (i % 2 == 0 ? ENOENT : ENOTDIR));
  REQUIRE(asked.TakeNew());
  // Each once.
  asked.Failed(folder / "gone.h", ENOENT);
  CHECK(asked.TakeNew() == "");
}

TEST_CASE("the program and its libraries are among the answers") {
  AskedDisk asked;
  asked.Begin();
  const auto answers = Answers(asked);
  REQUIRE(answers);
  const std::string program = fs::read_symlink("/proc/self/exe").string();
  CHECK(AnswerTo(*answers, program) == LookAnswer(Status(program)));
  CHECK(AnswerTo(*answers, "/etc/ld.so.preload") != "not asked");
}

TEST_CASE("a file that was written just now cannot be told from a later one") {
  const Folder folder;
  std::ofstream(folder / "new.h") << "x";
  AskedDisk asked;
  asked.Begin();
  asked.Found(kOld, Status(kOld));
  CHECK(Answers(asked));
  asked.Found(folder / "new.h", Status(folder / "new.h"));
  const std::optional<std::string> added = asked.TakeNew();
  REQUIRE(added);
  DiskAnswers all;
  all.Add(*added);
  CHECK_FALSE(all.All());
  // But it is told which file it is.
  const auto answers = all.AllAsked();
  REQUIRE(answers);
  const struct stat status = Status(folder / "new.h");
  const std::string answer = AnswerTo(*answers, folder / "new.h");
  CHECK(answer == UnsettledAnswer(status));
  CHECK(FileOfAnswer(answer) == DiskFile{status.st_dev, status.st_ino});
}

TEST_CASE("a file that is another one when it is looked at again") {
  const Folder folder;
  AskedDisk asked;
  asked.Begin();
  std::ofstream(folder / "a.h") << "x";
  asked.Found(folder / "a.h", Status(folder / "a.h"));
  REQUIRE(asked.TakeNew());
  SUBCASE("is the same") {
    asked.Found(folder / "a.h", Status(folder / "a.h"));
    CHECK(asked.TakeNew());
  }
  SUBCASE("has another text") {
    std::ofstream(folder / "a.h") << "more";
    asked.Found(folder / "a.h", Status(folder / "a.h"));
    CHECK_FALSE(asked.TakeNew());
  }
  SUBCASE("has another file in its place") {
    std::ofstream(folder / "b.h") << "x";
    fs::rename(folder / "b.h", folder / "a.h");
    asked.Found(folder / "a.h", Status(folder / "a.h"));
    CHECK_FALSE(asked.TakeNew());
  }
}

TEST_CASE("one process finds a file settled, another one does not") {
  const struct stat status = Status(kOld);
  struct stat other = status;
  ++other.st_ino;
  const DiskAnswer settled{kOld, DiskAnswer::Question::kLook, LookAnswer(status)};
  const DiskAnswer unsettled{kOld, DiskAnswer::Question::kLook, UnsettledAnswer(status)};
  const auto both = [](const DiskAnswer& first, const DiskAnswer& second) {
    DiskAnswers all;
    all.Add(first);
    all.Add(second);
    CHECK_FALSE(all.All());
    return all.AllAsked();
  };
  CHECK(both(settled, unsettled) == std::vector{unsettled});
  CHECK(both(unsettled, settled) == std::vector{unsettled});
  CHECK(both(unsettled, unsettled) == std::vector{unsettled});
  // Another file is another answer.
  CHECK_FALSE(both(settled, {kOld, DiskAnswer::Question::kLook, UnsettledAnswer(other)}));
  CHECK_FALSE(both({kOld, DiskAnswer::Question::kLook, UnsettledAnswer(other)}, settled));
  // The identity of a folder that begins with the letter is none of these.
  DiskAnswers all;
  all.Add({"/", DiskAnswer::Question::kList, "u" + std::string(55, '\0')});
  CHECK(all.All());
}

TEST_CASE("what comes or goes meanwhile is not kept") {
  AskedDisk asked;
  asked.Begin();
  SUBCASE("it comes") {
    asked.Failed(kOld, ENOENT);
    asked.Found(kOld, Status(kOld));
  }
  SUBCASE("it goes") {
    asked.Found(kOld, Status(kOld));
    asked.Failed(kOld, ENOENT);
  }
  SUBCASE("something else is asked") { asked.GiveUp(); }
  SUBCASE("the system does not say") { asked.Failed(kOld, EMFILE); }
  CHECK_FALSE(Answers(asked));
}

TEST_CASE("what is there and closed, or of another kind, counts as what it is") {
  AskedDisk asked;
  asked.Begin();
  asked.Failed(kOld, EACCES);
  asked.Failed("/etc", ENOTDIR);
  CHECK(asked.Missing(kOld) == 0);
  const auto answers = Answers(asked);
  REQUIRE(answers);
  CHECK(AnswerTo(*answers, kOld) == LookAnswer(Status(kOld)));
  CHECK(AnswerTo(*answers, "/etc") == LookAnswer(Status("/etc")));
}

TEST_CASE("two processes that were told different things have no answer") {
  DiskAnswers all;
  std::string bytes;
  PutAnswer(bytes, DiskAnswer::Question::kLook, "/a", "");
  PutAnswer(bytes, DiskAnswer::Question::kResolve, "/a", "/b");
  all.Add(bytes);
  all.Add(bytes);
  REQUIRE(all.All());
  CHECK(all.All()->size() == 2);
  bytes.clear();
  PutAnswer(bytes, DiskAnswer::Question::kLook, "/a", "f");
  all.Add(bytes);
  CHECK_FALSE(all.All());
}

TEST_CASE("bytes that are no answers are none") {
  for (const std::string& bytes : {std::string("x"), std::string(100, '\0')}) {
    DiskAnswers all;
    all.Add(bytes);
    CHECK_FALSE(all.All());
  }
  for (const std::string_view path : {"relative", "", "/a\0b"}) {
    DiskAnswers all;
    std::string bytes;
    PutAnswer(bytes, DiskAnswer::Question::kLook,
              path == "/a" ? std::string_view("/a\0b", 4) : path, "");
    all.Add(bytes);
    CHECK_FALSE(all.All());
  }
}

}  // namespace krepis::analyzer
