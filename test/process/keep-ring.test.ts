import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findRingTrouble, listProcessRings } from '#src/db/kit/process-ring.ts';
import { keysToText, type RingKey } from '#src/kit/key-ring.ts';
import { keepRing, type KeptRing } from '#src/process/keep-ring.ts';
import { takeKeys } from '#src/process/open-keys.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { keyCalled } from '#test/helpers/process-with-keys.ts';
import { createRecordingLog, type RecordingLog } from '#test/helpers/recording-log.ts';
import { until } from '#test/helpers/until.ts';

const OLD = keyCalled('old');
const NEW = keyCalled('new');
const OFTEN = { lookEveryMs: 20, tellEveryMs: 50 };

let database: TestDatabase;
let dir: string;
let path: string;
let log: RecordingLog;
let kept: KeptRing[];

beforeEach(async () => {
  database = await createTestDatabase();
  dir = await mkdtemp(join(tmpdir(), 'largesse-ring-'));
  path = join(dir, 'ring');
  log = createRecordingLog();
  kept = [];
});
afterEach(async () => {
  await Promise.all(kept.map((ring) => ring.close()));
  await database.drop();
  await rm(dir, { recursive: true });
});

async function write(...keys: RingKey[]): Promise<void> {
  await writeFile(path, keysToText(keys));
}

async function open(more: { keys?: string; role?: string } = {}): Promise<KeptRing> {
  const { keys, role = 'worker' } = more;
  const config = keys === undefined ? { dir, keysFile: path } : { dir, keys };
  const ring = await keepRing(config, database.db, { log, role, ...OFTEN });
  kept.push(ring);
  return ring;
}

async function untilRingIs(ring: KeptRing, ids: string[]): Promise<void> {
  await until(`ring ${ids.join()}`, () => ring.keys.ids().join() === ids.join());
}

function saidOf(level: string): { keys?: unknown; message: string }[] {
  return log.lines
    .filter((line) => line.level === level)
    .map(({ fields, message }) => ({ ...fields, message }));
}

describe('a ring in a file', () => {
  it('is taken over when the file changes, and the database knows the key that writes before anything is written with it', async () => {
    await write(OLD);
    const ring = await open();

    await write(OLD, NEW);
    await untilRingIs(ring, ['old', 'new']);
    const known = await database.db.selectFrom('code_key').select('id').execute();
    await write(NEW, OLD);
    await untilRingIs(ring, ['new', 'old']);

    expect(known).toEqual([{ id: 'old' }]);
    expect(await database.db.selectFrom('code_key').select('id').orderBy('seen_at').execute()).toEqual([
      { id: 'old' },
      { id: 'new' },
    ]);
    expect(ring.keys.sign('text').keyId).toBe('new');
    await until('word of both', () => saidOf('info').length === 2);
    expect(saidOf('info')).toEqual([
      { keys: ['old', 'new'], message: 'Keys taken over from their file' },
      { keys: ['new', 'old'], message: 'Keys taken over from their file' },
    ]);
  });

  it('is taken over when a link above it is moved, as Kubernetes does with a mounted secret', async () => {
    for (const [folder, keys] of [
      ['..first', [OLD]],
      ['..second', [NEW, OLD]],
    ] as const) {
      await mkdir(join(dir, folder));
      await writeFile(join(dir, folder, 'ring'), keysToText(keys));
    }
    await symlink('..first', join(dir, '..data'));
    await symlink('..data/ring', path);
    const ring = await open();

    await symlink('..second', join(dir, '..data_tmp'));
    await rename(join(dir, '..data_tmp'), join(dir, '..data'));
    await untilRingIs(ring, ['new', 'old']);

    expect(ring.keys.sign('text').keyId).toBe('new');
  });

  it.each([
    ['holds no keys', 'nonsense', 'Key 1 must look like'],
    ['lacks a key of the database', keysToText([NEW]), '“old”, which is missing here'],
    ['has another secret', keysToText([{ ...NEW, id: 'old' }]), '“old”, which has another secret here'],
  ])('stays as it was, and says so once, when the new file %s', async (_, content, why) => {
    await write(OLD);
    const ring = await open();
    const message = 'Keys were not taken over from their file; the old ones stay';

    await writeFile(path, content);
    await until('a complaint', () => saidOf('error').length > 0);
    await new Promise((resolve) => setTimeout(resolve, 5 * OFTEN.lookEveryMs));

    expect(saidOf('error')).toEqual([
      { err: expect.objectContaining({ message: expect.stringContaining(why) }), message },
    ]);
    expect(JSON.stringify(log.lines)).not.toContain(Buffer.from(NEW.secret).toString('base64'));
    expect(ring.keys.ids()).toEqual(['old']);
    await write(OLD, NEW);
    await untilRingIs(ring, ['old', 'new']);
  });

  it('stays as it was when the file is gone', async () => {
    await write(OLD);
    const ring = await open();

    await rm(path);
    await until('a complaint', () => saidOf('error').length > 0);

    expect(ring.keys.ids()).toEqual(['old']);
  });

  it('is taken over at once when that is asked for, and says what is wrong each time', async () => {
    await write(OLD);
    const config = { dir, keysFile: path };
    const ring = await keepRing(config, database.db, { log, role: 'web', lookEveryMs: 60_000 });
    kept.push(ring);
    await write(OLD, NEW);

    await ring.reload();
    const taken = ring.keys.ids();
    await writeFile(path, 'nonsense');
    await ring.reload();
    await ring.reload();

    expect(taken).toEqual(['old', 'new']);
    expect(saidOf('error')).toHaveLength(2);
  });

  it('must be there when its setting names it', async () => {
    await expect(open()).rejects.toThrow(
      `LARGESSE_KEYS_FILE is ${path}, and there is no such file. Restore it, or make one`,
    );
  });
});

