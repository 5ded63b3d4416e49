#include "analyzer/frontend/clang_semantics.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/ast/semantics.h"
#include "analyzer/frontend/clang_command_line.h"
#include "analyzer/frontend/clang_cursor.h"
#include "analyzer/frontend/clang_flags.h"
#include "analyzer/frontend/clang_header_name.h"
#include "analyzer/frontend/clang_parsed_unit.h"

namespace krepis::analyzer {
namespace {

/// Walks a parsed unit and collects the rows of each workspace file.
class Collector {
 public:
  Collector(const ParsedUnit& parsed, const std::string& directory, ClangPaths& paths)
      : parsed_(parsed), unit_(parsed.unit()), directory_(directory), paths_(paths) {}

  void CollectIncludes() {
    clang_getInclusions(
        unit_,
        [](CXFile file, CXSourceLocation*, unsigned, CXClientData self) {
          static_cast<Collector*>(self)->Enter(file);
        },
        this);
    for (const Directive& directive : parsed_.directives()) AddInclude(directive);
  }

  void CollectSemantics() {
    CountErrors();
    clang_visitChildren(
        clang_getTranslationUnitCursor(unit_),
        [](CXCursor cursor, CXCursor parent, CXClientData self) {
          return static_cast<Collector*>(self)->Visit(cursor, parent);
        },
        this);
  }

  /// Bodies of workspace files may have been taken for a system header's: they must not stay
  /// unread.
  bool may_lack_bodies() const { return may_lack_bodies_; }

  ClangUnitResult Finish() && {
    ClangUnitResult result;
    result.errors_outside = errors_outside_;
    for (auto& [path, file] : files_) {
      std::sort(file.missing.begin(), file.missing.end());
      // A missing include is an error of clang's too, but counts as itself alone.
      const auto errors =
          static_cast<uint32_t>(file.errors - std::min<size_t>(file.errors, file.missing.size()));
      file.missing.erase(std::unique(file.missing.begin(), file.missing.end()), file.missing.end());
      result.files.push_back({path, file.rows.Finish(), errors, std::move(file.missing)});
    }
    return result;
  }

 private:
  struct File {
    SemanticsBuilder rows;
    uint32_t errors = 0;
    uint32_t entered = 0;
    std::vector<MissingInclude> missing;
  };
  struct Named {
    const ClangPath* path = nullptr;
    File* file = nullptr;  // null: outside the workspace
  };
  struct Place {
    File* file = nullptr;
    const ClangPath* path = nullptr;
    ByteSpan span;
  };
  struct Symbol {
    std::string name;
    const ClangPath* path = nullptr;  // of the declaration; null: none (built in)
  };

  Named Look(CXFile file) {
    const auto known = by_handle_.find(file);
    if (known != by_handle_.end()) return known->second;
    Named named;
    named.path = &paths_.Find(directory_, Take(clang_getFileName(file)));
    if (named.path->inside) named.file = &files_[named.path->path];
    return by_handle_.emplace(file, named).first->second;
  }

  void Enter(CXFile entered) {
    File* const file = Look(entered).file;
    if (file != nullptr) ++file->entered;
  }

  void AddInclude(const Directive& directive) {
    File* const file = Look(directive.file).file;
    if (file == nullptr) return;
    size_t size = 0;
    const char* const text = clang_getFileContents(unit_, directive.file, &size);
    const ByteSpan span = text == nullptr ? ByteSpan{directive.hash, 0}
                                          : HeaderNameSpan({text, size}, directive.hash);
    if (directive.opened == nullptr) {
      file->missing.push_back({span, directive.written});
      return;
    }
    const ClangPath& opened = *Look(directive.opened).path;
    file->rows.Add(SemanticKind::kInclude, span, opened.path, opened.inside ? opened.path : "");
  }

