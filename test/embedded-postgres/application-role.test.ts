import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { migrateQueue } from '#jobs/queue.ts';
import { connect } from '#src/db/kit/connect.ts';
import { must } from '#src/domain/kit/must.ts';
import { APPLICATION_ROLE } from '#src/embedded-postgres/application-role.ts';
import { startEmbeddedPostgres } from '#src/embedded-postgres/embedded-postgres.ts';
import type { Finding } from '#src/ports/doctor.ts';
import { sayJson } from '#test/cli/largesse.ts';
import { migrateUpTo } from '#test/helpers/older-database.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { copyUsedData, endServer, makeFolder, makeUsedDataDir, PATIENCE_MS } from './data-dir.ts';
import { ask, FAST, startHolder } from './holder.ts';

vi.setConfig({ testTimeout: PATIENCE_MS });

describe('the role that Largesse works as in the embedded Postgres', () => {
  it('owns nothing, and has a password of its own', async () => {
    const postgres = await startEmbeddedPostgres({
      dataDir: await makeUsedDataDir(),
      settings: FAST,
      log: silentLog,
    });
    const passwords = [postgres.url, postgres.ownerUrl].map((url) => new URL(url).password);

    const [role] = await ask(
      postgres.url,
      `select rolname as name, rolsuper or rolcreaterole or rolcreatedb or rolbypassrls as "mayMore"
         from pg_roles where rolname = current_user`,
    );
    await postgres.stop();

    expect(role).toEqual({ name: APPLICATION_ROLE, mayMore: false });
    expect(new Set(passwords).size).toBe(2);
  });

  it('comes to data of an earlier version, beside an owner that does not know of it', async () => {
    const dir = await makeFolder();
    const dataDir = join(dir, 'postgres');
    onTestFinished(() => endServer(dataDir));
    await copyUsedData(dataDir);
    const older = startHolder({ dataDir });
    const url = must((await older.next()).url, 'url');
    await makeOlder(url);

    const { name } = await sayJson<{ name: string }>(['organization', 'show'], { LARGESSE_DIR: dir });
    const { findings } = await sayJson<{ findings: Finding[] }>(['doctor'], { LARGESSE_DIR: dir, PORT: '0' });
    const [seen] = await ask(url, 'select name from organization');
    await older.say('stop');

    expect(name).toBe('My organization');
    expect(seen).toEqual({ name });
    expect(findings.filter(({ subject }) => subject === 'Rights')).toEqual([
      {
        subject: 'Rights',
        level: 'ok',
        message: `Largesse works as ${APPLICATION_ROLE}, with the rights it needs and no more; largesse owns the tables`,
      },
    ]);
  });
});

/** The schema, the queue and the roles of before there were two. */
async function makeOlder(ownerUrl: string): Promise<void> {
  const db = connect({ url: ownerUrl, poolSize: 2 }, silentLog);
  await migrateUpTo(db, '0026-kept-heads');
  await db.destroy();
  await migrateQueue(ownerUrl);
  await ask(ownerUrl, `drop role ${APPLICATION_ROLE}`);
}
