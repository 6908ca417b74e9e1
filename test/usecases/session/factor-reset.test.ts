import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Person } from '#src/domain/people/person.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { operatorOf } from '#test/helpers/reads.ts';
import { enrol, passAs } from '#test/helpers/second-factor.ts';
import { dropWhenProved } from '#test/helpers/verify-ledger.ts';

const database = await createTestDatabase();
const core = makeCore(database.db);
const { app, clock } = core;
dropWhenProved(database);

const DAY_MS = 86_400_000;
const REASON = 'lost her phone';

async function start() {
  const company = await makeCompany(core);
  const { organization, person } = company;
  await app.people.import(organization, [
    personRow('Ada Stone', 'People', 'admin'),
    personRow('Grace Hu', 'People', 'admin'),
  ]);
  const [alice, ada, grace] = [await person('alice'), await person('ada'), await person('grace')];
  const phone = await enrol(core, alice);
  function ask(admin: Person, who = alice, reason = REASON) {
    return app.session.askFactorReset({ admin, personId: who.id, reason });
  }
  function confirm(admin: Person, who = alice) {
    return app.session.confirmFactorReset({ admin, personId: who.id });
  }
  async function factorOf(who: Person) {
    const found = await app.queries.session.findFactor(operatorOf(organization.id), who.id);
    return found.ok ? found.value : undefined;
  }
  async function toldOf(who: Person) {
    const { rows } = await sql<{ kind: string; detail: Record<string, unknown> }>`
      select kind, detail from notification
       where organization_id = ${organization.id} and person_id = ${who.id} and kind like 'factor.reset%' order by created_at, id`.execute(
      core.db,
    );
    return rows;
  }
  return { company, organization, alice, ada, grace, phone, ask, confirm, factorOf, toldOf };
}

