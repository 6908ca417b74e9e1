import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { saveProcessRing } from '#src/db/kit/process-ring.ts';
import { newId } from '#src/kit/new-id.ts';
import { keysDetail } from '#src/process/keys-detail.ts';
import { takeKeys } from '#src/process/open-keys.ts';
import { type WorkParts, readinessChecks } from '#src/process/readiness-checks.ts';
import type { PlatformState } from '#src/ports/platform-state.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { keyCalled } from '#test/helpers/process-with-keys.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
const core = makeCore(database.db);
afterAll(() => database.drop());

const TROUBLE = { reason: 'invalid_auth at wss://secret', advice: '', needsPerson: true };
const until = new Date();

function open(parts: Partial<WorkParts> = {}) {
  return readinessChecks({
    db: database.db,
    keys: core.keys,
    queue: { check: async () => undefined },
    workers: () => undefined,
    platformIds: [],
    platformStates: () => ({}),
    ...parts,
  });
}

describe('readiness', () => {
  it('fails where the database does not answer', async () => {
    const gone = await createTestDatabase();
    await gone.drop();

    await expect(open({ db: gone.db })['database']?.()).rejects.toThrow(/destroyed|does not exist/u);
    expect(await open()['database']?.()).toBeUndefined();
  });

  it('repeats what the queue says, without what to do about it', async () => {
    const trouble = { message: 'Redis is full and takes no more jobs', fix: 'Raise maxmemory' };

    expect(await open({ queue: { check: async () => trouble } })['queue']?.()).toBe(trouble.message);
  });

  it('wants a sweep within a minute or so, by whichever process', async () => {
    let now = 0;
    const { sweep } = open({ now: () => now });

    expect(await sweep?.()).toBeUndefined();
    now = 80_000;
    expect(await sweep?.()).toBe('No sweep for 80 s: no worker runs, or jobs do not pass the queue');

    await core.app.jobs.enqueueDue([]);
    expect(await sweep?.()).toBeUndefined();

    await sql`update last_sweep set swept_at = now() - interval '76 seconds'`.execute(database.db);
    expect(await sweep?.()).toMatch(/^No sweep for 76 s/u);
    now = 0;
    expect(await open({ now: () => now })['sweep']?.()).toBeUndefined();
  });

  it('misses a key that the database is written with, and names it nowhere', async () => {
    expect(await open()['keys']?.()).toBeUndefined();
    await takeKeys(database.db, [keyCalled('other')]);

    expect(await open()['keys']?.()).toBe(
      'This process lacks a key that others write with: the log says which',
    );
    expect(await keysDetail(core)).toEqual({ lacking: 1, processes: 0, differ: false });
    await database.owner.deleteFrom('code_key').execute();
  });

  it('is not lost by processes with different keys, which the details tell', async () => {
    const ring = { host: 'h', pid: 1, role: 'web', fingerprints: ['f'] };
    await saveProcessRing(database.db, { ...ring, id: newId(), keyIds: ['a'] });
    const alone = await keysDetail(core);
    await saveProcessRing(database.db, { ...ring, id: newId(), keyIds: ['b'] });

    expect([alone, await keysDetail(core)]).toEqual([
      { lacking: 0, processes: 1, differ: false },
      { lacking: 0, processes: 2, differ: true },
    ]);
    expect(await open()['keys']?.()).toBeUndefined();
  });

  it('names the jobs that no worker of this process takes', async () => {
    const { workers } = open({ workers: () => ({ stuck: () => ['deliver-gift', 'sweep'] }) });

    expect(await workers?.()).toBe('Work is due that no worker takes: deliver-gift, sweep');
    expect(await open()['workers']?.()).toBeUndefined();
  });

  it('bears with a platform that takes its connection up again, and with no other', async () => {
    let now = 0;
    let state: PlatformState = { status: 'connecting' };
    const { slack } = open({
      platformIds: ['slack'],
      platformStates: () => ({ slack: state }),
      now: () => now,
    });

    expect(await slack?.()).toBe('Not connected yet');
    state = { status: 'connected' };
    expect(await slack?.()).toBeUndefined();
    state = { status: 'waiting', until, trouble: { ...TROUBLE, needsPerson: false } };
    now = 9_000;
    expect(await slack?.()).toBeUndefined();
    now = 11_000;
    expect(await slack?.()).toBe('Not connected: it is tried again');
    state = { status: 'needs-person', until, trouble: TROUBLE };
    expect(await slack?.()).toBe('Not connected, and a person must act: the log says what to do');
  });

  it('misses a platform that was never started', async () => {
    expect(await open({ platformIds: ['discord'] })['discord']?.()).toBe('Not connected yet');
  });
});
