#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace krepis {

/// Why a candidate does not satisfy a specification: a tree, as the specification is one.
struct SpecificationFailure {
  using Parameters = std::vector<std::pair<std::string, std::string>>;

  /// For programs: "quantity.min"; "and", "or" or "not" where a combination was given no name.
  std::string code;
  /// For people.
  std::string message;
  /// What the message was made of, for those who word it themselves: {"min", "1"}.
  Parameters params;
  /// The failures of the parts that failed. Of a negation, none: its part did not fail.
  std::vector<SpecificationFailure> children;

  bool operator==(const SpecificationFailure&) const = default;
};

/// A tree of failures on one line: the messages of its leaves, separated by "; ", as far as they
/// fit into `limit` bytes (cut at a character of UTF-8).
std::string Summary(const SpecificationFailure& failure, size_t limit = 500);

/// A question about a T, put together from smaller ones: specifications are values, combined with
/// &&, || and !.
///
///     Specification<Order> positive("quantity.min", "the quantity must be at least 1",
///                                   [](const Order& order) { return order.quantity >= 1; });
///     Specification<Order> valid = positive && (paid || !shipped);
///
/// A copy copies the predicates. Using a const one from several threads is safe if its predicates
/// are. What a predicate throws leaves IsSatisfiedBy and Evaluate.
template <class T>
class Specification {
 public:
  using Predicate = std::function<bool(const T&)>;

  /// A single question: `predicate` returns whether the candidate satisfies it. It must not be
  /// empty (assert).
  template <class Function>
    requires std::is_invocable_r_v<bool, const Function&, const T&>
  Specification(std::string_view code, std::string_view message, Function predicate,
                SpecificationFailure::Parameters params = {}) {
    nodes_.push_back({.kind = Kind::kLeaf,
                      .size = 1,
                      .code = std::string(code),
                      .message = std::string(message),
                      .params = std::move(params),
                      .predicate = std::move(predicate)});
    assert(nodes_.back().predicate != nullptr);
  }

  /// Satisfied if both are. Evaluate asks both.
  friend Specification operator&&(Specification left, Specification right) {
    return Combine(Kind::kAnd, std::move(left), std::move(right));
  }
  /// Satisfied if one is. Fails with the failures of both.
  friend Specification operator||(Specification left, Specification right) {
    return Combine(Kind::kOr, std::move(left), std::move(right));
  }
  /// Satisfied if `inner` is not. Two negations of a nameless kind cancel out.
  friend Specification operator!(Specification inner) {
    if (inner.nodes_.front().kind == Kind::kNot && inner.nodes_.front().code.empty()) {
      inner.nodes_.erase(inner.nodes_.begin());
      inner.Link();
      return inner;
    }
    inner.Wrap(Kind::kNot);
    return inner;
  }

  /// The same question under a name of its own, so that its failure has this code and message, and
  /// the failures inside it as children. (A single question is renamed.)
  Specification Named(std::string_view code, std::string_view message) && {
    nodes_.front().code = code;
    nodes_.front().message = message;
    return std::move(*this);
  }
  Specification Named(std::string_view code, std::string_view message) const& {
    return Specification(*this).Named(code, message);
  }

  /// Asks no more than it must: && stops at the first no, || at the first yes.
  bool IsSatisfiedBy(const T& candidate) const {
    bool answer = true;
    for (size_t at = 0; at < nodes_.size();) {
      const Node& node = nodes_[at++];
      if (node.kind != Kind::kLeaf) continue;
      answer = node.predicate(candidate);
      for (size_t up = node.parent; up != kNone; up = nodes_[up].parent) {
        const Node& parent = nodes_[up];
        const size_t end = up + parent.size;
        bool settled = at == end || (parent.kind == Kind::kAnd && !answer) ||
                       (parent.kind == Kind::kOr && answer);
        if (!settled) break;
        at = end;
        if (parent.kind == Kind::kNot) answer = !answer;
      }
    }
    return answer;
  }

