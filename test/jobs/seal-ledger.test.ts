import { describe, expect, it, onTestFinished } from 'vitest';
import { createClosedAccounts } from '#jobs/closed-accounts.ts';
import { createPace } from '#src/kit/pace.ts';
import { openQueue } from '#jobs/queue.ts';
import { createRunner } from '#jobs/run-job.ts';
import { sealLedger } from '#jobs/seal-ledger.ts';
import { verifyLedger } from '#src/db/queries/verify-ledger.ts';
import { createWords } from '#src/words/words.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { until } from '#test/helpers/until.ts';

async function start() {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const core = makeCore(database.db);
  await makeCompany(core);
  const { app, log } = core;
  const deps = {
    app,
    log,
    platforms: new Map(),
    mailer: undefined,
    words: createWords(),
    pace: createPace(),
    closedAccounts: createClosedAccounts(),
    dueJobs: [],
  };
  return { database, core, deps };
}

describe('the job that seals the ledger', () => {
  it('runs by itself when a worker starts', async () => {
    const { database, core, deps } = await start();
    const queue = await openQueue({ kind: 'postgres', url: database.url }, { log: core.log });
    const workers = queue.work(deps, [sealLedger]);

    await until('seal', async () => (await verifyLedger(database.db)).seals.length === 1);
    await workers.close();
    await queue.close();

    expect(await verifyLedger(database.db)).toMatchObject({ ok: true, unsealed: 0 });
  });

  it('comes back at once while there is more to seal', async () => {
    const { deps } = await start();
    if (!('run' in sealLedger)) throw new Error('it runs an id at a time');
    const ledger = { seal: () => deps.app.ledger.seal({ stretch: 1, maxSeals: 2 }) };
    const app = { ...deps.app, ledger };

    const runs = [];
    for (let run = 0; run < 3; run += 1) runs.push(await sealLedger.run({ ...deps, app }, 'all'));

    expect(runs).toEqual([{ again: 0 }, { again: 0 }, undefined]);
  });

  it('leaves a fault to the next run, and a warning', async () => {
    const { core, deps } = await start();
    const app = { ...deps.app, ledger: { seal: () => Promise.reject(new Error('no database')) } };

    await createRunner(sealLedger, { ...deps, app }, core.log)({ id: 'all', faults: 0, crashes: 0 });

    expect(core.log.lines.at(-1)).toMatchObject({
      level: 'warn',
      fields: { job: 'seal-ledger', err: new Error('no database') },
    });
  });
});
