import { access, chmod, mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { giveTo, hasLibraryLinks, isLink, makeCheckout, packageDir } from './checkout.ts';
import { endServer, makeDataDir, makeFolder, makeUsedDataDir, PATIENCE_MS } from './data-dir.ts';
import { ask, type HoldOptions, isAlive, serverPid, startHolder } from './holder.ts';

const isRoot = process.geteuid?.() === 0;
const NOBODY = { uid: 65534, gid: 65534 };
const ordinary = isRoot ? { user: NOBODY } : {};

/** A folder that only its owner can enter, and that belongs to the ordinary user if it is for one. */
async function makeHomeFolder(owner: 'root' | 'ordinary'): Promise<string> {
  const folder = join(await makeFolder(), 'home');
  await mkdir(folder, { mode: 0o700 });
  if (isRoot && owner === 'ordinary') await giveTo(folder, NOBODY);
  return folder;
}

/** Starts, writes, stops, starts again and reads. Gives what was told at the first start. */
async function runTwice(options: HoldOptions) {
  onTestFinished(() => endServer(options.dataDir));
  const first = startHolder(options);
  const started = await first.next();
  expect(started.error).toBeUndefined();
  const pid = await serverPid(options.dataDir);
  await ask(started.url, 'create table kept as select 42 as value');
  await first.say('stop');
  const second = startHolder(options);
  const rows = await ask((await second.next()).url, 'select value from kept');
  await second.say('stop');

  expect(rows).toEqual([{ value: 42 }]);
  expect(isAlive(pid)).toBe(false);
  return started;
}

vi.setConfig({ testTimeout: PATIENCE_MS });

describe('the embedded Postgres of an ordinary user', () => {
  it('runs under a home that nobody else can enter', async () => {
    const home = await makeHomeFolder('ordinary');

    await runTwice({ dataDir: join(home, 'app/.largesse'), ...ordinary });

    expect(await isLink(join(home, 'app/.largesse/server'))).toBe(false);
  });

  it('runs from a checkout whose install scripts did not run, links made on the way', async () => {
    const checkout = await makeCheckout(await makeFolder());
    const dataDir = await makeDataDir();
    const holders = [1, 2].map(() => startHolder({ dataDir, checkout, allowFollower: true }));

    const facts = await Promise.all(holders.map((holder) => holder.next()));
    for (const holder of holders) await holder.say('stop');

    expect(facts.map(({ error }) => error)).toEqual([undefined, undefined]);
    expect(await hasLibraryLinks(checkout)).toBe(true);
  });

  it.runIf(isRoot)(
    'runs from such a checkout that it cannot write to, by a copy beside its data (skipped where the user is not root)',
    async () => {
      const checkout = await makeCheckout(await makeFolder());
      const home = await makeHomeFolder('ordinary');

      await runTwice({ dataDir: join(home, 'data'), checkout, ...ordinary });

      expect(await hasLibraryLinks(checkout)).toBe(false);
      const names = await readdir(join(home, 'data/server'));
      expect(names.filter((name) => name.includes('postgres-'))).toHaveLength(1);
    },
  );

  it.runIf(isRoot)(
    'cannot have the data of root, and is told so (skipped where the user is not root)',
    async () => {
      const dataDir = await makeUsedDataDir();
      const root = startHolder({ dataDir });
      await root.next();
      await root.say('stop');

      const { error } = await startHolder({ dataDir, ...ordinary }).next();

      expect(error).toMatch(/belongs to the user (postgres|nobody|\d+): .*LARGESSE_DIR/);
    },
  );

  it.runIf(isRoot)(
    'is told that it cannot write to a folder, and what to do (skipped where the user is not root)',
    async () => {
      const folder = await makeFolder();

      const { error } = await startHolder({ dataDir: join(folder, 'data'), ...ordinary }).next();

      expect(error).toMatch(/cannot be used .*LARGESSE_DIR/);
      expect(error).not.toContain('\n');
    },
  );
});

describe.runIf(isRoot)('the embedded Postgres of root, skipped where the user is another,', () => {
  it('runs from a checkout in a home that Postgres cannot enter, and the data folder leads to its data', async () => {
    const home = await makeHomeFolder('root');
    const checkout = await makeCheckout(home);
    const systemDir = join(await makeFolder(), 'var/lib/largesse');
    const dataDir = join(checkout, '.largesse');

    const { logged } = await runTwice({ dataDir, checkout, systemDir });

    expect(await isLink(join(dataDir, 'server'))).toBe(true);
    expect(await readdir(systemDir)).toHaveLength(1);
    expect(await readFile(join(dataDir, 'server/cluster/PG_VERSION'), 'utf8')).toBe('18\n');
    expect((await stat(join(dataDir, 'server/cluster'))).uid).not.toBe(0);
    expect(logged.join()).toContain('system folder');
  });

  it('keeps the data in the temporary folder, with a warning, where there is no system folder', async () => {
    const home = await makeHomeFolder('root');
    const tmpDir = await makeFolder();
    const blocked = join(home, 'file/largesse');
    const dataDir = join(home, '.largesse');

    const { logged } = await runTwice({ dataDir, systemDir: blocked, tmpDir });

    expect(logged.join()).toMatch(/TEMPORARY .*LARGESSE_DIR/);
    expect((await readdir(tmpDir)).filter((name) => name.startsWith('largesse-'))).toHaveLength(1);
  });

  it('takes data that is for one run away with it, wherever it was kept', async () => {
    const dataDir = join(await makeHomeFolder('root'), 'data');
    const systemDir = join(await makeFolder(), 'largesse');
    const holder = startHolder({ dataDir, systemDir, removeOnStop: true });
    await holder.next();

    const kept = await readdir(systemDir);
    await holder.say('stop');

    expect(kept).toHaveLength(1);
    expect(await readdir(systemDir)).toEqual([]);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('runs from a checkout that npm unpacked for root alone', async () => {
    const checkout = await makeCheckout(await makeFolder());
    await chmod(join(packageDir(checkout), 'native/bin/postgres'), 0o700);
    const dataDir = await makeUsedDataDir();

    await runTwice({ dataDir, checkout });

    expect((await readdir(join(dataDir, 'server'))).join()).toContain('postgres-');
  });

  it('runs on the data of an ordinary user without taking it away', async () => {
    const home = await makeHomeFolder('ordinary');
    const dataDir = join(home, 'data');

    await runTwice({ dataDir, ...ordinary });
    const root = startHolder({ dataDir });
    const rows = await ask((await root.next()).url, 'select value from kept');
    await root.say('stop');
    const user = startHolder({ dataDir, ...ordinary });
    const { isOwner } = await user.next();
    await user.say('stop');

    expect(rows).toEqual([{ value: 42 }]);
    expect(isOwner).toBe(true);
  });

  it('says where the data went when the folder that the link leads to is gone', async () => {
    const dataDir = await makeDataDir();
    await mkdir(dataDir);
    await symlink(join(dataDir, 'lost'), join(dataDir, 'server'));

    const { error } = await startHolder({ dataDir }).next();

    expect(error).toContain('Restore that folder');
    await expect(access(join(dataDir, 'lost'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
