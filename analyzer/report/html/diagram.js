// The layered diagram. Ranks and the order within them come with the data; here they are set into lines that fit the window.

const nodeHeight = 30;
const gapX = 14;
const maxSpread = 90;
const lineGap = 22;
const bandPadding = 14;
const bandGap = 28;
const labelHeight = 16;
const manyEdges = 160;
const maxMembers = 100;
const openGroups = new Set(groups.flatMap((group, index) => (group.open ? [index] : [])));
const pen = document.createElement("canvas").getContext("2d");

function shorten(text, most) {
  if (text.length <= most) return text;
  const half = Math.floor((most - 1) / 2);
  return `${text.slice(0, half)}…${text.slice(text.length - half)}`;
}

/** What is drawn: modules, closed groups, and of large open groups the rest, as one node. Never more than data.drawable. */
function visibleNodes(now) {
  const needed = new Set([now.module, now.from, now.to].flatMap((name) => (moduleByName.has(name) ? [moduleByName.get(name)] : [])));
  for (const index of needed) if (modules[index].group !== undefined) openGroups.add(modules[index].group);
  const nodes = [];
  const nodeOf = new Array(modules.length);
  const add = (name, members, more) => {
    const first = modules[members[0]];
    const node = { name, members, rank: first.rank, position: first.position, group: first.group, edges: [], ...more };
    for (const member of members) nodeOf[member] = node;
    nodes.push(node);
  };
  modules.forEach((module, index) => {
    if (module.group === undefined) add(module.name, [index], { module: index });
  });
  // The groups that were opened last stay open as long as there is room.
  let room = data.drawable - nodes.length - groups.length;
  for (const index of [...openGroups].reverse()) {
    const shown = Math.min(groups[index].members.length, maxMembers + 1);
    if (shown > room && room < data.drawable - nodes.length - groups.length) openGroups.delete(index);
    else room -= shown;
  }
  groups.forEach((group, index) => {
    if (!openGroups.has(index)) return add(group.name, group.members, { closed: index });
    const most = Math.min(maxMembers, Math.max(20, data.drawable - nodes.length - (groups.length - index)));
    const wanted = group.members.filter((member) => needed.has(member));
    const shown = group.members.length <= most ? group.members : [...new Set([...wanted, ...group.members])].slice(0, most).sort((a, b) => a - b);
    for (const member of shown) add(modules[member].name, [member], { module: member });
    const rest = group.members.filter((member) => !shown.includes(member));
    if (rest.length > 0) add(`${rest.length} more`, rest, {});
  });
  return { nodes, nodeOf };
}

/** One edge for all that passes between two nodes. */
function visibleEdges(nodeOf) {
  const edges = new Map();
  for (const dependency of dependencies) {
    const from = nodeOf[dependency.from];
    const to = nodeOf[dependency.to];
    if (from === to) continue;
    const key = `${from.id}>${to.id}`;
    if (!edges.has(key)) edges.set(key, { from, to, imports: 0, blamed: 0, against: from.rank > to.rank });
    const edge = edges.get(key);
    edge.imports += dependency.imports;
    edge.blamed += dependency.blamed.length;
  }
  for (const edge of edges.values()) {
    edge.from.edges.push(edge);
    edge.to.edges.push(edge);
  }
  return [...edges.values()];
}

