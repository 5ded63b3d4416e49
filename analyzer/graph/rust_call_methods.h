#pragma once

#include <string_view>
#include <vector>

#include "analyzer/graph/rust_call_index.h"

namespace krepis::analyzer {

/// Finds the functions that a method of a known type means.
class RustMethods {
 public:
  explicit RustMethods(const RustCallIndex& index, const CallLinkInput& input)
      : index_(index), input_(input) {}

  /// Appends the methods of that name of a type or trait, its own first. False when it has none.
  bool Of(RustTypeId type, std::string_view method, std::vector<CallTarget>& targets) const;
  /// Of a type of another crate: what traits of the workspace give it.
  bool OfForeign(std::string_view type, std::string_view method,
                 std::vector<CallTarget>& targets) const;
  /// What implements a method that `trait` declares.
  void Implementations(RustTypeId trait, std::string_view method,
                       std::vector<CallTarget>& targets) const;
  /// The block by which the type implements a trait of another crate, or nullptr.
  const RustCallIndex::Impl* ImplOf(RustTypeId type, std::string_view foreign_trait) const;

 private:
  bool Named(uint32_t file, std::string_view prefix, std::string_view method, Confidence confidence,
             std::vector<CallTarget>& targets) const;
  bool OfTrait(RustTypeId trait, std::string_view method, std::vector<CallTarget>& targets) const;
  bool Default(RustTypeId trait, std::string_view method, Confidence confidence,
               std::vector<CallTarget>& targets) const;
  bool Provided(RustTypeId type, std::string_view method, std::vector<CallTarget>& targets) const;
  bool Blanket(RustTypeId type, std::string_view method, std::vector<CallTarget>& targets) const;
  bool Meet(uint32_t one, uint32_t other) const;

  const RustCallIndex& index_;
  const CallLinkInput& input_;
};

}  // namespace krepis::analyzer
