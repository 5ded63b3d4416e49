import assert from "node:assert/strict";
import { test } from "node:test";
import { findProgram, type Surroundings } from "./find_program";

const around = (files: string[], more: Partial<Surroundings> = {}): Surroundings => ({
  folders: ["/home/me/shop", "/home/me/other"],
  home: "/home/me",
  searchPath: "/usr/local/bin:/usr/bin",
  windows: false,
  isExecutable: (file) => files.includes(file),
  ...more,
});

test("without a setting it is the first on the PATH", () => {
  assert.deepEqual(findProgram("", around(["/usr/bin/krepis", "/usr/local/bin/krepis"])), { program: "/usr/local/bin/krepis" });
  assert.deepEqual(findProgram("  ", around(["/usr/bin/krepis"])), { program: "/usr/bin/krepis" });
});

test("nothing is started from the open folder by a relative entry of the PATH", () => {
  const found = findProgram("", around(["./krepis", "krepis", "bin/krepis"], { searchPath: ".::bin" }));
  assert.match("problem" in found ? found.problem : "", /no krepis on the PATH; install it, or set krepis\.path/);
});

test("the setting is a path, from the home, from the folder, or a name on the PATH", () => {
  assert.deepEqual(findProgram("/opt/krepis", around(["/opt/krepis"])), { program: "/opt/krepis" });
  assert.deepEqual(findProgram("~/bin/krepis", around(["/home/me/bin/krepis"])), { program: "/home/me/bin/krepis" });
  assert.deepEqual(findProgram("build/krepis", around(["/home/me/shop/build/krepis"])), { program: "/home/me/shop/build/krepis" });
  assert.deepEqual(findProgram("${workspaceFolder}/k", around(["/home/me/shop/k"])), { program: "/home/me/shop/k" });
  assert.deepEqual(findProgram("krepis-19", around(["/usr/bin/krepis-19"])), { program: "/usr/bin/krepis-19" });
});

test("a setting that leads nowhere is said, and nothing else is tried", () => {
  const found = findProgram("/opt/krepis", around(["/usr/bin/krepis"]));
  assert.match("problem" in found ? found.problem : "", /krepis\.path is \/opt\/krepis, and \/opt\/krepis is no program/);
  const nowhere = findProgram("${workspaceFolder}/k", around(["/k"], { folders: [] }));
  assert.match("problem" in nowhere ? nowhere.problem : "", /no folder is open/);
  const relative = findProgram("build/k", around(["build/k", "/build/k"], { folders: [] }));
  assert.match("problem" in relative ? relative.problem : "", /none is open/);
});

test("names with a dollar are names", () => {
  assert.deepEqual(findProgram("~/k", around(["/home/$&/k"], { home: "/home/$&" })), { program: "/home/$&/k" });
  assert.deepEqual(findProgram("${workspaceFolder}/k", around(["/w/$'/k"], { folders: ["/w/$'"] })), { program: "/w/$'/k" });
});

test("on Windows it is an exe", () => {
  const windows = { windows: true, searchPath: "C:\\Tools;D:\\bin", folders: ["C:\\shop"] };
  assert.deepEqual(findProgram("", around(["D:\\bin\\krepis.exe", "C:\\Tools\\krepis"], windows)), { program: "D:\\bin\\krepis.exe" });
  assert.deepEqual(findProgram("build\\krepis.exe", around(["C:\\shop\\build\\krepis.exe"], windows)), { program: "C:\\shop\\build\\krepis.exe" });
});
