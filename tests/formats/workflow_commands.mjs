// GitHub's workflow commands, read as the runner reads them (actions/runner, ActionCommand.cs), then issued again by the
// toolkit that GitHub gives to actions: what was read has to be what the toolkit writes.
import { error, notice, warning } from "@actions/core";

const unescapeData = (text) => text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
const unescapeProperty = (text) =>
  unescapeData(text.replaceAll("%3A", ":").replaceAll("%2C", ","));

// One command, or null when the runner would print the line instead.
export const parseCommand = (line) => {
  const match = /^::([^\s:]+)(?: (.*?))?::(.*)$/s.exec(line);
  if (!match) return null;
  const properties = {};
  for (const pair of (match[2] ?? "").split(",").filter(Boolean)) {
    const equals = pair.indexOf("=");
    if (equals <= 0) return null;
    properties[pair.slice(0, equals)] = unescapeProperty(pair.slice(equals + 1));
  }
  return { command: match[1], properties, message: unescapeData(match[3]) };
};

const issued = (command) => {
  const { file, title, line, endLine, col, endColumn } = command.properties;
  const number = (text) => (text === undefined ? undefined : Number(text));
  const given = { file, title, startLine: number(line), endLine: number(endLine), startColumn: number(col), endColumn: number(endColumn) };
  let text = "";
  const write = process.stdout.write;
  process.stdout.write = (chunk) => ((text += chunk), true);
  try {
    ({ error, warning, notice })[command.command](command.message, given);
  } finally {
    process.stdout.write = write;
  }
  return text.replace(/\r?\n$/, "");
};

// The commands of `text`, and what is wrong with them.
export const readCommands = (text) => {
  const faults = [];
  const commands = [];
  for (const line of text.split("\n").slice(0, -1)) {
    const command = parseCommand(line);
    if (!command || !["error", "warning", "notice"].includes(command.command)) {
      faults.push(`no command: ${line}`);
      continue;
    }
    commands.push(command);
    const sorted = (parsed) => JSON.stringify([parsed.command, Object.entries(parsed.properties).sort(), parsed.message]);
    if (sorted(parseCommand(issued(command))) !== sorted(command)) faults.push(`the toolkit writes ${issued(command)} for ${line}`);
    const { line: from, endLine: to, col, endColumn } = command.properties;
    if (from !== undefined && !(Number(from) >= 1 && Number(to ?? from) >= Number(from))) faults.push(`lines of ${line}`);
    if (col !== undefined && from !== (to ?? from)) faults.push(`columns of a span over several lines: ${line}`);
    if (endColumn !== undefined && !(Number(endColumn) >= Number(col))) faults.push(`columns of ${line}`);
    if (/^\//.test(command.properties.file ?? "")) faults.push(`absolute path: ${line}`);
  }
  return { commands, faults };
};
