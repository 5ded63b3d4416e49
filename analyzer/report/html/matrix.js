// The dependency-structure matrix: a column uses the rows in which it has a cell. Modules stand in the order of the layers,
// so what keeps to it is below the diagonal.

const maxPixels = 4800; // along one side of the canvas
const labelFrom = 10; // pixels of a cell from which rows have names
const countFrom = 21;
const cells = new Map(dependencies.map((dependency) => [dependency.to * modules.length + dependency.from, dependency]));
const cursor = { row: 0, column: 0 };
let matrix; // its elements
let zoom = 0; // pixels of a cell; 0: as the window has room
let shape; // as drawn last: cell, labels

const cellAt = (row, column) => cells.get(row * modules.length + column);

function drawMatrix() {
  const count = modules.length;
  const ratio = window.devicePixelRatio || 1;
  const room = Math.max(320, sections.get("matrix").clientWidth - (sections.get("matrix").clientWidth > 900 ? 400 : 0) - 30);
  const most = Math.max(1, Math.floor(maxPixels / ratio / count));
  const wide = Math.min(220, 16 + 7 * Math.max(...modules.map((module) => module.name.length)));
  const fitting = Math.floor((room - wide) / count);
  const cell = Math.min(zoom || Math.min(26, fitting >= labelFrom ? fitting : Math.max(2, Math.floor(room / count))), most);
  const labels = cell >= labelFrom ? wide : 0;
  const size = labels + cell * count;
  shape = { cell, labels };

  const { canvas } = matrix;
  canvas.width = size * ratio;
  canvas.height = size * ratio;
  canvas.style.width = canvas.style.height = `${size}px`;
  const paint = canvas.getContext("2d");
  paint.scale(ratio, ratio);
  const style = getComputedStyle(document.documentElement);
  const color = (name) => style.getPropertyValue(`--${name}`).trim();
  paint.fillStyle = color("surface");
  paint.fillRect(labels, labels, cell * count, cell * count);

  // A block for each rank along the diagonal, and lines where cells are large.
  paint.fillStyle = color("sunken");
  for (let start = 0; start < count;) {
    let end = start;
    while (end < count && modules[end].rank === modules[start].rank) ++end;
    paint.fillRect(labels + start * cell, labels + start * cell, (end - start) * cell, (end - start) * cell);
    start = end;
  }
  if (cell >= 6) {
    paint.fillStyle = color("line");
    for (let i = 0; i <= count; ++i) {
      paint.fillRect(labels + i * cell, labels, 1, cell * count);
      paint.fillRect(labels, labels + i * cell, cell * count, 1);
    }
  }
  const inset = cell >= 6 ? 1 : 0;
  paint.fillStyle = color("strong");
  for (let i = 0; i < count; ++i) paint.fillRect(labels + i * cell + inset, labels + i * cell + inset, cell - inset, cell - inset);
  paint.font = `${Math.min(12, cell - 10)}px system-ui, sans-serif`;
  paint.textAlign = "center";
  paint.textBaseline = "middle";
  for (const dependency of dependencies) {
    const x = labels + dependency.from * cell;
    const y = labels + dependency.to * cell;
    paint.fillStyle = color(dependency.blamed.length > 0 ? "error" : dependency.to < dependency.from ? "against" : "accent");
    paint.globalAlpha = dependency.blamed.length > 0 ? 1 : Math.min(1, 0.35 + 0.13 * Math.log2(dependency.imports + 1));
    const grow = cell < 4 && dependency.blamed.length > 0 ? 1 : 0; // to be seen at all
    paint.fillRect(x + inset - grow, y + inset - grow, cell - inset + 2 * grow, cell - inset + 2 * grow);
    paint.globalAlpha = 1;
    if (cell < countFrom || dependency.imports === 0) continue;
    paint.fillStyle = color(dependency.blamed.length > 0 || dependency.imports > 9 ? "surface" : "text");
    paint.fillText(dependency.imports > 999 ? "…" : String(dependency.imports), x + cell / 2 + 0.5, y + cell / 2 + 1);
  }
  if (labels > 0) drawNames(paint, color("text"));
  else drawRanks(paint, color("muted"));
  moveCursor(cursor.row, cursor.column, false);
}

/** Where cells are too small for names, the layers have theirs, in the empty half beside their blocks. */
function drawRanks(paint, ink) {
  paint.font = "12px system-ui, sans-serif";
  paint.fillStyle = ink;
  paint.textAlign = "left";
  for (let start = 0; start < modules.length;) {
    let end = start;
    while (end < modules.length && modules[end].rank === modules[start].rank) ++end;
    const x = end * shape.cell + 10;
    const room = modules.length * shape.cell - x;
    const name = shorten(data.ranks[modules[start].rank], Math.floor(room / 8));
    if ((end - start) * shape.cell >= 12 && room > 40) paint.fillText(name, x, (start + end) * 0.5 * shape.cell);
    start = end;
  }
}

