import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { type TransactDeps, transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { insertOrganization } from '#src/db/people/organization.ts';
import { done, refused } from '#src/domain/outcome.ts';
import type { JobName } from '#src/ports/queue.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';
import { TEST_KEYS } from '#test/helpers/test-keys.ts';
import { createTickingClock } from '#test/helpers/ticking-clock.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const REFUSAL = { kind: 'nothing-to-undo' } as const;

function start() {
  const id = randomUUID();
  const enqueued: [JobName, readonly string[], wasCommitted: boolean][] = [];
  const log = createRecordingLog();
  const deps: TransactDeps = {
    db: database.db,
    log,
    keys: TEST_KEYS,
    clock: createTickingClock('2026-11-16T10:00:00Z'),
    queue: {
      async enqueue(job, ids) {
        const call: (typeof enqueued)[number] = [job, ids, false];
        // In the order of the calls, whichever look at the database comes back first.
        enqueued.push(call);
        call[2] = await isWritten();
      },
    },
  };
  async function isWritten(): Promise<boolean> {
    const found = await database.db.selectFrom('organization').select('id').where('id', '=', id).execute();
    return found.length > 0;
  }
  function write(tx: Tx): Promise<void> {
    return insertOrganization(tx, { id, name: 'Acme', currency: 'USD', timeZone: 'UTC' });
  }
  return { deps, enqueued, log, write, isWritten };
}

describe('a transaction', () => {
  it('enqueues what it was given once it is committed, in one call a job and each id once', async () => {
    const { deps, enqueued, write } = start();

    const result = await transact(deps, async (tx) => {
      tx.after('deliver-gift', ['a', 'b']);
      await write(tx);
      tx.after('send-notification', ['n']);
      tx.after('deliver-gift', ['b', 'c']);
      tx.after('answer-giver', []);
      expect(enqueued).toEqual([]);
      return 'written';
    });

    expect(result).toBe('written');
    expect(enqueued).toEqual([
      ['deliver-gift', ['a', 'b', 'c'], true],
      ['send-notification', ['n'], true],
    ]);
  });

  it('writes and enqueues nothing when its work throws', async () => {
    const { deps, enqueued, write, isWritten } = start();
    const fault = new Error('the disk is full');

    const running = transact(deps, async (tx) => {
      await write(tx);
      tx.after('deliver-gift', ['a']);
      throw fault;
    });

    await expect(running).rejects.toBe(fault);
    expect(await isWritten()).toBe(false);
    expect(enqueued).toEqual([]);
  });

  it('writes and enqueues nothing when its work is refused', async () => {
    const { deps, enqueued, write, isWritten } = start();

    const outcome = await transact(deps, async (tx) => {
      await write(tx);
      tx.after('deliver-gift', ['a']);
      return refused(REFUSAL);
    });

    expect(outcome).toEqual({ ok: false, refusal: REFUSAL });
    expect(await isWritten()).toBe(false);
    expect(enqueued).toEqual([]);
  });

  it('logs what it was told once it is committed, and never what was rolled back', async () => {
    const { deps, log, write } = start();
    const atCommit: number[] = [];

    await transact(deps, async (tx) => {
      tx.log.info({ giftId: 'g' }, 'Gift issued');
      await write(tx);
      atCommit.push(log.lines.length);
    });
    await transact(deps, async (tx) => {
      tx.log.info({ giftId: 'h' }, 'Gift issued');
      return refused(REFUSAL);
    });
    const failing = transact(deps, async (tx) => {
      tx.log.info({ giftId: 'i' }, 'Gift issued');
      throw new Error('the disk is full');
    });

    await expect(failing).rejects.toThrow('the disk is full');
    expect(atCommit).toEqual([0]);
    expect(log.lines).toEqual([{ level: 'info', fields: { giftId: 'g' }, message: 'Gift issued' }]);
  });

  it('keeps what was written before a refusal where the work says so', async () => {
    const { deps, enqueued, write } = start();

    const outcome = await transact(deps, async (tx) => {
      await write(tx);
      tx.after('deliver-gift', ['a']);
      tx.keepOnRefusal();
      return refused(REFUSAL);
    });

    expect(outcome).toEqual({ ok: false, refusal: REFUSAL });
    expect(enqueued).toEqual([['deliver-gift', ['a'], true]]);
  });

  it('does not fail with the queue', async () => {
    const { deps, write, isWritten } = start();
    const queue = { enqueue: () => Promise.reject(new Error('no queue')) };

    const outcome = await transact({ ...deps, queue }, async (tx) => {
      await write(tx);
      tx.after('deliver-gift', ['a']);
      tx.after('send-notification', ['n']);
      return done('written');
    });

    expect(outcome).toEqual(done('written'));
    expect(await isWritten()).toBe(true);
  });

  it('is not opened inside another one', async () => {
    const { deps, write, isWritten } = start();

    const running = transact(deps, async (tx) => {
      await write(tx);
      await transact(deps, async () => 'never');
    });

    await expect(running).rejects.toThrow('a transaction cannot be opened inside another one');
    expect(await isWritten()).toBe(false);
    expect(await transact(deps, async () => 'afterwards')).toBe('afterwards');
  });

  it('happens at one instant, which is that of the first look at the clock', async () => {
    const { deps } = start();

    const [before, ...times] = await transact(deps, async (tx) => {
      const outside = deps.clock.now();
      return [outside, tx.now, await sleepAndRead(tx), tx.now];
    });

    expect(new Set(times.map(Number)).size).toBe(1);
    expect(times[0]?.getTime()).toBe((before?.getTime() ?? 0) + 1);
  });
});

async function sleepAndRead(tx: Tx): Promise<Date> {
  await tx.selectFrom('organization').select('id').limit(1).execute();
  return tx.now;
}
