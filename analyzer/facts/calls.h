#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/confidence.h"
#include "analyzer/core/source_text.h"

namespace krepis::analyzer {

/// What a call does with the function that it names.
enum class CallKind : uint8_t {
  kCall = 1,       // runs it
  kConstruct = 2,  // makes an instance of the class
  kPass = 3,  // hands it on, as an argument, a property or a result: whoever gets it may run it
};

std::string_view CallKindName(CallKind kind);

/// A function of a file that others can run. What stands inside it, closures and local classes
/// too, is part of it: whoever calls it may run them.
struct FunctionFact {
  /// As its file qualifies it: `load`, `Repo.save`, `api.load`, `default` (JavaScript); `a::load`,
  /// `Repo::save`, `<Repo as Store>::put` of a trait's impl (Rust, with the inline modules around
  /// it); `ns::Repo::save` (C++). "" is the top
  /// level of the file, always the first one.
  std::string name;
  bool test_only = false;
  bool bodiless = false;    // declared here, defined elsewhere or by whoever implements it
  bool local = false;       // C and C++: no other file can name it (static, unnamed namespace)
  bool is_virtual = false;  // C++: written as virtual, override or final
  Location location;

  friend bool operator==(const FunctionFact&, const FunctionFact&) = default;
};

/// A class, struct, interface or trait, and what it is derived from; of Rust one entry for each
/// impl block. Its methods are the functions whose names begin with its own.
struct TypeFact {
  std::string name;                // as FunctionFact has it
  std::vector<std::string> bases;  // symbols, see CallFact
  bool interface = false;          // also a trait

  friend bool operator==(const TypeFact&, const TypeFact&) = default;
};

/// A name by which other files reach something: an export, an alias, a value that is an instance
/// of a class. Of Rust also `Repo.conn`, a field, `Repo::open()`, what a function gives, and
/// `Kind::A.0`, what a variant holds: their types, see analyzer/facts/calls_rust_types.h.
struct ValueFact {
  std::string name;    // `default`; "*" is the whole of a CommonJS module; see calls_cpp.h for C++
  std::string symbol;  // what it stands for, see CallFact
  bool instance = false;  // it is made by or of that type: name.f is its method f

  friend bool operator==(const ValueFact&, const ValueFact&) = default;
};

/// One function that another one calls, constructs or passes on. Several places in one function
/// are one fact, at the first of them.
struct CallFact {
  static constexpr uint32_t kNoFunction = ~0u;

  uint32_t caller = 0;  // index into functions
  /// Index into symbols. How they are spelt is in analyzer/facts/scope.h; a method on a known type
  /// is TYPE.method (JavaScript: ./repo#Repo.save, local#Repo.save) or TYPE::method; one on an
  /// unknown type is *.method or *::method. Those of C and C++: analyzer/facts/calls_cpp.h.
  uint32_t symbol = 0;
  uint32_t function = kNoFunction;  // of this file, where that is known for sure
  CallKind kind = CallKind::kCall;
  Confidence confidence = Confidence::kResolved;
  bool test_only = false;
  Location location;

  friend bool operator==(const CallFact&, const CallFact&) = default;
};

/// Who calls whom, as one file states it; only where a rule asks what code can reach.
struct CallFacts {
  std::vector<FunctionFact> functions;
  std::vector<TypeFact> types;
  std::vector<ValueFact> values;
  std::vector<std::string> symbols;
  std::vector<CallFact> calls;  // by caller, then by place

  bool empty() const { return functions.empty(); }
  /// Whether every index refers to something.
  bool IsSound() const;

  friend bool operator==(const CallFacts&, const CallFacts&) = default;
};

}  // namespace krepis::analyzer
