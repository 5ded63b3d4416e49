#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/cli/nodes.h"
#include "analyzer/cli/output.h"
#include "analyzer/cli/session.h"
#include "analyzer/cli/verbs.h"
#include "analyzer/core/escape.h"
#include "analyzer/core/json_writer.h"
#include "analyzer/engine/simulation.h"
#include "analyzer/report/json.h"

namespace krepis::analyzer {
namespace {

int Fail(const std::string& message) {
  Say("error: " + message);
  return kUsage;
}

/// One --move or --cut, and how much it is about: files or imports.
struct Step {
  std::string from, to;
  size_t count = 0;
};

struct Plan {
  Change change;
  std::vector<Step> moves;
  std::vector<Step> cuts;
};

/// `to` of a --move as mv reads it: the new name, or the folder to put it into where it is one.
std::string Destination(const Graph& graph, const std::string& from, const std::string& to,
                        bool into) {
  const std::string folder = to + "/";
  for (uint32_t i = 1; i <= graph.file_count() && !into; ++i)
    into = graph.name(NodeId{i}).starts_with(folder);
  const size_t slash = from.rfind('/');
  return into ? (to.empty() ? "" : folder) + from.substr(slash == from.npos ? 0 : slash + 1) : to;
}

Result<void> PlanMoves(const Session& session, const Options& options, Plan& plan) {
  const Graph& graph = session.analysis().graph();
  std::map<NodeId, std::string> moved;
  for (const auto& [from, to] : options.moves) {
    const std::string source = session.Relative(from);
    std::string target = session.Relative(to);
    if (target.starts_with("/") || target == ".." || target.starts_with("../"))
      return Error{fmt::format("--move: {} is outside the workspace", to), {}};
    target = Destination(graph, source, target, to.ends_with("/") || target.empty());
    size_t count = 0;
    for (uint32_t i = 1; i <= graph.file_count(); ++i) {
      const std::string_view name = graph.name(NodeId{i});
      const bool below = !source.empty() && name.starts_with(source + "/");
      if (name != source && !below) continue;
      if (!moved.emplace(NodeId{i}, target + std::string(name.substr(source.size()))).second)
        return Error{fmt::format("--move: {} would move twice", name), {}};
      ++count;
    }
    if (count == 0)
      return Error{fmt::format("--move: {} is no source file and no folder of any", from), {}};
    plan.moves.push_back({source, target, count});
  }
  std::set<std::string_view> taken;
  for (const auto& [file, path] : moved) {
    const NodeId there = graph.Find(path);
    if ((!IsNone(there) && !moved.contains(there)) || !taken.insert(path).second)
      return Error{fmt::format("--move: {} is another file already", path), {}};
  }
  plan.change.moves.assign(moved.begin(), moved.end());
  return {};
}

Result<void> PlanCuts(const Session& session, const Options& options, Plan& plan) {
  const Graph& graph = session.analysis().graph();
  struct Sides {
    std::vector<bool> from, to;
  };
  std::vector<Sides> cuts;
  for (const auto& [from, to] : options.cuts) {
    Sides sides;
    for (const auto& [argument, side] :
         {std::pair(&from, &sides.from), std::pair(&to, &sides.to)}) {
      const Result<std::vector<NodeId>> nodes = NodesOf(session, *argument);
      if (!nodes) return Error{"--cut: " + nodes.error().message, {}};
      side->assign(graph.node_count() + 1, false);
      for (const NodeId node : *nodes) (*side)[Index(node)] = true;
    }
    Step step{from, to};
    for (const Edge& edge : graph.edges())
      step.count += sides.from[Index(edge.from)] && sides.to[Index(edge.to)] ? 1 : 0;
    if (step.count == 0)
      return Error{
          fmt::format("--cut: {} does not depend on {}: there is nothing to cut", from, to), {}};
    plan.cuts.push_back(std::move(step));
    cuts.push_back(std::move(sides));
  }
  if (cuts.empty()) return {};
  plan.change.cut = [cuts = std::move(cuts)](const Edge& edge) {
    return std::any_of(cuts.begin(), cuts.end(), [&](const Sides& sides) {
      return sides.from[Index(edge.from)] && sides.to[Index(edge.to)];
    });
  };
  return {};
}

std::string Plural(size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string Line(std::string_view what, const Diagnostic& violation) {
  std::string rule = violation.rule;
  if (!violation.id.empty()) rule += " " + violation.id;
  std::string place = EscapeForTerminal(violation.path);
  if (const Position& begin = violation.location.begin; begin.line != 0)
    place += fmt::format(":{}:{}", begin.line, begin.column);
  return fmt::format("{} {}[{}] {}: {}\n", what, SeverityName(violation.severity),
                     EscapeForTerminal(rule), place, EscapeForTerminal(violation.message));
}

std::string Text(const Plan& plan, const Simulation& simulation, const Effect& effect) {
  std::string text;
  for (const Step& move : plan.moves) {
    text += fmt::format("move {} to {} ({})\n", EscapeForTerminal(move.from),
                        EscapeForTerminal(move.to), Plural(move.count, "file"));
  }
  for (const Step& cut : plan.cuts) {
    text += fmt::format("cut {} -> {} ({})\n", EscapeForTerminal(cut.from),
                        EscapeForTerminal(cut.to), Plural(cut.count, "import"));
  }
  text += '\n';
  for (const Error& error : simulation.config_errors()) {
    text += fmt::format("appears    config {}:{}:{}: {}\n", EscapeForTerminal(error.path),
                        error.line, error.column, EscapeForTerminal(error.message));
  }
  for (const Diagnostic& violation : effect.appear) text += Line("appears   ", violation);
  for (const Diagnostic& violation : effect.disappear) text += Line("disappears", violation);
  if (text.ends_with(")\n\n"))
    text += "nothing appears, nothing disappears";
  else
    text += fmt::format("\n{} would appear, {} disappear",
                        Plural(effect.appear.size(), "violation"), effect.disappear.size());
  return text + fmt::format("; {} remain\n", effect.remain);
}

void WriteSteps(JsonWriter& json, const std::vector<Step>& steps, std::string_view noun) {
  json.BeginArray();
  for (const Step& step : steps) {
    json.BeginObject()
        .Member("from", step.from)
        .Member("to", step.to)
        .Member(noun, static_cast<uint64_t>(step.count))
        .EndObject();
  }
  json.EndArray();
}

void WriteViolations(JsonWriter& json, const std::vector<Diagnostic>& violations) {
  json.BeginArray();
  for (const Diagnostic& violation : violations) WriteViolation(json, violation);
  json.EndArray();
}

std::string Json(const Plan& plan, const Simulation& simulation, const Effect& effect) {
  std::string out;
  JsonWriter json(&out, JsonWriter::Layout::kIndented);
  json.BeginObject().Member("schema", "krepis.whatif/1").Key("moves");
  WriteSteps(json, plan.moves, "files");
  json.Key("cuts");
  WriteSteps(json, plan.cuts, "imports");
  json.Key("config_errors").BeginArray();
  for (const Error& error : simulation.config_errors()) {
    json.BeginObject()
        .Member("path", error.path)
        .Member("line", error.line)
        .Member("column", error.column)
        .Member("message", error.message)
        .EndObject();
  }
  json.EndArray().Key("appear");
  WriteViolations(json, effect.appear);
  json.Key("disappear");
  WriteViolations(json, effect.disappear);
  json.Member("remain", static_cast<uint64_t>(effect.remain)).EndObject();
  return out + "\n";
}

}  // namespace

int RunWhatif(const Options& options) {
  if (options.moves.empty() && options.cuts.empty())
    return Fail("say what would change: --move FROM TO or --cut FROM TO");
  const std::unique_ptr<Session> session = Session::Open(options);
  if (session == nullptr || !session->BuildModel()) return kUsage;
  Plan plan;
  for (const auto& planned :
       {PlanMoves(*session, options, plan), PlanCuts(*session, options, plan)}) {
    if (!planned) return Fail(planned.error().message);
  }
  const Analysis& analysis = session->analysis();
  const Result<std::unique_ptr<Simulation>> simulation = Simulation::Of(analysis, plan.change);
  if (!simulation) return Fail(simulation.error().message);
  const Model& after = (*simulation)->model();
  const Report was = EvaluateModel(analysis, analysis.model());
  const Report is = EvaluateModel(analysis, after);
  const Effect effect = CompareEvaluations(analysis.model(), was, after, is, plan.change);
  const std::string text = options.format == "json" ? Json(plan, **simulation, effect)
                                                    : Text(plan, **simulation, effect);
  if (!WriteStdout(text)) return kUsage;
  for (const Incomplete& incomplete : is.incomplete)
    Say(fmt::format("not analysed: {}: {}", incomplete.path, incomplete.reason));
  const bool fails =
      !(*simulation)->config_errors().empty() ||
      std::any_of(effect.appear.begin(), effect.appear.end(), [&](const Diagnostic& violation) {
        return violation.severity == Severity::kError || options.fail_on == "warning";
      });
  if (fails) return kViolations;
  return is.incomplete.empty() ? kClean : kIncomplete;
}

}  // namespace krepis::analyzer
