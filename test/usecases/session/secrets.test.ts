import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { notificationCard } from '#src/chat/cards/notification-card.ts';
import { createWords } from '#src/words/words.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { enrol, passAs, wrongCode } from '#test/helpers/second-factor.ts';
import { findSecrets, formsOf, readDatabase } from '#test/system/read-everything.ts';

const database = await createTestDatabase();
afterAll(database.drop);

describe('secrets of second factors', () => {
  it('stand nowhere in the database, the log, the queue or a message, whatever was done with them', async () => {
    const core = makeCore(database.db);
    const { app, clock, log, queue } = core;
    const company = await makeCompany(core);
    await app.people.import(company.organization, [
      personRow('Ada Stone', 'People', 'admin'),
      personRow('Grace Hu', 'People', 'admin'),
    ]);
    const [alice, bob] = [await company.person('alice'), await company.person('bob')];
    const [phone, his] = [await enrol(core, alice), await enrol(core, bob)];
    const [typed, wrong] = [phone.shows(), wrongCode(phone)];
    for (const one of [typed, typed, wrong, phone.codes[0] ?? '', phone.codes[0] ?? '']) {
      await passAs(core, alice, one);
    }
    const renewed = await app.session.renewRecoveryCodes({
      person: alice,
      passedAt: clock.now(),
      isLimited: false,
    });
    if (!renewed.ok) throw new Error(renewed.refusal.kind);
    const fresh = renewed.value.codes.map(({ clear }) => clear.reveal());
    await app.session.askFactorReset({
      admin: await company.person('ada'),
      personId: bob.id,
      reason: 'lost',
    });
    await app.session.confirmFactorReset({ admin: await company.person('grace'), personId: bob.id });

    const told = queue.take('send-notification');
    const leased = [...(await app.message.leaseNotifications(told)).values()];
    const cards = leased.flatMap((lease) =>
      lease instanceof Error || lease.kind !== 'send' ? [] : [notificationCard(createWords(), lease.toSend)],
    );
    const everything = [
      await readDatabase(database.ownerUrl),
      inspect(log.steps, { depth: 20 }),
      JSON.stringify(log.steps),
      JSON.stringify(told),
      JSON.stringify(cards),
      inspect(renewed, { depth: 20 }),
    ].join('\n');

    const secrets = [phone.secret.reveal(), his.secret.reveal(), ...phone.codes, ...his.codes, ...fresh];
    expect(cards.length).toBeGreaterThanOrEqual(6);
    expect(everything).toContain('factor.passed');
    expect(findSecrets(everything, secrets.flatMap(formsOf))).toEqual([]);
    // Six digits may stand anywhere by chance, so only where they would be written.
    expect(
      findSecrets(`${inspect(log.steps, { depth: 20 })} ${JSON.stringify(cards)}`, [typed, wrong]),
    ).toEqual([]);
  });
});
