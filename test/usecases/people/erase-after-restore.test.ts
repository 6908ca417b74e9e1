import { sql } from 'kysely';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkErased } from '#src/cli/process/doctor/check-erased.ts';
import { BadErasedList, erasedListFile } from '#src/process/erased-list-file.ts';
import { findOrganization } from '#src/db/people/organization.ts';
import { must } from '#src/domain/kit/must.ts';
import { createDatabaseCopies } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { makeWalletCompany } from '#test/helpers/wallet-company.ts';

/** The dump that is restored: from before anybody was erased. */
const dump = createDatabaseCopies(async (db) => {
  await makeWalletCompany(makeCore(db));
});
afterAll(dump.drop);
const erasedIdsFile = join(await mkdtemp(join(tmpdir(), 'erased-')), 'ids');
const list = erasedListFile(erasedIdsFile);

describe('a restore of an older dump', () => {
  it('brings erased people back, which doctor says, and the list erases them again', async () => {
    const before = await dump.create();
    const core = makeCore(before.db, { erasedList: list });
    const organization = must(await findOrganization(before.db), 'organization');
    const bob = await before.db
      .selectFrom('person')
      .select('id')
      .where('name', '=', 'Bob Olsen')
      .executeTakeFirstOrThrow();
    await core.app.people.erase(organization, { personId: bob.id, actorId: null });
    expect(await checkErased({ erasedIdsFile }, before.db)).toMatchObject([{ level: 'ok' }]);
    await before.drop();

    const restored = await dump.create();
    const again = makeCore(restored.db);
    expect(await checkErased({ erasedIdsFile }, restored.db)).toMatchObject([
      { level: 'problem', message: '1 on the list are here as if nothing had been' },
    ]);
    const done = await again.app.people.eraseListed(await list.read());
    expect(done).toMatchObject([{ personId: bob.id, outcome: { ok: true } }]);
    expect(await checkErased({ erasedIdsFile }, restored.db)).toMatchObject([{ level: 'ok' }]);
    expect(await again.app.people.eraseListed(await list.read())).toEqual([
      { personId: bob.id, outcome: 'before' },
    ]);
    const { rows } = await sql`select from person where name = 'Bob Olsen'`.execute(restored.db);
    expect(rows).toEqual([]);
    expect((await verifyLedger(restored.db)).checks.filter(({ ok }) => !ok)).toEqual([]);
    await restored.drop();
  });

  it('is told of a line that is none, by its number', async () => {
    await writeFile(erasedIdsFile, `${await readFile(erasedIdsFile, 'utf8')}bob\n`);
    await expect(list.read()).rejects.toThrow(BadErasedList);
    await expect(list.read()).rejects.toThrow('line 2: write one JSON object');
  });
});
