#include "analyzer/facts/control_flow.h"

#include <algorithm>
#include <bit>
#include <map>

namespace krepis::analyzer {
namespace {

constexpr int kMaxDepth = 200;
constexpr uint32_t kDead = ~0u;

}  // namespace

class ControlFlowBuilder {
 public:
  ControlFlowBuilder(const Ast& ast, const FlowQuestions& questions)
      : ast_(ast), questions_(questions) {
    flow_.blocks_.resize(4);
  }

  std::optional<ControlFlow> Run(Node function) {
    max_blocks_ = 1000 + 4 * (ast_.end(function) - function);
    const Node body =
        ast_.Is(function, NodeKind::kBlock) ? function : ast_.child(function, NodeKind::kBlock);
    const uint32_t last = body == 0 ? ControlFlow::kEntry : Visit(body, ControlFlow::kEntry, 0);
    Link(last, ControlFlow::kEnd);
    if (failed_) return std::nullopt;
    return std::move(flow_);
  }

 private:
  /// What encloses the current place: where jumps go, and what they pass on the way out.
  struct Frame {
    enum class Kind : uint8_t { kLoop, kSwitch, kCatch, kFinally } kind;
    uint32_t break_to = kDead;     // kLoop, kSwitch
    uint32_t continue_to = kDead;  // kLoop
    uint32_t handler = kDead;      // kCatch
    Node finally = 0;              // kFinally
  };

  uint32_t NewBlock() {
    if (flow_.blocks_.size() >= max_blocks_) failed_ = true;
    flow_.blocks_.emplace_back();
    return static_cast<uint32_t>(flow_.blocks_.size() - 1);
  }

  void Link(uint32_t from, uint32_t to) {
    if (from == kDead || to == kDead) return;
    std::vector<uint32_t>& next = flow_.blocks_[from].next;
    if (std::find(next.begin(), next.end(), to) == next.end()) next.push_back(to);
  }

  uint32_t Branch(uint32_t from, Node branch = 0, bool taken = true) {
    if (from == kDead) return kDead;
    const uint32_t block = NewBlock();
    flow_.blocks_[block].branch = branch;
    flow_.blocks_[block].taken = taken;
    Link(from, block);
    return block;
  }

  uint32_t Join(std::initializer_list<uint32_t> ends) {
    uint32_t joined = kDead;
    for (const uint32_t end : ends) {
      if (end == kDead) continue;
      if (joined == kDead) joined = NewBlock();
      Link(end, joined);
    }
    return joined;
  }

  /// Runs what happens at `node`, beginning in block `at`; returns the block in which it ends,
  /// kDead when it does not.
  uint32_t Visit(Node node, uint32_t at, int depth) {
    if (at == kDead || failed_) return at;
    if (depth > kMaxDepth) {
      failed_ = true;
      return kDead;
    }
    switch (ast_.kind(node)) {
      case NodeKind::kFunction:
      case NodeKind::kLambda:
      case NodeKind::kClass:
        return Happen(node, at, depth);
      case NodeKind::kIf:
      case NodeKind::kConditional:
        return VisitIf(node, at, depth);
      case NodeKind::kLogical:
        return VisitLogical(node, at, depth);
      case NodeKind::kLoop:
        return VisitLoop(node, at, depth);
      case NodeKind::kSwitch:
        return VisitSwitch(node, at, depth);
      case NodeKind::kTry:
        return VisitTry(node, at, depth);
      case NodeKind::kReturn:
        at = VisitChildren(node, at, depth);
        at = Happen(node, at, depth);
        if (ast_.Has(node, kImplicit)) return at;  // the value of a block
        if (at != kDead) flow_.blocks_[at].exit = node;
        Leave(at, ControlFlow::kReturn, depth);
        return kDead;
      case NodeKind::kThrow:
        at = VisitChildren(node, at, depth);
        Throw(at, depth);
        return kDead;
      case NodeKind::kBreak:
      case NodeKind::kContinue:
        Jump(node, at, depth);
        return kDead;
      case NodeKind::kTryOperator:
        at = VisitChildren(node, at, depth);
        Leave(Branch(at), ControlFlow::kReturn, depth);
        return Branch(at);
      case NodeKind::kMacro:
        at = VisitChildren(node, at, depth);
        if (!Panics(ast_.name(node))) return Happen(node, at, depth);
        Throw(at, depth);
        return kDead;
      default: {
        const size_t events = events_;
        at = Happen(node, VisitChildren(node, at, depth), depth);
        if (questions_.likely && events == events_) return MayThrow(node, at, depth);
        return at;
      }
    }
  }

