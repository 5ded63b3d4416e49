#include "analyzer/live/run_memo.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "analyzer/core/disk_folder.h"
#include "analyzer/graph/graph_bytes.h"
#include "analyzer/live/known_answers.h"
#include "analyzer/live/probe_table.h"

namespace krepis::analyzer {
namespace {

namespace fs = std::filesystem;

/// A tree, and a cache folder of its own.
class Tree {
 public:
  Tree() {
    std::string name = (fs::temp_directory_path() / "krepis-memo-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = fs::canonical(name);
    setenv("XDG_CACHE_HOME", (path_ / "cache").c_str(), 1);
    fs::create_directories(path_ / "tree/folder/empty");
    Write("a.ts", "one");
    Write("folder/b.ts", "two");
    fs::create_symlink("folder/b.ts", root() / "link");
    fs::create_symlink("folder", root() / "short");
    fs::create_symlink("nowhere", root() / "dangling");
  }
  ~Tree() { fs::remove_all(path_); }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  fs::path root() const { return path_ / "tree"; }
  fs::path cache() const { return path_ / "cache/krepis"; }
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(root() / name) << text;
  }

 private:
  fs::path path_;
};

/// As on the disk, but everything settled at once: the tests need not wait.
class Settled final : public FileSystem {
 public:
  explicit Settled(const fs::path& root) : disk_(root.string()), root_(root.string()) {}
  Result<std::string> Read(std::string_view path, uint64_t max_bytes) const override {
    return disk_.Read(path, max_bytes);
  }
  Result<std::vector<DirectoryEntry>> List(std::string_view path) const override {
    return disk_.List(path);
  }
  FileKind Kind(std::string_view path) const override { return disk_.Kind(path); }
  std::optional<std::string> Follow(std::string_view path) const override {
    return disk_.Follow(path);
  }
  std::optional<std::string> Identity(std::string_view path) const override {
    const std::string folder = fs::path(path).parent_path().string();
    const std::string name = path.empty() ? "." : fs::path(path).filename().string();
    const auto entry = DiskFolder(root_, folder).Look(name.c_str());
    if (!entry || (entry->kind != FileKind::kRegular && entry->kind != FileKind::kDirectory))
      return std::nullopt;
    return std::string(reinterpret_cast<const char*>(entry->identity.data()),
                       sizeof entry->identity);
  }

