import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { startEmbeddedPostgres } from '#src/embedded-postgres/embedded-postgres.ts';
import { makeDataDir, makeUsedDataDir, PATIENCE_MS } from './data-dir.ts';
import { ask, FAST, isAlive, serverPid, startHolder } from './holder.ts';
import { silentLog } from '#test/helpers/silent-log.ts';

vi.setConfig({ testTimeout: PATIENCE_MS });

describe('the embedded Postgres', () => {
  it('opens to its own password only, on this machine only', async () => {
    const dataDir = await makeDataDir();
    const postgres = await startEmbeddedPostgres({ dataDir, settings: FAST, log: silentLog });

    const [facts] = await ask(
      postgres.ownerUrl,
      `select current_database() as database, current_setting('listen_addresses') as listens,
         current_setting('unix_socket_directories') as sockets, current_setting('data_checksums') as checksums,
         pg_encoding_to_char(encoding) as encoding, datlocale as locale
       from pg_database where datname = current_database()`,
    );
    const wrong = new URL(postgres.url);
    wrong.password = 'guess';
    const { mode } = await stat(join(dataDir, 'server/password'));

    expect(facts).toEqual({
      database: 'largesse',
      listens: '127.0.0.1',
      sockets: '',
      checksums: 'on',
      encoding: 'UTF8',
      locale: 'C.UTF-8',
    });
    await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect(mode & 0o077).toBe(0);
    await postgres.stop();
  });

  it('keeps its data from one run to the next and leaves no process behind', async () => {
    const dataDir = await makeUsedDataDir();
    const first = await startEmbeddedPostgres({ dataDir, settings: FAST, log: silentLog });
    const pid = await serverPid(dataDir);
    await ask(first.ownerUrl, 'create table kept as select 42 as value');
    await first.stop();
    await first.stop();

    const wasAlive = isAlive(pid);
    const second = await startEmbeddedPostgres({ dataDir, settings: FAST, log: silentLog });
    const rows = await ask(second.ownerUrl, 'select value from kept');
    await second.stop();

    expect(wasAlive).toBe(false);
    expect(rows).toEqual([{ value: 42 }]);
  });

  it('lets the process end by itself once it is stopped', async () => {
    const holder = startHolder({ dataDir: await makeUsedDataDir() });
    await holder.next();

    const fact = await holder.say('stop');

    expect(fact.stopped).toBe(true);
    expect(await holder.ended).toBe(0);
  });

  it("still answers when the terminal's Ctrl-C reaches us, until we stop it", async () => {
    const dataDir = await makeUsedDataDir();
    const holder = startHolder({ dataDir });
    await holder.next();

    await holder.kill('SIGINT');
    const { atInterrupt } = await holder.next();
    const pid = await serverPid(dataDir);
    await holder.say('stop');

    expect(atInterrupt).toHaveLength(1);
    expect(isAlive(pid)).toBe(false);
  });

  it('stops although somebody is still connected', async () => {
    const dataDir = await makeUsedDataDir();
    const postgres = await startEmbeddedPostgres({ dataDir, settings: FAST, log: silentLog });
    const sleeping = ask(postgres.url, 'select pg_sleep(60)').catch((fault: unknown) => fault);

    await postgres.stop();

    expect(await sleeping).toBeInstanceOf(Error);
  });

  it('says in one line why it does not start, in the words of Postgres, and what to do', async () => {
    const dataDir = await makeUsedDataDir();
    const starting = startEmbeddedPostgres({
      dataDir,
      settings: { ...FAST, max_connections: 'many' },
      log: silentLog,
    });

    const fault: unknown = await starting.catch((cause: unknown) => cause);

    expect(String(fault)).toMatch(/^EmbeddedPostgresError: .*max_connections.*DATABASE_URL/);
    expect(String(fault)).not.toContain('\n');
  });

  it('refuses data of another major version of Postgres', async () => {
    const dataDir = await makeUsedDataDir();
    await (await startEmbeddedPostgres({ dataDir, settings: FAST, log: silentLog })).stop();
    const file = join(dataDir, 'server/cluster/PG_VERSION');
    expect(await readFile(file, 'utf8')).toBe('18\n');
    await writeFile(file, '17\n');

    const starting = startEmbeddedPostgres({ dataDir, settings: FAST, log: silentLog });

    await expect(starting).rejects.toThrow(/written by Postgres 17 and this Largesse comes with Postgres 18/);
  });
});