  static bool Panics(std::string_view macro) {
    return macro == "panic" || macro == "unreachable" || macro == "todo" ||
           macro == "unimplemented";
  }

  uint32_t VisitChildren(Node node, uint32_t at, int depth) {
    for (const Node child : ast_.Children(node)) at = Visit(child, at, depth + 1);
    return at;
  }

  uint32_t Happen(Node node, uint32_t at, int depth) {
    if (at == kDead || !questions_.is_event(node)) return at;
    ++events_;
    flow_.blocks_[at].events.push_back(node);
    if (!questions_.throws || !questions_.throws(node)) return at;
    Throw(Branch(at), depth);
    return Branch(at);
  }

  uint32_t VisitIf(Node node, uint32_t at, int depth) {
    uint32_t ends[2] = {kDead, kDead};
    int branches = -1;  // the condition comes first
    uint32_t condition = at;
    for (const Node child : ast_.Children(node)) {
      if (branches < 0) {
        condition = Visit(child, at, depth + 1);
      } else if (branches < 2) {
        ends[branches] = Visit(child, Branch(condition, node, branches == 0), depth + 1);
      }
      ++branches;
    }
    if (branches < 2) ends[1] = Branch(condition, node, false);
    return Join({ends[0], ends[1]});
  }

  uint32_t VisitLogical(Node node, uint32_t at, int depth) {
    const Node left = ast_.first_child(node);
    if (left == 0) return at;
    at = Visit(left, at, depth + 1);
    uint32_t right = Branch(at, node, ast_.name(node) == "&&");
    for (Node child = ast_.end(left); child < ast_.end(node); child = ast_.end(child))
      right = Visit(child, right, depth + 1);
    return Join({at, right});
  }

  uint32_t VisitLoop(Node node, uint32_t at, int depth) {
    const Node body = ast_.last_child(node);
    if (questions_.likely && !ast_.Has(node, kPostCondition))
      return VisitLikelyLoop(node, at, depth);
    const uint32_t head = Branch(at);
    const uint32_t after = NewBlock();
    const bool body_first = ast_.Has(node, kPostCondition);
    const uint32_t again = body_first ? NewBlock() : head;
    frames_.push_back({Frame::Kind::kLoop, after, again, kDead, 0});
    if (body_first) {
      Link(VisitBody(body, head, depth), again);
      Link(VisitConditions(node, body, again, depth), head);
    } else {
      const uint32_t condition = VisitConditions(node, body, head, depth);
      Link(VisitBody(body, Branch(condition), depth), head);
      if (!ast_.Has(node, kInfinite)) Link(condition, after);
    }
    if (body_first && !ast_.Has(node, kInfinite)) Link(again, after);
    frames_.pop_back();
    return after;
  }

  /// A loop whose body runs at least once.
  uint32_t VisitLikelyLoop(Node node, uint32_t at, int depth) {
    const Node body = ast_.last_child(node);
    const uint32_t after = NewBlock();
    const uint32_t again = NewBlock();
    frames_.push_back({Frame::Kind::kLoop, after, again, kDead, 0});
    const uint32_t begin = Branch(VisitConditions(node, body, at, depth));
    Link(VisitBody(body, begin, depth), again);
    const uint32_t end = VisitConditions(node, body, again, depth);
    Link(end, begin);
    if (!ast_.Has(node, kInfinite)) Link(end, after);
    frames_.pop_back();
    return after;
  }

  uint32_t VisitBody(Node body, uint32_t at, int depth) {
    return body == 0 ? at : Visit(body, at, depth + 1);
  }