/** Sets the nodes into lines, the lines into bands; gives the height of all. */
function place(nodes, width) {
  pen.font = "13px system-ui, sans-serif";
  const bands = data.ranks.map((name) => ({ name, items: [] }));
  const frames = new Map();
  const measure = (item) => Math.ceil(pen.measureText(item.label).width) + 24;
  for (const node of [...nodes].sort((a, b) => a.rank - b.rank || a.position - b.position)) {
    const framed = node.group !== undefined && node.closed === undefined && !groups[node.group].open;
    if (framed && !frames.has(node.group)) {
      // Its name opens the frame, and the modules in it go without.
      const header = { header: node.group, rank: node.rank, label: `${groups[node.group].name} ×` };
      header.width = measure(header);
      bands[node.rank].items.push(header);
      frames.set(node.group, [header]);
    }
    if (framed) frames.get(node.group).push(node);
    const before = framed ? groups[node.group].name.match(/^(.*)\*$/)?.[1] : "";
    const name = before && node.name.startsWith(before) ? node.name.slice(before.length) : node.name;
    node.label = shorten(node.closed === undefined ? name : `${name} (${node.members.length})`, 34);
    node.found = node.members.reduce((sum, member) => sum + modules[member].findings, 0);
    node.errors = node.members.some((member) => modules[member].errors);
    node.width = measure(node) + (node.found > 0 ? 8 + 8 * String(node.found).length : 0);
    bands[node.rank].items.push(node);
  }
  let y = 0;
  for (const band of bands) {
    if (band.items.length === 1 && band.items[0].name === band.name) band.name = "";
    band.y = y;
    y += bandPadding + (band.name ? labelHeight : 0);
    let line = [];
    let x = 0;
    const end = () => {
      if (line.length === 0) return;
      // What room there is goes between the nodes, so that their edges keep apart.
      const room = width - 2 * bandPadding - (x - gapX);
      const framed = line.some((item) => item.header !== undefined || frames.get(item.group)?.includes(item));
      const spread = framed ? 0 : Math.min(maxSpread, room / (line.length + 1));
      const start = bandPadding + (room - spread * (line.length - 1)) / 2;
      line.forEach((item, i) => {
        item.x += start + i * spread;
        item.y = y;
      });
      y += nodeHeight + lineGap;
      line = [];
      x = 0;
    };
    for (const node of band.items) {
      if (x + node.width > width - 2 * bandPadding) end();
      node.x = x;
      x += node.width + gapX;
      line.push(node);
    }
    end();
    y += bandPadding - lineGap;
    band.height = y - band.y;
    y += bandGap;
  }
  return { bands, frames, height: Math.max(y - bandGap, 40) };
}

/** Spreads the ends of edges along the side of each node, in the order of where they lead. */
function spreadPorts(nodes) {
  for (const node of nodes) {
    for (const top of [true, false]) {
      const ends = node.edges.filter((edge) => isTop(edge, node) === top);
      const other = (edge) => (edge.from === node ? edge.to : edge.from);
      ends.sort((a, b) => other(a).x + other(a).width / 2 - (other(b).x + other(b).width / 2) || other(a).y - other(b).y);
      ends.forEach((edge, i) => {
        const span = Math.min(node.width - 16, 9 * (ends.length - 1));
        const x = node.x + node.width / 2 + (ends.length > 1 ? span * (i / (ends.length - 1) - 0.5) : 0);
        if (edge.from === node) edge.x1 = x; else edge.x2 = x;
      });
    }
  }
}

/** Whether an edge touches a node at its upper side. Between nodes of one line both ends are on top. */
function isTop(edge, node) {
  if (edge.from.y === edge.to.y) return true;
  return node === (edge.from.y < edge.to.y ? edge.to : edge.from);
}

function pathOf(edge) {
  const { from, to, x1, x2 } = edge;
  if (from.y === to.y) {
    const lift = Math.min(46, 14 + Math.abs(x1 - x2) / 12);
    return `M${x1},${from.y}C${x1},${from.y - lift} ${x2},${to.y - lift} ${x2},${to.y - 1}`;
  }
  const down = from.y < to.y;
  const y1 = down ? from.y + nodeHeight : from.y;
  const y2 = down ? to.y - 1 : to.y + nodeHeight + 1;
  const bend = Math.max(18, Math.abs(y2 - y1) / 2) * (down ? 1 : -1);
  // What passes other ranks bows around what stands there.
  const passed = Math.abs(from.rank - to.rank) - 1;
  const bow = passed > 0 ? Math.min(220, 50 + 45 * passed) * (down ? 1 : -1) : 0;
  return `M${x1},${y1}C${x1 + bow},${y1 + bend} ${x2 + bow},${y2 - bend} ${x2},${y2}`;
}

/** What was drawn anew keeps the focus. */
function focusOn(name) {
  const node = drawn.find((other) => other.name === name);
  if (node) focusNode(node);
  else [...board.querySelectorAll(".frame")].find((frame) => frame.dataset.name === name)?.focus();
}

function toggleGroup(index) {
  if (!openGroups.delete(index)) openGroups.add(index);
  const name = groups[index].name;
  drawDiagram({ ...state, module: "", from: "", to: "" });
  focusOn(name);
}

