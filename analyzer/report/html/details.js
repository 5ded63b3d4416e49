// What stands beside the pictures: a module, what passes between two of them, or the way from one to another.

const details = make("aside", { class: "details", "aria-label": "Details" });
const said = make("p", { class: "said", role: "status" }); // tells those who do not see it what the details are about
const maxListed = 200;

const moduleLink = (name) => make("a", { href: linkTo({ module: name, from: "", to: "", finding: "" }) }, make("bdi", {}, name));

function pairLink(dependency, text) {
  const from = modules[dependency.from].name;
  const to = modules[dependency.to].name;
  const kind = dependency.blamed.length > 0 ? "blamed" : dependency.against ? "against" : "";
  return make("li", { class: kind },
    make("a", { href: linkTo({ from, to, module: "", finding: "" }) }, text ?? make("bdi", {}, `${from} → ${to}`)),
    " ", make("span", { class: "count" }, describe(dependency.imports, dependency.blamed.length)));
}

/** A list under a heading; what is more than a list can show is counted. */
function listed(heading, items, makeItem) {
  if (items.length === 0) return undefined;
  return make("div", {},
    make("h4", {}, heading, " ", make("span", { class: "count" }, String(items.length))),
    make("ul", {}, ...items.slice(0, maxListed).map(makeItem), items.length > maxListed ? make("li", {}, `${items.length - maxListed} more`) : undefined));
}

// What is blamed first, then what is used most.
const byWeight = (a, b) => b.blamed.length - a.blamed.length || b.imports - a.imports || a.from - b.from || a.to - b.to;

function overview() {
  const blamed = dependencies.filter((dependency) => dependency.blamed.length > 0).sort(byWeight);
  const against = dependencies.filter((dependency) => dependency.against && dependency.blamed.length === 0).sort(byWeight);
  const outside = data.outside > 0 ? `; ${counted(data.outside, "file", "files")} in none` : "";
  return [
    make("h3", {}, `${counted(modules.length, data.inferred ? "folder" : "module", data.inferred ? "folders" : "modules")}, ${counted(dependencies.length, "dependency", "dependencies")}`),
    make("p", {}, data.inferred ? "krepis.toml declares no modules: these are folders. " : "", data.layered ? "Layers from top to bottom, as [layers] orders them" : "What uses something stands above it", `${outside}.`),
    listed("With findings", blamed, (dependency) => pairLink(dependency)),
    listed(data.layered ? "Upwards, without a finding" : "Upwards: closing a circle", against, (dependency) => pairLink(dependency)),
    blamed.length + against.length === 0 ? make("p", {}, "Every dependency leads downwards.") : undefined,
  ];
}

function moduleDetails(members, name) {
  const inside = new Set(members);
  const uses = members.flatMap((index) => modules[index].uses).filter((dependency) => !inside.has(dependency.to)).sort(byWeight);
  const usedBy = members.flatMap((index) => modules[index].usedBy).filter((dependency) => !inside.has(dependency.from)).sort(byWeight);
  const files = members.reduce((sum, index) => sum + modules[index].files, 0);
  const found = members.length === 1 ? modules[members[0]].findings : 0;
  return [
    make("h3", {}, make("bdi", {}, name)),
    make("p", {}, members.length > 1 ? `${counted(members.length, "module", "modules")}, ` : "", counted(files, "file", "files"),
      found > 0 ? ", " : "", found > 0 ? make("a", { href: freshLink({ view: "findings", module: name }) }, counted(found, "finding", "findings")) : ""),
    members.length > 1 ? listed("Modules", members, (index) => make("li", {}, moduleLink(modules[index].name))) : undefined,
    listed("Uses", uses, (dependency) => pairLink(dependency, members.length === 1 ? make("bdi", {}, modules[dependency.to].name) : undefined)),
    listed("Used by", usedBy, (dependency) => pairLink(dependency, members.length === 1 ? make("bdi", {}, modules[dependency.from].name) : undefined)),
    uses.length + usedBy.length === 0 ? make("p", {}, "Uses no other module, and none uses it.") : undefined,
  ];
}

/** The places of a dependency, by file. */
function placesOf(dependency) {
  const byFile = new Map();
  for (let i = 0; i < dependency.places.length; i += 4) {
    const [from, to, line, kind] = dependency.places.slice(i, i + 4);
    const place = make("li", { class: kind < 0 ? "blamed" : "" }, make("span", { class: "line" }, String(line)), " ",
      make("bdi", {}, data.files[to]), " ", make("span", { class: "count" }, data.kinds[kind < 0 ? ~kind : kind]));
    if (!byFile.has(from)) byFile.set(from, []);
    byFile.get(from).push(place);
  }
  const total = dependency.places.length / 4;
  return [
    ...[...byFile].map(([file, places]) => make("div", { class: "places" }, make("h5", {}, make("bdi", {}, data.files[file])), make("ul", {}, ...places))),
    total < dependency.imports ? make("p", { class: "count" }, `and ${dependency.imports - total} more`) : undefined,
  ];
}

