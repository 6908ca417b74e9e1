import { afterAll, describe, expect, it } from 'vitest';
import { notificationCard } from '#src/chat/cards/notification-card.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { createWords } from '#src/words/words.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** A company with two admins: Zoe, whose token the directory has, and Ada. */
async function start() {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  const { organization } = company;
  const admins = ['Zoe Adler', 'Ada Stone'].map((name) => personRow(name, 'People', 'admin'));
  await core.app.people.import(organization, admins);
  const zoe = await company.person('zoe');
  core.queue.take('send-notification');
  /** What was sent since, by which way, to whom and with which words. */
  async function sent() {
    const leases = await core.app.message.leaseNotifications(core.queue.take('send-notification'));
    return [...leases.values()].flatMap((lease) => {
      if (lease instanceof Error || lease.kind !== 'send') return [];
      const { channel, to, content } = lease.toSend;
      const card = notificationCard(createWords(), lease.toSend);
      return content.kind === 'address.changed' || content.kind === 'directory.ended'
        ? [{ channel, to, text: JSON.stringify(card) }]
        : [];
    });
  }
  async function moveBob(actorId: string | null) {
    const { id: personId } = await company.person('bob');
    const patch = { email: 'bob.weber@example.com' };
    return core.app.people.change(organization, { personId, patch, actorId });
  }
  return { core, company, zoe, sent, moveBob };
}

describe('an address that is another one', () => {
  it('is told by mail where it was, and by whom it was changed, but not where it is now', async () => {
    const { zoe, sent, moveBob } = await start();
    await moveBob(zoe.id);

    const [told, ...more] = await sent();

    expect([told?.channel, told?.to, more]).toEqual([
      'email',
      { name: 'Bob Olsen', email: 'bob@example.com' },
      [],
    ]);
    expect(told?.text).toContain('Zoe Adler changed it');
    expect(told?.text).not.toContain('bob.weber@example.com');
  });

  it('is not told to somebody who changed it themselves', async () => {
    const { company, sent, moveBob } = await start();
    await moveBob((await company.person('bob')).id);

    expect(await sent()).toEqual([]);
  });
});

describe('the admin whose token the directory has', () => {
  it('leaves, and the other admins hear that its access ended, and why', async () => {
    const { core, company, zoe, sent } = await start();
    const { organizationId, id: personId } = zoe;
    const expiresAt = new Date(core.clock.now().getTime() + DAY_MS);
    const made = { organizationId, personId, makerId: null, name: 'Okta', expiresAt };
    await core.app.session.makeToken({ ...made, scopes: ['people:provision'] });
    await core.app.session.makeToken({ ...made, name: 'Reports', scopes: ['gifts:read'] });
    await core.app.people.deactivate(company.organization, { personId, actorId: null });

    const told = await sent();

    expect(told.map(({ to }) => ('userId' in to ? to.userId : to.email))).toEqual(['ada']);
    expect(told[0]?.text).toContain('It used the token “Okta” of Zoe Adler, who left');
  });
});
