#include "analyzer/facts/facts_places.h"

#include <vector>

#include "analyzer/facts/facts_fields.h"

namespace krepis::analyzer {
namespace {

/// Facts nest as deep as their schema, so the recursion is bounded.
template <class Member>
void ForgetPlaces(Member& member) {
  if constexpr (std::same_as<Member, Location>) {
    member = {};
  } else if constexpr (requires {
                         VisitFields(member, [](uint32_t, std::string_view, auto&&) {});
                       }) {
    VisitFields(member, [](uint32_t, std::string_view, auto&& part) { ForgetPlaces(part); });
  } else if constexpr (requires { member.begin(); }) {
    if constexpr (std::is_class_v<typename Member::value_type>) {
      for (auto& element : member) ForgetPlaces(element);
    }
  } else if constexpr (requires { member.has_value(); }) {
    if (member) ForgetPlaces(*member);
  }
}

FileFacts WithoutPlaces(FileFacts facts) {
  ForgetPlaces(facts);
  facts.source_bytes = 0;
  return facts;
}

}  // namespace

bool SameButForPlaces(const FileFacts& a, const FileFacts& b) {
  return WithoutPlaces(a) == WithoutPlaces(b);
}

}  // namespace krepis::analyzer
