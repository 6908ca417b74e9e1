import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Person } from '#src/domain/people/person.ts';
import { type Company, makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { operatorOf } from '#test/helpers/reads.ts';
import { beginEnrolling, confirmAs, enrol, passAs, wrongCode } from '#test/helpers/second-factor.ts';
import { dropWhenProved } from '#test/helpers/verify-ledger.ts';

const database = await createTestDatabase();
const core = makeCore(database.db);
const { app, clock } = core;
dropWhenProved(database);

const STEP_MS = 30_000;
const WRONG = { ok: false, refusal: { kind: 'factor-refused' } };

async function start(): Promise<{ company: Company; alice: Person }> {
  const company = await makeCompany(core);
  return { company, alice: await company.person('alice') };
}

function pass(person: Person, typed: string) {
  return passAs(core, person, typed);
}

async function stateOf({ organizationId, id }: Person) {
  const found = await app.queries.session.findFactor(operatorOf(organizationId), id);
  if (!found.ok) throw new Error(found.refusal.kind);
  return found.value;
}

async function activitiesOf({ organizationId, id }: Person): Promise<string[]> {
  const { rows } = await sql<{ kind: string }>`
    select kind from activity
     where organization_id = ${organizationId} and ${id} in (subject_id, actor_id) and kind like 'factor.%'
     order by number`.execute(core.db);
  return rows.map(({ kind }) => kind);
}

async function toldOf({ organizationId, id }: Person): Promise<{ kind: string; detail: unknown }[]> {
  const { rows } = await sql<{ kind: string; detail: unknown }>`
    select kind, detail from notification
     where organization_id = ${organizationId} and person_id = ${id} and kind like 'factor.%'
     order by created_at, id`.execute(core.db);
  return rows;
}

describe('setting a second factor up', () => {
  it('counts once its first code is typed, gives ten recovery codes, and tells its owner', async () => {
    const { alice } = await start();

    const phone = await enrol(core, alice);

    expect(await stateOf(alice)).toMatchObject({ factor: { kind: 'totp' }, codesLeft: 10 });
    expect(new Set(phone.codes).size).toBe(10);
    expect(await activitiesOf(alice)).toEqual(['factor.begun', 'factor.added']);
    expect(await toldOf(alice)).toEqual([{ kind: 'factor.added', detail: { isReplaced: false } }]);
  });

  it('uses its first code up', async () => {
    const { alice } = await start();
    const phone = await beginEnrolling(core, alice);
    const first = phone.shows();
    expect((await confirmAs(core, alice, first)).ok).toBe(true);

    expect(await pass(alice, first)).toEqual(WRONG);
    clock.advance(STEP_MS);
    expect(await pass(alice, phone.shows())).toMatchObject({ ok: true });
  });

  it('does not count before, nor for a wrong code, which costs nothing', async () => {
    const { alice } = await start();
    const phone = await beginEnrolling(core, alice);

    expect(await pass(alice, phone.shows())).toEqual({ ok: false, refusal: { kind: 'no-factor' } });
    for (let i = 0; i < 8; i += 1) {
      const confirmed = await confirmAs(core, alice, wrongCode(phone));
      expect(confirmed).toEqual({ ok: false, refusal: { kind: 'wrong-app-code' } });
    }
    expect(await confirmAs(core, alice, '12')).toMatchObject({
      refusal: { kind: 'mistyped-app-code' },
    });
    expect(await stateOf(alice)).toEqual({ factor: undefined, codesLeft: 0, isRequired: false });
    expect((await confirmAs(core, alice, phone.shows())).ok).toBe(true);
  });

  it('can be begun anew, and what was begun before leads nowhere', async () => {
    const { alice } = await start();
    const first = await beginEnrolling(core, alice);
    const second = await beginEnrolling(core, alice);

    expect(await confirmAs(core, alice, first.shows())).toMatchObject({
      refusal: { kind: 'wrong-app-code' },
    });
    expect((await confirmAs(core, alice, second.shows())).ok).toBe(true);
  });

  it('is nothing for who has rights and signed in by an address alone', async () => {
    const { company, alice } = await start();
    const priya = await company.person('priya');

    expect(await app.session.beginEnrolment({ person: priya, passedAt: null, isLimited: true })).toEqual({
      ok: false,
      refusal: { kind: 'limited-session', role: 'hr' },
    });
    expect((await app.session.beginEnrolment({ person: alice, passedAt: null, isLimited: true })).ok).toBe(
      true,
    );
  });

  it('takes half an hour at most', async () => {
    const { alice } = await start();
    const phone = await beginEnrolling(core, alice);
    clock.advance(30 * 60_000);

    const NOTHING = { ok: false, refusal: { kind: 'no-enrolment' } };
    expect(await app.session.findEnrolment({ person: alice, passedAt: null, isLimited: false })).toEqual(
      NOTHING,
    );
    expect(await confirmAs(core, alice, phone.shows())).toEqual(NOTHING);
  });

  it('again moves it to another app, only for who just passed the old one, which then counts no more', async () => {
    const { alice } = await start();
    const old = await enrol(core, alice);
    const STEP_UP = { ok: false, refusal: { kind: 'step-up-needed' } };
    expect(await app.session.beginEnrolment({ person: alice, passedAt: null, isLimited: false })).toEqual(
      STEP_UP,
    );
    const longAgo = new Date(clock.now().getTime() - 15 * 60_000);
    expect(await app.session.beginEnrolment({ person: alice, passedAt: longAgo, isLimited: false })).toEqual(
      STEP_UP,
    );

    const phone = await enrol(core, alice, clock.now());

    expect(await app.session.findEnrolment({ person: alice, passedAt: null, isLimited: false })).toEqual(
      STEP_UP,
    );
    expect(await pass(alice, old.codes[0] ?? '')).toEqual(WRONG);
    expect(await pass(alice, old.shows())).toEqual(WRONG);
    expect(await pass(alice, phone.shows())).toMatchObject({
      ok: true,
      value: { way: 'totp', codesLeft: 10 },
    });
    expect(await activitiesOf(alice)).toEqual([
      'factor.begun',
      'factor.added',
      'factor.begun',
      'factor.ended',
      'factor.added',
      'factor.refused',
      'factor.refused',
      'factor.passed',
    ]);
    expect((await toldOf(alice)).at(-1)).toEqual({ kind: 'factor.added', detail: { isReplaced: true } });
  });

  it('is erased with its secret once it has ended', async () => {
    const { alice } = await start();
    await enrol(core, alice);
    await enrol(core, alice, clock.now());

    const rows = await core.db.selectFrom('factor').selectAll().where('person_id', '=', alice.id).execute();
    expect(rows).toHaveLength(2);
    for (const { ended_at, sealed } of rows) expect(sealed === null).toBe(ended_at !== null);
  });
});

describe('a code of the app', () => {
  it('is taken once', async () => {
    const { alice } = await start();
    const phone = await enrol(core, alice);
    const code = phone.shows();

    expect(await pass(alice, code)).toMatchObject({ ok: true, value: { way: 'totp', codesLeft: 10 } });
    expect(await pass(alice, code)).toEqual(WRONG);
  });

  it('ends those before it', async () => {
    const { alice } = await start();
    const phone = await enrol(core, alice);
    clock.advance(10 * STEP_MS);
    const [before, now] = [phone.shows(-STEP_MS), phone.shows()];

    expect(await pass(alice, now)).toMatchObject({ ok: true });
    expect(await pass(alice, before)).toEqual(WRONG);
  });

  it.each([
    ['of half a minute ago', -STEP_MS, true],
    ['of half a minute from now', STEP_MS, true],
    ['of a minute ago', -2 * STEP_MS, false],
    ['of a minute from now', 2 * STEP_MS, false],
  ])('%s is taken: %s', async (_what, off, isTaken) => {
    const { alice } = await start();
    const phone = await enrol(core, alice);
    clock.advance(10 * STEP_MS);

    expect((await pass(alice, phone.shows(off))).ok).toBe(isTaken);
  });

  it('is nobody else’s', async () => {
    const { company, alice } = await start();
    const bob = await company.person('bob');
    await enrol(core, bob);
    const phone = await enrol(core, alice);

    expect(await pass(bob, phone.shows())).toEqual(WRONG);
    expect(await pass(bob, phone.codes[0] ?? '')).toEqual(WRONG);
    expect(await pass(alice, phone.shows())).toMatchObject({ ok: true });
  });

  it('that cannot be one costs nothing', async () => {
    const { alice } = await start();
    await enrol(core, alice);

    for (let i = 0; i < 9; i += 1) {
      expect(await pass(alice, '12345')).toEqual({ ok: false, refusal: { kind: 'mistyped-factor-code' } });
    }
    expect(await activitiesOf(alice)).toEqual(['factor.begun', 'factor.added']);
  });
});

describe('a recovery code', () => {
  it('is taken once, however it is typed, and its owner hears how many are left', async () => {
    const { alice } = await start();
    const { codes } = await enrol(core, alice);
    const typed = (codes[3] ?? '').toLowerCase().replaceAll('-', ' ');

    expect(await pass(alice, typed)).toMatchObject({ ok: true, value: { way: 'recovery', codesLeft: 9 } });
    expect(await pass(alice, typed)).toEqual(WRONG);
    expect(await stateOf(alice)).toMatchObject({ codesLeft: 9 });
    expect((await toldOf(alice)).at(-1)).toEqual({ kind: 'factor.recovery-used', detail: { left: 9 } });
  });

  it('is replaced with all others by new ones, only for who just passed', async () => {
    const { alice } = await start();
    const { codes } = await enrol(core, alice);
    expect(
      await app.session.renewRecoveryCodes({ person: alice, passedAt: null, isLimited: false }),
    ).toMatchObject({
      refusal: { kind: 'step-up-needed' },
    });

    const renewed = await app.session.renewRecoveryCodes({
      person: alice,
      passedAt: clock.now(),
      isLimited: false,
    });

    expect(renewed.ok && renewed.value.codes).toHaveLength(10);
    expect(await pass(alice, codes[0] ?? '')).toEqual(WRONG);
    expect((await activitiesOf(alice)).slice(2)).toEqual(['factor.codes-renewed', 'factor.refused']);
  });

  it('is not made for who has no second factor', async () => {
    const { alice } = await start();

    expect(
      await app.session.renewRecoveryCodes({ person: alice, passedAt: clock.now(), isLimited: false }),
    ).toMatchObject({
      refusal: { kind: 'no-factor' },
    });
  });
});

describe('wrong codes', () => {
  it('make the next one wait, the right one too, also after a restart and in another process', async () => {
    const { alice } = await start();
    const phone = await enrol(core, alice);
    for (let i = 0; i < 5; i += 1) expect(await pass(alice, wrongCode(phone))).toEqual(WRONG);

    const restarted = makeCore(database.db, { clock });
    const right = await passAs(restarted, alice, phone.shows());

    expect(right).toEqual({ ok: false, refusal: { kind: 'factor-paused', minutes: 1 } });
    clock.advance(STEP_MS);
    expect(await pass(alice, phone.shows())).toMatchObject({ ok: true });
  });

  it('never keep out for good who it belongs to, however many there were', async () => {
    const { alice } = await start();
    const phone = await enrol(core, alice);
    for (let i = 0; i < 40; i += 1) {
      const tried = await pass(alice, wrongCode(phone));
      if (!tried.ok && tried.refusal.kind === 'factor-paused') clock.advance(tried.refusal.minutes * 60_000);
    }

    clock.advance(15 * 60_000);
    expect(await pass(alice, phone.shows())).toMatchObject({ ok: true });
    expect(await pass(alice, wrongCode(phone))).toEqual(WRONG);
  });

  it('of the app do not keep a recovery code out, nor the other way round', async () => {
    const { alice } = await start();
    const phone = await enrol(core, alice);
    for (let i = 0; i < 6; i += 1) await pass(alice, wrongCode(phone));

    expect(await pass(alice, phone.codes[0] ?? '')).toMatchObject({ ok: true });
    for (let i = 0; i < 6; i += 1) await pass(alice, 'AA-AAAA-AAAA-AAAA-AAAA');
    expect(await pass(alice, phone.codes[1] ?? '')).toMatchObject({ refusal: { kind: 'factor-paused' } });
    expect(await pass(alice, phone.shows())).toMatchObject({ ok: true });
  });

  it('of one person cost another nothing', async () => {
    const { company, alice } = await start();
    const bob = await company.person('bob');
    const [phone, his] = [await enrol(core, alice), await enrol(core, bob)];
    for (let i = 0; i < 6; i += 1) await pass(alice, wrongCode(phone));

    expect(await pass(bob, his.shows())).toMatchObject({ ok: true });
  });
});

describe('removing one’s own second factor', () => {
  it('is for roles that need none, just after they passed it', async () => {
    const { alice } = await start();
    await enrol(core, alice);
    expect(await app.session.removeFactor({ person: alice, passedAt: null, isLimited: false })).toMatchObject(
      {
        refusal: { kind: 'step-up-needed' },
      },
    );

    expect(
      (await app.session.removeFactor({ person: alice, passedAt: clock.now(), isLimited: false })).ok,
    ).toBe(true);

    expect(await stateOf(alice)).toEqual({ factor: undefined, codesLeft: 0, isRequired: false });
    expect((await toldOf(alice)).at(-1)).toEqual({ kind: 'factor.ended', detail: {} });
  });

  it('is refused where the role has to have one', async () => {
    const { company } = await start();
    const priya = await company.person('priya');
    await enrol(core, priya);

    expect(
      await app.session.removeFactor({ person: priya, passedAt: clock.now(), isLimited: false }),
    ).toEqual({
      ok: false,
      refusal: { kind: 'factor-required', role: 'hr' },
    });
  });
});

describe('somebody who left', () => {
  it('has no second factor any more, nor codes, nor a way to use or make them', async () => {
    const { company, alice } = await start();
    const phone = await enrol(core, alice);
    await beginEnrolling(core, alice, clock.now());

    await app.people.deactivate(company.organization, { personId: alice.id, actorId: null });

    const left = { ok: false, refusal: { kind: 'inactive-person', name: 'Alice Ito' } };
    expect(await stateOf(alice)).toEqual({ factor: undefined, codesLeft: 0, isRequired: false });
    expect(await pass(alice, phone.shows())).toEqual(left);
    expect(await pass(alice, phone.codes[0] ?? '')).toEqual(left);
    expect(await app.session.beginEnrolment({ person: alice, passedAt: null, isLimited: false })).toEqual(
      left,
    );
    expect(await app.session.findEnrolment({ person: alice, passedAt: null, isLimited: false })).toEqual(
      left,
    );
    expect((await activitiesOf(alice)).at(-1)).toBe('factor.ended');
    const kept = await core.db
      .selectFrom('factor')
      .select('sealed')
      .where('person_id', '=', alice.id)
      .where('sealed', 'is not', null)
      .execute();
    expect(kept).toEqual([]);
  });

  it('sets up a new one when they come back', async () => {
    const { company, alice } = await start();
    await enrol(core, alice);
    await app.people.deactivate(company.organization, { personId: alice.id, actorId: null });
    await app.people.reactivate(company.organization, { personId: alice.id, actorId: null });

    const phone = await enrol(core, alice);

    expect(await pass(alice, phone.shows())).toMatchObject({ ok: true });
  });
});

describe('what is asked of whoever is signed in', () => {
  it('follows the policy that was set last', async () => {
    const { company, alice } = await start();
    const { id: organizationId } = company.organization;
    function gate() {
      return app.session.findFactorGate({
        person: alice,
        session: { secondFactorAt: null, how: 'chat' },
        purpose: 'look',
      });
    }
    expect(await gate()).toBe('open');

    await app.session.setFactorPolicy({ organizationId, changes: { roles: ['employee'] }, actorId: null });
    expect(await gate()).toBe('enrol');
    await app.session.setFactorPolicy({ organizationId, changes: { roles: [] }, actorId: null });
    expect(await gate()).toBe('open');
    await enrol(core, alice);
    expect(await gate()).toBe('ask');
  });
});
