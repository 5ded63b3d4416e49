#pragma once

#include <string>
#include <vector>

#include "analyzer/config/toml_document.h"
#include "analyzer/core/result.h"

namespace krepis::analyzer {

/// The table [assembly] of a preset: the framework has a list of names of behaviours, which classes
/// of the program may make another list of; routes are components whose class is a handler, and
/// where they stand, and which list is theirs, is said outside of the sources.
struct PresetAssembly {
  std::vector<std::string> lists;     // types of such lists
  std::vector<std::string> defaults;  // what the framework's own list holds, outermost first
  std::vector<std::string> makes;     // functions that give it
  std::string method;                 // that is given one list and gives another
  std::vector<std::string> builders;  // bases of classes whose method is given that list
  std::vector<std::string> refines;   // of those whose method is given what the former gave
  std::string member;                 // of a class: the name of its behaviour
  std::string elsewhere;              // where the rest is said: "the static config"
  std::string component;              // the method that adds a component of the class in <>
  std::vector<std::string> handlers;  // bases of the classes whose components are routes

  bool empty() const { return method.empty(); }
};

/// Reads the table; adds what is wrong with it to `errors`, without their file.
PresetAssembly LoadPresetAssembly(const TomlNode& table, std::vector<Error>& errors);

}  // namespace krepis::analyzer
