#include "analyzer/engine/ordering_verdicts.h"

#include <algorithm>

namespace krepis::analyzer {
namespace {

class Judge {
 public:
  Judge(const ChainTable& chains, const Route& route) : chains_(chains), route_(route) {
    size_t nearest = Preset::npos;
    for (size_t i = 0; i < size(); ++i) {
      if (chains_.entry(at(i)).barrier) nearest = i;
      barriers_.push_back(nearest);
    }
  }

  /// Nothing of `inner` stands outside something of `outer`. Of what stands wrong to several, one.
  void Pair(std::string_view outer, std::string_view inner) {
    for (size_t j = 0; j < size(); ++j) {
      if (!Is(j, outer) || Is(j, inner)) continue;
      size_t wrong = size();
      const ChainElement* doubt = nullptr;
      for (size_t i = 0; i < size(); ++i) {
        if (!Is(i, inner) || Is(i, outer) || (i > j && !IsLoose(at(i), at(j)))) continue;
        doubt = i > j ? LooseOf(i, j) : DoubtOf(i, j);
        wrong = i;
        if (doubt == nullptr) break;
      }
      if (wrong != size()) Add(j, wrong, outer, inner, doubt);
    }
  }

  /// Where something of `inner` stands, something of `outer` stands outside of it, if there is any
  /// on the route. `method`: of the requests that this is about; empty: of the route's.
  void Needs(std::string_view inner, std::string_view outer, std::string_view method) {
    const ChainElement* before = nullptr;  // what may be of `outer`
    for (size_t i = 0; i < size(); ++i) {
      if (Is(i, outer)) {
        if (at(i).certainty == Certainty::kMust && !at(i).loose && !Doubts(i, outer)) return;
        before = &at(i);
      } else if (chains_.entry(at(i)).barrier) {
        before = &at(i);
      }
      const bool other = at(i).of_method && !method.empty() && method != route_.method;
      if (!Is(i, inner) || Is(i, outer) || other) continue;
      const bool together =
          before != nullptr && before->condition != 0 && before->condition == at(i).condition;
      if (together) continue;
      size_t wrong = size();
      const ChainElement* doubt = nullptr;
      for (size_t j = i + 1; j < size(); ++j) {
        if (!Is(j, outer) || Is(j, inner)) continue;
        if (wrong != size() && doubt == nullptr) break;
        wrong = j;
        doubt = DoubtOf(i, j);
      }
      if (wrong == size()) return;
      if (doubt == nullptr) doubt = before;
      Add(wrong, i, outer, inner, doubt);
      if (doubt == nullptr) return;
    }
  }

  /// Each `second` stands directly inside a `first`, where both are.
  void Adjacent(std::string_view first, std::string_view second) {
    for (size_t i = 0; i < size(); ++i) {
      if (!Is(i, second)) continue;
      if (i > 0 && Is(i - 1, first)) {
        if (const ChainElement* doubt = LooseNear(i - 1, i)) Add(i, i - 1, second, first, doubt);
        continue;
      }
      size_t nearest = size();
      for (size_t j = 0; j < size(); ++j) {
        if (Is(j, first) && (nearest == size() || j < i)) nearest = j;
      }
      if (nearest == size()) continue;
      const ChainElement* doubt = DoubtOf(std::min(i, nearest), std::max(i, nearest));
      // Of what stands between them, something has to be there for sure.
      if (doubt == nullptr && nearest < i) {
        doubt = &at(nearest + 1);
        for (size_t j = nearest + 1; j < i; ++j) {
          if (at(j).certainty == Certainty::kMust) doubt = nullptr;
        }
      }
      Add(i, nearest, second, first, doubt);
    }
  }

  void First(const std::vector<LocatedString>& stages) {
    for (size_t i = 0; i < size(); ++i) {
      if (!IsAny(i, stages)) continue;
      for (size_t j = 0; j < size(); ++j) {
        if (IsAny(j, stages) || (j > i && !IsLoose(at(i), at(j)))) continue;
        Add(i, j, StageOf(i, stages), {}, j < i ? DoubtOf(j, i) : LooseOf(i, j));
        break;
      }
    }
  }

