#include "analyzer/facts/preset_assembly.h"

#include <array>
#include <utility>

#include "analyzer/facts/toml_reader.h"

namespace krepis::analyzer {

PresetAssembly LoadPresetAssembly(const TomlNode& table, std::vector<Error>& errors) {
  constexpr auto kKeys =
      std::to_array<std::string_view>({"lists", "defaults", "makes", "method", "builders",
                                       "refines", "member", "elsewhere", "component", "handlers"});
  TomlReader reader(TomlNode(), "");
  reader.CheckKeys(table, kKeys);
  PresetAssembly assembly;
  assembly.lists = reader.List(table, "lists");
  assembly.defaults = reader.List(table, "defaults");
  assembly.makes = reader.List(table, "makes");
  assembly.method = reader.Text(table, "method");
  assembly.builders = reader.List(table, "builders");
  assembly.refines = reader.List(table, "refines");
  assembly.member = reader.Text(table, "member");
  assembly.elsewhere = reader.Text(table, "elsewhere");
  assembly.component = reader.Text(table, "component");
  assembly.handlers = reader.List(table, "handlers");
  if (assembly.method.empty() || assembly.lists.empty())
    reader.Fail(table.location, "\"method\" and \"lists\" say what puts a chain together");
  for (Error& error : reader.TakeErrors()) errors.push_back(std::move(error));
  return assembly;
}

}  // namespace krepis::analyzer