function drawEdge(edge) {
  const kind = edge.blamed > 0 ? "blamed" : edge.against ? "against" : "plain";
  const open = () => go({ from: edge.from.name, to: edge.to.name, module: "", finding: "" });
  const d = pathOf(edge);
  edge.element = make("g", { class: `edge ${kind}${edge.imports === 0 ? " indirect" : ""}`, click: open, "data-from": edge.from.name, "data-to": edge.to.name },
    make("title", {}, `${edge.from.name} → ${edge.to.name}: ${describe(edge.imports, edge.blamed)}`),
    make("path", { class: "hit", d }), make("path", { class: "stroke", d, "marker-end": `url(#arrow-${kind})` }));
  return edge.element;
}

function drawNode(node, now) {
  const chosen = now.module === node.name || now.from === node.name || now.to === node.name;
  const open = () => {
    if (node.closed !== undefined) toggleGroup(node.closed);
    else if (node.module !== undefined) go({ module: node.name, from: "", to: "", finding: "" });
  };
  const found = node.found > 0 ? `, ${counted(node.found, "finding", "findings")}` : "";
  const files = counted(node.members.reduce((sum, member) => sum + modules[member].files, 0), "file", "files");
  const out = node.edges.filter((edge) => edge.from === node).length;
  node.element = make(
    "g", {
      class: `node${node.closed !== undefined ? " closed" : ""}${chosen ? " chosen" : ""}`,
      role: "button", tabindex: -1, transform: `translate(${node.x},${node.y})`, "data-name": node.name,
      click: open, mouseenter: () => light(node), mouseleave: () => light(), focus: () => light(node), blur: () => light(),
      keydown: (event) => steer(event, node, open),
    },
    make("title", {}, `${node.name}: ${node.closed !== undefined ? `${node.members.length} modules, ` : ""}${files}, uses ${out}, used by ${node.edges.length - out}${found}`),
    node.closed !== undefined ? make("rect", { class: "below", x: 3, y: 3, width: node.width, height: nodeHeight, rx: 6 }) : undefined,
    make("rect", { width: node.width, height: nodeHeight, rx: 6 }),
    make("text", { x: 12, y: 19.5 }, node.label),
    node.found > 0 ? make("text", { class: node.errors ? "found" : "found warnings", x: node.width - 10, y: 19.5, "text-anchor": "end" }, String(node.found)) : undefined);
  return node.element;
}

/** The node's own edges stand out, and all else steps back. */
function light(node) {
  const svg = board.querySelector("svg");
  svg.classList.toggle("lit", node !== undefined);
  for (const element of svg.querySelectorAll(".near, .out, .in")) element.classList.remove("near", "out", "in");
  if (!node) return;
  node.element.classList.add("near");
  for (const edge of node.edges) {
    edge.element.classList.add(edge.from === node ? "out" : "in");
    (edge.from === node ? edge.to : edge.from).element.classList.add("near");
  }
}

/** Arrows move from node to node; one of them is in the order of the tab key. */
function steer(event, node, open) {
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    return open();
  }
  const middle = (of) => of.x + of.width / 2;
  const beyond = {
    ArrowLeft: (other) => other.y === node.y && other.x < node.x,
    ArrowRight: (other) => other.y === node.y && other.x > node.x,
    ArrowUp: (other) => other.y < node.y,
    ArrowDown: (other) => other.y > node.y,
  }[event.key];
  if (!beyond) return undefined;
  event.preventDefault();
  const near = drawn.filter(beyond).sort((a, b) => Math.abs(a.y - node.y) - Math.abs(b.y - node.y) || Math.abs(middle(a) - middle(node)) - Math.abs(middle(b) - middle(node)));
  if (near.length > 0) focusNode(near[0]);
  return undefined;
}

function focusNode(node) {
  for (const other of drawn) other.element.setAttribute("tabindex", other === node ? 0 : -1);
  node.element.focus();
}

const arrow = (kind) =>
  make("marker", { id: `arrow-${kind}`, class: kind, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, markerUnits: "userSpaceOnUse", orient: "auto" },
    make("path", { d: "M0,0.8L8,4L0,7.2z" }));

