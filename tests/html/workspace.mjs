// A made workspace of `count` modules in layers, some with hostile names, for the report to show.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const layers = ["apps", "features", "screens", "services", "domain", "storage", "platform", "base"];
/** What a folder may be called. */
export const hostile = ["<img src=x onerror=alert(1)>", "<!--<script>", "rtl\u202e\u2066gnp.exe", "quo\"te'&amp;", "=`${1}`", "日本語", "javascript:alert(1)"];

export function makeWorkspace(folder, count, configured) {
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  let seed = 1;
  const random = (below) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  const names = layers.map((layer, row) =>
    Array.from({ length: Math.floor(count / layers.length) }, (_, i) => (row === 1 && i < hostile.length ? hostile[i] : `${layer}-${i}`)));
  const path = (row, i) => `${layers[row]}/${names[row][i]}/index.ts`;
  const up = (row, i) => JSON.stringify(`../../${path(row, i)}`);
  names.forEach((modules, row) => {
    modules.forEach((name, i) => {
      const lines = [];
      for (let n = random(5); row + 1 < layers.length && n >= 0; --n) {
        const to = Math.min(layers.length - 1, row + 1 + random(3));
        lines.push(`import ${up(to, random(modules.length))};`);
      }
      if (i % 12 === 0 && row > 0) lines.push(`import ${up(row - 1, random(modules.length))};`);
      if (i % 9 === 0) lines.push(`import ${up(row, (i + 1) % modules.length)};`);
      write(path(row, i), `${lines.join("\n")}\nexport const x = 1;\n`);
    });
  });
  const config = layers.map((layer) => `[modules.${layer}]\nfiles = ["${layer}/{name}/**"]\n`).join("");
  write("krepis.toml", configured ? `version = 1\n${config}[layers]\norder = [${layers.map((layer) => `"${layer}"`).join(", ")}]\n` : "version = 1\n");
}
