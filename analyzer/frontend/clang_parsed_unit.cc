#include "analyzer/frontend/clang_parsed_unit.h"

#include <string_view>

#include "analyzer/frontend/clang_cursor.h"

namespace krepis::analyzer {
namespace {

CXIdxClientFile CollectDirective(CXClientData directives, const CXIdxIncludedFileInfo* info) {
  CXFile file = nullptr;
  unsigned hash = 0;
  clang_indexLoc_getFileLocation(info->hashLoc, nullptr, &file, nullptr, nullptr, &hash);
  // Without a file: a forced include, which no source text names.
  if (file == nullptr) return nullptr;
  static_cast<std::vector<Directive>*>(directives)
      ->push_back({file, hash, info->file, info->file == nullptr ? info->filename : ""});
  return nullptr;
}

}  // namespace

ParsedUnit::ParsedUnit(const std::string& file, const std::vector<std::string>& arguments,
                       Skip skip)
    : index_(clang_createIndex(0, 0)), action_(clang_IndexAction_create(index_)) {
  std::vector<const char*> argv;
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  Parse(file, argv, skip);
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

}  // namespace krepis::analyzer
