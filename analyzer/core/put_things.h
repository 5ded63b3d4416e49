#pragma once

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace krepis::analyzer {

/// Things of fixed size as bytes, for a later process of the same program on the same machine.

template <class Number>
  requires std::is_arithmetic_v<Number> || std::is_enum_v<Number>
void Put(std::string& bytes, Number number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

template <class Thing>
void PutAll(std::string& bytes, const std::vector<Thing>& things) {
  static_assert(std::has_unique_object_representations_v<Thing>);
  if (things.empty()) return;
  bytes.append(reinterpret_cast<const char*>(things.data()), things.size() * sizeof(Thing));
}

/// Things that PutAll() wrote, read where they stand, wherever that is.
template <class Thing>
class PutThings {
 public:
  PutThings() = default;
  explicit PutThings(std::string_view bytes) : bytes_(bytes) {}
  size_t size() const { return bytes_.size() / sizeof(Thing); }
  Thing operator[](size_t at) const {
    Thing thing;
    std::memcpy(&thing, bytes_.data() + at * sizeof(Thing), sizeof(Thing));
    return thing;
  }
  std::vector<Thing> Copy() const {
    std::vector<Thing> things(size());
    if (!things.empty()) std::memcpy(things.data(), bytes_.data(), size() * sizeof(Thing));
    return things;
  }

 private:
  std::string_view bytes_;
};

/// Takes so many from the beginning of the bytes; false where there are not so many.
template <class Thing>
bool TakeAll(std::string_view& bytes, size_t count, PutThings<Thing>& things) {
  if (bytes.size() / sizeof(Thing) < count) return false;
  things = PutThings<Thing>(bytes.substr(0, count * sizeof(Thing)));
  bytes.remove_prefix(count * sizeof(Thing));
  return true;
}

}  // namespace krepis::analyzer
