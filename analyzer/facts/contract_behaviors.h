#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/facts/facts.h"
#include "analyzer/facts/preset_contract.h"
#include "analyzer/facts/scope.h"

namespace krepis::analyzer {

/// A function that is a behaviour of a framework, as far as its file says.
struct Behavior {
  const ContractPreset* preset = nullptr;
  const ContinuationShape* shape = nullptr;
  Node function = 0;
  Node continuation = 0;    // the parameter
  Node response = 0;        // the parameter by which it answers; 0: none
  Node request = 0;         // the parameter that leads to the answer too; 0: none
  Node error = 0;           // the parameter that says what went wrong; 0: none
  bool imported = true;     // the framework, by this file; else it is for the workspace to say
  bool positional = false;  // the workspace has to register it: what it takes says too little
  bool registered = false;  // handed to a method that may be the framework's, not to a wrapper
};

/// Tells which functions of a file are behaviours, by the parameter that continues. `assumed`
/// presets are those that the file does not import.
class BehaviorFinder {
 public:
  struct Used {
    const ContractPreset* preset;
    bool imported;
  };

  BehaviorFinder(const Scopes& scopes, std::string_view source, const ContractPresets& presets,
                 const std::vector<ImportFact>& imports);

  /// The frameworks that have something to say here, imported ones first.
  const std::vector<Used>& used() const { return used_; }
  /// By what the function that takes `continuation` is a behaviour: one framework that the file
  /// imports, or all that it may be assumed to be of.
  const std::vector<Behavior>& Of(Node continuation);
  /// What the file calls a function ("" when nothing), then the names by which it exports it.
  const std::vector<std::string>& SymbolsOf(Node function);
  /// The method to which a function is handed, itself or by its name, that registers behaviours of
  /// the preset; "" when there is none. `foreign`: it is one of another package's object or this
  /// file's, be it any method.
  struct Registration {
    std::string_view method;
    bool foreign = false;
    bool certain = false;  // the object is known to be one of the framework's
    bool local = false;    // it is one of this file's
  };
  Registration RegistrationOf(Node function, const std::vector<std::string>& methods,
                              const ContractPreset& preset);

 private:
  std::optional<Behavior> Fit(const Used& used, const ContinuationShape& shape, Node continuation);
  bool MayReplay(Node function, std::string_view member);
  bool Replays(Node node, std::string_view member);
  bool MayBeTrue(Node node, std::string_view member) const;
  const std::map<std::string_view, std::vector<Node>>& Declarations();
  void CollectNames();
  bool IsOfAnother(const Behavior& behavior) const;
  const std::unordered_set<Node>& Changes();
  enum class Maker : uint8_t { kUnknown, kFramework, kPackage, kFile };
  Maker MakerOf(const Symbol& symbol, const ContractPreset& preset) const;
  Maker MakerOf(Node receiver, std::string_view method, const ContractPreset& preset) const;
  Maker MakerOfClass(Node type, const ContractPreset& preset) const;
  Maker MakerOfType(Node declared, const ContractPreset& preset) const;
  Maker MakerOfResult(Node function) const;
  Node FunctionOf(Node expression) const;
  Registration Handed(Node expression, const std::vector<std::string>& methods,
                      const ContractPreset& preset) const;

  const Scopes& scopes_;
  const Ast& ast_;
  std::string_view source_;
  std::vector<Used> used_;
  std::unordered_map<Node, std::vector<Behavior>> behaviors_;
  std::map<std::string_view, std::vector<Node>> declarations_;
  std::unordered_map<Node, bool> replays_;
  bool looked_ = false;
  std::unordered_set<Node> changed_;  // parameters that are assigned to
  std::unordered_set<Node> given_;    // parameters that are called with an argument
  bool named_ = false;
  std::unordered_map<Node, std::vector<std::string>> symbols_;  // by function
  std::unordered_map<Node, std::vector<Node>> mentions_;  // by function: names of it, handed on
};

/// Whether a function of the file may be a behaviour of the preset: it is imported, or a
/// continuation of its may stand behind another parameter.
bool MayBeUsed(const ContractPreset& preset, std::string_view source,
               const std::vector<ImportFact>& imports);

}  // namespace krepis::analyzer
