import { afterAll, describe, expect, it } from 'vitest';
import { transact } from '#src/db/kit/transact.ts';
import { findSessionByToken } from '#src/db/session/session.ts';
import { HOUR_MS, MINUTE_MS } from '#src/domain/kit/time.ts';
import { stepUp } from '#src/usecases/session/steps/step-up.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { pastGuards } from '#test/helpers/past-guards.ts';
import { beginFor, openSite } from '#test/web/site/open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

async function start(who = 'alice') {
  const { core, company } = await openSite(database.db);
  const person = await company.person(who);
  const begun = await beginFor(core, person);
  return { core, company, person, ...begun };
}

describe('a session', () => {
  it('says who is there, and is kept without its secret', async () => {
    const { core, person, token } = await start();

    const found = await core.app.session.find(token);

    expect(found?.person).toEqual(person);
    const row = await database.db
      .selectFrom('session')
      .selectAll()
      .where('id', '=', found?.session.id ?? '')
      .execute();
    expect(JSON.stringify(row)).not.toContain(token.split('.')[1]);
  });

  it('is not found by its id with another secret', async () => {
    const { core, token, person } = await start();
    const other = await beginFor(core, person);

    const mixed = `${token.split('.')[0]}.${other.token.split('.')[1]}`;

    expect(await core.app.session.find(mixed)).toBeUndefined();
  });

  it('goes on while it is used, and of staff ends an hour after', async () => {
    const { core, token } = await start('priya');
    core.clock.advance(50 * MINUTE_MS);
    expect(await core.app.session.find(token)).toBeDefined();
    core.clock.advance(50 * MINUTE_MS);
    expect(await core.app.session.find(token)).toBeDefined();
    core.clock.advance(HOUR_MS + MINUTE_MS);

    expect(await core.app.session.find(token)).toBeUndefined();
  });

  it('ends with its owner’s time here, in the same transaction, and stays ended when they come back', async () => {
    const { core, company, person, token } = await start();

    await core.app.people.deactivate(company.organization, { personId: person.id, actorId: null });
    const ended = await findSessionByToken(database.db, token);
    await core.app.people.reactivate(company.organization, { personId: person.id, actorId: null });

    expect(ended?.endedAt).toEqual(core.clock.now());
    expect(await core.app.session.find(token)).toBeUndefined();
  });

  it('has another id and secret after a second factor, and the old ones are worth nothing', async () => {
    const { core, session, token } = await start();

    const stepped = await transact(core, (tx) => stepUp(core, tx, session));
    const again = await transact(core, (tx) => stepUp(core, tx, session));

    expect(stepped.ok && stepped.value.session).toMatchObject({
      personId: session.personId,
      expiresAt: session.expiresAt,
    });
    expect(stepped.ok && stepped.value.session.secondFactorAt).toBeInstanceOf(Date);
    expect(await core.app.session.find(token)).toBeUndefined();
    expect(again).toEqual({ ok: false, refusal: { kind: 'signed-out' } });
  });

  it('is ended by its owner: this one, all others, or all', async () => {
    const { core, person, token, session } = await start();
    const [second, third] = [await beginFor(core, person), await beginFor(core, person)];
    const owner = { organizationId: person.organizationId, personId: person.id, actorId: person.id };

    expect(await core.app.session.end({ ...owner, onlyId: second.session.id })).toBe(1);
    expect(await core.app.session.end({ ...owner, onlyId: second.session.id })).toBe(0);
    expect(await core.app.session.end({ ...owner, exceptId: session.id })).toBe(1);
    expect(await core.app.session.find(third.token)).toBeUndefined();
    expect(await core.app.session.find(token)).toBeDefined();
    expect(await core.app.session.end(owner)).toBe(1);
    expect(await core.app.session.find(token)).toBeUndefined();
  });

  it('is not ended by somebody else who knows its id', async () => {
    const { core, company, token, session } = await start();
    const mallory = await company.person('mallory');

    const ended = await core.app.session.end({
      organizationId: mallory.organizationId,
      personId: mallory.id,
      actorId: mallory.id,
      onlyId: session.id,
    });

    expect(ended).toBe(0);
    expect(await core.app.session.find(token)).toBeDefined();
  });

  it('that somebody wrote or changed by hand lets nobody in', async () => {
    const { core, company, session, token, person } = await start();
    const mallory = await company.person('mallory');
    const { token: own, session: malloryOwn } = await beginFor(core, mallory);

    await pastGuards(database.db, (tx) =>
      tx.updateTable('session').set({ person_id: person.id }).where('id', '=', malloryOwn.id).execute(),
    );

    expect(await core.app.session.find(own)).toBeUndefined();
    expect(await core.app.session.find(token)).toMatchObject({ session: { id: session.id } });
    expect(core.log.lines.some(({ message }) => message.startsWith('A session was refused'))).toBe(true);
  });

  it('keeps its end: who ended it cannot open it again by hand', async () => {
    const { core, person, session } = await start();
    await core.app.session.end({ organizationId: person.organizationId, personId: person.id, actorId: null });

    const reopened = database.db
      .updateTable('session')
      .set({ ended_at: null })
      .where('id', '=', session.id)
      .execute();

    await expect(reopened).rejects.toThrow('stays as it is once it is settled');
  });
});

describe('the list of devices', () => {
  it('is its owner’s, and an admin’s', async () => {
    const { core, company, person } = await start();
    const now = core.clock.now();
    async function seen(who: string) {
      return (await core.app.queries.session.list(await company.person(who), person.id, now)).length;
    }

    expect([
      await seen('alice'),
      await seen('zoe'),
      await seen('priya'),
      await seen('morgan'),
      await seen('mallory'),
    ]).toEqual([1, 1, 0, 0, 0]);
  });
});

describe('a sign-in from a new device', () => {
  it('is told to its owner, and one from a known device is not', async () => {
    const { core, person } = await start();
    await beginFor(core, person);

    const told = await database.db
      .selectFrom('notification')
      .select(['kind', 'person_id'])
      .where('person_id', '=', person.id)
      .where('kind', '=', 'session.opened')
      .execute();

    expect(told).toHaveLength(1);
  });
});
