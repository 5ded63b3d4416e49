#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "analyzer/live/live_workspace.h"
#include "tests/live/live_state.h"
#include "tests/live/random_edits.h"

using namespace krepis::analyzer;

namespace {

/// A folder that goes with the test.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "krepis-live-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }
  void Write(const std::string& name, const std::string& text) const {
    const std::filesystem::path place = path_ + "/" + name;
    std::filesystem::create_directories(place.parent_path());
    std::ofstream(place, std::ios::binary) << text;
  }

 private:
  std::string path_;
};

std::unique_ptr<LiveWorkspace> Open(const Folder& folder) {
  LiveOptions options;
  options.ast_sources = InProcessAstSources();
  auto opened = LiveWorkspace::Open(std::filesystem::canonical(folder.path()).string(), options);
  REQUIRE(opened.ok());
  return std::move(*opened);
}

}  // namespace

TEST_CASE("a live workspace equals new analyses over random edits") {
  Folder folder;
  std::filesystem::copy(KREPIS_EXAMPLES "/hybrid-shop", folder.path(),
                        std::filesystem::copy_options::recursive);
  const std::unique_ptr<LiveWorkspace> live = Open(folder);
  REQUIRE(live->Update());
  RandomEdits edits(*live, 20261129);
  std::string history;
  for (int step = 0; step < 60; ++step) {
    history = edits.Step();
    CAPTURE(step);
    CAPTURE(history);
    REQUIRE(live->Update());
    const std::unique_ptr<LiveWorkspace> fresh = Open(folder);
    for (const auto& [path, text] : edits.overlays()) fresh->SetOverlay(path, text);
    REQUIRE(fresh->Update());
    REQUIRE(StateOf(*live) == StateOf(*fresh));
  }
}

TEST_CASE("unsaved text counts until it is dropped") {
  Folder folder;
  folder.Write("krepis.toml",
               "version = 1\n[modules.a]\nfiles = [\"a/**\"]\n[modules.b]\nfiles = [\"b/**\"]\n"
               "[[rules]]\nid = \"no\"\ndeny = { from = \"a\", to = \"b\" }\n");
  folder.Write("a/x.ts", "export const x = 1;\n");
  folder.Write("b/y.ts", "export const y = 1;\n");
  const std::unique_ptr<LiveWorkspace> live = Open(folder);
  REQUIRE(live->Update());
  CHECK(live->report().violations.empty());
  live->SetOverlay("a/x.ts", "\nimport { y } from '../b/y';\n");
  REQUIRE(live->Update());
  REQUIRE(live->report().violations.size() == 1);
  CHECK(live->report().violations.front().location.begin.line == 2);
  live->SetOverlay("a/x.ts", "\n\nimport { y } from '../b/y';\n");
  REQUIRE(live->Update());
  REQUIRE(live->report().violations.size() == 1);
  CHECK(live->report().violations.front().location.begin.line == 3);
  live->DropOverlay("a/x.ts");
  REQUIRE(live->Update());
  CHECK(live->report().violations.empty());
  CHECK(live->revision() == 4);
}

TEST_CASE("a config that is broken while it is typed leaves the last good one in force") {
  Folder folder;
  folder.Write("krepis.toml",
               "version = 1\n[modules.a]\nfiles = [\"a/**\"]\n[modules.b]\nfiles = [\"b/**\"]\n"
               "[[rules]]\nid = \"no\"\ndeny = { from = \"a\", to = \"b\" }\n");
  folder.Write("a/x.ts", "import { y } from '../b/y';\n");
  folder.Write("b/y.ts", "export const y = 1;\n");
  const std::unique_ptr<LiveWorkspace> live = Open(folder);
  REQUIRE(live->Update());
  REQUIRE(live->report().violations.size() == 1);
  const std::string good = *live->Text("krepis.toml");
  live->SetOverlay("krepis.toml", good + "[[rules]]\nid = ");
  REQUIRE(live->Update());
  CHECK(live->config_errors().size() == 1);
  CHECK(live->report().violations.size() == 1);
  live->SetOverlay("a/x.ts", "\n");
  REQUIRE(live->Update());
  CHECK(live->config_errors().size() == 1);
  CHECK(live->report().violations.empty());
  live->SetOverlay("krepis.toml", good + "\n");
  live->DropOverlay("a/x.ts");
  REQUIRE(live->Update());
  CHECK(live->config_errors().empty());
  CHECK(live->report().violations.size() == 1);
}