function drawNames(paint, ink) {
  const { cell, labels } = shape;
  paint.font = `${Math.min(13, cell)}px system-ui, sans-serif`;
  paint.fillStyle = ink;
  modules.forEach((module, i) => {
    const name = shorten(module.name, 32);
    paint.textAlign = "right";
    paint.fillText(name, labels - 8, labels + (i + 0.5) * cell + 1, labels - 12);
    paint.save();
    paint.translate(labels + (i + 0.5) * cell, labels - 8);
    paint.rotate(-Math.PI / 2);
    paint.textAlign = "left";
    paint.fillText(name, 0, 1, labels - 12);
    paint.restore();
  });
}

/** Shows where the cursor is, and says what is there. */
function moveCursor(row, column, scroll = true) {
  cursor.row = Math.max(0, Math.min(modules.length - 1, row));
  cursor.column = Math.max(0, Math.min(modules.length - 1, column));
  const { cell, labels } = shape;
  const size = labels + cell * modules.length;
  const set = (element, left, top, width, height) => Object.assign(element.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
  set(matrix.row, 0, labels + cursor.row * cell, size, cell);
  set(matrix.column, labels + cursor.column * cell, 0, cell, size);
  if (scroll) {
    const { frame } = matrix;
    const x = labels + cursor.column * cell;
    const y = labels + cursor.row * cell;
    if (x < frame.scrollLeft || x > frame.scrollLeft + frame.clientWidth - cell) frame.scrollLeft = x - frame.clientWidth / 2;
    if (y < frame.scrollTop || y > frame.scrollTop + frame.clientHeight - cell) frame.scrollTop = y - frame.clientHeight / 2;
  }
  const from = modules[cursor.column].name;
  const to = modules[cursor.row].name;
  const found = cellAt(cursor.row, cursor.column);
  fill(matrix.status, ...(from === to ? [make("bdi", {}, from)] : [make("bdi", {}, from), " → ", make("bdi", {}, to), ": ", found ? describe(found.imports, found.blamed.length) : "nothing"]));
}

/** The next filled cell in a direction, or the one beside. */
function step(rows, columns, jump) {
  let row = cursor.row + rows;
  let column = cursor.column + columns;
  while (jump && row >= 0 && column >= 0 && row < modules.length && column < modules.length && !cellAt(row, column)) {
    row += rows;
    column += columns;
  }
  moveCursor(row, column);
}

function chooseCell() {
  const from = modules[cursor.column].name;
  const to = modules[cursor.row].name;
  if (from === to) go({ module: from, from: "", to: "", finding: "" });
  else go({ from, to, module: "", finding: "" });
}

function onKey(event) {
  const move = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  if (move) step(...move, event.shiftKey);
  else if (event.key === "Enter" || event.key === " ") chooseCell();
  else return;
  event.preventDefault();
}

function cellUnder(event) {
  const box = matrix.canvas.getBoundingClientRect();
  return [Math.floor((event.clientY - box.top - shape.labels) / shape.cell), Math.floor((event.clientX - box.left - shape.labels) / shape.cell)];
}

function makeMatrix(into) {
  const canvas = make("canvas", {
    tabindex: 0, role: "application", "aria-roledescription": "dependency matrix", "aria-describedby": "matrix-help",
    "aria-label": `Matrix of ${modules.length} modules`, keydown: onKey,
    mousemove: (event) => moveCursor(...cellUnder(event), false),
    click: (event) => { moveCursor(...cellUnder(event), false); chooseCell(); },
  });
  matrix = {
    canvas,
    row: make("div", { class: "cross" }), column: make("div", { class: "cross" }),
    status: make("p", { class: "status", role: "status" }),
  };
  matrix.frame = make("div", { class: "matrix" }, canvas, matrix.row, matrix.column);
  const scale = (factor) => () => {
    zoom = Math.max(2, Math.round(shape.cell * factor));
    drawMatrix();
  };
  into.append(
    makeToolbar(
      make("button", { type: "button", class: "quiet", "aria-label": "Smaller", click: scale(0.7) }, "−"),
      make("button", { type: "button", class: "quiet", "aria-label": "Larger", click: scale(1.5) }, "+"),
      make("p", { class: "legend" }, make("span", { class: "blamed" }, "with findings"), make("span", { class: "against" }, "above the diagonal"), make("span", { class: "proper" }, "dependency"))),
    make("div", { class: "picture" },
      make("p", { id: "matrix-help", class: "help" }, "A column uses the rows in which it has a cell; what keeps to the order stands below the diagonal. Arrow keys move, with Shift to the next cell that is filled; Enter opens it."),
      matrix.status, matrix.frame));
}

if (sections.has("matrix")) {
  makeMatrix(sections.get("matrix").querySelector(".board"));
  listeners.push((now) => {
    if (now.view !== "matrix") return;
    const column = moduleByName.get(now.from || now.module);
    const row = moduleByName.get(now.to || now.module);
    if (column !== undefined && row !== undefined) Object.assign(cursor, { row, column });
    drawMatrix();
    if (column !== undefined && row !== undefined) moveCursor(row, column);
    showDetails(now);
  });
  const redraw = () => { if (state.view === "matrix") drawMatrix(); };
  window.addEventListener("resize", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
}
