export function audit(line: string): void {
  console.log(line);
}
