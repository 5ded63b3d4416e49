#include "analyzer/core/file_system.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "analyzer/core/disk_folder.h"

namespace krepis::analyzer {
namespace {

/// A new folder that is gone after the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "krepis-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  void Write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name) << text;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace

TEST_CASE("the disk is listed, read and asked for kinds, and never left") {
  const TemporaryFolder outside;
  outside.Write("secret", "s");
  const TemporaryFolder folder;
  folder.Write("b/inner.ts", "inner");
  folder.Write("a.ts", std::string("x\0y", 3));
  std::filesystem::create_symlink(outside.path(), folder.path() / "link");
  std::filesystem::create_symlink("a.ts", folder.path() / "near");
  REQUIRE(mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
  const DiskFileSystem files(folder.path().string());

  const Result<std::vector<DirectoryEntry>> entries = files.List("");
  REQUIRE(entries.ok());
  REQUIRE(entries->size() == 5);
  CHECK((*entries)[0].name == "a.ts");
  CHECK((*entries)[0].kind == FileKind::kRegular);
  CHECK((*entries)[1].kind == FileKind::kDirectory);
  CHECK((*entries)[2].kind == FileKind::kSymlink);
  CHECK((*entries)[4].kind == FileKind::kOther);

  CHECK(files.Kind("") == FileKind::kDirectory);
  CHECK(files.Kind("b/inner.ts") == FileKind::kRegular);
  CHECK(files.Kind("link") == FileKind::kSymlink);
  CHECK(files.Kind("pipe") == FileKind::kOther);
  CHECK(files.Kind("link/secret") == FileKind::kMissing);
  CHECK(files.Kind("missing") == FileKind::kMissing);

  const Result<std::string> text = files.Read("a.ts", 0);
  REQUIRE(text.ok());
  CHECK(*text == std::string("x\0y", 3));
  CHECK(files.Read("near", 0).ok());
  CHECK(!files.Read("link/secret", 0).ok());
  CHECK(!files.Read("../" + outside.path().filename().string() + "/secret", 0).ok());
  CHECK(!files.Read("pipe", 0).ok());
  CHECK(!files.Read("b", 0).ok());
  CHECK(files.Read("a.ts", 3).ok());
  CHECK(!files.Read("a.ts", 2).ok());
  CHECK(files.Follow("near") == "a.ts");
  CHECK(files.Follow("b/../near") == "a.ts");
  CHECK(files.Follow("b") == "b");
  CHECK(files.Follow("") == "");
  CHECK(!files.Follow("link"));
  CHECK(!files.Follow("link/secret"));
  CHECK(!files.Follow("missing"));
  CHECK(!files.List("a.ts").ok());
  CHECK(!files.List("link").ok());
}

TEST_CASE("what stands for contents is not told before they are settled, nor where it would lie") {
  const TemporaryFolder folder;
  folder.Write("a.ts", "one");
  folder.Write("b.ts", "two");
  std::filesystem::create_symlink("b.ts", folder.path() / "link.ts");
  const DiskFileSystem files(folder.path().string());
  CHECK(!files.Identity("a.ts"));
  const auto fresh = files.ReadIdentified("a.ts", 0);
  REQUIRE(fresh.ok());
  CHECK(fresh->text == "one");
  CHECK(!fresh->identity);
  CHECK(!files.Identity(""));
  std::filesystem::last_write_time(
      folder.path() / "a.ts",
      std::filesystem::file_time_type::clock::now() + std::chrono::hours(1));
  sleep(4);
  CHECK(!files.Identity("a.ts"));
  CHECK(files.Identity(""));
  CHECK(files.Identity("") == files.Identity(""));
  const auto settled = files.ReadIdentified("b.ts", 0);
  REQUIRE(settled.ok());
  CHECK(settled->text == "two");
  CHECK(settled->identity);
  CHECK(settled->identity == files.Identity("b.ts"));
  // It may lead elsewhere without a change of what it leads to.
  const auto link = files.ReadIdentified("link.ts", 0);
  REQUIRE(link.ok());
  CHECK(link->text == "two");
  CHECK(!link->identity);
  CHECK(!files.ReadIdentified("b.ts", 2).ok());
  CHECK(!files.ReadIdentified("missing.ts", 0).ok());
  CHECK(!files.ReadIdentified("", 0).ok());
  // A file system that does not tell of changes.
  CHECK(!DiskFileSystem("/proc").Identity("version"));
  CHECK(!DiskFileSystem("/").Identity("proc/version"));
  const auto version = DiskFileSystem("/").ReadIdentified("proc/version", 0);
  REQUIRE(version.ok());
  CHECK(!version->text.empty());
  CHECK(!version->identity);
}

TEST_CASE("a folder held open says the same of its entries, and when they change") {
  const TemporaryFolder outside;
  outside.Write("secret", "s");
  const TemporaryFolder root;
  root.Write("b/inner.ts", "inner");
  root.Write("a.ts", "a");
  std::filesystem::create_symlink(outside.path(), root.path() / "out");
  std::filesystem::create_symlink("b", root.path() / "near");
  std::filesystem::create_symlink("loop", root.path() / "loop");
  REQUIRE(mkfifo((root.path() / "pipe").c_str(), 0600) == 0);
  const DiskFileSystem files(root.path().string());
  const DiskRoot disk(root.path().string());
  for (const std::string folder : {"", "b", "near", "out", "loop", "a.ts", "missing"}) {
    const DiskFolder open(disk, folder);
    for (const std::string name :
         {"a.ts", "b", "inner.ts", "out", "near", "loop", "pipe", "secret", "missing"}) {
      const std::string path = folder.empty() ? name : folder + "/" + name;
      CAPTURE(path);
      const std::optional<DiskFolder::Entry> entry = open.Look(name.c_str());
      REQUIRE(entry);
      CHECK(entry->kind == files.Kind(path));
    }
  }
  const DiskFolder top(disk, "");
  const DiskFolder::Entry file = *top.Look("a.ts");
  const DiskFolder::Entry names = *top.Look(".");
  CHECK(names.kind == FileKind::kDirectory);
  CHECK(names.identity == DiskFolder(disk, "b/..").Look(".")->identity);
  usleep(20'000);  // the clock of the file system moves on
  root.Write("a.ts", "b");
  CHECK(top.Look("a.ts")->identity != file.identity);
  CHECK(top.Look(".")->identity == names.identity);
  root.Write("d.ts", "");
  CHECK(top.Look(".")->identity != names.identity);

  if (geteuid() != 0) {
    REQUIRE(chmod((root.path() / "b").c_str(), 0) == 0);
    CHECK(!DiskFolder(disk, "b").Look("inner.ts"));
    REQUIRE(chmod((root.path() / "b").c_str(), 0700) == 0);
  }
  CHECK(DiskFolder(DiskRoot("/nowhere"), "b").Look("a.ts").has_value() == false);
}

TEST_CASE("a directory of many entries is listed whole") {
  const TemporaryFolder folder;
  for (int i = 0; i < 2000; ++i) folder.Write("a-name-of-some-length-" + std::to_string(i), "");
  const Result<std::vector<DirectoryEntry>> entries =
      DiskFileSystem(folder.path().string()).List("");
  REQUIRE(entries.ok());
  CHECK(entries->size() == 2000);
}

}  // namespace krepis::analyzer