  void CountErrors() {
    const unsigned count = clang_getNumDiagnostics(unit_);
    for (unsigned i = 0; i < count; ++i) {
      const CXDiagnostic diagnostic = clang_getDiagnostic(unit_, i);
      if (clang_getDiagnosticSeverity(diagnostic) >= CXDiagnostic_Error) {
        CXFile file = nullptr;
        clang_getFileLocation(clang_getDiagnosticLocation(diagnostic), &file, nullptr, nullptr,
                              nullptr);
        File* const inside = file == nullptr ? nullptr : Look(file).file;
        ++(inside == nullptr ? errors_outside_ : inside->errors);
      }
      clang_disposeDiagnostic(diagnostic);
    }
  }

  /// Where the range is written; nullopt outside the workspace.
  std::optional<Place> Locate(CXSourceRange range) {
    const CXSourceLocation start = clang_getRangeStart(range);
    const CXSourceLocation end = clang_getRangeEnd(range);
    CXFile file = nullptr, start_use_file = nullptr, end_file = nullptr, end_use_file = nullptr;
    unsigned from = 0, start_use = 0, to = 0, end_use = 0;
    clang_getFileLocation(start, &file, nullptr, nullptr, &from);
    if (file == nullptr) return std::nullopt;
    const Named named = Look(file);
    if (named.file == nullptr) return std::nullopt;
    clang_getFileLocation(end, &end_file, nullptr, nullptr, &to);
    clang_getExpansionLocation(start, &start_use_file, nullptr, nullptr, &start_use);
    clang_getExpansionLocation(end, &end_use_file, nullptr, nullptr, &end_use);
    // Begun in a macro's argument but ended by its body: the whole use of the macro.
    if (from != start_use && to == end_use) from = start_use;
    if (end_file != file || to < from) to = from;
    return Place{named.file, named.path, {from, to - from}};
  }

  const Symbol& Name(CXCursor declaration) {
    const auto known = symbols_.find(declaration);
    if (known != symbols_.end()) return known->second;
    Symbol symbol;
    symbol.name = QualifiedName(declaration);
    CXCursor home = clang_getCanonicalCursor(declaration);
    if (IsClass(clang_getCursorKind(declaration))) {
      const CXCursor definition = clang_getCursorDefinition(declaration);
      if (clang_Cursor_isNull(definition) == 0) home = definition;
    }
    CXFile file = nullptr;
    clang_getFileLocation(clang_getCursorLocation(home), &file, nullptr, nullptr, nullptr);
    // The compiler declares its own functions where they are first used.
    const bool built_in = symbol.name.starts_with("__builtin_");
    if (file != nullptr && !built_in) symbol.path = Look(file).path;
    return symbols_.emplace(declaration, std::move(symbol)).first->second;
  }

  void Add(SemanticKind kind, const Place& place, const Symbol& symbol) {
    const bool inside = symbol.path != nullptr && symbol.path->inside;
    place.file->rows.Add(kind, place.span, symbol.name, inside ? symbol.path->path : "");
  }

  CXChildVisitResult Visit(CXCursor cursor, CXCursor parent) {
    const CXCursorKind kind = clang_getCursorKind(cursor);
    if (clang_isDeclaration(kind)) return VisitDeclaration(cursor, parent, kind);
    switch (kind) {
      case CXCursor_CallExpr:
        AddCall(cursor);
        break;
      case CXCursor_CXXBaseSpecifier:
        AddBase(cursor);
        break;
      case CXCursor_TypeRef:
      case CXCursor_TemplateRef:
      case CXCursor_DeclRefExpr:
      case CXCursor_MemberRefExpr:
      case CXCursor_MemberRef:
        AddReference(cursor);
        break;
      default:
        break;
    }
    return CXChildVisit_Recurse;
  }

