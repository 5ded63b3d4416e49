#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analyzer/core/language.h"
#include "analyzer/engine/ast_source.h"

namespace krepis::analyzer {

/// Has files parsed while an analysis that will ask for them is still looking for files: to start a
/// worker and to parse one file take as long as that. Answers are taken only for the texts that
/// were parsed. For one thread, which also extracts; it may go before the worker has answered.
class EarlyAsts {
 public:
  struct File {
    std::string path;
    Language language = Language::kNone;
    std::string text;
  };
  /// Hands `files` to a worker process, with the limits of a configuration that says nothing of
  /// them, and returns without waiting for it.
  explicit EarlyAsts(std::vector<File> files, WorkerOptions options = {});
  ~EarlyAsts();

  /// A factory whose first source on this thread has these ASTs, if it is asked for with the same
  /// limits; all else comes from `others`. Refers to this.
  AstSourceFactory Over(AstSourceFactory others);

 private:
  class Source;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace krepis::analyzer