function findingLink(index) {
  const element = findings[index].element;
  return make("li", { class: "blamed" },
    make("a", { href: freshLink({ view: "findings", finding: findings[index].fingerprint }) }, element.querySelector("h3").textContent),
    " ", make("span", { class: "count" }, findings[index].rule));
}

function pairDetails(from, to, names) {
  const direct = between(from, to);
  const blamed = [...new Set(direct.flatMap((dependency) => dependency.blamed))];
  const title = make("h3", {}, moduleLink(names[0]), " → ", moduleLink(names[1]));
  const back = between(to, from);
  const imports = direct.reduce((sum, dependency) => sum + dependency.imports, 0);
  const parts = [title];
  if (imports > 0) {
    parts.push(make("p", {}, describe(imports, blamed.length)));
  } else {
    const path = shortestPath(from, to);
    if (path) {
      parts.push(make("p", {}, `Not directly, but over ${counted(path.length - 1, "module", "modules")}:`));
      parts.push(make("ol", { class: "way" }, ...path.map((step) => pairLink(step))));
    } else {
      parts.push(make("p", {}, "No way leads there over imports."));
    }
  }
  parts.push(listed("Findings", blamed, findingLink));
  if (direct.length > 1) parts.push(listed("Between", direct.sort(byWeight), (dependency) => pairLink(dependency)));
  if (direct.length === 1) parts.push(...placesOf(direct[0]));
  const backImports = back.reduce((sum, dependency) => sum + dependency.imports, 0);
  if (backImports > 0)
    parts.push(make("p", {}, make("a", { href: linkTo({ from: names[1], to: names[0], module: "" }) }, "The other way round"), ` ${describe(backImports, 0)}`));
  return parts;
}

function showDetails(now) {
  const from = modulesNamed(now.from);
  const to = modulesNamed(now.to);
  const chosen = modulesNamed(now.module);
  const whole = make("a", { href: freshLink({ view: now.view }), class: "whole" }, "← overview");
  if (from.length > 0 && to.length > 0) fill(details, whole, ...pairDetails(from, to, [now.from, now.to]));
  else if (chosen.length > 0) fill(details, whole, ...moduleDetails(chosen, now.module));
  else fill(details, now.module || now.from ? make("p", {}, `There is no module ${now.module || now.from || now.to}.`) : undefined, ...overview());
  sections.get(now.view).querySelector(".board").append(details, said);
  said.textContent = details.querySelector("h3").textContent;
}

// From a finding to the dependency that it is about.
for (const { from, to, blamed } of dependencies) {
  const names = { from: modules[from].name, to: modules[to].name };
  for (const index of blamed) {
    const { element } = findings[index];
    if (element.querySelector(".between")) continue;
    element.querySelector(".link").before(
      make("a", { class: "between", href: freshLink({ view: "diagram", ...names }) }, make("bdi", {}, `${names.from} → ${names.to}`)));
  }
}

/** The line above a picture: a module to look for, and the way between two. */
function makeToolbar(...more) {
  const names = [...moduleByName.keys()].sort();
  if (!byId("module-names")) document.body.append(make("datalist", { id: "module-names" }, ...names.map((name) => make("option", { value: name }))));
  const field = (label, key, change) => {
    const input = make("input", { type: "text", list: "module-names", "aria-label": label, placeholder: label, autocomplete: "off", spellcheck: "false", change: () => change(input.value.trim()),
      keydown: (event) => { if (event.key === "Enter") change(input.value.trim()); } });
    listeners.push((now) => { input.value = now[key]; });
    return input;
  };
  const ends = { from: "", to: "" };
  const end = (key) => (value) => {
    ends[key] = value;
    if (ends.from && ends.to) go({ ...ends, module: "", finding: "" });
  };
  listeners.push((now) => Object.assign(ends, { from: now.from, to: now.to }));
  return make("div", { class: "toolbar" },
    field("Module", "module", (value) => go({ module: value, from: "", to: "", finding: "" })),
    make("span", { class: "why", role: "group", "aria-label": "The way from one module to another" }, make("span", {}, "why"), field("From", "from", end("from")), make("span", {}, "→"), field("To", "to", end("to"))),
    ...more);
}
