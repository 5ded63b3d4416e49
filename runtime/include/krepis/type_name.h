#pragma once

#include <string_view>

namespace krepis {

/// The type as the compiler writes it ("shop::OrderStore"). For messages: the form is the
/// compiler's.
template <class T>
constexpr std::string_view TypeName() {
#if defined(_MSC_VER) && !defined(__clang__)
  std::string_view text = __FUNCSIG__;
  text.remove_prefix(text.find("TypeName<") + sizeof("TypeName<") - 1);
  return text.substr(0, text.rfind(">(void)"));
#else
  std::string_view text = __PRETTY_FUNCTION__;  // "… TypeName() [with T = X; …]", "… [T = X]"
  text.remove_prefix(text.find("T = ") + sizeof("T = ") - 1);
  return text.substr(0, text.find_first_of(";]"));
#endif
}

}  // namespace krepis
