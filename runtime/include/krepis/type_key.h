#pragma once

#include <cstddef>
#include <functional>
#include <type_traits>

namespace krepis {

namespace internal {
template <class T>
inline constexpr char kTypeAnchor = 0;
}  // namespace internal

/// Identifies a type within the process, without RTTI: the address of a variable that exists once
/// per type. Two shared libraries agree only if they export it (default visibility).
class TypeKey {
 public:
  /// No type: equal only to another TypeKey().
  constexpr TypeKey() = default;
  template <class T>
  static constexpr TypeKey Of() {
    return TypeKey(&internal::kTypeAnchor<std::remove_cv_t<T>>);
  }
  constexpr bool operator==(const TypeKey&) const = default;
  size_t hash() const noexcept { return std::hash<const void*>()(anchor_); }

 private:
  constexpr explicit TypeKey(const char* anchor) : anchor_(anchor) {}
  const char* anchor_ = nullptr;
};

}  // namespace krepis
