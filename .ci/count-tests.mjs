import { readFileSync } from 'node:fs';

// Prints `passed failed` of a vitest JSON report. A skipped test counts as failed, but for two kinds that say so in their
// titles: what it needs is not part of the project and may be absent, or the platform does not make that promise.
const EXCUSED = /skipped where|waived:/iu;

const report = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
let passed = 0;
let failed = 0;
for (const file of report.testResults) {
  if (file.status === 'failed' && file.assertionResults.length === 0) failed += 1;
  for (const test of file.assertionResults) {
    const isExcused = test.status !== 'failed' && EXCUSED.test(test.fullName);
    if (test.status === 'passed') passed += 1;
    else if (!isExcused) {
      failed += 1;
      process.stderr.write(`not passed (${test.status}): ${test.fullName}\n`);
    }
  }
}
process.stdout.write(`${passed} ${failed}\n`);