describe('a ring in a setting', () => {
  it('says that it is read at the start only, when it is to be taken over', async () => {
    const ring = await open({ keys: keysToText([OLD]) });

    await ring.reload();

    expect(saidOf('warn')).toEqual([
      { message: 'LARGESSE_KEYS is read at the start only: restart, or use LARGESSE_KEYS_FILE' },
    ]);
  });
});

describe('processes with rings', () => {
  it('say which keys they have, and until when', async () => {
    const web = await open({ keys: keysToText([OLD]), role: 'web' });
    await open({ keys: keysToText([OLD, NEW]), role: 'worker' });

    const rings = await listProcessRings(database.db);
    const different = await findRingTrouble(database.db);
    await web.close();

    expect(rings).toMatchObject([
      { role: 'web', pid: process.pid, keyIds: ['old'] },
      { role: 'worker', keyIds: ['old', 'new'] },
    ]);
    expect(different).toBe('different');
    expect(await listProcessRings(database.db)).toMatchObject([{ role: 'worker' }]);
    expect(await findRingTrouble(database.db)).toBeUndefined();
  });

  it('are taken for ended when they have not been seen for half a minute', async () => {
    await open({ keys: keysToText([OLD]) });
    await Promise.all(kept.splice(0).map((ring) => ring.close()));
    const config = { dir, keys: keysToText([OLD]) };
    kept.push(await keepRing(config, database.db, { log, role: 'web', tellEveryMs: 60_000 }));
    await database.db
      .updateTable('process_ring')
      .set({ seen_at: new Date(Date.now() - 31_000) })
      .execute();

    expect(await listProcessRings(database.db)).toEqual([]);
  });

  it('say once which key they lack, when another begins to write with it', async () => {
    await open({ keys: keysToText([OLD]) });
    await takeKeys(database.db, [NEW, OLD]);

    await until('the word', () => saidOf('error').length > 0);
    await new Promise((resolve) => setTimeout(resolve, 4 * OFTEN.tellEveryMs));

    expect(saidOf('error')).toEqual([
      { keys: ['new'], message: 'This process lacks keys that others write with: give it the same ring' },
    ]);
    expect(await findRingTrouble(database.db)).toBe('lacking');
  });

  it('give up a key that was retired, and start without it', async () => {
    const ring = await open({ keys: keysToText([NEW, OLD]) });
    await takeKeys(database.db, [OLD, NEW]);

    await database.db
      .updateTable('code_key')
      .set({ retired_at: new Date() })
      .where('id', '=', 'old')
      .execute();
    await untilRingIs(ring, ['new']);
    const later = await open({ keys: keysToText([OLD, NEW]) });

    expect(later.keys.ids()).toEqual(['new']);
    expect(saidOf('warn')).toContainEqual({
      keys: ['old'],
      message: 'Retired keys are left out: take them out of the ring',
    });
  });

  it('do not start with retired keys alone', async () => {
    await takeKeys(database.db, [OLD]);
    await database.db.updateTable('code_key').set({ retired_at: new Date() }).execute();

    await expect(open({ keys: keysToText([OLD]) })).rejects.toThrow(
      'The keys here are retired: old. Give this process the keys of the others',
    );
  });
});
