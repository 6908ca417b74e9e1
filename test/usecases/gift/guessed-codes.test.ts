import { afterAll, describe, expect, it } from 'vitest';
import { codeFromBytes } from '#src/domain/gift/code-format.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

async function start() {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  await core.app.people.import(company.organization, [
    personRow('Zoe Admin', 'People', 'admin'),
    ...Array.from({ length: 5 }, (_, index) => personRow(`Guesser${index} Quint`, 'Design')),
  ]);
  /** A process that has just started, on the same database. */
  const restarted = makeCore(database.db);
  async function guess(who: string, times: number, address?: string, app = core.app) {
    const person = await company.person(who);
    const kinds: string[] = [];
    for (let count = 0; count < times; count += 1) {
      const typed = codeFromBytes(crypto.getRandomValues(new Uint8Array(15))).reveal();
      const outcome = await app.gift.previewCode({ person, typed, address });
      kinds.push(outcome.ok ? 'ok' : outcome.refusal.kind);
    }
    return kinds;
  }
  async function told() {
    return database.db
      .selectFrom('notification')
      .innerJoin('person', 'person.id', 'notification.person_id')
      .select(['person.name', 'notification.detail'])
      .where('notification.organization_id', '=', company.organization.id)
      .where('kind', '=', 'codes.guessed')
      .execute();
  }
  return { core, company, guess, told, restarted };
}

describe('trying out codes', () => {
  it('counts when only what a code adds is looked at, and locks the person, of which admins hear', async () => {
    const { guess, told } = await start();

    const kinds = await guess('mallory', 12);

    expect(kinds.filter((kind) => kind === 'code-refused')).toHaveLength(10);
    expect(kinds.slice(10)).toEqual(['too-many-codes', 'too-many-codes']);
    expect(await told()).toMatchObject([{ name: 'Zoe Admin', detail: { where: 'person' } }]);
  });

  it('locks an address behind which several accounts are, also for a process that has just started', async () => {
    const { guess, told, restarted, company } = await start();
    const address = `192.0.2.${Math.floor(Math.random() * 250)}`;
    for (let index = 0; index < 4; index += 1) await guess(`guesser${index}`, 9, address);
    await guess('guesser4', 5, address);

    const elsewhere = await guess('guesser4', 1, '198.51.100.7');
    const here = await guess('alice', 1, address, restarted.app);
    const { gifts } = await company.give('morgan', 'alice', '5');
    const byButton = await restarted.app.gift.redeem({
      person: await company.person('alice'),
      giftId: gifts[0]?.giftId ?? '',
    });

    expect(elsewhere).toEqual(['code-refused']);
    expect(here).toEqual(['too-many-codes']);
    expect(byButton.ok).toBe(true);
    expect((await told()).some(({ detail }) => (detail as { where?: string }).where === 'address')).toBe(
      true,
    );
  });

  it('does not count slips', async () => {
    const { core, company } = await start();
    const person = await company.person('bob');
    for (let count = 0; count < 20; count += 1)
      expect(await core.app.gift.previewCode({ person, typed: 'ABCD-EFGH-JKMN-PQRS' })).toEqual({
        ok: false,
        refusal: { kind: 'mistyped-code' },
      });
  });

  it('says what one’s own code adds, from whom and why, and leaves it as it is', async () => {
    const { core, company } = await start();
    const { gifts } = await company.give('morgan', 'alice', '25', { message: 'for the launch' });
    const code = await company.codeOf(gifts[0]?.giftId ?? '', 'alice');
    const person = await company.person('alice');

    const preview = await core.app.gift.previewCode({ person, typed: code.reveal() });
    const foreign = await core.app.gift.previewCode({
      person: await company.person('bob'),
      typed: code.reveal(),
    });

    expect(preview).toMatchObject({
      ok: true,
      value: { giverName: 'Morgan Reyes', message: 'for the launch', money: { amountMinor: 2_500n } },
    });
    expect(foreign).toEqual({ ok: false, refusal: { kind: 'code-refused' } });
    expect((await company.redeem('alice', code)).ok).toBe(true);
  });
});

describe('thanking', () => {
  it('reaches the giver once, with what was written', async () => {
    const { core, company } = await start();
    const { gifts } = await company.give('morgan', 'alice', '25');
    const giftId = gifts[0]?.giftId ?? '';
    const [person, mallory] = [await company.person('alice'), await company.person('mallory')];

    const foreign = await core.app.recognition.sayThanks({ person: mallory, giftId, words: 'x' });
    const all = await Promise.all(
      Array.from({ length: 4 }, () =>
        core.app.recognition.sayThanks({ person, giftId, words: 'You made my day' }),
      ),
    );

    expect(foreign).toEqual({ ok: false, refusal: { kind: 'not-yours' } });
    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
    expect(all.filter(({ ok }) => !ok)[0]).toEqual({ ok: false, refusal: { kind: 'already-thanked' } });
  });
});