TEST_CASE("a config that is wrong from the beginning: its errors, and no finding") {
  Folder folder;
  folder.Write("krepis.toml", "version = 2\n");
  folder.Write("a/x.ts", "import { y } from './x';\n");
  const std::unique_ptr<LiveWorkspace> live = Open(folder);
  REQUIRE(live->Update());
  CHECK(live->config_errors().size() == 1);
  CHECK(live->report().violations.empty());
  CHECK(live->analysis().graph().file_count() == 1);
}

TEST_CASE("a config that no longer fits is told of, and judges none the less") {
  Folder folder;
  folder.Write("krepis.toml",
               "version = 1\n[modules.a]\nfiles = [\"a/**\"]\n[modules.b]\nfiles = [\"b/**\"]\n"
               "[modules.c]\nfiles = [\"c/**\"]\n"
               "[[rules]]\nid = \"no\"\ndeny = { from = \"a\", to = \"b\" }\n");
  folder.Write("a/x.ts", "import { y } from '../b/y';\n");
  folder.Write("b/y.ts", "export const y = 1;\n");
  folder.Write("c/z.ts", "export const z = 1;\n");
  const std::unique_ptr<LiveWorkspace> live = Open(folder);
  REQUIRE(live->Update());
  REQUIRE(live->report().violations.size() == 1);
  std::filesystem::remove(folder.path() + "/c/z.ts");
  live->Touch({"c/z.ts"});
  REQUIRE(live->Update());
  CHECK(live->config_errors().size() == 1);
  CHECK(live->report().violations.size() == 1);
  live->SetOverlay("a/x.ts", "\n");
  REQUIRE(live->Update());
  CHECK(live->report().violations.empty());
  folder.Write("c/z.ts", "export const z = 1;\n");
  live->Touch({"c/z.ts"});
  REQUIRE(live->Update());
  CHECK(live->config_errors().empty());
  CHECK(live->report().violations.empty());
}

TEST_CASE("a baseline that cannot be read is told of, and the last one counts") {
  Folder folder;
  folder.Write("krepis.baseline", "<<<<<<< ours\n");
  folder.Write("a.ts", "import './b';\n");
  folder.Write("b.ts", "import './a';\n");
  const std::unique_ptr<LiveWorkspace> live = Open(folder);
  REQUIRE(live->Update());
  REQUIRE(live->analysed());
  CHECK(live->config_errors().size() == 1);
  CHECK(live->report().violations.size() == 1);
  live->SetOverlay("b.ts", "\n");
  REQUIRE(live->Update());
  CHECK(live->report().violations.empty());
  std::filesystem::remove(folder.path() + "/krepis.baseline");
  live->Touch({"krepis.baseline"});
  REQUIRE(live->Update());
  CHECK(live->config_errors().empty());
}

TEST_CASE("a cancelled update leaves everything pending") {
  Folder folder;
  folder.Write("a.ts", "import './b';\n");
  folder.Write("b.ts", "import './a';\n");
  const std::unique_ptr<LiveWorkspace> live = Open(folder);
  CHECK_FALSE(live->Update([] { return true; }));
  CHECK(live->pending());
  CHECK(live->revision() == 0);
  REQUIRE(live->Update());
  CHECK(live->report().violations.size() == 1);
  CHECK_FALSE(live->pending());
}
