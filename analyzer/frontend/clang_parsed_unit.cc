#include "analyzer/frontend/clang_parsed_unit.h"

#include <string_view>

#include "analyzer/frontend/clang_cursor.h"

namespace krepis::analyzer {
namespace {

void CollectDirective(CXFile file, unsigned hash, CXFile opened, const std::string& written,
                      std::vector<Directive>& directives) {
  // Without a file: a forced include, which no source text names.
  if (file == nullptr) return;
  directives.push_back({file, hash, opened, opened == nullptr ? written : ""});
}

CXIdxClientFile CollectDirective(CXClientData directives, const CXIdxIncludedFileInfo* info) {
  CXFile file = nullptr;
  unsigned hash = 0;
  clang_indexLoc_getFileLocation(info->hashLoc, nullptr, &file, nullptr, nullptr, &hash);
  CollectDirective(file, hash, info->file, info->filename,
                   *static_cast<std::vector<Directive>*>(directives));
  return nullptr;
}

void CollectDirective(CXCursor directive, std::vector<Directive>& directives) {
  CXFile file = nullptr;
  unsigned hash = 0;
  clang_getFileLocation(clang_getCursorLocation(directive), &file, nullptr, nullptr, &hash);
  CollectDirective(file, hash, clang_getIncludedFile(directive),
                   Take(clang_getCursorSpelling(directive)), directives);
}

}  // namespace

ParsedUnit::ParsedUnit(const std::string& file, const std::vector<std::string>& arguments,
                       Skip skip)
    : index_(clang_createIndex(0, 0)), action_(clang_IndexAction_create(index_)) {
  std::vector<const char*> argv;
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  if (skip == Skip::kCode) {
    Preprocess(file, argv);
  } else {
    Parse(file, argv, skip);
  }
}

ParsedUnit::~ParsedUnit() {
  if (unit_ != nullptr) clang_disposeTranslationUnit(unit_);
  clang_IndexAction_dispose(action_);
  clang_disposeIndex(index_);
}

void ParsedUnit::Parse(const std::string& file, const std::vector<const char*>& argv, Skip skip) {
  IndexerCallbacks callbacks = {};
  callbacks.ppIncludedFile = CollectDirective;
  // With an action of its own, "bodies parsed before by this action" are those of system
  // headers, and those of a header that is read again under the same #if.
  const unsigned bodies =
      skip == Skip::kSystemBodies ? CXIndexOpt_SkipParsedBodiesInSession : CXIndexOpt_None;
  error_ = clang_indexSourceFileFullArgv(
      action_, &directives_, &callbacks, sizeof callbacks,
      CXIndexOpt_SuppressWarnings | CXIndexOpt_SuppressRedundantRefs | bodies, file.c_str(),
      argv.data(), static_cast<int>(argv.size()), nullptr, 0, &unit_, CXTranslationUnit_KeepGoing);
}

void ParsedUnit::Preprocess(const std::string& file, std::vector<const char*> argv) {
  constexpr const char* kName = "/krepis-includes.h";
  constexpr std::string_view kBegin = "void krepis_includes() {\n";
  CXUnsavedFile begin = {kName, kBegin.data(), kBegin.size()};
  argv.insert(argv.begin() + 1, {"-Xclang", "-include", "-Xclang", kName});
  error_ = clang_parseTranslationUnit2FullArgv(
      index_, file.c_str(), argv.data(), static_cast<int>(argv.size()), &begin, 1,
      CXTranslationUnit_KeepGoing | CXTranslationUnit_SkipFunctionBodies |
          CXTranslationUnit_DetailedPreprocessingRecord,
      &unit_);
  if (!ok()) return;
  clang_visitChildren(
      clang_getTranslationUnitCursor(unit_),
      [](CXCursor cursor, CXCursor, CXClientData directives) {
        if (clang_getCursorKind(cursor) == CXCursor_InclusionDirective) {
          CollectDirective(cursor, *static_cast<std::vector<Directive>*>(directives));
        }
        return CXChildVisit_Continue;
      },
      &directives_);
}

}  // namespace krepis::analyzer
