#pragma once

#include <string>
#include <string_view>

#include "analyzer/frontend/syntax_parser.h"
#include "analyzer/frontend/syntax_tree.h"

namespace krepis::analyzer {

/// To the grammar a macro's argument is a token tree. Most macros take Rust, though: tokio declares
/// its modules inside `cfg_rt! { mod … }`, and the arguments of `vec!` and `assert!` are
/// expressions. So the text of each token tree is parsed again, as a block, a tuple or an array by
/// its brackets, and its tree is hung behind the others; SyntaxTree::expansions says which belongs
/// to which. Of what is no Rust (`table! { use a::B; b (id) { id -> B, } }`) the `use` declarations
/// still are. Macros whose argument is data (quote!, stringify!) are left alone.
class RustMacros {
 public:
  /// False when the parser's time is up. `text` is the file's whole text.
  bool Expand(SyntaxParser& parser, std::string_view text, SyntaxTree& tree);

 private:
  bool ExpandOne(SyntaxParser& parser, std::string_view text, uint32_t node, bool reparse,
                 SyntaxTree& tree);

  /// Leaves blanks in the place of all but the `use` declarations in `scratch_`, whose brackets
  /// stay; false when there are none.
  bool KeepUses();

  std::string scratch_;
};

}  // namespace krepis::analyzer
