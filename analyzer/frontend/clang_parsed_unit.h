#pragma once

// Internal to the clang worker, as clang_cursor.h is.

#include <clang-c/Index.h>

#include <cstdint>
#include <string>
#include <vector>

namespace krepis::analyzer {

/// An include directive that the preprocessor followed or could not follow.
struct Directive {
  CXFile file;          // that holds it
  uint32_t hash;        // offset of its #
  CXFile opened;        // null: missing
  std::string written;  // the header's name, when missing
};

/// What is left unread of a unit.
enum class Skip {
  kNothing,
  kSystemBodies,  // function bodies in system headers
};

/// One unit as libclang parsed it, and its directives in the order in which it met them.
class ParsedUnit {
 public:
  /// `file` is absolute; `arguments` are those of ClangCommandLine().
  ParsedUnit(const std::string& file, const std::vector<std::string>& arguments, Skip skip);
  ~ParsedUnit();
  ParsedUnit(const ParsedUnit&) = delete;
  ParsedUnit& operator=(const ParsedUnit&) = delete;

  /// False: there is no unit, because libclang cannot make sense of the arguments.
  bool ok() const { return error_ == 0 && unit_ != nullptr; }
  CXTranslationUnit unit() const { return unit_; }
  const std::vector<Directive>& directives() const { return directives_; }

 private:
  void Parse(const std::string& file, const std::vector<const char*>& argv, Skip skip);

  CXIndex index_;
  CXIndexAction action_;
  CXTranslationUnit unit_ = nullptr;
  int error_ = 0;
  std::vector<Directive> directives_;
};

}  // namespace krepis::analyzer
