// The modules and their dependencies, as the page was given them.

const data = JSON.parse(byId("data")?.textContent ?? '{"modules":[]}');
const modules = data.modules;
const moduleByName = new Map(modules.map((module, index) => [module.name, index]));
