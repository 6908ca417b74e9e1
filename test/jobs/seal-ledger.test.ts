import { describe, expect, it } from 'vitest';
import { eventually } from '#test/helpers/eventually.ts';
import { createClosedAccounts } from '#jobs/closed-accounts.ts';
import { createPace } from '#src/kit/pace.ts';
import { openQueue } from '#jobs/queue.ts';
import { createRunner } from '#jobs/run-job.ts';
import { sealLedgerJob } from '#jobs/seal-ledger.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { createWords } from '#src/words/words.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { until } from '#test/helpers/until.ts';
import { openOwnCore } from '#test/helpers/own-core.ts';
import { uncalled } from '#test/helpers/uncalled-webhooks.ts';

async function start() {
  const { core, database } = await openOwnCore();
  const company = await makeCompany(core);
  const { app, log } = core;
  const deps = {
    app,
    log,
    platforms: new Map(),
    mailer: undefined,
    webhooks: uncalled,
    words: createWords(),
    pace: createPace(),
    closedAccounts: createClosedAccounts(),
    headKeepers: [],
    dueJobs: [],
  };
  return { database, core, company, deps };
}

describe('the job that seals the ledger', () => {
  it('runs by itself when a worker starts', async () => {
    const { database, core, deps } = await start();
    const queue = await openQueue({ kind: 'postgres', url: database.url }, { log: core.log });
    const workers = queue.work(deps, [sealLedgerJob]);

    await until('seal', async () => (await verifyLedger(database.db)).seals.length === 1);
    await workers.close();
    await queue.close();

    expect(await verifyLedger(database.db)).toMatchObject({ ok: true, unsealed: 0 });
  });

  it('comes back at once while there is more to seal', async () => {
    const { deps, company } = await start();
    if (!('run' in sealLedgerJob)) throw new Error('it runs an id at a time');
    await company.give('morgan', 'alice', '1');
    await deps.app.ledger.seal();
    for (let gift = 0; gift < 2; gift += 1) await company.give('morgan', 'alice', '1');
    const ledger = { ...deps.app.ledger, seal: () => deps.app.ledger.seal({ stretch: 1, maxSeals: 2 }) };
    const app = { ...deps.app, ledger };

    const runs = [];
    for (let run = 0; run < 3; run += 1) runs.push(await sealLedgerJob.run({ ...deps, app }, 'all'));

    expect(runs).toEqual([{ again: 0 }, { again: 0 }, undefined]);
  });

  it('leaves a fault to the next run, and a warning', async () => {
    const { core, deps } = await start();
    const app = {
      ...deps.app,
      ledger: { ...deps.app.ledger, seal: () => Promise.reject(new Error('no database')) },
    };

    await createRunner(sealLedgerJob, { ...deps, app }, core.log)({ id: 'all', faults: 0, crashes: 0 });

    await eventually(() => expect(core.log.lines.at(-1)?.level).toBe('warn'));
    expect(core.log.lines.at(-1)).toMatchObject({
      level: 'warn',
      fields: { job: 'seal-ledger', err: new Error('no database') },
    });
  });
});
