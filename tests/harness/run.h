#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/diagnostic.h"
#include "analyzer/core/file_system.h"
#include "analyzer/core/result.h"
#include "tests/harness/comparison.h"

namespace krepis::testing {

struct Analysed {
  analyzer::Report report;      // has been through Finish()
  std::vector<Finding> chains;  // of all routes, by ChainFinding()
};

/// One way to analyse a tree: the command line's, the language server's. An error is one of the
/// config or of the run.
using Analysis = std::function<analyzer::Result<Analysed>(const analyzer::MemoryFileSystem&)>;

struct FixtureResult {
  bool passed = false;
  std::string explanation;  // what differs, for people; empty when passed
  std::string updated;      // the fixture as it would be true; empty when that cannot be said
};

/// Analyses the fixture `text` (see fixture.h) called `name` and compares. A file that was not
/// analysed fails it, whatever is expected.
FixtureResult RunFixture(const std::string& name, const std::string& text,
                         const Analysis& analysis);

/// As above for the file at `path`. Where it fails and `update` is true, the file is rewritten and
/// the explanation says so; the test still fails, so that nobody updates unseen.
FixtureResult RunFixtureFile(const std::string& path, bool update, const Analysis& analysis);

/// Runs the examples of a rule's documentation (see rule_document.h): each invalid one must give at
/// least one violation of the rule `rule_id`, no valid one may, and there must be both.
FixtureResult RunRuleDocument(const std::string& name, std::string_view markdown,
                              std::string_view rule_id, const Analysis& analysis);

/// Whether the environment asks for rewriting: KREPIS_UPDATE is set to something but 0.
bool UpdateRequested();

}  // namespace krepis::testing
