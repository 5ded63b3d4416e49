// What a path of Rust means: `crate::api::routes`, `Server::routes`, `shop_api::router`.
#include <algorithm>
#include <set>
#include <utility>

#include "analyzer/graph/chains_index.h"

namespace krepis::analyzer {
namespace {

constexpr size_t kMaxSearched = 64;

std::string_view Last(std::string_view path) {
  const size_t end = path.rfind("::");
  return end == std::string_view::npos ? path : path.substr(end + 2);
}

}  // namespace

std::optional<InFile> RegistrationIndex::FunctionAt(uint32_t file, std::string_view path) {
  if (path.find("::") == std::string_view::npos) return Item(file, std::string(path));
  // As much of the path as an import or a path in the code has resolved; the rest is in that file.
  std::string_view head = path;
  for (;;) {
    const std::string_view rest =
        head.size() == path.size() ? std::string_view() : path.substr(head.size() + 2);
    if (const std::optional<uint32_t> target = File(file, head)) {
      // The head names the module of the file, or something in it.
      std::string within(Last(head));
      if (!rest.empty()) {
        if (const std::optional<InFile> item = Item(*target, std::string(rest))) return item;
        within.append("::").append(rest);
      }
      if (const std::optional<InFile> item = Item(*target, within)) return item;
    }
    const size_t last = head.rfind("::");
    if (last == std::string_view::npos) break;
    head = head.substr(0, last);
  }
  const std::string_view first = path.substr(0, path.find("::"));
  // `use api::Api` of a module of this file is written without `self::`.
  const std::string_view rest = path.substr(std::min(path.size(), first.size() + 2));
  if (first == "self" && rest.find("::") != std::string_view::npos) {
    if (const std::optional<InFile> found = FunctionAt(file, rest)) return found;
  }
  if (first == "self" || first == "Self") return Item(file, std::string(path.substr(6)));
  return std::nullopt;
}

/// The function of that name, in the file or where it re-exports it from.
std::optional<InFile> RegistrationIndex::Item(uint32_t file, std::string name) {
  std::vector<std::pair<uint32_t, std::string>> queue = {{file, std::move(name)}};
  std::set<std::pair<uint32_t, std::string>> seen = {queue[0]};
  for (size_t next = 0; next < queue.size() && next < kMaxSearched; ++next) {
    const auto [at, wanted] = queue[next];
    if (const auto items = items_.find(at); items != items_.end()) {
      const auto found = items->second.find(wanted);
      if (found != items->second.end()) return InFile{at, found->second};
    }
    const size_t end = wanted.find("::");
    const std::string first = wanted.substr(0, end);
    const std::string rest = end == std::string::npos ? "" : wanted.substr(end);
    const auto add = [&](std::optional<uint32_t> target, std::string name_there) {
      if (target && seen.emplace(*target, name_there).second)
        queue.emplace_back(*target, std::move(name_there));
    };
    for (const ImportFact& import : facts_[at].imports) {
      if (import.kind != EdgeKind::kUse || (!import.reexport && next > 0)) continue;
      if (import.glob) {
        add(File(at, import.specifier), wanted);
        continue;
      }
      for (const ImportedName& binding : import.names) {
        if (binding.local != first) continue;
        const std::optional<uint32_t> target = File(at, import.specifier);
        add(target, binding.imported + rest);
        // `pub use self::users;` brings in a module: what follows is in its file.
        if (!rest.empty()) add(target, rest.substr(2));
      }
    }
    // `mod users;` of this file.
    if (!rest.empty()) {
      if (const std::optional<uint32_t> target = File(at, "self::" + first))
        add(target, rest.substr(2));
    }
  }
  return std::nullopt;
}

}  // namespace krepis::analyzer
