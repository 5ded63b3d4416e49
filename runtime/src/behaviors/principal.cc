#include "krepis/behaviors/principal.h"

#include <algorithm>

namespace krepis {

bool Principal::Has(std::string_view name, std::string_view value) const {
  return std::ranges::any_of(
      claims, [&](const auto& claim) { return claim.first == name && claim.second == value; });
}

Policy AnyPrincipal() {
  return {"any-principal", "everybody who is known may", [](const Access&) { return true; }};
}

Policy RequireClaim(std::string_view name, std::string_view value) {
  std::string wanted(name);
  wanted.append(" ").append(value);
  return {"claim",
          "needs " + wanted,
          [name = std::string(name), value = std::string(value)](const Access& access) {
            return access.principal.Has(name, value);
          },
          {{"name", std::string(name)}, {"value", std::string(value)}}};
}

bool PolicySet::Add(std::string_view name, Policy policy) {
  if (name.empty() || Find(name) != nullptr) return false;
  policies_.emplace_back(name, std::move(policy));
  return true;
}

const Policy* PolicySet::Find(std::string_view name) const {
  auto found = std::ranges::find(policies_, name, &std::pair<std::string, Policy>::first);
  return found == policies_.end() ? nullptr : &found->second;
}

}  // namespace krepis
