import { transactOn } from '#test/helpers/transact-on.ts';
import { afterAll, describe, expect, it } from 'vitest';
import type { ChatUser } from '#src/ports/chat.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { leaseDelivery } from '#test/helpers/sendings.ts';
import { stateOfRecognition } from '#test/helpers/reads.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const HUMAN = { name: 'Zoe Lind', isBot: false, isDeactivated: false };

async function start() {
  const core = makeCore(database.db);
  return { core, company: await makeCompany(core, { isLookedAt: false }) };
}

describe('finding out who is meant before a batch is decided', () => {
  it('asks the platform once about each, and about known people once a day', async () => {
    const { core, company } = await start();
    await core.app.people.import(company.organization, [{ ...personRow('Zoe Lind', 'Design'), chatIds: [] }]);
    core.directory.set('U5', { ...HUMAN, email: 'zoe@example.com' });
    const asked = [
      await company.ask('morgan', 'alice', '1'),
      await company.ask('morgan', 'U5', '1'),
      await company.ask('dana', 'U5', '1'),
    ];

    const faults = await core.app.people.identifyMany(asked.map(({ id }) => id));

    expect(faults.size).toBe(0);
    expect(core.askedFor.map(({ userId }) => userId).toSorted()).toEqual(['U5', 'alice', 'dana', 'morgan']);
    expect((await company.person('U5')).name).toBe('Zoe Lind');
    await core.app.people.identifyMany(asked.map(({ id }) => id));
    expect(core.askedFor).toHaveLength(4);
  });

  it('keeps what the platform said about a bot, so that the refusal can say so', async () => {
    const { core, company } = await start();
    core.directory.set('B1', { name: 'Polly', isBot: true, isDeactivated: false });
    const { id } = await company.ask('morgan', 'B1', '1');

    await core.app.people.identifyMany([id]);
    await core.app.recognition.issue([id]);

    const { recognition } = await stateOfRecognition(core, id);
    expect(recognition.refusal).toEqual({ kind: 'bot-recipient', name: 'Polly' });
  });

  it('holds back only the requests about whom the platform could not be asked', async () => {
    const core = makeCore(database.db, {
      async findChatUser({ userId }: ChatUser) {
        if (userId === 'U6') throw new Error('the platform is down');
        return undefined;
      },
    });
    const company = await makeCompany(core);
    const fine = await company.ask('morgan', 'alice', '1');
    const stranger = await company.ask('morgan', 'U7', '1');
    const stuck = await company.ask('morgan', 'U6', '1');

    const faults = await core.app.people.identifyMany([fine.id, stranger.id, stuck.id]);

    expect([...faults]).toEqual([[stuck.id, { again: 5_000 }]]);
  });

  it('leaves alone what is decided already', async () => {
    const { core, company } = await start();
    const { id } = await company.give('morgan', 'U404', '1');

    expect((await core.app.people.identifyMany([id])).size).toBe(0);
    expect(core.askedFor).toEqual([]);
  });

  it('learns in which workspace somebody is reached, when an import could not know', async () => {
    const { core, company } = await start();
    const { id: organization_id } = company.organization;
    const secondWorkspace = `T2-${organization_id}`;
    await transactOn(core.db, (tx) =>
      tx
        .insertInto('workspace_link')
        .values({ organization_id, platform: 'slack', workspace_id: secondWorkspace, name: 'Acme Labs' })
        .execute(),
    );
    const there: PersonRef = { by: 'chat', platform: 'slack', workspaceId: secondWorkspace, userId: 'alice' };
    const { id } = await company.ask('morgan', '', '1', { recipients: [there] });

    await core.app.people.identifyMany([id]);
    const { giftIds } = await core.app.recognition.issue([id]);

    const leased = await leaseDelivery(core.app, giftIds[0] ?? '');
    expect(leased).toMatchObject({
      kind: 'send',
      toSend: { channel: 'dm', to: { workspaceId: secondWorkspace } },
    });
  });
});
