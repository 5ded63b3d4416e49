#include <algorithm>
#include <iterator>
#include <string>

#include "analyzer/facts/calls_cpp.h"

namespace krepis::analyzer {
namespace {

/// Methods of containers, strings, streams, smart pointers, threads, futures and optional values:
/// that such a name is called on something says nothing about what that is. Sorted.
// clang-format off
constexpr std::string_view kStandardMethods[] = {
    "append", "assign", "at", "back", "bad", "before_begin", "begin", "c_str", "capacity", "cbegin",
    "cend", "clear", "close", "compare", "compare_exchange_strong", "compare_exchange_weak",
    "contains", "copy", "count", "crbegin", "crend", "data", "detach", "emplace", "emplace_after",
    "emplace_back", "emplace_front", "emplace_hint", "empty", "end", "ends_with", "eof",
    "equal_range", "erase", "erase_after", "exchange", "expired", "extension", "extract", "fail",
    "fetch_add", "fetch_and", "fetch_or", "fetch_sub", "filename", "fill", "find",
    "find_first_not_of", "find_first_of", "find_last_not_of", "find_last_of", "first", "flags",
    "flush", "front", "generic_string", "get", "get_allocator", "get_deleter", "get_future",
    "get_id", "getline", "good", "has_value", "hash_function", "ignore", "imbue", "insert",
    "insert_after", "is_open", "join", "joinable", "key_comp", "key_eq", "last", "length", "load",
    "load_factor", "lock", "lower_bound", "max_size", "merge", "message", "name", "native",
    "native_handle", "notify_all", "notify_one", "open", "owner_before", "parent_path", "peek",
    "pop", "pop_back", "pop_front", "precision", "push", "push_back", "push_front", "put", "rbegin",
    "rdbuf", "rdstate", "read", "readsome", "rehash", "release", "remove", "remove_if", "rend",
    "replace", "reserve", "reset", "resize", "reverse", "rfind", "seekg", "seekp", "set",
    "set_exception", "set_value", "setf", "setstate", "shrink_to_fit", "size", "sort", "splice",
    "starts_with", "stem", "store", "str", "string", "subspan", "substr", "swap", "tellg", "tellp",
    "test", "test_and_set", "time_since_epoch", "top", "transform", "try_emplace", "try_lock",
    "type", "unget", "unique", "unlock", "unsetf", "upper_bound", "use_count", "valid", "value",
    "value_or", "view", "wait", "wait_for", "wait_until", "what", "width", "write",
};
// clang-format on

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

bool HasWord(std::string_view text, std::string_view word) {
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || !IsLetter(text[at - 1])) && (end == text.size() || !IsLetter(text[end])))
      return true;
  }
  return false;
}

bool MayMake(std::string_view callee) {
  constexpr std::string_view kVerbs[] = {
      "add",     "append", "bind", "build",   "construct", "create",   "emplace", "insert",
      "install", "make",   "new",  "provide", "push",      "register", "spawn",   "with"};
  std::string name(callee.substr(callee.rfind(':') + 1));
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return std::any_of(std::begin(kVerbs), std::end(kVerbs),
                     [&](std::string_view verb) { return name.starts_with(verb); });
}

bool IsStandardMethod(std::string_view name) {
  return std::binary_search(std::begin(kStandardMethods), std::end(kStandardMethods), name);
}

}  // namespace krepis::analyzer