let board;
let drawn = [];

/** What is in an open group, line by line; a click closes it. */
function drawFrame(index, items) {
  const lines = new Map();
  for (const item of items) {
    const span = lines.get(item.y) ?? { left: item.x, right: item.x + item.width };
    lines.set(item.y, { left: Math.min(span.left, item.x), right: Math.max(span.right, item.x + item.width) });
  }
  const { name } = groups[index];
  const close = () => toggleGroup(index);
  const onKey = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    close();
  };
  return make("g", { class: "frame", role: "button", tabindex: 0, "data-name": name, click: close, keydown: onKey },
    make("title", {}, `${name}: close`),
    ...[...lines].map(([y, span]) => make("rect", { x: span.left - 5, y: y - 5, width: span.right - span.left + 10, height: nodeHeight + 10, rx: 9 })),
    make("text", { x: items[0].x + 8, y: items[0].y + 19.5 }, items[0].label));
}

function drawDiagram(now) {
  const width = Math.max(560, board.clientWidth - (board.clientWidth > 900 ? 400 : 0) - 4);
  const { nodes, nodeOf } = visibleNodes(now);
  nodes.forEach((node, id) => { node.id = id; });
  const edges = visibleEdges(nodeOf);
  const { bands, frames, height } = place(nodes, width);
  spreadPorts(nodes);
  drawn = [...nodes].sort((a, b) => a.y - b.y || a.x - b.x);
  const many = edges.filter((edge) => edge.blamed === 0).length > manyEdges;
  const order = [...edges].sort((a, b) => a.blamed - b.blamed || a.against - b.against);
  const svg = make("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Modules in layers", class: many ? "many" : "" },
    make("defs", {}, arrow("plain"), arrow("against"), arrow("blamed")),
    ...bands.filter((band) => band.items.length > 0).flatMap((band) => [
      make("rect", { class: "band", x: 0, y: band.y, width, height: band.height, rx: 10 }),
      make("text", { class: "rank", x: bandPadding, y: band.y + 18 }, shorten(band.name, Math.floor(width / 8))),
    ]),
    ...[...frames].map(([index, items]) => drawFrame(index, items)),
    make("g", {}, ...order.map(drawEdge)),
    ...drawn.map((node) => drawNode(node, now)));
  const focused = board.querySelector("svg")?.contains(document.activeElement) ? document.activeElement.dataset.name : undefined;
  fill(board.querySelector(".picture"), svg);
  drawn[0]?.element.setAttribute("tabindex", 0);
  if (focused !== undefined) focusOn(focused);
  const way = now.from && now.to ? pathEdges(now, edges, nodeOf) : [];
  for (const edge of way) {
    edge.element.classList.add("way");
    edge.element.parentNode.append(edge.element);
  }
  const chosen = drawn.find((node) => node.name === now.module);
  if (chosen) {
    light(chosen);
    chosen.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

/** The edges of the pair, or of the way between its ends. */
function pathEdges(now, edges, nodeOf) {
  const from = modulesNamed(now.from);
  const to = modulesNamed(now.to);
  const direct = between(from, to);
  const steps = direct.some((dependency) => dependency.imports > 0) ? direct : (shortestPath(from, to) ?? direct);
  return edges.filter((edge) => steps.some((step) => nodeOf[step.from] === edge.from && nodeOf[step.to] === edge.to));
}

if (sections.has("diagram")) {
  board = sections.get("diagram").querySelector(".board");
  const legend = make("p", { class: "legend" }, make("span", { class: "blamed" }, "with findings"), make("span", { class: "against" }, data.layered ? "upwards" : "closes a circle"), make("span", {}, "dependency"));
  const all = groups.some((group) => !group.open)
    ? make("button", { type: "button", class: "quiet", click: () => { openGroups.clear(); go({ module: "", from: "", to: "" }); drawDiagram(state); } }, "Close all groups") : undefined;
  board.append(makeToolbar(...(all ? [all] : []), legend), make("div", { class: "picture" }));
  listeners.push((now) => {
    if (now.view !== "diagram") return;
    drawDiagram(now);
    showDetails(now);
  });
  let pending;
  window.addEventListener("resize", () => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(() => { if (state.view === "diagram") drawDiagram(state); });
  });
}