  uint32_t VisitConditions(Node loop, Node body, uint32_t at, int depth) {
    for (const Node child : ast_.Children(loop)) {
      if (child != body) at = Visit(child, at, depth + 1);
    }
    return at;
  }

  uint32_t VisitSwitch(Node node, uint32_t at, int depth) {
    const bool rust = ast_.language() == Language::kRust;
    const uint32_t after = NewBlock();
    if (!rust) frames_.push_back({Frame::Kind::kSwitch, after, kDead, kDead, 0});
    bool complete = rust;  // every value has its arm
    uint32_t falling = kDead;
    for (const Node child : ast_.Children(node)) {
      if (!ast_.Is(child, NodeKind::kCase)) {
        at = Visit(child, at, depth + 1);
        continue;
      }
      complete |= ast_.Has(child, kDefault);
      const Node body = ast_.last_child(child);
      for (const Node value : ast_.Children(child)) {
        if (value != body) at = Visit(value, at, depth + 1);
      }
      const uint32_t begin = Join({Branch(at, child), falling});
      at = Branch(at);  // what the next case asks happens after this branch
      const uint32_t end = VisitBody(body, begin, depth);
      falling = kDead;
      if (ast_.Has(child, kFallsThrough)) {
        falling = end;
      } else {
        Link(end, after);
      }
    }
    Link(falling, after);
    if (!complete) Link(at, after);
    if (!rust) frames_.pop_back();
    return after;
  }

  uint32_t VisitTry(Node node, uint32_t at, int depth) {
    Node finally = 0;
    std::vector<Node> handlers;
    for (const Node child : ast_.Children(node)) {
      if (ast_.Is(child, NodeKind::kCatch)) handlers.push_back(child);
      if (ast_.Is(child, NodeKind::kFinally)) finally = child;
    }
    if (finally != 0) frames_.push_back({Frame::Kind::kFinally, kDead, kDead, kDead, finally});
    uint32_t handler = kDead;
    if (!handlers.empty()) {
      handler = questions_.likely ? NewBlock() : Branch(at);
      frames_.push_back({Frame::Kind::kCatch, kDead, kDead, handler, 0});
    }
    uint32_t end = Branch(at);
    for (const Node child : ast_.Children(node)) {
      if (!ast_.Is(child, NodeKind::kCatch) && !ast_.Is(child, NodeKind::kFinally))
        end = Visit(child, end, depth + 1);
    }
    if (!handlers.empty()) frames_.pop_back();
    for (const Node child : handlers)
      end = Join({end, VisitChildren(child, Branch(handler, child), depth + 1)});
    if (finally == 0) return end;
    frames_.pop_back();
    return VisitChildren(finally, end, depth + 1);
  }

  /// A catch around a call or an await is entered from it.
  uint32_t MayThrow(Node node, uint32_t at, int depth) {
    const bool throws = ast_.Is(node, NodeKind::kCall) || ast_.Is(node, NodeKind::kAwait);
    const bool caught = std::any_of(frames_.begin(), frames_.end(), [](const Frame& frame) {
      return frame.kind == Frame::Kind::kCatch;
    });
    if (at == kDead || !throws || !caught) return at;
    Throw(Branch(at), depth);
    return Branch(at);
  }

  /// Leaves the frames from the innermost up to (not including) frame `until`, running their
  /// `finally` blocks.
  uint32_t Unwind(uint32_t at, size_t until, int depth) {
    std::vector<Frame> passed(frames_.begin() + static_cast<std::ptrdiff_t>(until), frames_.end());
    const std::vector<Frame> saved = frames_;
    while (!passed.empty() && at != kDead) {
      const Frame frame = passed.back();
      passed.pop_back();
      frames_.resize(until + passed.size());
      if (frame.kind == Frame::Kind::kFinally)
        at = VisitChildren(frame.finally, Branch(at), depth + 1);
    }
    frames_ = saved;
    return at;
  }

  void Leave(uint32_t at, uint32_t exit, int depth) { Link(Unwind(at, 0, depth), exit); }