  /// Asks everything. Nothing when satisfied, else why not.
  std::optional<SpecificationFailure> Evaluate(const T& candidate) const {
    struct Open {
      size_t end;
      const Node* node;
      size_t asked = 0;
      std::vector<SpecificationFailure> failures;
    };
    std::vector<Open> open;
    std::optional<SpecificationFailure> answer;
    for (size_t at = 0; at < nodes_.size();) {
      const Node& node = nodes_[at++];
      if (node.kind != Kind::kLeaf) {
        open.push_back({at - 1 + node.size, &node, 0, {}});
        continue;
      }
      answer = std::nullopt;
      if (!node.predicate(candidate)) answer = {node.code, node.message, node.params, {}};
      while (!open.empty()) {
        Open& parent = open.back();
        ++parent.asked;
        if (answer) parent.failures.push_back(*std::move(answer));
        if (at != parent.end) break;
        answer = Failure(*parent.node, parent.asked, std::move(parent.failures));
        open.pop_back();
      }
    }
    return answer;
  }

 private:
  enum class Kind : uint8_t { kLeaf, kAnd, kOr, kNot };
  static constexpr size_t kNone = static_cast<size_t>(-1);
  /// Nodes lie as in a walk of the tree: parents first, then their parts from left to right.
  struct Node {
    Kind kind;
    size_t size;  // nodes of this tree, itself included
    size_t parent = kNone;
    std::string code;
    std::string message;
    SpecificationFailure::Parameters params;
    Predicate predicate;  // of leaves
  };

  static Specification Combine(Kind kind, Specification left, Specification right) {
    // A nameless combination of the same kind takes the other side in, so that trees stay as flat
    // as they read.
    auto open = [&](Specification& side) {
      const Node& top = side.nodes_.front();
      if (top.kind == kind && top.code.empty()) side.nodes_.erase(side.nodes_.begin());
    };
    open(left);
    open(right);
    left.nodes_.insert(left.nodes_.end(), std::make_move_iterator(right.nodes_.begin()),
                       std::make_move_iterator(right.nodes_.end()));
    left.Wrap(kind);
    return left;
  }

  void Wrap(Kind kind) {
    nodes_.insert(nodes_.begin(), Node{.kind = kind,
                                       .size = nodes_.size() + 1,
                                       .code = {},
                                       .message = {},
                                       .params = {},
                                       .predicate = {}});
    Link();
  }

  void Link() {
    nodes_.front().parent = kNone;
    for (size_t at = 0; at < nodes_.size(); ++at) {
      for (size_t part = at + 1; part < at + nodes_[at].size; part += nodes_[part].size) {
        nodes_[part].parent = at;
      }
    }
  }

  /// The failure of a combination of which `asked` parts were asked and `failures` came back.
  static std::optional<SpecificationFailure> Failure(const Node& node, size_t asked,
                                                     std::vector<SpecificationFailure> failures) {
    bool satisfied = node.kind == Kind::kAnd  ? failures.empty()
                     : node.kind == Kind::kOr ? failures.size() < asked
                                              : !failures.empty();
    if (satisfied) return std::nullopt;
    SpecificationFailure failure{node.code, node.message, node.params, std::move(failures)};
    if (!failure.code.empty()) return failure;
    switch (node.kind) {
      case Kind::kAnd:
        // One broken part of a nameless "and" speaks for itself.
        if (failure.children.size() == 1) {
          SpecificationFailure only = std::move(failure.children.front());
          return only;
        }
        failure.code = "and";
        failure.message = "several conditions are not met";
        break;
      case Kind::kOr:
        failure.code = "or";
        failure.message = "none of the alternatives is met";
        break;
      default: {
        const Node& inner = *(&node + 1);
        failure.code = "not";
        failure.message = "must not be so: " + (inner.code.empty() ? "a combination" : inner.code);
        break;
      }
    }
    return failure;
  }

  std::vector<Node> nodes_;
};

}  // namespace krepis
