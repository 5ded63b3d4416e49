#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "analyzer/ast/ast.h"

namespace krepis::analyzer {

/// What a control-flow graph records. It is asked for nodes of the function itself and for the
/// functions and classes inside it, not for what stands in those.
struct FlowQuestions {
  /// Whether a node is an event: something that happens on a path, in the order of evaluation.
  std::function<bool(Node)> is_event;
  /// Whether an event may throw after it happened, so that a catch around it runs with it done.
  /// Without this no event throws.
  std::function<bool(Node)> throws;
  /// Leaves out what may well never happen: a catch is entered only from calls, awaits and throws
  /// in its `try` that hold no event, with what was done before them, and loops run once at least.
  bool likely = false;
};

/// The paths through the body of one function: blocks of events, joined by the jumps between them.
///
/// Branches exclude each other, the right side of && || ?? may not run, loops may run their body
/// never, once or again, switch cases fall through where the language says so, a `finally` stands
/// on every way out of its `try`. A catch is entered from the beginning of its `try` (something in
/// there threw before any event), from a `throw` in it and from events that throw; that an event
/// happened and then something else threw is not assumed. Functions inside the function are not
/// entered: when they run is not known.
class ControlFlow {
 public:
  struct Block {
    std::vector<Node> events;
    std::vector<uint32_t> next;
    Node branch = 0;    // the kIf, kConditional, kLogical, kCase or kCatch that leads here
    bool taken = true;  // kIf, kConditional, kLogical: its condition holds
    Node exit = 0;      // the kReturn that ends it
  };
  static constexpr uint32_t kEntry = 0;
  static constexpr uint32_t kEnd = 1;     // ran off the end of the body
  static constexpr uint32_t kReturn = 2;  // a return statement
  static constexpr uint32_t kThrow = 3;   // left by an exception

  /// nullopt: nested too deeply, or `finally` blocks that multiply without bound.
  static std::optional<ControlFlow> Build(const Ast& ast, Node function,
                                          const FlowQuestions& questions);

  const std::vector<Block>& blocks() const { return blocks_; }

 private:
  friend class ControlFlowBuilder;
  std::vector<Block> blocks_;
};

/// Two events of which the second can follow the first on one path with no event between; in a loop
/// they may be the same node.
struct RepeatedEvent {
  Node first;
  Node second;
};

/// Every such pair, by second and first. At most kMaxFlowEvents events are told apart; a function
/// with more gives nothing.
inline constexpr size_t kMaxFlowEvents = 64;
std::vector<RepeatedEvent> FindRepeatedEvents(const ControlFlow& flow);

/// The blocks of a shortest path from the beginning of the function to a return or its end on which
/// no event happens; empty when there is none. What leaves by an exception is no such path.
std::vector<uint32_t> FindEventlessPath(const ControlFlow& flow);

}  // namespace krepis::analyzer
