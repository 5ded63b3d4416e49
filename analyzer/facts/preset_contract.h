#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/core/language.h"
#include "analyzer/core/result.h"
#include "analyzer/facts/facts.h"

namespace krepis::analyzer {

struct TomlNode;
class TomlReader;

/// By what a function shows that it is a behaviour of a framework, and which of its parameters
/// continues the chain.
struct ContinuationShape {
  uint32_t parameters = 0;         // how many it takes exactly; 0: any number
  uint32_t continuation = 0;       // position of the one that continues
  bool anywhere = false;           // it is the one with the right type, wherever it stands
  std::vector<std::string> names;  // what that one is called, or
  std::vector<std::string> types;  // how its type is called (last segment)
  std::string method;              // the function is a method of this name; "": any function
  /// What the parameter before the continuation is called; empty: the name of the method says
  /// enough. Else the function has to be typed so or registered. Files that do not import the
  /// framework (ContractFact::assumed) are judged only by shapes that have it.
  std::vector<std::string> beside;
  /// A member by which a class says that it may continue more than once, by anything but `false`.
  std::string replays;
  std::optional<uint32_t> response;  // position of the parameter by which it answers
  std::optional<uint32_t> request;   // position of the one that has `answers_by_request`
  /// Position of the parameter that says what went wrong; never nothing, so `if (err)` holds.
  std::optional<uint32_t> error;
  /// The member that makes what continues once somebody waits for it, so that a second call is no
  /// breach: next.handle().
  std::string makes;
  bool awaits = false;  // the continuation gives a promise, which has to be awaited or returned
  /// Whether it is of member functions that may stand in another file than their class.
  bool IsOfMembers(LanguageGroup language) const {
    return language == LanguageGroup::kCpp && !method.empty();
  }
  bool bare = false;  // it takes no argument: a function that gives it one continues something else
};

/// A function that is registered as what its parameters show it is not: an error handler without
/// the fourth parameter.
struct MisshapenHandler {
  std::vector<std::string> methods;  // by which it is registered: use
  /// By position, what the first parameters are called.
  std::vector<std::vector<std::string>> parameters;
  uint32_t length = 0;  // with how many it would be right (up to the first default); 0: with none
  std::string says;     // what the framework makes of it
  std::string fix;
};

/// The contract part of one framework, rules/presets/<framework>/contract.toml:
///
///     version = 1
///     framework = "express"
///     language = "typescript"
///     uses = ["npm/express"]       # the file imports or includes one of these; `*` is any text
///     registers = ["use", "get"]   # methods that take behaviours
///     throws = false               # what is thrown behind the continuation comes back out of it
///     must_answer = true           # who does not continue has to answer (contract/no-answer)
///     answer_ends = true           # who has answered may not continue (continue-after-answer)
///     answer_returned = false      # the answer is what the function returns
///     answers = ["json", "send"]   # members of the response that answer; "()": calling it does
///     answers_by_request = ["res"] # members of the request by which the answer can be given
///     texts = ["method"]           # members of the request that can be any text
///     prepares = ["status", "set"] # members that do not, and give it back
///     reads = ["get"]              # members that do not; whatever else is done to it may answer
///     silences = ["Success"]       # calls that give no answer when they are what is returned
///
///     [[shape]]
///     beside = ["res"]
///     parameters = 3
///     continuation = 2
///     request = 0
///     response = 1
///     makes = "handle"             # next.handle() makes what continues, and not next()
///     awaits = false               # the continuation gives a promise, to be awaited or returned
///     bare = false                 # it takes no argument
///     names = ["next"]
///     types = ["NextFunction"]
///
///     [[misshapen]]
///     methods = ["use"]
///     parameters = ["err|error", "req|request", "res|response"]
///     length = 4
///     says = "Express passes (req, res, next) to a function of three parameters"
///     fix = "add the fourth parameter: (err, req, res, next)"
struct ContractPreset {
  std::string framework;
  LanguageGroup language = LanguageGroup::kNone;
  std::vector<std::string> uses;
  std::vector<std::string> registers;
  bool throws = false;
  bool must_answer = false;
  bool answer_ends = false;
  bool answer_returned = false;
  std::vector<std::string> answers;
  std::vector<std::string> answers_by_request;
  std::vector<std::string> texts;
  std::vector<std::string> prepares;
  std::vector<std::string> reads;
  std::vector<std::string> silences;
  std::vector<ContinuationShape> shapes;
  std::vector<MisshapenHandler> misshapen;

  /// Whether `import`, of a file of this language, is one of `uses`.
  bool IsUsedBy(std::string_view specifier) const;
};

/// Immutable once loaded, so safe to share between threads.
class ContractPresets {
 public:
  /// Adds a file; `path` is what errors call it. They come all at once, and nothing is added then.
  std::vector<Error> Add(std::string_view toml, std::string_view path);
  /// Likewise, of what such a file says.
  std::vector<Error> Add(TomlNode root, std::string_view path);

  const std::vector<ContractPreset>& presets() const { return presets_; }
  /// Null when there is none of that name.
  const ContractPreset* Find(std::string_view framework) const;

 private:
  std::vector<Error> Add(TomlReader reader);

  std::vector<ContractPreset> presets_;
};

}  // namespace krepis::analyzer
