#include <fmt/format.h>

#include "analyzer/ast/ast.h"
#include "analyzer/cli/output.h"
#include "analyzer/cli/session.h"
#include "analyzer/cli/verbs.h"
#include "analyzer/core/json_writer.h"
#include "analyzer/engine/ast_source.h"
#include "analyzer/facts/facts_io.h"
#include "analyzer/frontend/script_blocks.h"

namespace krepis::analyzer {
namespace {

int Fail(const std::string& message) {
  Say("error: " + message);
  return kUsage;
}

std::string RenderFacts(const FileFacts& facts, const std::string& format) {
  if (format == "pb") return SerializeFacts(facts);
  if (format != "json") return DumpFacts(facts);
  std::string text;
  JsonWriter json(&text, JsonWriter::Layout::kIndented);
  WriteFacts(facts, json);
  return text + "\n";
}

/// One file through the same workers that `check` uses.
int DumpFile(const Options& options, Session& session) {
  const std::string path = session.Relative(options.paths.front());
  const Language language = LanguageOf(path);
  if (language == Language::kNone)
    return Fail(fmt::format("{} is in no language that krepis reads", path));
  Result<std::string> text =
      session.files().Read(path, session.analysis().config().limits.file_bytes);
  if (!text) return Fail(text.error().message);
  KeepScripts(path, *text);
  const std::unique_ptr<AstSource> asts =
      session.analysis().request().ast_sources(session.analysis().parse_limits());
  asts->Submit(FileTicket{0}, path, language, *text);
  const Result<std::string> bytes = asts->Wait(FileTicket{0});
  if (!bytes) {
    Say(bytes.error().message);
    return kIncomplete;
  }
  const Result<Ast> ast = Ast::Read(*bytes);
  if (!ast) return Fail(ast.error().message);
  if (options.stage == "ast") {
    if (options.format == "json") return Fail("an AST is printed as text or pb");
    return WriteStdout(options.format == "pb" ? *bytes : DumpAst(*ast)) ? kClean : kUsage;
  }
  ExtractOptions families = session.analysis().request().facts;
  families.exports = families.forwards = families.calls = true;
  if (families.capabilities == nullptr) {
    const Result<CapabilityTable>& tables = session.analysis().request().symbol_tables();
    if (!tables) return Fail(tables.error().message);
    families.capabilities = &*tables;
  }
  const FileFacts facts = ExtractFacts(*ast, *text, nullptr, families);
  return WriteStdout(RenderFacts(facts, options.format)) ? kClean : kUsage;
}

}  // namespace

int RunDump(const Options& options) {
  if (options.stage == "graph") {
    Options graph = options;
    graph.edges = "all";
    graph.format = "json";
    return RunGraph(graph);
  }
  if (options.paths.size() != 1)
    return Fail(fmt::format("`krepis dump {}` takes one file", options.stage));
  const std::unique_ptr<Session> session = Session::Open(options);
  if (session == nullptr || !session->LoadWorkspace()) return kUsage;
  return DumpFile(options, *session);
}

}  // namespace krepis::analyzer
