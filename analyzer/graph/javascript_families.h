#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/graph/call_graph.h"
#include "analyzer/graph/javascript_names.h"

namespace krepis::analyzer {

/// What names of JavaScript mean in all files together: what classes are derived from, and which
/// methods there are of a name. Immutable, so safe to share between threads.
class JavaScriptFamilies {
 public:
  /// A class or interface. Ids are given file by file.
  struct Type {
    uint32_t file = 0;
    uint32_t index = 0;               // into the types of the file
    std::span<const uint32_t> above;  // all that it is derived from, ascending
    std::span<const uint32_t> below;  // all that is derived from it, ascending
    bool implemented = false;         // a class is derived from it
  };
  /// A method that a class has of its own.
  struct Method {
    uint32_t type = 0;      // id
    uint32_t function = 0;  // of its file
  };
  /// All of one name.
  struct Methods {
    uint32_t id = 0;
    std::span<const Method> all;
  };

  /// Of all files. O(names), and a search for each base of a class.
  JavaScriptFamilies(const JavaScriptNames& names, const CallLinkInput& input);

  Type type(uint32_t id) const;
  uint32_t TypeId(uint32_t file, uint32_t index) const { return first_type_[file] + index; }
  /// The methods of classes that have that name: none where there is no such name.
  Methods MethodsOf(std::string_view name) const;
  /// The only method of that name that a class or an object literal has outside of tests.
  std::optional<FunctionPlace> OnlyMethod(std::string_view name) const;

  /// For a later process of the same program.
  void Pack(std::string& bytes) const;
  /// What Pack() wrote of as many files; none of other bytes. Where functions have other indices
  /// than then, `moved` says which; without one, of a method, there is none.
  static std::optional<JavaScriptFamilies> Unpack(
      std::string_view bytes, size_t files,
      const std::function<std::optional<uint32_t>(FunctionPlace)>& moved);

 private:
  /// What methods of one name there are, by hash and name.
  struct Name {
    uint32_t hash = 0;
    uint32_t text = 0;  // into texts_
    uint32_t text_size = 0;
    uint32_t first = 0;  // into methods_; the next name's is one behind the last
    uint32_t only_file = kNobody;
    uint32_t only_function = 0;
  };
  static constexpr uint32_t kNobody = ~0u;

  JavaScriptFamilies() = default;
  /// The ids of types, nothing else: who has nothing above has nothing below either.
  explicit JavaScriptFamilies(const JavaScriptNames& names);
  void AddBases(const JavaScriptNames& names);
  void AddMethods(const JavaScriptNames& names, const CallLinkInput& input);
  size_t Find(std::string_view name) const;

  std::vector<uint32_t> first_type_;   // by file, and one behind the last
  std::vector<uint32_t> file_of_;      // by type
  std::vector<uint32_t> above_start_;  // by type, and one behind the last
  std::vector<uint32_t> above_;
  std::vector<uint32_t> below_start_;
  std::vector<uint32_t> below_;
  std::vector<uint8_t> implemented_;  // by type
  std::vector<Name> names_;           // and one behind the last
  std::string texts_;
  std::vector<Method> methods_;
};

}  // namespace krepis::analyzer