  CXChildVisitResult VisitDeclaration(CXCursor cursor, CXCursor parent, CXCursorKind kind) {
    const bool top = clang_isTranslationUnit(clang_getCursorKind(parent)) != 0;
    if (!top && !IsFunction(kind)) return CXChildVisit_Recurse;
    const CXSourceLocation location = clang_getCursorLocation(cursor);
    CXFile file = nullptr;
    clang_getFileLocation(location, &file, nullptr, nullptr, nullptr);
    const File* const holder = file == nullptr ? nullptr : Look(file).file;
    const bool inside = holder != nullptr;
    // Of what stands outside, only a generated main file may include the workspace in midst of a
    // declaration.
    if (!inside && top && clang_Location_isFromMainFile(location) == 0) {
      return CXChildVisit_Continue;
    }
    // Of a file that was read twice, under different macros, the parser skipped the bodies as
    // parsed already.
    if (inside && IsFunction(kind) &&
        (holder->entered > 1 || clang_Location_isInSystemHeader(location) != 0)) {
      may_lack_bodies_ = true;
    }
    return CXChildVisit_Recurse;
  }

  void AddCall(CXCursor call) {
    const std::optional<Place> place = Locate(clang_getCursorExtent(call));
    if (!place) return;
    CXCursor callee = clang_getCursorReferenced(call);
    if (clang_Cursor_isNull(callee) != 0) callee = OverloadsOf(call);
    const CXCursorKind kind = clang_getCursorKind(callee);
    if (kind == CXCursor_OverloadedDeclRef) {
      const unsigned count = clang_getNumOverloadedDecls(callee);
      for (unsigned i = 0; i < count; ++i) {
        Add(SemanticKind::kCall, *place, Name(Target(clang_getOverloadedDecl(callee, i))));
      }
    } else if (IsFunction(kind) && !IsLambda(clang_getCursorSemanticParent(callee))) {
      Add(SemanticKind::kCall, *place, Name(callee));
      callee_ = callee;
    }
  }

  static bool IsLambda(CXCursor scope) {
    return IsClass(clang_getCursorKind(scope)) && clang_Cursor_isAnonymous(scope) != 0;
  }

  /// The overload set that a call in a template names; a null cursor when it names none.
  static CXCursor OverloadsOf(CXCursor call) {
    CXCursor overloads = clang_getNullCursor();
    clang_visitChildren(
        call,
        [](CXCursor child, CXCursor, CXClientData found) {
          const CXCursor referenced = clang_getCursorReferenced(child);
          if (clang_getCursorKind(referenced) == CXCursor_OverloadedDeclRef) {
            *static_cast<CXCursor*>(found) = referenced;
          }
          return CXChildVisit_Break;
        },
        &overloads);
    return overloads;
  }

  /// What a name that a using-declaration brought in stands for; libclang has no cursor kind for
  /// it.
  CXCursor Target(CXCursor declaration) const {
    if (clang_getCursorKind(declaration) != CXCursor_UnexposedDecl) return declaration;
    const CXCursor used =
        clang_getCursorReferenced(clang_getCursor(unit_, clang_getCursorLocation(declaration)));
    const bool found = clang_getCursorKind(used) == CXCursor_OverloadedDeclRef &&
                       clang_getNumOverloadedDecls(used) > 0;
    return found ? clang_getOverloadedDecl(used, 0) : declaration;
  }

  void AddBase(CXCursor base) {
    const std::optional<Place> place = Locate(clang_getCursorExtent(base));
    if (!place) return;
    const CXType type = clang_getCanonicalType(clang_getCursorType(base));
    const CXCursor declaration = clang_getTypeDeclaration(type);
    if (!IsClass(clang_getCursorKind(declaration))) return;  // a template's parameter
    Add(SemanticKind::kBase, *place, Name(declaration));
  }

  void AddReference(CXCursor reference) {
    const CXCursor declaration = clang_getCursorReferenced(reference);
    if (clang_isDeclaration(clang_getCursorKind(declaration)) == 0) return;
    if (clang_equalCursors(declaration, callee_) != 0) {
      callee_ = clang_getNullCursor();
      return;
    }
    const Symbol& symbol = Name(declaration);
    if (symbol.path == nullptr) return;
    // Of what is declared outside, a function or variable may be a capability that is passed on.
    if (!symbol.path->inside && clang_getCursorKind(reference) != CXCursor_DeclRefExpr) return;
    const std::optional<Place> place = Locate(clang_getCursorExtent(reference));
    if (place && place->path->path != symbol.path->path) {
      Add(SemanticKind::kReference, *place, symbol);
    }
  }

