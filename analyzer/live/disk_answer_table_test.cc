#include "analyzer/live/disk_answer_table.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace krepis::analyzer {
namespace {

namespace fs = std::filesystem;
using Question = DiskAnswer::Question;

/// A folder of this machine, and what somebody asked about it.
class Machine {
 public:
  Machine() {
    std::string name = (fs::temp_directory_path() / "krepis-answers-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = fs::canonical(name);
    fs::create_directories(path_ / "include/sub");
    fs::create_directories(path_ / "other");
    fs::create_symlink("include", path_ / "link");
    fs::create_symlink("nowhere", path_ / "include/dangling.h");
    fs::create_symlink("a.h", path_ / "include/alias.h");
    Write("include/a.h", "a");
    Write("include/sub/b.h", "b");
    Write("other/unasked.h", "b");
    for (const char* const found : {"include/a.h", "link/sub/b.h", "include/../include/a.h",
                                    "include/alias.h", "include", "link"})
      Look(found);
    for (const char* const missing :
         {"include/c.h", "include/none/d.h", "include/none/deeper/e.h", "include/dangling.h",
          "link/c.h", "other/c.h", "include/a.h/f.h", "gone/"})
      Look(missing);
    for (const char* const resolved : {"include/a.h", "link/sub/b.h", "include/alias.h", "link"}) {
      const std::string path = (path_ / resolved).string();
      answers_.push_back({path, Question::kResolve, Resolve(path.c_str()).value()});
    }
    struct stat status{};
    REQUIRE(stat((path_ / "include/sub").c_str(), &status) == 0);
    answers_.push_back({(path_ / "include/sub").string(), Question::kList, IdentityBytes(status)});
    std::sort(answers_.begin(), answers_.end());
  }
  ~Machine() { fs::remove_all(path_); }
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
  }
  fs::path operator/(const std::string& name) const { return path_ / name; }
  const std::vector<DiskAnswer>& answers() const { return answers_; }

 private:
  void Look(const char* name) {
    const std::string path = path_.string() + "/" + name;
    struct stat status{};
    const bool found = stat(path.c_str(), &status) == 0;
    answers_.push_back({path, Question::kLook, found ? LookAnswer(status) : ""});
  }

  fs::path path_;
  std::vector<DiskAnswer> answers_;
};

}  // namespace

