#include "analyzer/workspace/file_index.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace krepis::analyzer {

TEST_CASE("the index finds every file and folder of the walk, and nothing beside them") {
  Discovery discovery;
  for (int i = 0; i < 3000; ++i) {
    discovery.sources.push_back({fmt::format("a{}/b{}/f{}.ts", i % 10, i % 100, i)});
    discovery.other_files.push_back(fmt::format("a{}/data/f{}.json", i % 10, i));
  }
  discovery.links = {{"linked", "a1/b1"}};
  MemoryFileSystem files;
  files.Add("ignored.js", "");
  const FileIndex index(discovery, files);
  for (int i = 0; i < 3000; ++i) {
    CHECK(index.Find(discovery.sources[static_cast<size_t>(i)].path) == FileIndex::Entry::kSource);
    CHECK(index.Find(discovery.other_files[static_cast<size_t>(i)]) == FileIndex::Entry::kOther);
    CHECK(index.Find(fmt::format("a{}/b{}/f{}.js", i % 10, i % 100, i)) == FileIndex::Entry::kNone);
    CHECK(index.Find(fmt::format("a{}/b{}", i % 10, i % 100)) == FileIndex::Entry::kDirectory);
  }
  CHECK(index.IsDirectory(""));
  CHECK(index.IsSource("linked/f1.ts"));
  CHECK(!index.IsSource("linked/f2.ts"));
  CHECK(index.Find("ignored.js") == FileIndex::Entry::kNone);
  CHECK(index.Exists("ignored.js"));
  CHECK(!index.Exists("a1"));
}

TEST_CASE("an empty walk has its root") {
  const Discovery discovery;
  const MemoryFileSystem files;
  const FileIndex index(discovery, files);
  CHECK(index.IsDirectory(""));
  CHECK(index.Find("a") == FileIndex::Entry::kNone);
}

}  // namespace krepis::analyzer
