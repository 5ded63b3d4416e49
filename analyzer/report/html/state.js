"use strict";
// What the page shows is written in its address, behind the '#': every state is a link. Nothing here makes HTML out of
// text; elements are made by make(), whose texts are texts.

/** An element: attributes by name, listeners as functions, children as nodes or texts. */
function make(tag, attributes = {}, ...children) {
  const svg = ["svg", "g", "path", "rect", "text", "title", "defs", "marker"].includes(tag);
  const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** Puts children in the place of all that an element holds. */
function fill(element, ...children) {
  element.replaceChildren(...children.filter((child) => child !== undefined));
}

const byId = (id) => document.getElementById(id);
const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/** What the address says; absent keys are empty texts. */
function readState() {
  const said = new URLSearchParams(location.hash.slice(1));
  const state = {};
  for (const key of ["view", "finding", "rule", "severity", "module", "from", "to", "q"]) state[key] = said.get(key) ?? "";
  if (!sections.has(state.view)) state.view = "";
  if (!state.view && (state.finding || state.rule || state.severity || state.q)) state.view = "findings";
  if (!state.view && (state.module || state.from) && sections.has("diagram")) state.view = "diagram";
  if (!state.view) state.view = defaultView();
  return state;
}

/** The link to the state that is this one but for `changes`. */
function linkTo(changes, base = state) {
  const parts = [];
  for (const [key, value] of Object.entries({ ...base, ...changes }))
    if (value) parts.push(`${key}=${encodeURIComponent(value).replaceAll("%2F", "/").replaceAll("%3A", ":")}`);
  return `#${parts.join("&")}`;
}

/** The link to a state that keeps nothing of this one. */
const freshLink = (changes) => linkTo(changes, {});

function go(changes, replace = false) {
  const link = linkTo(changes);
  if (link === location.hash) return;
  if (replace) location.replace(link);
  else location.hash = link;
}

const sections = new Map([...document.querySelectorAll("section[data-view]")].map((section) => [section.dataset.view, section]));
const defaultView = () => (document.querySelector(".finding") || !sections.has("diagram") ? "findings" : "diagram");
let state = {};
/** Called with each new state, in order. */
const listeners = [];
