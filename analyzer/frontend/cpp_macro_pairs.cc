// Pairs of macros in a class that stand for a function.
#include "analyzer/frontend/cpp_macros.h"

namespace krepis::analyzer {
namespace {

using cpp::Scanner;

/// Pairs whose end is looked for, of one file: each is a search to its end.
constexpr int kMaxPairs = 256;
/// As long as `void f(){`.
constexpr size_t kPairBytes = 9;

}  // namespace

/// METHOD_LIST_BEGIN METHOD_ADD(User::login, "/login"); … METHOD_LIST_END in a class is a function
/// with these statements.
void CppMacros::BeginPair(const Scanner& scanner) {
  const bool in_class = !open_.empty() && open_.size() <= classes_.size() &&
                        classes_[open_.size() - 1] && open_.back() == Scope::kDeclarations;
  if (!in_class || !Is(0, Token::Kind::kMacro) || !Is(1, Token::Kind::kMacro)) return;
  if (ArgumentsOf(0) != 0 || ArgumentsOf(1) == 0) return;
  const std::string_view name = scanner.TextOf(statement_[0]);
  constexpr std::string_view kBegin = "_BEGIN";
  if (!name.ends_with(kBegin) || name.size() < kPairBytes || ++searched_ > kMaxPairs) return;
  std::string end(name.substr(0, name.size() - kBegin.size()));
  std::string function = "void ";
  function += name.substr(0, name.size() - kPairBytes + 1);
  function += "(){";
  end += "_END";
  if (text_.find(end, statement_[0].end) == std::string_view::npos) return;
  Overwrite(statement_[0].start, statement_[0].end, function);
  statement_.erase(statement_.begin());
  open_.push_back(Scope::kOther);
  classes_.resize(open_.size());
  classes_.back() = false;
  pairs_.push_back({open_.size(), std::move(end)});
}

void CppMacros::EndPair(const Scanner& scanner) {
  if (pairs_.empty() || pairs_.back().braces != open_.size() || !Is(0, Token::Kind::kMacro) ||
      scanner.TextOf(statement_[0]) != pairs_.back().end)
    return;
  Overwrite(statement_[0].start, statement_[0].end, "}");
  statement_.erase(statement_.begin());
  open_.pop_back();
  pairs_.pop_back();
}

}  // namespace krepis::analyzer
