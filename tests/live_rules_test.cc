// Runs the fixtures of rules and presets the way that files come to a language server: opened in an
// editor and edited, in one workspace that stays.

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/core/language.h"
#include "analyzer/live/live_workspace.h"
#include "rules/registry.h"
#include "tests/harness/run.h"
#include "tests/rule_fixtures.h"

namespace krepis::testing {
namespace {

using analyzer::Error;
using analyzer::FileKind;
using analyzer::LiveOptions;
using analyzer::LiveWorkspace;
using analyzer::MemoryFileSystem;

std::vector<std::string> PathsOf(const MemoryFileSystem& files) {
  std::vector<std::string> paths;
  std::vector<std::string> folders = {""};
  while (!folders.empty()) {
    const std::string folder = std::move(folders.back());
    folders.pop_back();
    const auto entries = files.List(folder);
    REQUIRE(entries.ok());
    for (const analyzer::DirectoryEntry& entry : *entries) {
      const std::string path = folder.empty() ? entry.name : folder + "/" + entry.name;
      (entry.kind == FileKind::kDirectory ? folders : paths).push_back(path);
    }
  }
  return paths;
}

/// A workspace on the disk that has no files but those of editors.
class Editors {
 public:
  Editors() {
    std::string folder = (std::filesystem::temp_directory_path() / "krepis-live-XXXXXX").string();
    REQUIRE(mkdtemp(folder.data()) != nullptr);
    folder_ = std::filesystem::canonical(folder).string();
    std::filesystem::create_directory(folder_ + "/.git");  // nothing above it counts
    LiveOptions options;
    options.jobs = 2;
    options.ast_sources = analyzer::InProcessAstSources();
    options.today = kToday;
    auto live = LiveWorkspace::Open(folder_, options);
    REQUIRE(live.ok());
    live_ = std::move(*live);
  }
  ~Editors() { std::filesystem::remove_all(folder_); }
  Editors(const Editors&) = delete;
  Editors& operator=(const Editors&) = delete;

  /// The last of the sources is empty first, and then edited.
  analyzer::Result<Analysed> Analyze(const MemoryFileSystem& files) {
    for (const std::string& path : open_) live_->DropOverlay(path);
    open_ = PathsOf(files);
    std::optional<std::string> edited;
    for (const std::string& path : open_) {
      live_->SetOverlay(path, *files.Read(path, 0));
      if (analyzer::LanguageOf(path) != analyzer::Language::kNone) edited = path;
    }
    if (edited) {
      live_->SetOverlay(*edited, "");
      CHECK(live_->Update());
      live_->SetOverlay(*edited, *files.Read(*edited, 0));
    }
    CHECK(live_->Update());
    if (!live_->config_errors().empty()) {
      Error all = live_->config_errors().front();
      for (size_t i = 1; i < live_->config_errors().size(); ++i)
        all.message += "; " + live_->config_errors()[i].message;
      return all;
    }
    return Analysed{live_->report(), ChainsOf(live_->analysis().model())};
  }

 private:
  std::string folder_;
  std::unique_ptr<LiveWorkspace> live_;
  std::vector<std::string> open_;
};

}  // namespace

TEST_CASE("what fixtures say is found in editors, too") {
  Editors editors;
  const testing::Analysis analysis = [&](const MemoryFileSystem& files) {
    return editors.Analyze(files);
  };
  std::vector<std::string> owners = Presets();
  for (const rules::RegisteredRule& rule : rules::AllRules()) owners.emplace_back(rule.id);
  size_t run = 0;
  for (const std::string& owner : owners) {
    for (const std::string& path : FixturesOf(owner)) {
      const FixtureResult result = RunFixtureFile(path, false, analysis);
      CHECK_MESSAGE(result.passed, result.explanation);
      ++run;
    }
  }
  CHECK(run > 0);
}

}  // namespace krepis::testing
