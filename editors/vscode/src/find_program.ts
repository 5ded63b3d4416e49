// Where the program `krepis` is: what the setting says, else the first on the PATH. Knows nothing of VS Code.
import * as path from "node:path";

export interface Surroundings {
  /** Folders of the workspace, the first of which `${workspaceFolder}` stands for. */
  readonly folders: readonly string[];
  readonly home: string;
  /** The variable PATH. */
  readonly searchPath: string;
  readonly windows: boolean;
  readonly isExecutable: (file: string) => boolean;
}

/** A file, or what to tell the user. */
export type Found = { readonly program: string } | { readonly problem: string };

export function findProgram(setting: string, around: Surroundings): Found {
  const { join, isAbsolute, delimiter } = around.windows ? path.win32 : path.posix;
  const wanted = setting.trim();
  if (wanted !== "") {
    let file = wanted.replace(/^~(?=[/\\]|$)/, () => around.home);
    const folder = around.folders[0];
    if (file.includes("${workspaceFolder}")) {
      if (folder === undefined) return { problem: `krepis.path is ${wanted}, and no folder is open` };
      file = file.replaceAll("${workspaceFolder}", () => folder);
    }
    if (/[/\\]/.test(file)) {
      if (!isAbsolute(file)) {
        if (folder === undefined) return { problem: `krepis.path is ${wanted}, relative to a folder, and none is open` };
        file = join(folder, file);
      }
      return around.isExecutable(file) ? { program: file } : { problem: `krepis.path is ${wanted}, and ${file} is no program` };
    }
    return onSearchPath(file);
  }
  return onSearchPath("krepis");

  function onSearchPath(name: string): Found {
    const names = around.windows && !/\.[a-z]+$/i.test(name) ? [`${name}.exe`] : [name];
    for (const directory of around.searchPath.split(delimiter)) {
      // What is relative there would be looked for in whatever folder is open.
      if (!isAbsolute(directory)) continue;
      for (const candidate of names) {
        const file = join(directory, candidate);
        if (around.isExecutable(file)) return { program: file };
      }
    }
    return { problem: `there is no ${name} on the PATH; install it, or set krepis.path` };
  }
}