  void Last(const std::vector<LocatedString>& stages) {
    if (std::any_of(stages.begin(), stages.end(),
                    [&](const LocatedString& stage) { return RunsAfter(stage.value); })) {
      for (const LocatedString& stage : stages) LastOfAll(stage.value);
      return;
    }
    for (size_t i = 0; i < size(); ++i) {
      if (!IsAny(i, stages)) continue;
      for (size_t j = size(); j-- > 0;) {
        if (IsAny(j, stages) || at(j).handler || (j < i && !IsLoose(at(i), at(j)))) continue;
        Add(i, j, StageOf(i, stages), {}, j > i ? DoubtOf(i, j) : LooseOf(i, j));
        break;
      }
    }
  }

  void AtMostOnce(std::string_view stage) {
    size_t first = size();
    for (size_t i = 0; i < size(); ++i) {
      if (!Is(i, stage)) continue;
      if (first == size()) {
        first = i;
      } else {
        Add(i, first, stage, stage, Together(first, i));
      }
    }
  }

  void Required(std::string_view stage) {
    const ChainElement* doubt = nullptr;
    for (size_t i = 0; i < size(); ++i) {
      const ChainElement& element = at(i);
      if (Is(i, stage)) {
        if (element.certainty == Certainty::kMust && !Doubts(i, stage)) return;
        doubt = &element;
      } else if (chains_.entry(element).barrier && doubt == nullptr) {
        doubt = &element;
      }
      if (element.handler) break;
    }
    OrderingFault fault;
    fault.decided = doubt == nullptr;
    fault.doubt = doubt;
    fault.stage = stage;
    for (const ChainElement& element : route_.missed) {
      if (fault.other == nullptr && chains_.entry(element).Is(stage)) fault.other = &element;
    }
    faults_.push_back(fault);
  }

  std::vector<OrderingFault> Take() { return std::move(faults_); }

 private:
  size_t size() const { return route_.chain.size(); }
  const ChainElement& at(size_t i) const { return route_.chain[i]; }
  bool Is(size_t i, std::string_view stage) const { return chains_.entry(at(i)).Is(stage); }
  /// Whether it is taken for one of the stage, but not sure to be one.
  bool Doubts(size_t i, std::string_view stage) const {
    const ChainEntry& entry = chains_.entry(at(i));
    return entry.Is(stage) && !entry.SurelyIs(stage);
  }
  bool IsAny(size_t i, const std::vector<LocatedString>& stages) const {
    return !StageOf(i, stages).empty();
  }
  std::string_view StageOf(size_t i, const std::vector<LocatedString>& stages) const {
    for (const LocatedString& stage : stages) {
      if (Is(i, stage.value)) return stage.value;
    }
    return {};
  }

  /// Whether the framework runs the stage behind the handler: an error handler.
  bool RunsAfter(std::string_view stage) const {
    const size_t index = route_.preset->StageIndex(stage);
    return index != Preset::npos && route_.preset->stages[index].after;
  }

  /// What a stage that runs behind the handler covers stands before it: it is last when every route
  /// that it could cover is covered.
  void LastOfAll(std::string_view stage) {
    const ChainElement* doubt = nullptr;
    for (size_t i = 0; i < size(); ++i) {
      if (Is(i, stage)) {
        if (at(i).certainty == Certainty::kMust && !Doubts(i, stage)) return;
        doubt = &at(i);
      } else if (chains_.entry(at(i)).barrier) {
        doubt = &at(i);
      }
    }
    const ChainElement* missed = nullptr;
    for (const ChainElement& element : route_.missed) {
      const ChainEntry& entry = chains_.entry(element);
      if (entry.SurelyIs(stage)) {
        if (element.doubt != ChainDoubt::kNone) doubt = &element;
        if (missed == nullptr) missed = &element;
      } else if (entry.Is(stage) || (entry.stages.empty() && !entry.arity)) {
        doubt = &element;  // what stands behind the route may be of the stage as well
      }
    }
    if (missed == nullptr) return;
    OrderingFault fault;
    fault.at = missed;
    fault.stage = stage;
    fault.decided = doubt == nullptr;
    fault.doubt = doubt;
    faults_.push_back(fault);
  }

