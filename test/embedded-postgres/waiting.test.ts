import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startEmbeddedPostgres } from '#src/embedded-postgres/embedded-postgres.ts';
import { runLargesse } from '#test/helpers/run-largesse.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { until } from '#test/helpers/until.ts';
import { copyUsedData, endServer, makeFolder, makeUsedDataDir, PATIENCE_MS } from './data-dir.ts';
import { ask, FAST, type Holder, startHolder } from './holder.ts';

vi.setConfig({ testTimeout: PATIENCE_MS });

/** Somebody who holds the data, and a start that waits for them: `waitsFor` are the processes that it was told of. */
async function startWaiting(patienceMs: number, signal?: AbortSignal) {
  const dataDir = await makeUsedDataDir();
  const holder = startHolder({ dataDir });
  const { url = '' } = await holder.next();
  const waitsFor: (number | undefined)[] = [];
  const starting = startEmbeddedPostgres({
    dataDir,
    settings: FAST,
    patienceMs,
    onWait: (pid) => waitsFor.push(pid),
    signal,
    log: silentLog,
  });
  starting.catch(() => undefined);
  await untilWaiting(url);
  return { holder, url, starting, waitsFor };
}

async function untilWaiting(url: string): Promise<void> {
  await until('a wait for the lock', async () => {
    const waiting = await ask(url, `select from pg_locks where locktype = 'advisory' and not granted`);
    return waiting.length > 0;
  });
}

describe('a start while somebody else has the data', () => {
  it.each([
    ['ends', (holder: Holder) => holder.say('stop')],
    ['is killed', (holder: Holder) => holder.kill('SIGKILL')],
  ])('waits, and takes over the running server when the other one %s', async (_, end) => {
    const { holder, url, starting, waitsFor } = await startWaiting(PATIENCE_MS);

    await end(holder);
    const postgres = await starting;
    const [row] = await ask(url, 'select 1 as one');
    await postgres.stop();

    expect(waitsFor).toEqual([holder.pid]);
    expect(postgres.ownerUrl).toBe(url);
    expect(postgres.isOwner).toBe(true);
    expect(row).toEqual({ one: 1 });
  });

  it('gives up when its patience is over, and names the other one', async () => {
    const { holder, starting } = await startWaiting(500);

    await expect(starting).rejects.toThrow(`Another Largesse (process ${holder.pid}) uses the database`);
    await holder.say('stop');
  });

  it('ends at once when it is broken off, and leaves the other one alone', async () => {
    const stopping = new AbortController();
    const { holder, url, starting } = await startWaiting(PATIENCE_MS, stopping.signal);

    stopping.abort();
    await expect(starting).rejects.toBe(stopping.signal.reason);
    const rows = await ask(url, 'select 1 as one');
    await holder.say('stop');

    expect(rows).toEqual([{ one: 1 }]);
  });
});

it('`largesse start` waits for a command, says so in one line, and then runs', async () => {
  const dir = await makeFolder();
  const dataDir = join(dir, 'postgres');
  onTestFinished(() => endServer(dataDir));
  await copyUsedData(dataDir);
  const holder = startHolder({ dataDir });
  const { url = '' } = await holder.next();

  const starting = runLargesse({ roles: 'web,chat,worker', env: { LARGESSE_DIR: dir, PORT: '0' } });
  await untilWaiting(url);
  await holder.say('stop');
  const running = await starting;
  await running.stop();

  const waiting = `Another Largesse (process ${holder.pid}) uses the database in ${dir}: waiting up to 10 s for it to end\n`;
  expect(running.said().split(waiting)).toHaveLength(2);
});
