#include "analyzer/frontend/rust_bytes.h"

namespace krepis::analyzer {

RustKeyword RustKeywordOf(std::string_view word) {
  using enum RustKeyword;
  const auto is = [&](std::string_view keyword, RustKeyword value) {
    return word == keyword ? value : kNone;
  };
  const auto either = [&](std::string_view one, RustKeyword first, std::string_view other,
                          RustKeyword second) { return word == one ? first : is(other, second); };
  switch (word[0]) {
    case 'a':
      if (word == "async") return kModifier;
      if (word == "auto") return kContextual;
      return either("as", kOther, "await", kOther);
    case 'b':
      return is("break", kOther);
    case 'c':
      return either("const", kConst, "continue", kOther);
    case 'd':
      return either("dyn", kOther, "default", kContextual);
    case 'e':
      if (word == "enum") return kEnum;
      return either("else", kOther, "extern", kExtern);
    case 'f':
      if (word == "for") return kFor;
      return either("fn", kFn, "false", kNone);
    case 'i':
      if (word == "in") return kIn;
      return either("if", kOther, "impl", kImpl);
    case 'l':
      return either("let", kLet, "loop", kOther);
    case 'm':
      if (word == "mut" || word == "move") return kOther;
      return either("mod", kMod, "match", kMatch);
    case 'p':
      return is("pub", kPub);
    case 'r':
      return either("ref", kRef, "return", kOther);
    case 's':
      if (word == "safe") return kContextual;
      return either("static", kStatic, "struct", kStruct);
    case 't':
      return either("trait", kTrait, "type", kType);
    case 'u':
      if (word == "union") return kContextual;
      return either("use", kUse, "unsafe", kModifier);
    case 'w':
      return either("where", kOther, "while", kOther);
    case 'y':
      return is("yield", kOther);
    default:
      return kNone;
  }
}

}  // namespace krepis::analyzer