  /// Null when both stand in some chain together for sure.
  const ChainElement* Together(size_t i, size_t j) const {
    for (const size_t k : {i, j}) {
      if (at(k).certainty == Certainty::kUnknown || at(k).doubt != ChainDoubt::kNone) return &at(k);
    }
    const bool may = at(i).certainty == Certainty::kMay && at(j).certainty == Certainty::kMay;
    return may && at(i).condition != at(j).condition ? &at(i) : nullptr;
  }

  /// The one of two elements whose order is not known that makes it so.
  const ChainElement* LooseOf(size_t i, size_t j) const { return at(i).loose ? &at(i) : &at(j); }

  /// What may stand between or around two neighbours that seem to stand side by side, or null.
  const ChainElement* LooseNear(size_t i, size_t j) const {
    for (size_t k = 0; k < size(); ++k) {
      for (const size_t one : {i, j}) {
        if (k != one && IsLoose(at(k), at(one))) return LooseOf(k, one);
      }
    }
    return nullptr;
  }

  /// Null when both stand in some chain, in this order, and nothing unknown parts them.
  const ChainElement* DoubtOf(size_t i, size_t j) const {
    if (const ChainElement* doubt = Together(i, j)) return doubt;
    if (IsLoose(at(i), at(j))) return LooseOf(i, j);
    const size_t barrier = j == 0 ? Preset::npos : barriers_[j - 1];
    return barrier != Preset::npos && barrier > i ? &at(barrier) : nullptr;
  }

  void Add(size_t i, size_t other, std::string_view stage, std::string_view other_stage,
           const ChainElement* doubt) {
    if (Doubts(i, stage)) doubt = &at(i);
    if (Doubts(other, other_stage)) doubt = &at(other);
    faults_.push_back({doubt == nullptr, &at(i), &at(other), stage, other_stage, doubt});
  }

  const ChainTable& chains_;
  const Route& route_;
  std::vector<size_t> barriers_;  // by place: of the nearest one up to there
  std::vector<OrderingFault> faults_;
};

}  // namespace

std::vector<OrderingFault> JudgeChain(const ChainTable& chains, const Route& route,
                                      const OrderingRule& rule, bool documented) {
  const OrderingVerb verb = rule.verb;
  const std::vector<LocatedString>& stages = rule.stages;
  Judge judge(chains, route);
  switch (verb) {
    case OrderingVerb::kBefore:
    case OrderingVerb::kAfter:
      for (size_t i = 0; i < stages.size(); ++i) {
        for (size_t j = i + 1; j < stages.size(); ++j) {
          const bool before = verb == OrderingVerb::kBefore;
          const std::string_view outer = stages[before ? i : j].value;
          const std::string_view inner = stages[before ? j : i].value;
          if (documented) {
            judge.Needs(inner, outer, rule.requests);
          } else {
            judge.Pair(outer, inner);
          }
        }
      }
      break;
    case OrderingVerb::kAdjacent:
      for (size_t i = 1; i < stages.size(); ++i)
        judge.Adjacent(stages[i - 1].value, stages[i].value);
      break;
    case OrderingVerb::kFirst:
      judge.First(stages);
      break;
    case OrderingVerb::kLast:
      judge.Last(stages);
      break;
    case OrderingVerb::kAtMostOnce:
      for (const LocatedString& stage : stages) judge.AtMostOnce(stage.value);
      break;
    case OrderingVerb::kRequired:
      for (const LocatedString& stage : stages) judge.Required(stage.value);
      break;
  }
  return judge.Take();
}

}  // namespace krepis::analyzer