 private:
  DiskFileSystem disk_;
  DiskRoot root_;
};

/// Asks what the test is about, and keeps that as a run.
void Run(const Tree& tree, const FileSystem& files, const std::optional<RunResults>& graph = {}) {
  const DiskFileSystem machine("/");
  RunRecord record(machine);
  record.tree.emplace(files);
  const FileSystem& asked = *record.tree;
  REQUIRE(asked.List("").ok());
  REQUIRE(asked.Read("folder/b.ts", 0).ok());
  REQUIRE(asked.Read("link", 0).ok());
  REQUIRE(asked.List("short/empty").ok());
  CHECK_FALSE(asked.Read("missing.ts", 0).ok());
  CHECK_FALSE(asked.Read("a.ts", 2).ok());
  CHECK_FALSE(asked.Read("dangling", 0).ok());
  CHECK_FALSE(asked.List("a.ts").ok());
  CHECK(asked.Kind("folder/nothing") == FileKind::kMissing);
  CHECK(asked.Kind("../outside") == FileKind::kMissing);
  CHECK(asked.Follow("short") == "folder");
  const auto memo = RunMemo::Open("question", "today");
  REQUIRE(memo != nullptr);
  memo->Keep({1, "out", {"first", "second"}, "quotes"}, tree.root().string(), record, graph);
}

void Run(const Tree& tree) { Run(tree, Settled(tree.root())); }

bool IsKnown(const std::string& question = "question", const std::string& world = "today") {
  return RunMemo::Open(question, world)->Replay(2).has_value();
}

bool StillHold(const PackedProbes& table, const std::string& root) {
  return ChangedFiles(table.questions, table.listings, root, 4, 0).has_value();
}

fs::path OnlyFile(const fs::path& folder) {
  auto it = fs::directory_iterator(folder);
  REQUIRE(it != fs::directory_iterator());
  return it->path();
}

}  // namespace

TEST_CASE("a run is replayed while everything that it asked is the same") {
  const Tree tree;
  CHECK_FALSE(IsKnown());
  Run(tree);
  const std::optional<RunOutput> output = RunMemo::Open("question", "today")->Replay(2);
  REQUIRE(output);
  CHECK(output->exit_code == 1);
  CHECK(output->out == "out");
  CHECK(output->notes == std::vector<std::string>{"first", "second"});
  CHECK_FALSE(IsKnown("another question"));
  CHECK_FALSE(IsKnown("question", "tomorrow"));

  SUBCASE("what it did not ask may change") {
    tree.Write("folder/c.ts", "x");
    CHECK(IsKnown());
  }
  SUBCASE("a file that it read") {
    tree.Write("folder/b.ts", "other");
    CHECK_FALSE(IsKnown());
  }
  SUBCASE("with the same size and the same time of the last change") {
    const auto time = fs::last_write_time(tree.root() / "folder/b.ts");
    usleep(20'000);  // the clock of the file system moves on
    tree.Write("folder/b.ts", "owt");
    fs::last_write_time(tree.root() / "folder/b.ts", time);
    CHECK_FALSE(IsKnown());
  }
  SUBCASE("a file that it did not read for its size") {
    tree.Write("a.ts", "1");
    CHECK_FALSE(IsKnown());
  }
  SUBCASE("another file in its place") {
    tree.Write("new", "two");
    fs::rename(tree.root() / "new", tree.root() / "folder/b.ts");
    CHECK_FALSE(IsKnown());
  }
  SUBCASE("a folder that it listed") {
    usleep(20'000);
    tree.Write("c.ts", "x");
    CHECK_FALSE(IsKnown());
  }
  SUBCASE("a folder that it listed through a symlink") {
    usleep(20'000);
    tree.Write("folder/empty/c.ts", "x");
    CHECK_FALSE(IsKnown());
  }
  SUBCASE("a file that was missing when it was read") {
    tree.Write("missing.ts", "x");
    CHECK_FALSE(IsKnown());
  }
  SUBCASE("a name that was nothing") {
    fs::create_directory(tree.root() / "folder/nothing");
    CHECK_FALSE(IsKnown());
  }
  SUBCASE("a symlink that leads elsewhere") {
    fs::remove(tree.root() / "link");
    fs::create_symlink("a.ts", tree.root() / "link");
    CHECK_FALSE(IsKnown());
  }
  SUBCASE("a symlink that leads somewhere at last") {
    tree.Write("nowhere", "x");
    CHECK_FALSE(IsKnown());
  }
  SUBCASE("a file that is gone") {
    fs::remove(tree.root() / "folder/b.ts");
    CHECK_FALSE(IsKnown());
  }
  SUBCASE("the whole tree is another one") {
    fs::rename(tree.root(), tree.root().string() + ".old");
    fs::copy(tree.root().string() + ".old", tree.root(),
             fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    CHECK_FALSE(IsKnown());
  }
  SUBCASE("the tree is gone") {
    fs::remove_all(tree.root());
    CHECK_FALSE(IsKnown());
  }
}

TEST_CASE("what has just been written is not settled") {
  const Tree tree;
  const DiskFileSystem files(tree.root().string());
  CHECK_FALSE(files.Identity("a.ts"));
  CHECK_FALSE(files.Identity("folder"));
  Run(tree, files);
  CHECK_FALSE(IsKnown());
}

TEST_CASE("what a run asks beside the disk is not replayed, nor what it asked while that changed") {
  const Tree tree;
  const DiskFileSystem machine("/");
  const Settled files(tree.root());
  RunRecord record(machine);
  record.tree.emplace(files);
  REQUIRE(record.tree->Kind("later") == FileKind::kMissing);
  SUBCASE("something else") { record.asked_more = true; }
  SUBCASE("an answer that changed") {
    tree.Write("later", "x");
    REQUIRE(record.tree->Kind("later") == FileKind::kRegular);
  }
  SUBCASE("contents that appeared behind the question for them") {
    // Kind() and Read() of one call see different states of the file.
    class Late final : public FileSystem {
     public:
      Result<std::string> Read(std::string_view, uint64_t) const override { return std::string(); }
      Result<std::vector<DirectoryEntry>> List(std::string_view) const override {
        return std::vector<DirectoryEntry>();
      }
      FileKind Kind(std::string_view) const override { return FileKind::kMissing; }
      std::optional<std::string> Follow(std::string_view) const override { return std::nullopt; }
    };
    const Late late;
    record.tree.emplace(late);
    REQUIRE(record.tree->Read("file", 0).ok());
  }
  RunMemo::Open("question", "today")->Keep({0, "", {}, {}}, tree.root().string(), record);
  CHECK_FALSE(IsKnown());
}

TEST_CASE("where only texts of files are others, the rest of the answers is known") {
  const Tree tree;
  GraphBuilder builder;
  builder.AddFile("a.ts", Language::kTypeScript);
  const Graph graph = std::move(builder).Build();
  const auto graph_bytes = [&] { return GraphBytes::Of(graph); };
  const auto facts_bytes = [] { return std::string("facts"); };
  const auto calls_bytes = [] { return std::string("calls"); };
  const auto rust_bytes = [] { return std::string("rust"); };
  const RunResults results{"key", false, graph_bytes, facts_bytes, calls_bytes, rust_bytes};
  Run(tree, Settled(tree.root()), results);
  const std::vector<std::string> changed = {"folder/b.ts"};

  SUBCASE("a file that is written") { tree.Write("folder/b.ts", "other"); }
  SUBCASE("a file that is replaced by another") {
    tree.Write("folder/new", "other");
    fs::rename(tree.root() / "folder/new", tree.root() / "folder/b.ts");
  }
  SUBCASE("folders in which files came and went") {
    tree.Write("folder/b.ts", "other");
    for (const char* name : {"x.ts", "folder/x.ts", "folder/empty/x.ts"}) {
      tree.Write(name, "x");
      fs::remove(tree.root() / name);
    }
  }
  const auto memo = RunMemo::Open("question", "today");
  CHECK_FALSE(memo->Replay(2));
  const EarlierRun* earlier = memo->ReadEarlier();
  REQUIRE(earlier != nullptr);
  const EarlierRun& run = *earlier;
  CHECK(run.quotes == "quotes");
  CHECK(run.root == tree.root().string());
  CHECK(run.changed == changed);
  CHECK(run.changed_since_graph == changed);
  CHECK(run.graph_key == "key");
  CHECK(run.graph == GraphBytes::Of(graph));
  CHECK(run.facts == "facts");
  CHECK(run.calls == "calls");
  CHECK(run.rust == "rust");

  // Nothing that is known is asked again.
  const MemoryFileSystem nothing;
  const KnownAnswers known(nothing, run.questions, run.listings, run.changed);
  const DiskFileSystem disk(tree.root().string());
  CHECK(known.Kind("folder/nothing") == FileKind::kMissing);
  CHECK(known.Follow("short") == "folder");
  CHECK(AnswerOf(*known.List("")) == AnswerOf(*disk.List("")));
  CHECK(AnswerOf(*known.List("short/empty")) == AnswerOf(*disk.List("short/empty")));
  CHECK(known.Identity("a.ts") == Settled(tree.root()).Identity("a.ts"));
  CHECK_FALSE(known.changed_asked());
  CHECK_FALSE(known.Identity("folder/b.ts"));
  CHECK(known.changed_asked());

  // A run that mended the graph goes on with it.
  const DiskFileSystem machine("/");
  RunRecord record(machine);
  const Settled settled(tree.root());
  const KnownAnswers again(settled, run.questions, run.listings, run.changed);
  record.known = &again;
  record.tree.emplace(again, &again);
  CHECK(record.tree->Read("folder/b.ts", 0).ok());
  RunResults mended = results;
  mended.mended = true;
  memo->Keep({1, "out", {}, {}}, tree.root().string(), record, mended);
  CHECK(IsKnown());
  tree.Write("folder/b.ts", "third");
  const auto next = RunMemo::Open("question", "today");
  CHECK_FALSE(next->Replay(2));
  const EarlierRun* later = next->ReadEarlier();
  REQUIRE(later != nullptr);
  CHECK(later->changed_since_graph == changed);
  CHECK(later->graph == GraphBytes::Of(graph));
}

TEST_CASE("where more than texts of files is another, nothing is known") {
  const Tree tree;
  Run(tree);
  SUBCASE("a file comes") { tree.Write("folder/c.ts", "x"), tree.Write("c.ts", "x"); }
  SUBCASE("a file goes") { fs::remove(tree.root() / "folder/b.ts"); }
  SUBCASE("a folder in the place of a file") {
    fs::remove(tree.root() / "folder/b.ts");
    fs::create_directory(tree.root() / "folder/b.ts");
  }
  SUBCASE("what could not be read can be") { tree.Write("a.ts", "1"); }
  SUBCASE("a link leads elsewhere") {
    fs::remove(tree.root() / "short");
    fs::create_symlink("folder/empty", tree.root() / "short");
  }
  const auto memo = RunMemo::Open("question", "today");
  CHECK_FALSE(memo->Replay(2));
  CHECK(memo->ReadEarlier() == nullptr);
}

TEST_CASE("a damaged memo is none") {
  const Tree tree;
  Run(tree);
  REQUIRE(IsKnown());
  const fs::path file = OnlyFile(tree.cache());
  CHECK(file.extension() == ".run");
  SUBCASE("cut off") { fs::resize_file(file, fs::file_size(file) - 1); }
  SUBCASE("other bytes") {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(static_cast<std::streamoff>(fs::file_size(file) / 2));
    stream.put('\xff');
  }
  CHECK_FALSE(IsKnown());
  Run(tree);
  CHECK(IsKnown());
}

TEST_CASE("bytes that are no table of probes hold nothing") {
  CHECK(StillHold({}, "/"));
  CHECK_FALSE(StillHold({"x", ""}, "/"));
  CHECK_FALSE(StillHold({std::string("\1\0\0\0x\0", 6), ""}, "/"));
  CHECK_FALSE(StillHold({std::string("\xff\xff\xff\xff", 4), ""}, "/"));
  CHECK_FALSE(
      StillHold(PackProbes({{"tmp", Probe::Question::kKind, AnswerOf(FileKind::kOther)}}), "/"));
}

TEST_CASE("many folders are asked on several threads") {
  const Tree tree;
  const Settled files(tree.root());
  std::vector<Probe> probes;
  for (int i = 1000; i < 1400; ++i) {
    const std::string folder = "f" + std::to_string(i);
    fs::create_directory(tree.root() / folder);
    tree.Write(folder + "/x", "x");
    probes.push_back({folder + "/x", Probe::Question::kContents, *files.Identity(folder + "/x")});
  }
  const PackedProbes table = PackProbes(probes);
  CHECK(StillHold(table, tree.root().string()));
  tree.Write("f1399/x", "xx");
  CHECK_FALSE(StillHold(table, tree.root().string()));
}

}  // namespace krepis::analyzer
