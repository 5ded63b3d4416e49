// The findings stand in the page; here they are filtered.

const findings = [...document.querySelectorAll(".finding")].map((element) => ({
  element,
  rule: element.dataset.rule,
  own: element.dataset.id,
  severity: element.dataset.severity,
  modules: new Set(element.dataset.modules.split(" ").filter(Boolean).map(Number)),
  fingerprint: element.id.slice(2),
  text: undefined,
}));

for (const finding of findings) {
  if (finding.severity === "error") for (const index of finding.modules) modules[index].errors = true;
}

function matches(finding, filter, words, module) {
  if (filter.severity && finding.severity !== filter.severity) return false;
  if (filter.rule && finding.rule !== filter.rule && finding.own !== filter.rule) return false;
  if (module !== undefined && !finding.modules.has(module)) return false;
  if (words.length === 0) return true;
  finding.text ??= finding.element.textContent.toLowerCase();
  return words.every((word) => finding.text.includes(word));
}

/** How many findings there are for each value that `values` gives, the most frequent first. */
function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function choice(key, value, count, className = "") {
  return make(
    "button",
    {
      type: "button", class: `choice ${className}`, "aria-pressed": "false", "data-key": key, "data-value": value,
      click: () => go({ view: "findings", finding: "", [key]: state[key] === value ? "" : value }),
    },
    make("bdi", {}, value), make("span", { class: "count" }, String(count)));
}

function makeFilters() {
  const search = make("input", {
    type: "search", id: "search", placeholder: "Search (/)", "aria-label": "Search the findings", autocomplete: "off", spellcheck: "false",
    input: () => go({ view: "findings", finding: "", q: search.value }, true),
  });
  const severities = make("div", { class: "choices row", role: "group", "aria-label": "Severity" });
  for (const [severity, count] of tally(findings.map((finding) => finding.severity)))
    severities.append(choice("severity", severity, count, severity));
  const rules = make("div", { class: "choices", role: "group", "aria-label": "Rule" });
  for (const [rule, count] of tally(findings.map((finding) => finding.rule))) {
    rules.append(choice("rule", rule, count));
    const own = findings.filter((finding) => finding.rule === rule && finding.own).map((finding) => finding.own);
    for (const [id, owned] of tally(own)) rules.append(choice("rule", id, owned, "own"));
  }
  const named = tally(findings.flatMap((finding) => [...finding.modules])).filter(([index]) => modules[index]);
  const select = make("select", { "aria-label": "Module", change: () => go({ view: "findings", finding: "", module: select.value }) },
    make("option", { value: "" }, "every module"));
  for (const [index, count] of named.sort((a, b) => (modules[a[0]].name < modules[b[0]].name ? -1 : 1)))
    select.append(make("option", { value: modules[index].name }, `${modules[index].name} (${count})`));
  fill(byId("filters"), search, severities, rules, named.length > 0 ? select : undefined,
    make("button", { type: "button", class: "quiet", id: "reset", click: () => go({ view: "findings", finding: "", rule: "", severity: "", module: "", q: "" }) }, "Clear filters"),
    make("p", { id: "shown", role: "status" }));

  listeners.push((now) => {
    if (search.value !== now.q) search.value = now.q;
    select.value = now.module;
    for (const button of byId("filters").querySelectorAll("[data-key]"))
      button.setAttribute("aria-pressed", String(now[button.dataset.key] === button.dataset.value));
  });
}

function showFindings(now) {
  if (now.view !== "findings") return;
  const words = now.q.toLowerCase().split(/\s+/).filter(Boolean);
  const module = now.module ? (moduleByName.get(now.module) ?? -1) : undefined;
  let shown = 0;
  for (const finding of findings) {
    const visible = matches(finding, now, words, module) || finding.fingerprint === now.finding;
    finding.element.hidden = !visible;
    finding.element.classList.toggle("target", finding.fingerprint === now.finding);
    if (visible) ++shown;
  }
  const all = shown === findings.length;
  byId("shown").textContent = all ? counted(shown, "finding", "findings") : `${shown} of ${counted(findings.length, "finding", "findings")}`;
  byId("reset").hidden = all;
  const target = now.finding ? byId(`f-${now.finding}`) : null;
  if (target) target.scrollIntoView({ block: "start" });
}

if (findings.length > 0) {
  makeFilters();
  listeners.push(showFindings);
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    go({ view: "findings" });
    byId("search").focus();
  });
}
