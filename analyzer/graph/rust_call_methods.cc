#include "analyzer/graph/rust_call_methods.h"

#include <algorithm>
#include <string>

#include "analyzer/facts/rust_standard_names.h"

namespace krepis::analyzer {
namespace {

/// Traits above traits: no program comes near.
constexpr size_t kMaxSupers = 32;

/// The method that one of another crate's traits calls for those that it provides itself.
std::string_view RequiredBy(std::string_view trait, std::string_view method) {
  static constexpr std::string_view kAdapters[] = {
      "all",          "any",      "by_ref", "chain",      "collect",    "count",
      "enumerate",    "extend",   "filter", "filter_map", "find",       "find_map",
      "flat_map",     "flatten",  "fold",   "for_each",   "fuse",       "inspect",
      "into_iter",    "last",     "map",    "map_while",  "max",        "max_by",
      "max_by_key",   "min",      "min_by", "min_by_key", "nth",        "partition",
      "peekable",     "position", "reduce", "rev",        "scan",       "skip",
      "skip_while",   "step_by",  "sum",    "take",       "take_while", "try_fold",
      "try_for_each", "unzip",    "zip"};
  if (trait == "Iterator" || trait == "Stream") {
    for (const std::string_view adapter : kAdapters) {
      if (method == adapter) return trait == "Iterator" ? "next" : "poll_next";
    }
    return trait == "Stream" && method == "next" ? "poll_next" : "";
  }
  if (trait == "Read" && (method.starts_with("read_") || method == "bytes")) return "read";
  if (trait == "Write" && (method == "write_all" || method == "write_fmt")) return "write";
  if (trait == "Display" && method == "to_string") return "fmt";
  if (trait == "AsyncRead" && method.starts_with("read")) return "poll_read";
  if (trait == "AsyncWrite" && method.starts_with("write")) return "poll_write";
  return {};
}

}  // namespace

bool RustMethods::Named(uint32_t file, std::string_view prefix, std::string_view method,
                        Confidence confidence, std::vector<CallTarget>& targets) const {
  const std::span<const uint32_t> functions = index_.FunctionsOf(file, prefix, method);
  for (const uint32_t function : functions)
    targets.push_back({input_.ids.Of(file, function), confidence});
  return !functions.empty();
}

bool RustMethods::Default(RustTypeId trait, std::string_view method, Confidence confidence,
                          std::vector<CallTarget>& targets) const {
  const RustCallIndex::Type& type = index_.type(trait);
  bool any = false;
  for (const uint32_t function : index_.FunctionsOf(type.file, type.name, method)) {
    if (input_.facts[type.file].calls.functions[function].bodiless) continue;
    targets.push_back({input_.ids.Of(type.file, function), confidence});
    any = true;
  }
  return any;
}

bool RustMethods::Of(RustTypeId id, std::string_view method,
                     std::vector<CallTarget>& targets) const {
  const RustCallIndex::Type& type = index_.type(id);
  if (type.interface) return OfTrait(id, method, targets) || Blanket(id, method, targets);
  const size_t before = targets.size();
  for (const uint32_t block : type.impls) {
    const RustCallIndex::Impl& impl = index_.impls()[block];
    if (impl.trait == RustTypeId{} && impl.foreign_trait.empty())
      Named(impl.file, impl.prefix, method, Confidence::kResolved, targets);
  }
  if (targets.size() > before) return true;
  for (const uint32_t block : type.impls) {
    const RustCallIndex::Impl& impl = index_.impls()[block];
    if (impl.trait == RustTypeId{} && impl.foreign_trait.empty()) continue;
    const bool own = Named(impl.file, impl.prefix, method, Confidence::kResolved, targets);
    if (!own && impl.trait != RustTypeId{})
      Default(impl.trait, method, Confidence::kResolved, targets);
  }
  // Several impls of one trait for one type (From) have a method each.
  if (targets.size() > before + 1) {
    for (size_t i = before; i < targets.size(); ++i) targets[i].confidence = Confidence::kDispatch;
  }
  if (targets.size() > before) return true;
  return Provided(id, method, targets) || Blanket(id, method, targets);
}

/// What the methods that another crate's trait provides call of the type's own.
bool RustMethods::Provided(RustTypeId id, std::string_view method,
                           std::vector<CallTarget>& targets) const {
  bool any = false;
  for (const uint32_t block : index_.type(id).impls) {
    const RustCallIndex::Impl& impl = index_.impls()[block];
    const std::string_view required = RequiredBy(impl.foreign_trait, method);
    if (!required.empty())
      any |= Named(impl.file, impl.prefix, required, Confidence::kDispatch, targets);
  }
  return any;
}

/// Whether one of two files may know the other.
bool RustMethods::Meet(uint32_t one, uint32_t other) const {
  return index_.Sees(one, other) || index_.Sees(other, one);
}

/// Of traits that are implemented for whatever their bounds allow.
bool RustMethods::Blanket(RustTypeId type, std::string_view method,
                          std::vector<CallTarget>& targets) const {
  if (!index_.IsOfBlanket(method) || IsRustStandardMethod(method)) return false;
  bool any = false;
  for (const uint32_t block : index_.blankets()) {
    const RustCallIndex::Impl& impl = index_.impls()[block];
    if (impl.trait == RustTypeId{} || !Meet(index_.type(type).file, impl.file)) continue;
    const bool own = Named(impl.file, impl.prefix, method, Confidence::kDispatch, targets);
    any |= own || Default(impl.trait, method, Confidence::kDispatch, targets);
  }
  return any;
}

bool RustMethods::OfTrait(RustTypeId start, std::string_view method,
                          std::vector<CallTarget>& targets) const {
  std::vector<RustTypeId> traits = {start};
  for (size_t i = 0; i < traits.size() && traits.size() < kMaxSupers; ++i) {
    const RustCallIndex::Type& trait = index_.type(traits[i]);
    const std::span<const uint32_t> declared = index_.FunctionsOf(trait.file, trait.name, method);
    if (!declared.empty()) {
      for (const uint32_t function : declared) {
        // What only declares it leads to all that implement it by itself.
        const bool bodiless = input_.facts[trait.file].calls.functions[function].bodiless;
        targets.push_back({input_.ids.Of(trait.file, function),
                           bodiless ? Confidence::kResolved : Confidence::kDispatch});
        if (bodiless) continue;
        const size_t before = targets.size();
        Implementations(traits[i], method, targets);
        targets.resize(std::min(targets.size(), before + kMaxDispatch));
      }
      return true;
    }
    for (const RustTypeId super : trait.supers) {
      if (std::find(traits.begin(), traits.end(), super) == traits.end()) traits.push_back(super);
    }
  }
  return false;
}

void RustMethods::Implementations(RustTypeId trait, std::string_view method,
                                  std::vector<CallTarget>& targets) const {
  const size_t before = targets.size();
  for (const uint32_t block : index_.type(trait).providers) {
    const RustCallIndex::Impl& impl = index_.impls()[block];
    Named(impl.file, impl.prefix, method, Confidence::kDispatch, targets);
  }
  if (targets.size() - before <= kMaxDispatch) return;
  for (size_t i = before; i < targets.size(); ++i) targets[i].confidence = Confidence::kUnknown;
}

bool RustMethods::OfForeign(std::string_view type, std::string_view method,
                            std::vector<CallTarget>& targets) const {
  bool any = false;
  for (const uint32_t block : index_.ForeignImpls(type)) {
    const RustCallIndex::Impl& impl = index_.impls()[block];
    const bool own = Named(impl.file, impl.prefix, method, Confidence::kResolved, targets);
    any |= own;
    if (!own && impl.trait != RustTypeId{})
      any |= Default(impl.trait, method, Confidence::kResolved, targets);
  }
  return any;
}

const RustCallIndex::Impl* RustMethods::ImplOf(RustTypeId type,
                                               std::string_view foreign_trait) const {
  for (const uint32_t block : index_.type(type).impls) {
    const RustCallIndex::Impl& impl = index_.impls()[block];
    if (impl.foreign_trait == foreign_trait) return &impl;
  }
  return nullptr;
}

}  // namespace krepis::analyzer
