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

}  // namespace krepis::analyzer
