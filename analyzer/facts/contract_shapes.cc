#include "analyzer/facts/contract_shapes.h"

#include <algorithm>
#include <vector>

namespace krepis::analyzer {
namespace {

std::vector<Node> Parameters(const Ast& ast, Node function) {
  std::vector<Node> parameters;
  for (const Node child : ast.Children(function)) {
    if (ast.Is(child, NodeKind::kParameter)) parameters.push_back(child);
  }
  return parameters;
}

/// What JavaScript calls the length of a function: its parameters up to the first that has a
/// default, or takes the rest.
size_t LengthOf(const Ast& ast, const std::vector<Node>& parameters) {
  size_t length = 0;
  for (const Node parameter : parameters) {
    if (ast.Has(parameter, kRest)) break;
    const Node last = ast.last_child(parameter);
    if (last != 0 && !ast.Is(last, NodeKind::kTypeReference) && !ast.Is(last, NodeKind::kBinding))
      break;
    ++length;
  }
  return length;
}

bool Matches(const Ast& ast, const MisshapenHandler& handler, const std::vector<Node>& parameters) {
  if (parameters.size() < handler.parameters.size()) return false;
  for (size_t i = 0; i < handler.parameters.size(); ++i) {
    const std::vector<std::string>& names = handler.parameters[i];
    if (std::find(names.begin(), names.end(), ast.name(parameters[i])) == names.end()) return false;
  }
  return handler.length == 0 || LengthOf(ast, parameters) != handler.length;
}

}  // namespace

std::optional<Misshapen> FindMisshapen(const Scopes& scopes, BehaviorFinder& finder,
                                       Node function) {
  const Ast& ast = scopes.ast();
  const std::vector<Node> parameters = Parameters(ast, function);
  if (parameters.size() < 2) return std::nullopt;
  for (const BehaviorFinder::Used& used : finder.used()) {
    for (const MisshapenHandler& handler : used.preset->misshapen) {
      if (!Matches(ast, handler, parameters)) continue;
      const BehaviorFinder::Registration found =
          finder.RegistrationOf(function, handler.methods, *used.preset);
      if (found.foreign) continue;
      Misshapen misshapen{used.preset, &handler, used.imported, found.method.empty()};
      if (misshapen.positional && finder.SymbolsOf(function).size() < 2) continue;
      return misshapen;
    }
  }
  return std::nullopt;
}

std::string ParametersOf(const Ast& ast, Node function) {
  std::string text = "(";
  for (const Node parameter : Parameters(ast, function)) {
    if (text.size() > 1) text += ", ";
    text += ast.name(parameter).empty() ? "…" : ast.name(parameter);
  }
  return text + ")";
}

}  // namespace krepis::analyzer