  void Throw(uint32_t at, int depth) {
    for (size_t i = frames_.size(); i > 0; --i) {
      if (frames_[i - 1].kind != Frame::Kind::kCatch) continue;
      Link(Unwind(at, i, depth), frames_[i - 1].handler);
      return;
    }
    Leave(at, ControlFlow::kThrow, depth);
  }

  /// A jump to a label ends the path: labels are not in the tree.
  void Jump(Node node, uint32_t at, int depth) {
    if (!ast_.name(node).empty()) return;
    const bool leaves = ast_.Is(node, NodeKind::kBreak);
    for (size_t i = frames_.size(); i > 0; --i) {
      const Frame frame = frames_[i - 1];
      const uint32_t target = leaves ? frame.break_to : frame.continue_to;
      if (target == kDead) continue;
      Link(Unwind(at, i, depth), target);
      return;
    }
  }

  const Ast& ast_;
  const FlowQuestions& questions_;
  ControlFlow flow_;
  std::vector<Frame> frames_;
  size_t max_blocks_ = 0;
  size_t events_ = 0;  // seen so far
  bool failed_ = false;
};

std::optional<ControlFlow> ControlFlow::Build(const Ast& ast, Node function,
                                              const FlowQuestions& questions) {
  return ControlFlowBuilder(ast, questions).Run(function);
}

std::vector<RepeatedEvent> FindRepeatedEvents(const ControlFlow& flow) {
  const std::vector<ControlFlow::Block>& blocks = flow.blocks();
  std::map<Node, uint32_t> index;  // event -> bit
  for (const ControlFlow::Block& block : blocks) {
    for (const Node event : block.events) index.emplace(event, 0);
  }
  if (index.size() > kMaxFlowEvents) return {};
  std::vector<Node> events;
  for (auto& [event, bit] : index) {
    bit = static_cast<uint32_t>(events.size());
    events.push_back(event);
  }
  const auto bit_of = [&](Node event) { return uint64_t{1} << index.find(event)->second; };
  // Which events may have been the last one when a block begins.
  std::vector<uint64_t> before(blocks.size(), 0);
  std::vector<uint64_t> repeats(events.size(), 0);  // second -> firsts
  std::vector<bool> reached(blocks.size(), false);
  std::vector<uint32_t> work = {ControlFlow::kEntry};
  reached[ControlFlow::kEntry] = true;
  while (!work.empty()) {
    const uint32_t block = work.back();
    work.pop_back();
    uint64_t last = before[block];
    for (const Node event : blocks[block].events) {
      repeats[index.find(event)->second] |= last;
      last = bit_of(event);
    }
    for (const uint32_t next : blocks[block].next) {
      if (reached[next] && (before[next] | last) == before[next]) continue;
      reached[next] = true;
      before[next] |= last;
      work.push_back(next);
    }
  }
  std::vector<RepeatedEvent> pairs;
  for (size_t second = 0; second < events.size(); ++second) {
    for (uint64_t firsts = repeats[second]; firsts != 0; firsts &= firsts - 1)
      pairs.push_back({events[static_cast<size_t>(std::countr_zero(firsts))], events[second]});
  }
  return pairs;
}

std::vector<uint32_t> FindEventlessPath(const ControlFlow& flow) {
  const std::vector<ControlFlow::Block>& blocks = flow.blocks();
  std::vector<uint32_t> came_from(blocks.size(), kDead);
  std::vector<uint32_t> queue;
  const auto reach = [&](uint32_t block, uint32_t from) {
    if (came_from[block] != kDead || !blocks[block].events.empty()) return;
    came_from[block] = from;
    queue.push_back(block);
  };
  reach(ControlFlow::kEntry, ControlFlow::kEntry);
  for (size_t i = 0; i < queue.size(); ++i) {
    const uint32_t block = queue[i];
    if (block == ControlFlow::kEnd || block == ControlFlow::kReturn) {
      std::vector<uint32_t> path = {block};
      while (path.back() != ControlFlow::kEntry) path.push_back(came_from[path.back()]);
      std::reverse(path.begin(), path.end());
      return path;
    }
    for (const uint32_t next : blocks[block].next) reach(next, block);
  }
  return {};
}

}  // namespace krepis::analyzer
