#pragma once

// Internal to the include worker.

#include <clang/AST/ASTConsumer.h>
#include <clang/AST/Decl.h>
#include <clang/Basic/SourceLocation.h>
#include <clang/Lex/Preprocessor.h>

#include <cstdint>
#include <optional>
#include <set>
#include <unordered_set>
#include <utility>
#include <vector>

#include "analyzer/frontend/clang_unit_files.h"

namespace krepis::analyzer {

/// The functions in whose bodies a class with bases is written, by the place of their names. All
/// other bodies can stay unread where bases are wanted.
using FunctionPlaces = std::set<std::pair<const ClangPath*, uint32_t>>;

/// Collects what classes inherit from, of a parser that skips the bodies of functions. What a body
/// holds is seen as it is skipped: the parser looks for its end token by token, behind the macros.
class BaseCollector final : public clang::ASTConsumer {
 public:
  /// Reads the bodies of `read`, and those whose text suggests it; at the end of the unit, adds
  /// those that have to be read as well.
  BaseCollector(clang::Preprocessor& preprocessor, UnitFiles& files, FunctionPlaces& read);

  bool shouldSkipFunctionBody(clang::Decl* function) override;
  void HandleTagDeclDefinition(clang::TagDecl* tag) override;
  void HandleTranslationUnit(clang::ASTContext& context) override;

 private:
  /// From `class` to the colon before its bases.
  struct Head {
    clang::SourceLocation keyword;
    clang::SourceLocation function;  // whose body was asked about last
  };
  struct Place {
    UnitFiles::Named file;
    uint32_t offset = 0;
  };

  void Watch(const clang::Token& token);
  Place PlaceOf(clang::SourceLocation location);
  void Add(clang::SourceRange range, const clang::NamedDecl& base);

  const clang::SourceManager& sources_;
  const clang::LangOptions& language_;
  UnitFiles& files_;
  FunctionPlaces& read_;
  clang::SourceLocation function_;
  clang::SourceLocation keyword_;  // of the head that the tokens stand in; invalid: none
  bool after_enum_ = false;
  uint32_t brackets_ = 0;  // open in the head
  std::vector<Head> heads_;
  std::unordered_set<clang::SourceLocation::UIntTy> defined_;  // by their keywords
};

}  // namespace krepis::analyzer
