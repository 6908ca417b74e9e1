import { writeFile } from 'node:fs/promises';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { connect } from '#src/db/kit/connect.ts';
import { findPeople } from '#src/db/people/find-people.ts';
import { createKeyRing, keysFromText, keysToText, newKey } from '#src/kit/key-ring.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { makeLargesseDir, say, sayJson } from '#test/cli/largesse.ts';

vi.setConfig({ testTimeout: 60_000 });

const database = await createTestDatabase();
const { dir, remove } = await makeLargesseDir();
const KEYS = keysToText([newKey()]);
const env = { DATABASE_URL: database.url, LARGESSE_DIR: dir, LARGESSE_KEYS: KEYS };
const db = connect({ url: database.url, poolSize: 2 }, silentLog);
afterAll(async () => {
  await db.destroy();
  await database.drop();
  await remove();
});

const PEOPLE = `name,email,department,role
Alice Ito,alice@example.com,Design,employee
Ada Stone,ada@example.com,People,admin
Grace Hu,grace@example.com,People,admin
Priya Nair,priya@example.com,People,hr
`;

async function alicesFactor() {
  return sayJson<{ kind: string | null; codesLeft: number }>(['factor', 'show', 'alice@example.com'], env);
}

describe('second factors from the shell', () => {
  it('are asked for by policy', async () => {
    const first = await sayJson(['factor', 'policy'], env);
    const { stdout } = await say(['factor', 'policy', '--roles', 'admin,finance', '--over', '50'], env);
    const then = await sayJson(['factor', 'policy', '--over', 'none'], env);
    const nobody = await sayJson(['factor', 'policy', '--roles', 'none'], env);

    expect(first).toEqual({ roles: ['manager', 'approver', 'hr', 'finance', 'admin'], over: {} });
    expect(stdout).toContain('finance, admin');
    expect(stdout).toContain('$50.00');
    expect(stdout).toContain('Set PUBLIC_URL');
    expect(then).toEqual({ roles: ['finance', 'admin'], over: {} });
    expect(nobody).toEqual({ roles: [], over: {} });
    expect((await say(['factor', 'policy', '--roles', 'boss'], env)).stderr).toContain('Roles are employee');
  });

  it('are reset by two admins', async () => {
    const file = `${dir}/people.csv`;
    await writeFile(file, PEOPLE);
    const imported = await say(['people', 'import', file], env);
    expect([imported.code, imported.stderr]).toEqual([0, '']);
    const { organization_id: organizationId } = await db
      .selectFrom('person')
      .select('organization_id')
      .where('email', '=', 'alice@example.com')
      .executeTakeFirstOrThrow();
    const [alice] = await findPeople(db, organizationId, { by: 'email', email: 'alice@example.com' });
    if (!alice) throw new Error('no Alice');
    await enrol(makeCore(db, { keys: createKeyRing(keysFromText(KEYS)) }), alice);
    expect(await alicesFactor()).toMatchObject({ kind: 'totp', codesLeft: 10 });

    const asked = await say(
      ['factor', 'reset', 'alice@example.com', 'lost', 'her', 'phone', '--as', 'ada@example.com'],
      env,
    );
    const waiting = await say(['factor', 'resets'], env);
    const alone = await say(['factor', 'confirm', 'alice@example.com', '--as', 'ada@example.com'], env);
    const noAdmin = await say(['factor', 'confirm', 'alice@example.com', '--as', 'priya@example.com'], env);
    const before = await alicesFactor();
    const confirmed = await say(['factor', 'confirm', 'alice@example.com', '--as', 'grace@example.com'], env);

    expect(asked.stdout).toContain('Nothing is reset until another admin confirms it');
    expect(waiting.stdout).toContain('lost her phone');
    expect([alone.code, alone.stderr]).toEqual([
      1,
      expect.stringContaining('another admin has to confirm it'),
    ]);
    expect([noAdmin.code, noAdmin.stderr]).toEqual([1, expect.stringContaining('Only admins')]);
    expect(before.kind).toBe('totp');
    expect(confirmed.stdout).toContain('The second factor of Alice Ito is reset');
    expect(await alicesFactor()).toMatchObject({ kind: null, codesLeft: 0 });
    expect((await say(['factor', 'resets'], env)).stdout).toContain('No reset waits');
  });

  it('ask who acts for an admin', async () => {
    const { code, stderr } = await say(['factor', 'confirm', 'alice@example.com'], env);

    expect(code).toBe(2);
    expect(stderr).toContain('--as');
  });
});
