// How many checks have held so far; the scripts beside it end with that.
export const tally = { passed: 0, failed: 0 };

/** Counts a check that holds when there are no faults, and prints them. */
export const verdict = (name, faults) => {
  if (faults.length === 0) return void tally.passed++;
  tally.failed++;
  console.log(`FAILED ${name}`);
  for (const fault of faults.slice(0, 10)) console.log(`  ${fault}`);
};

/** Prints the tally and ends the process by it. */
export const finish = () => {
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  process.exit(tally.failed === 0 ? 0 : 1);
};
