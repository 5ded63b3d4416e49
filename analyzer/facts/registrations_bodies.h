#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/facts/registrations_entry_values.h"
#include "analyzer/facts/registrations_pipelines.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// What functions of a file run: calls on what they are given themselves, as `auth(req, res,
/// next)`, and calls of what a preset knows. Keeps its answers. Not thread-safe.
class BodyReader {
 public:
  BodyReader(const Scopes& scopes, const PipelineFinder& finder, EntryValues& values)
      : scopes_(scopes), ast_(scopes.ast()), finder_(finder), values_(values) {}

  struct Ran {
    std::vector<std::string> surely;  // methods that a preset says make the function what it is
    std::vector<std::string> maybe;   // names of what may run, on some requests
  };
  /// Of a kFunction or kLambda, functions of the file that it runs included.
  const Ran& Of(Node function);

 private:
  struct Call {
    Node call = 0;
    std::vector<std::string> names;
    std::string method;  // of a preset's stage
    Node function = 0;   // of the file
  };

  void Collect();
  bool InPreset(const std::vector<std::string>& names) const;
  std::vector<std::string> NamesOf(Node callee);
  std::string MethodOf(Node callee) const;
  bool IsGivenParameter(Node call) const;
  bool IsSure(Node call, Node function) const;
  bool Answers(Node handler, Node function) const;

  const Scopes& scopes_;
  const Ast& ast_;
  const PipelineFinder& finder_;
  EntryValues& values_;
  bool collected_ = false;
  std::vector<Call> calls_;  // in the order of the file
  std::unordered_map<Node, Ran> known_;
};

}  // namespace krepis::analyzer