  const ParsedUnit& parsed_;
  const CXTranslationUnit unit_;
  const std::string& directory_;
  ClangPaths& paths_;
  std::map<std::string, File> files_;
  std::unordered_map<CXFile, Named> by_handle_;
  std::unordered_map<CXCursor, Symbol, CursorHash, CursorEqual> symbols_;
  CXCursor callee_ = clang_getNullCursor();  // of the call visited last: its name is no reference
  uint32_t errors_outside_ = 0;
  bool may_lack_bodies_ = false;
};

/// Whether a text may ask for bytes of a file that no list of the unit's files has.
bool MayEmbed(std::string_view text) {
  for (size_t at = text.find("embed"); at != std::string_view::npos;
       at = text.find("embed", at + 1)) {
    const size_t before = at == 0 ? at : text.find_last_not_of(" \t", at - 1);
    if (before != std::string_view::npos && text[before] == '#') return true;
    if (text.substr(0, at).ends_with("__has_")) return true;
  }
  return false;
}

/// Notes the files whose text libclang has read for the unit; those texts that are not `noted`, and
/// are from here on.
void NoteFiles(const ParsedUnit& parsed, std::map<DiskFile, LongChecksum>& noted,
               ClangUnitResult& result) {
  std::vector<CXFile> files;
  clang_getInclusions(
      parsed.unit(),
      [](CXFile file, CXSourceLocation*, unsigned, CXClientData all) {
        static_cast<std::vector<CXFile>*>(all)->push_back(file);
      },
      &files);
  for (const Directive& directive : parsed.directives()) {
    if (directive.opened != nullptr) files.push_back(directive.opened);
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  std::vector<DiskFile> made_of;
  for (const CXFile file : files) {
    CXFileUniqueID id;
    size_t size = 0;
    const char* const bytes = clang_getFileContents(parsed.unit(), file, &size);
    if (clang_getFileUniqueID(file, &id) != 0 || bytes == nullptr) return;
    const std::string_view text(bytes, size);
    made_of.push_back({id.data[0], id.data[1]});
    const LongChecksum checksum = ChecksumLong(text);
    const auto known = noted.find(made_of.back());
    if (known != noted.end() && known->second == checksum) continue;
    if (MayEmbed(text)) return;
    noted.insert_or_assign(made_of.back(), checksum);
    result.texts.push_back({made_of.back(), checksum});
  }
  std::sort(made_of.begin(), made_of.end());
  result.made_of = std::move(made_of);
}

Error Failed(std::string message) { return {std::move(message), "", 0, 0}; }

}  // namespace

Result<ClangUnitResult> ClangUnitParser::Parse(const ClangUnit& unit, ClangPaths& paths,
                                               bool keeps) {
  const auto file = EnterUnit(unit);
  if (!file) return file.error();
  const FilteredFlags filtered = FilterFlags(unit.flags);
  const std::vector<std::string> arguments = ClangCommandLine(filtered);
  Skip skip = Skip::kSystemBodies;
  if (wants_all_bodies_ || HasSystemDirectoryInside(filtered, unit.directory, paths)) {
    skip = Skip::kNothing;
  }
  while (true) {
    const ParsedUnit parsed(*file, arguments, skip);
    if (!parsed.ok()) return Failed("libclang cannot parse it; check its compile flags");
    Collector collector(parsed, unit.directory, paths);
    collector.CollectIncludes();
    collector.CollectSemantics();
    wants_all_bodies_ = collector.may_lack_bodies();
    if (skip == Skip::kSystemBodies && wants_all_bodies_) {
      skip = Skip::kNothing;
      continue;
    }
    ClangUnitResult result = std::move(collector).Finish();
    if (keeps) NoteFiles(parsed, noted_, result);
    return result;
  }
}

}  // namespace krepis::analyzer
