import { afterAll, describe, expect, it } from 'vitest';
import { connect } from '#src/db/kit/connect.ts';
import type { Person } from '#src/domain/people/person.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { beginEnrolling, enrol, openSession, passAs, wrongCode } from '#test/helpers/second-factor.ts';
import { expectProved } from '#test/helpers/verify-ledger.ts';

const database = await createTestDatabase();
const core = makeCore(database.db);
/** Another process, with a pool of its own, on the same database and keys. */
const other = makeCore(connect({ url: database.url, poolSize: 10, connectTimeoutMs: 60_000 }, core.log), {
  keys: core.keys,
  clock: core.clock,
});
afterAll(async () => {
  await other.db.destroy();
  await expectProved(database.db);
  await database.drop();
});

async function start() {
  const company = await makeCompany(core);
  return { company, alice: await company.person('alice') };
}

/** What came of trying the same at once, by both processes. */
function atOnce<T>(times: number, work: (app: typeof core.app) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: times }, (_, at) => work(at % 2 ? core.app : other.app)));
}

async function passAtOnce(person: Person, typed: string, times = 8) {
  const sessions = await Promise.all(Array.from({ length: times }, () => openSession(core, person)));
  return Promise.all(
    sessions.map((session, at) =>
      (at % 2 ? core.app : other.app).session.passFactor({ person, session, typed }),
    ),
  );
}

describe('at the same moment', () => {
  it('one code of an app lets one in', async () => {
    const { alice } = await start();
    const phone = await enrol(core, alice);

    for (let round = 0; round < 4; round += 1) {
      const passed = await passAtOnce(alice, phone.shows());

      expect(passed.filter(({ ok }) => ok)).toHaveLength(1);
      core.clock.advance(15 * 60_000);
    }
  });

  it('one recovery code lets one in', async () => {
    const { alice } = await start();
    const { codes } = await enrol(core, alice);

    const passed = await passAtOnce(alice, codes[0] ?? '');

    expect(passed.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('the first code of an app sets one second factor up, and is not taken again to sign in', async () => {
    const { alice } = await start();
    const phone = await beginEnrolling(core, alice);
    const typed = phone.shows();

    const session = await openSession(core, alice);

    const confirmed = await atOnce(4, (app) =>
      app.session.confirmEnrolment({ person: alice, session, typed }),
    );
    const passed = await passAtOnce(alice, typed, 4);

    expect(confirmed.filter(({ ok }) => ok)).toHaveLength(1);
    expect(passed.filter(({ ok }) => ok)).toEqual([]);
  });

  it('set-ups that are begun leave one', async () => {
    const { alice } = await start();

    await atOnce(6, (app) => app.session.beginEnrolment({ person: alice, passedAt: null, isLimited: false }));

    const begun = await core.db
      .selectFrom('factor')
      .select('id')
      .where('person_id', '=', alice.id)
      .where('ended_at', 'is', null)
      .execute();
    expect(begun).toHaveLength(1);
  });

  it('guesses are counted one after the other: no more are looked at than one after another', async () => {
    const { alice } = await start();
    const phone = await enrol(core, alice);

    const tried = await passAtOnce(alice, wrongCode(phone), 20);

    const looked = tried.filter((one) => !one.ok && one.refusal.kind === 'factor-refused');
    expect(looked).toHaveLength(5);
  });

  it('a reset is asked for once and confirmed once', async () => {
    const { company, alice } = await start();
    await core.app.people.import(company.organization, [
      personRow('Ada Stone', 'People', 'admin'),
      personRow('Grace Hu', 'People', 'admin'),
    ]);
    await enrol(core, alice);
    const [ada, grace] = [await company.person('ada'), await company.person('grace')];
    const reset = { personId: alice.id, reason: 'lost' };

    const asked = await atOnce(4, (app) => app.session.askFactorReset({ admin: ada, ...reset }));
    const confirmed = await atOnce(4, (app) => app.session.confirmFactorReset({ admin: grace, ...reset }));

    expect(asked.filter(({ ok }) => ok)).toHaveLength(1);
    expect(confirmed.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('nobody gets in whose second factor is being reset, or who leaves', async () => {
    const { company, alice } = await start();
    const phone = await enrol(core, alice);

    const session = await openSession(core, alice);

    const [passed] = await Promise.all([
      core.app.session.passFactor({ person: alice, session, typed: phone.shows() }),
      other.app.people.deactivate(company.organization, { personId: alice.id, actorId: null }),
    ]);
    const after = await passAs(core, alice, phone.codes[0] ?? '');

    expect(passed.ok || ['inactive-person', 'signed-out'].includes(passed.refusal.kind)).toBe(true);
    expect(after).toMatchObject({ refusal: { kind: 'inactive-person' } });
  });
});
