#pragma once

#include "analyzer/engine/model.h"
#include "analyzer/report/module_map.h"

namespace krepis::analyzer {

/// The model as pages draw it: the modules of krepis.toml, or where it has none, folders, as
/// `krepis init` would propose them; and every dependency that rules look at by default.
ModuleMap MakeModuleMap(const Model& model);

}  // namespace krepis::analyzer
