#include "analyzer/workspace/workspace.h"

#include <doctest/doctest.h>

namespace krepis::analyzer {

TEST_CASE("programs of packages without an extension are sources, by their first line") {
  const MemoryFileSystem files({
      {"package.json", R"({"name": "serve", "bin": "bin/serve"})"},
      {"bin/serve", "#!/usr/bin/env node\nrequire('../lib');\n"},
      {"bin/flags", "#!/usr/bin/env -S node --no-warnings\n"},
      {"bin/typed", "#!/usr/bin/env tsx\n"},
      {"bin/shell", "#!/bin/sh\nnode lib.js\n"},
      {"LICENSE", "node\n"},
      {"lib.js", ""},
  });
  const Workspace workspace = Workspace::Load(files, {});
  std::string found;
  for (const SourceFile& file : workspace.sources())
    found += file.path + " " + std::string(LanguageName(file.language)) + "\n";
  CHECK(found ==
        "bin/flags javascript\nbin/serve javascript\nbin/typed typescript\nlib.js javascript\n");
  CHECK(workspace.discovery().other_files ==
        std::vector<std::string>{"LICENSE", "bin/shell", "package.json"});

  const MemoryFileSystem bare({{"bin/serve", "#!/usr/bin/env node\n"}, {"a.c", ""}});
  CHECK(Workspace::Load(bare, {}).sources().size() == 1);
}

TEST_CASE("a database that names a symlink names no file, whatever that leads to") {
  MemoryFileSystem files({
      {"lib/real.cc", ""},
      {"compile_commands.json",
       R"([{"directory": "/w", "file": "lib/real.cc", "command": "g++ lib/real.cc"},
           {"directory": "/w", "file": "src/link.cc", "command": "g++ src/link.cc"}])"},
  });
  files.AddLink("src/link.cc", "lib/real.cc");
  WorkspaceOptions options;
  options.root = "/w";
  const Workspace workspace = Workspace::Load(files, options);
  REQUIRE(workspace.compile_database().commands.size() == 1);
  CHECK(workspace.compile_database().commands.front().file == "lib/real.cc");
  REQUIRE(workspace.compile_database().issues.size() == 1);
  CHECK(workspace.compile_database().issues.front().message.find("names 1 files") !=
        std::string::npos);
}

}  // namespace krepis::analyzer
