import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { describe, expect, it, vi } from 'vitest';
import { APPLICATION, waitToOwn } from '#src/embedded-postgres/owner-lock.ts';
import { keepOwnership } from '#src/embedded-postgres/ownership.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { makeDataDir, makeUsedDataDir, PATIENCE_MS } from './data-dir.ts';
import { ask, isAlive, serverPid, startHolder } from './holder.ts';

vi.setConfig({ testTimeout: PATIENCE_MS });

/** Connects as a process does that follows the owner, but does not wait for its lock yet. */
async function connectAsProcess(ownerUrl: string | undefined): Promise<Client> {
  const url = new URL(ownerUrl ?? '');
  url.pathname = '/postgres';
  const client = new Client({
    connectionString: url.href,
    application_name: `${APPLICATION} ${process.pid}`,
  });
  await client.connect();
  return client;
}

describe('the owner of the embedded Postgres', () => {
  it('is one process: a second one is told which to stop, or is a follower if it may be', async () => {
    const dataDir = await makeUsedDataDir();
    const owner = startHolder({ dataDir });
    const owned = await owner.next();

    const refused = await startHolder({ dataDir }).next();
    const follower = startHolder({ dataDir, allowFollower: true });
    const shared = await follower.next();
    await follower.say('stop');
    const rows = await ask(owned.url, 'select 1 as one');
    const pid = await serverPid(dataDir);
    await owner.say('stop');

    expect(owned.isOwner).toBe(true);
    expect(refused.error).toContain(`process ${owner.pid})`);
    expect(refused.error).toContain(dataDir);
    expect(refused.error).toContain('LARGESSE_DIR');
    expect(shared).toMatchObject({ isOwner: false, url: owned.url });
    expect(rows).toEqual([{ one: 1 }]);
    expect(isAlive(pid)).toBe(false);
  });

  it('was killed: the next process adopts its server and stops it in the end', async () => {
    const dataDir = await makeUsedDataDir();
    const killed = startHolder({ dataDir });
    const before = await killed.next();
    const pid = await serverPid(dataDir);
    await killed.kill('SIGKILL');

    const heir = startHolder({ dataDir });
    const after = await heir.next();
    const pidAfter = await serverPid(dataDir);
    await heir.say('stop');

    expect(after).toMatchObject({ isOwner: true, url: before.url });
    expect(pidAfter).toBe(pid);
    expect(isAlive(pid)).toBe(false);
  });

  it.each(['stops', 'is killed'])('leaves its server to a follower when it %s', async (end) => {
    const dataDir = await makeUsedDataDir();
    const owner = startHolder({ dataDir });
    await owner.next();
    const follower = startHolder({ dataDir, allowFollower: true });
    const { url } = await follower.next();

    await (end === 'stops' ? owner.say('stop') : owner.kill('SIGKILL'));
    await vi.waitFor(async () => expect((await follower.say('tell')).isOwner).toBe(true), {
      timeout: PATIENCE_MS / 2,
    });
    const rows = await ask(url, 'select 1 as one');
    const pid = await serverPid(dataDir);
    await follower.say('stop');

    expect(rows).toEqual([{ one: 1 }]);
    expect(isAlive(pid)).toBe(false);
  });

  it('waits for a follower that is slow to wait for it', async () => {
    const dataDir = await makeUsedDataDir();
    const owner = startHolder({ dataDir });
    const slow = await connectAsProcess((await owner.next()).url);
    const pid = await serverPid(dataDir);

    const stopping = owner.say('stop');
    await sleep(500);
    await waitToOwn(slow);
    await stopping;
    await slow.query('select 1');
    await slow.end();

    expect(isAlive(pid)).toBe(true);
  });

  it('is stopped by a follower that is told to stop before it hears that it is the owner', async () => {
    const dataDir = await makeUsedDataDir();
    const owner = startHolder({ dataDir });
    await owner.next();
    const follower = startHolder({ dataDir, allowFollower: true });
    await follower.next();
    const pid = await serverPid(dataDir);

    await follower.kill('SIGSTOP');
    const stopping = follower.say('stop');
    await owner.say('stop');
    await follower.kill('SIGCONT');
    await stopping;

    expect(isAlive(pid)).toBe(false);
  });

  it('lets a follower go whose wait for it has not reached the server yet', async () => {
    const owner = startHolder({ dataDir: await makeUsedDataDir() });
    const { url } = await owner.next();
    const client = await connectAsProcess(url);
    const delayed = client.query('select pg_sleep(0.5)');
    const follower = keepOwnership(client, {
      isOwner: false,
      reconnect: () => connectAsProcess(url),
      log: silentLog,
    });

    const leftAlone = await follower.leave();
    await delayed;
    await follower.close();
    const told = await owner.say('stop');

    expect(leftAlone).toBe(false);
    expect(told.stopped).toBe(true);
  });

  it('stops the server although a follower was killed a moment before', async () => {
    const dataDir = await makeUsedDataDir();
    const owner = startHolder({ dataDir });
    await owner.next();
    const follower = startHolder({ dataDir, allowFollower: true });
    await follower.next();
    const pid = await serverPid(dataDir);

    await follower.kill('SIGKILL');
    await owner.say('stop');

    expect(isAlive(pid)).toBe(false);
  });

  it('is still the owner after Postgres has recovered from the crash of one of its processes', async () => {
    const dataDir = await makeUsedDataDir();
    const owner = startHolder({ dataDir });
    const { url } = await owner.next();

    const [victim] = await ask(url, `select pid from pg_stat_activity where backend_type = 'checkpointer'`);
    process.kill(Number(victim?.pid), 'SIGKILL');
    await vi.waitFor(async () => expect((await owner.say('tell')).logged).not.toEqual([]), {
      timeout: PATIENCE_MS / 2,
    });
    const refused = await vi.waitFor(
      async () => {
        const fact = await startHolder({ dataDir }).next();
        expect(fact.error).toContain(`process ${owner.pid})`);
        return fact;
      },
      { timeout: PATIENCE_MS / 2 },
    );
    const pid = await serverPid(dataDir);
    await owner.say('stop');

    expect(refused.error).toContain('LARGESSE_DIR');
    expect(isAlive(pid)).toBe(false);
  });

  it('is found when several processes start on an empty folder at once', async () => {
    const dataDir = await makeDataDir();
    const holders = [1, 2, 3].map(() => startHolder({ dataDir, allowFollower: true }));

    const facts = await Promise.all(holders.map((holder) => holder.next()));
    const pid = await serverPid(dataDir);
    for (const holder of holders) await holder.say('stop');

    expect(facts.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
    expect(new Set(facts.map(({ url }) => url)).size).toBe(1);
    expect(facts.filter(({ isOwner }) => isOwner)).toHaveLength(1);
    expect(isAlive(pid)).toBe(false);
  });
});
