#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/graph/call_graph.h"
#include "analyzer/workspace/rust_resolver.h"

namespace krepis::analyzer {

/// A type or trait of the workspace, index into RustCallIndex; 0 is none.
enum class RustTypeId : uint32_t {};

/// The functions, types and values that files of Rust state, and what paths to them mean. Answers
/// are kept for all threads; safe to use from several.
class RustCallIndex {
 public:
  /// An impl block; its functions are those of `file` whose names are `prefix`::name.
  struct Impl {
    uint32_t file = 0;
    std::string_view prefix;
    RustTypeId trait{};              // 0: none, or one of another crate
    std::string_view foreign_trait;  // its last name
    RustTypeId type{};               // 0: one of another crate, or any (a blanket impl)
  };
  struct Type {
    uint32_t file = 0;
    std::string_view name;
    bool interface = false;
    std::vector<uint32_t> impls;      // blocks for the type, index into impls()
    std::vector<uint32_t> providers;  // of a trait: blocks that implement it
    std::vector<RustTypeId> supers;   // of a trait
  };
  /// What a path means: of types, functions and values those that are not empty.
  struct Found {
    std::vector<RustTypeId> types;
    std::vector<FunctionId> functions;
    std::vector<std::pair<uint32_t, const ValueFact*>> values;
    /// Behind the type: the name of a method, a variant or an associated type.
    std::string rest;
    bool workspace = false;  // it leads to a file of the workspace
  };

  /// A name or a spelling where it stands, in the inline modules `scope`: text of the facts, which
  /// outlive whoever keeps it.
  struct Question {
    uint32_t file = 0;
    std::string_view scope;
    std::string_view text;
    friend bool operator==(const Question&, const Question&) = default;
  };
  struct QuestionHash {
    size_t operator()(const Question& question) const {
      const std::hash<std::string_view> hash;
      const size_t place = hash(question.scope) + question.file;
      return place * 0x9E3779B97F4A7C15u ^ hash(question.text);
    }
  };

  explicit RustCallIndex(const CallLinkInput& input);

  /// `scope` and `path` are text of the facts.
  const Found& Find(uint32_t file, std::string_view scope, std::string_view path) const;
  const Type& type(RustTypeId id) const { return types_[static_cast<uint32_t>(id)]; }
  const std::vector<Impl>& impls() const { return impls_; }
  /// Blocks for every type that some trait or nothing bounds: `impl<T: A> B for T`.
  const std::vector<uint32_t>& blankets() const { return blankets_; }
  /// Whether one of these with a trait of the workspace gives a method of that name.
  bool IsOfBlanket(std::string_view method) const { return blanket_methods_.contains(method); }
  /// Blocks for a type of another crate, by its last name.
  std::span<const uint32_t> ForeignImpls(std::string_view type) const;
  /// The functions of that name in a file.
  std::span<const uint32_t> FunctionsOf(uint32_t file, std::string_view name) const;
  /// Those that are called `prefix`::method; neither is empty, and `method` has no `::`.
  std::span<const uint32_t> FunctionsOf(uint32_t file, std::string_view prefix,
                                        std::string_view method) const;
  const ValueFact* ValueOf(uint32_t file, std::string_view name) const;
  /// The functions that are methods of that name, of any type.
  std::span<const FunctionId> Methods(std::string_view name) const;
  /// The type or trait that a method belongs to; impls of a trait of the workspace count as it.
  RustTypeId OwnerOf(FunctionId method) const;
  RustTypeId TypeNamed(uint32_t file, std::string_view name) const;
  /// Path of the inline modules in a qualified name of the file.
  std::string_view ScopeOf(uint32_t file, std::string_view name) const;
  /// Whether code of one file can name what stands in the other: of the same crate, or of one that
  /// it depends on.
  bool Sees(uint32_t from, uint32_t to) const;

 private:
  /// The name of a function: what stands in front of its last `::`, and behind it.
  struct Name {
    std::string_view prefix;
    std::string_view last;
    friend bool operator==(const Name&, const Name&) = default;
  };
  struct NameHash {
    size_t operator()(const Name& name) const {
      const std::hash<std::string_view> hash;
      return hash(name.prefix) * 0x9E3779B97F4A7C15u ^ hash(name.last);
    }
  };
  /// Where the functions of one name stand together.
  struct Run {
    uint32_t first = UINT32_MAX;
    uint32_t count = 0;
  };
  struct Names {
    std::unordered_map<Name, Run, NameHash> runs;  // in functions
    std::vector<uint32_t> functions;
    std::unordered_map<std::string_view, const ValueFact*> values;
    std::unordered_map<std::string_view, RustTypeId> types;
    std::unordered_set<std::string> modules;  // inline ones
  };
  /// What was asked for of some of the files.
  struct Answers {
    std::mutex mutex;
    std::unordered_map<Question, Found, QuestionHash> found;
  };
  /// The crates that one depends on.
  struct Dependencies {
    std::once_flag once;
    std::unordered_set<uint32_t> crates;
  };

  static Name Split(std::string_view name);
  std::span<const uint32_t> FunctionsOf(uint32_t file, const Name& name) const;
  void AddNames(uint32_t file);
  void AddType(uint32_t file, const TypeFact& fact);
  void AddImpl(uint32_t file, const TypeFact& fact);
  void AddMethods(uint32_t file);
  void AddBlanketMethods();
  Found Search(uint32_t file, std::string_view scope, std::string_view path) const;

  const CallLinkInput input_;
  const RustResolver resolver_;
  std::unordered_map<std::string_view, uint32_t> files_;
  std::vector<Names> names_;  // by file
  std::vector<Type> types_;
  std::vector<Impl> impls_;
  std::vector<uint32_t> blankets_;
  std::unordered_set<std::string_view> blanket_methods_;
  std::unordered_map<std::string_view, std::vector<uint32_t>> foreign_;
  std::unordered_map<std::string_view, std::vector<FunctionId>> methods_;
  std::unordered_map<uint32_t, RustTypeId> owners_;
  std::vector<uint32_t> crates_;                    // by file
  mutable std::vector<Dependencies> dependencies_;  // by crate
  mutable std::array<Answers, 64> answers_;
};

}  // namespace krepis::analyzer