describe('the reset of a second factor', () => {
  it('takes one admin who asks and another one who confirms, and tells everybody concerned', async () => {
    const { alice, ada, grace, phone, ask, confirm, factorOf, toldOf, organization } = await start();

    expect((await ask(ada)).ok).toBe(true);

    expect(await factorOf(alice)).toMatchObject({ factor: { kind: 'totp' }, codesLeft: 10 });
    const asked = { asker: 'Ada Stone', name: 'Alice Ito', reason: REASON };
    expect(await toldOf(grace)).toEqual([
      { kind: 'factor.reset-asked', detail: { ...asked, isReader: false } },
    ]);
    expect(await toldOf(alice)).toEqual([
      { kind: 'factor.reset-asked', detail: { ...asked, isReader: true } },
    ]);
    expect(await toldOf(ada)).toEqual([]);

    expect(await confirm(grace)).toMatchObject({ ok: true, value: { person: { name: 'Alice Ito' } } });

    expect(await factorOf(alice)).toMatchObject({ factor: undefined, codesLeft: 0 });
    expect((await toldOf(alice)).at(-1)).toEqual({
      kind: 'factor.reset',
      detail: { asker: 'Ada Stone', confirmer: 'Grace Hu' },
    });
    for (const typed of [phone.shows(), phone.codes[0] ?? '']) {
      expect(await passAs(core, alice, typed)).toMatchObject({
        refusal: { kind: 'no-factor' },
      });
    }
    const { rows: recorded } = await sql<{ kind: string; actorId: string }>`
      select kind, actor_id as "actorId" from activity where organization_id = ${organization.id}`.execute(
      core.db,
    );
    expect(recorded.map(({ kind, actorId }) => [kind, actorId])).toEqual(
      expect.arrayContaining([
        ['factor.reset-asked', ada.id],
        ['factor.reset', grace.id],
        ['factor.ended', grace.id],
      ]),
    );
    expect((await enrol(core, alice)).codes).toHaveLength(10);
  });

  it('is refused to one admin alone', async () => {
    const { alice, ada, ask, confirm, factorOf } = await start();
    await ask(ada);

    expect(await confirm(ada)).toEqual({ ok: false, refusal: { kind: 'needs-another-admin' } });
    expect(await factorOf(alice)).toMatchObject({ factor: { kind: 'totp' } });
  });

  it('is refused to admins about themselves, whether they ask or confirm', async () => {
    const { ada, grace, ask, confirm } = await start();
    await enrol(core, ada);
    const OWN = { ok: false, refusal: { kind: 'own-factor' } };

    expect(await ask(ada, ada)).toEqual(OWN);
    await ask(grace, ada);
    expect(await confirm(ada, ada)).toEqual(OWN);
  });

  it('is refused to everybody who is no admin', async () => {
    const { company, ada, ask, confirm, alice } = await start();
    const priya = await company.person('priya');

    expect(await ask(priya)).toEqual({ ok: false, refusal: { kind: 'admins-only', role: 'hr' } });
    await ask(ada);
    expect(await confirm(priya)).toEqual({ ok: false, refusal: { kind: 'admins-only', role: 'hr' } });
    expect(await confirm(alice)).toMatchObject({ refusal: { kind: 'admins-only' } });
  });

  it('is refused when nobody asked, when it is done, and a day after it was asked for', async () => {
    const { ada, grace, ask, confirm } = await start();
    const NONE = { ok: false, refusal: { kind: 'no-reset', name: 'Alice Ito' } };

    expect(await confirm(grace)).toEqual(NONE);
    await ask(ada);
    clock.advance(DAY_MS);
    expect(await confirm(grace)).toEqual(NONE);
    expect((await ask(grace)).ok).toBe(true);
    expect((await confirm(ada)).ok).toBe(true);
    expect(await confirm(ada)).toEqual(NONE);
  });

  it('is asked for once, with a reason, for who has a second factor and has not left', async () => {
    const { company, organization, alice, ada, grace, ask } = await start();
    const bob = await company.person('bob');

    expect(await ask(ada, alice, '  ')).toMatchObject({ refusal: { kind: 'reset-reason-missing' } });
    expect(await ask(ada, bob)).toMatchObject({ refusal: { kind: 'no-factor-of', name: 'Bob Olsen' } });
    await ask(ada);
    expect(await ask(grace)).toMatchObject({ refusal: { kind: 'reset-asked-already' } });
    await app.people.deactivate(organization, { personId: alice.id, actorId: null });
    expect(await ask(ada)).toMatchObject({ refusal: { kind: 'inactive-person' } });
  });

  it.each(['alice', 'ada', 'grace'])('ends when %s says no', async (userId) => {
    const { company, alice, ada, grace, ask, confirm, factorOf } = await start();
    await ask(ada);

    const decider = await company.person(userId);
    expect((await app.session.declineFactorReset({ decider, personId: alice.id })).ok).toBe(true);

    expect(await confirm(grace)).toMatchObject({ refusal: { kind: 'no-reset' } });
    expect(await factorOf(alice)).toMatchObject({ factor: { kind: 'totp' } });
  });

  it('is declined by nobody else', async () => {
    const { company, alice, ada, ask } = await start();
    await ask(ada);

    for (const userId of ['bob', 'priya']) {
      const decider = await company.person(userId);
      expect(await app.session.declineFactorReset({ decider, personId: alice.id })).toMatchObject({
        refusal: { kind: 'admins-only' },
      });
    }
  });

  it('comes to nothing when the admin who asked left, or is none any more', async () => {
    for (const change of ['leaves', 'is demoted'] as const) {
      const { organization, ada, grace, ask, confirm, alice, factorOf } = await start();
      await ask(ada);
      const doer = { personId: ada.id, actorId: null };
      if (change === 'leaves') await app.people.deactivate(organization, doer);
      else await app.people.change(organization, { ...doer, patch: { role: 'employee' } });

      const kind = change === 'leaves' ? 'no-reset' : 'asker-no-admin';
      expect(await confirm(grace)).toMatchObject({ ok: false, refusal: { kind } });
      expect(await factorOf(alice)).toMatchObject({ factor: { kind: 'totp' } });
    }
  });
});
