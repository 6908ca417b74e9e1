import { expect, it } from 'vitest';
import { FAULT_KINDS } from '#test/soak/faults.ts';
import { runBank } from '#test/soak/run-bank.ts';

/** Another one each time; `npm run soak -- --seed` repeats what it made people do. */
const seed = 1 + Math.floor(Math.random() * 2 ** 31);

it(`keeps its books while processes, connections, the queue and Postgres die under it (seed ${seed})`, {
  timeout: 420_000,
}, async () => {
  const report = await runBank({
    seed,
    durationMs: 10_000,
    least: { answers: 100, faultKinds: FAULT_KINDS.length },
    workers: 2,
    tellers: 2,
    hasFiles: false,
    hands: 6,
    faultEveryMs: 1_000,
    lookEveryMs: 4_000,
    settling: { timeoutMs: 150_000, isHurried: true },
  });

  expect(report.breaches).toEqual([]);
  expect(report.outcomes.answered).toBeGreaterThanOrEqual(100);
  expect(Object.keys(report.faults).sort()).toEqual([...FAULT_KINDS].sort());
});
