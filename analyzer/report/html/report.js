// The views, and the start.

const tabs = make("nav", { "aria-label": "Views" });
for (const [view, section] of sections) {
  const count = section.dataset.items;
  tabs.append(make("a", { href: freshLink({ view }), "data-tab": view }, section.querySelector("h2").textContent,
    count ? make("span", { class: "count" }, count) : undefined));
}
byId("tabs").append(tabs);

listeners.unshift((now) => {
  for (const [view, section] of sections) section.hidden = view !== now.view;
  for (const tab of tabs.children) {
    if (tab.dataset.tab === now.view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
});

// The rule that is asked for, opened.
listeners.push((now) => {
  if (now.view !== "rules") return;
  for (const rule of document.querySelectorAll("details.rule")) {
    if (rule.dataset.rule !== now.rule) continue;
    rule.open = true;
    rule.scrollIntoView({ block: "start" });
    rule.querySelector("summary").focus({ preventScroll: true });
  }
});

function apply() {
  state = readState();
  for (const listener of listeners) listener(state);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !/^(INPUT|SELECT)$/.test(event.target.tagName)) go({ module: "", from: "", to: "", finding: "" });
});

// On paper nothing can be opened.
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll(".finding details")) details.open = true;
});
window.addEventListener("hashchange", apply);
document.documentElement.classList.add("live");
apply();
