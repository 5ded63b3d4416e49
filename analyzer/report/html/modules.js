// The modules and their dependencies, as the page was given them (html_data.h), and how to find a way through them.

const data = JSON.parse(byId("data").textContent);
const modules = data.modules;
const groups = data.groups.map((group) => ({ ...group, members: [] }));
const moduleByName = new Map(modules.map((module, index) => [module.name, index]));
const groupByName = new Map(groups.map((group, index) => [group.name, index]));
const dependencies = data.dependencies.map(([from, to, imports, blamed, places]) => ({ from, to, imports, blamed, places }));

modules.forEach((module, index) => {
  module.uses = [];
  module.usedBy = [];
  if (module.group !== undefined) groups[module.group].members.push(index);
});
for (const dependency of dependencies) {
  // Against the order of the layers; without layers, what closes a circle.
  dependency.against = dependency.imports > 0 && modules[dependency.from].rank > modules[dependency.to].rank;
  modules[dependency.from].uses.push(dependency);
  modules[dependency.to].usedBy.push(dependency);
}

/** The modules that a name means: one, those of a group, or none. */
function modulesNamed(name) {
  if (moduleByName.has(name)) return [moduleByName.get(name)];
  return groupByName.has(name) ? groups[groupByName.get(name)].members : [];
}

/** The dependencies of some modules on others. */
function between(from, to) {
  const targets = new Set(to);
  return from.flatMap((module) => modules[module].uses.filter((dependency) => targets.has(dependency.to)));
}

/** The shortest way from one of `from` to one of `to` over imports, as dependencies; undefined where there is none. */
function shortestPath(from, to) {
  const targets = new Set(to);
  const reached = new Map(from.map((module) => [module, undefined]));
  const queue = [...from];
  for (let next = 0; next < queue.length; ++next) {
    if (targets.has(queue[next]) && reached.get(queue[next])) {
      const path = [];
      for (let step = reached.get(queue[next]); step; step = reached.get(step.from)) path.unshift(step);
      return path;
    }
    for (const dependency of modules[queue[next]].uses) {
      if (dependency.imports === 0 || reached.has(dependency.to)) continue;
      reached.set(dependency.to, dependency);
      queue.push(dependency.to);
    }
  }
  return undefined;
}

/** "12 imports, 2 findings". */
function describe(imports, blamed) {
  const parts = [];
  if (imports > 0) parts.push(counted(imports, "import", "imports"));
  if (blamed > 0) parts.push(counted(blamed, "finding", "findings"));
  return parts.join(", ");
}