TEST_CASE("answers hold until one of them is another one") {
  const Machine machine;
  // With the folders' identities, once they are settled, and name by name.
  bool settled = false;
  SUBCASE("folders that have just changed") {}
  SUBCASE("settled folders") { settled = true; }
  if (settled) sleep(4);
  const std::optional<std::string> table = PackDiskAnswers(machine.answers());
  REQUIRE(table);
  const auto hold = [&] { return DiskAnswersHold(*table, 4); };
  REQUIRE(hold());
  // A clock that has moved on since the files were written.
  usleep(20'000);

  SUBCASE("a file that nobody asked for") {
    machine.Write("include/unasked.h", "x");
    machine.Write("other/unasked.h", "other");
    CHECK(hold());
  }
  SUBCASE("contents") {
    machine.Write("include/a.h", "A");
    CHECK_FALSE(hold());
  }
  SUBCASE("contents behind a symlink") {
    machine.Write("include/sub/b.h", "B");
    CHECK_FALSE(hold());
  }
  SUBCASE("a file that was missing") {
    machine.Write("include/c.h", "c");
    CHECK_FALSE(hold());
  }
  SUBCASE("in a folder of which nothing else was asked") {
    machine.Write("other/c.h", "c");
    CHECK_FALSE(hold());
  }
  SUBCASE("a folder that was missing, and its files") {
    fs::create_directories(machine / "include/none");
    machine.Write("include/none/d.h", "d");
    CHECK_FALSE(hold());
  }
  SUBCASE("where a symlink leads to nothing") {
    machine.Write("include/nowhere", "c");
    CHECK_FALSE(hold());
  }
  SUBCASE("a folder with a slash behind it") {
    fs::create_directories(machine / "gone");
    CHECK_FALSE(hold());
  }
  SUBCASE("a file that goes") {
    fs::remove(machine / "include/a.h");
    CHECK_FALSE(hold());
  }
  SUBCASE("a symlink to a folder that leads to a copy") {
    fs::copy(machine / "include", machine / "copy",
             fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    fs::remove(machine / "link");
    fs::create_symlink("copy", machine / "link");
    CHECK_FALSE(hold());
  }
  SUBCASE("a file that becomes a symlink to itself elsewhere") {
    fs::rename(machine / "include/a.h", machine / "other/a.h");
    fs::create_symlink("../other/a.h", machine / "include/a.h");
    CHECK_FALSE(hold());
  }
  SUBCASE("a listed folder gets another entry") {
    machine.Write("include/sub/c.h", "c");
    CHECK_FALSE(hold());
  }
}

TEST_CASE("what has other contents is told from what is another thing") {
  const Machine machine;
  const std::optional<std::string> table = PackDiskAnswers(machine.answers());
  REQUIRE(table);
  const auto changed = [&] { return ChangedContents(*table, 4); };
  REQUIRE(changed());
  CHECK(changed()->empty());
  usleep(20'000);

  SUBCASE("contents, by all names that lead to them") {
    machine.Write("include/a.h", "A");
    const std::optional<std::vector<DiskAnswer>> found = changed();
    REQUIRE(found);
    CHECK(found->size() == 3);
    for (const DiskAnswer& answer : *found) {
      CHECK(answer.question == Question::kLook);
      const auto before = std::find_if(
          machine.answers().begin(), machine.answers().end(), [&](const DiskAnswer& other) {
            return other.path == answer.path && other.question == answer.question;
          });
      REQUIRE(before != machine.answers().end());
      CHECK(answer.answer == before->answer);
    }
  }
  SUBCASE("another file in its place") {
    machine.Write("new.h", "A");
    fs::rename(machine / "new.h", machine / "include/a.h");
    REQUIRE(changed());
    CHECK(changed()->size() == 3);
  }
  SUBCASE("nothing in its place") {
    fs::remove(machine / "include/a.h");
    CHECK_FALSE(changed());
  }
  SUBCASE("a symlink in its place") {
    fs::rename(machine / "include/a.h", machine / "other/a.h");
    fs::create_symlink("../other/a.h", machine / "include/a.h");
    CHECK_FALSE(changed());
  }
  SUBCASE("a folder in its place") {
    fs::remove(machine / "include/a.h");
    fs::create_directories(machine / "include/a.h");
    CHECK_FALSE(changed());
  }
  SUBCASE("contents, and something that was missing") {
    machine.Write("include/a.h", "A");
    machine.Write("include/c.h", "c");
    CHECK_FALSE(changed());
  }
}

TEST_CASE("answers that are unpacked stand for those that were packed") {
  const Machine machine;
  const std::optional<std::string> table = PackDiskAnswers(machine.answers());
  REQUIRE(table);
  std::vector<DiskAnswer> answers = UnpackDiskAnswers(*table);
  std::sort(answers.begin(), answers.end());
  for (const DiskAnswer& answer : machine.answers()) {
    // What is missing may be told by a folder that is.
    if (answer.answer.empty()) continue;
    CAPTURE(answer.path);
    CHECK(std::binary_search(answers.begin(), answers.end(), answer));
  }
  CHECK(PackDiskAnswers(answers) == table);
  for (size_t size = 0; size < table->size(); ++size)
    CHECK(UnpackDiskAnswers(std::string_view(*table).substr(0, size)).size() <= answers.size());
}

TEST_CASE("what is another answer by now is not packed") {
  const Machine machine;
  SUBCASE("missing no more") { machine.Write("include/c.h", "c"); }
  SUBCASE("the folder of a file has gone") { fs::remove_all(machine / "include"); }
  CHECK_FALSE(PackDiskAnswers(machine.answers()));
}

TEST_CASE("many answers of one folder without any there go with the first missing part") {
  std::vector<DiskAnswer> answers;
  for (int i = 0; i < 1000; ++i)
    answers.push_back({"/nowhere-at-all/a/" + std::to_string(i), Question::kLook, ""});
  const std::optional<std::string> table = PackDiskAnswers(answers);
  REQUIRE(table);
  CHECK(table->size() < 200);
  CHECK(DiskAnswersHold(*table, 1));
}

TEST_CASE("other bytes hold nothing") {
  CHECK(DiskAnswersHold("", 1));
  CHECK_FALSE(DiskAnswersHold("x", 1));
  const Machine machine;
  const std::optional<std::string> table = PackDiskAnswers(machine.answers());
  REQUIRE(table);
  CHECK_FALSE(DiskAnswersHold(std::string_view(*table).substr(0, table->size() - 3), 1));
}

}  // namespace krepis::analyzer
