#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "analyzer/workspace/typescript_resolver.h"
#include "analyzer/workspace/workspace.h"

namespace krepis::analyzer {

using Files = std::map<std::string, std::string, std::less<>>;

/// "file a.ts", "guess a.ts", "other a.css", "ext npm/zod", "local"; "none: " and why.
inline std::string Text(const Resolution& resolution) {
  switch (resolution.kind) {
    case Resolution::Kind::kUnresolved:
      return "none: " + resolution.reason;
    case Resolution::Kind::kFile:
      return (resolution.guessed ? "guess " : "file ") + resolution.target;
    case Resolution::Kind::kUnanalysed:
      return "other " + resolution.target;
    case Resolution::Kind::kExternal:
      return "ext " + resolution.target;
    case Resolution::Kind::kLocal:
      return "local";
  }
  return {};
}

struct Case {
  std::string importer;
  std::string specifier;
  std::string expected;  // as Text() has it; "none": whatever the reason
  ImportForm form = ImportForm::kImport;
};

inline void Check(const Files& tree, const std::vector<Case>& cases) {
  const MemoryFileSystem files(tree);
  const Workspace workspace = Workspace::Load(files, {});
  for (const Error& issue : workspace.issues()) MESSAGE(issue.message);
  CHECK(workspace.issues().empty());
  for (const Case& c : cases) {
    CAPTURE(c.importer);
    CAPTURE(c.specifier);
    std::string found = Text(workspace.typescript().Resolve(c.importer, c.specifier, c.form));
    if (c.expected == "none") found.resize(std::min(found.size(), c.expected.size()));
    CHECK(found == c.expected);
  }
}

}  // namespace krepis::analyzer
