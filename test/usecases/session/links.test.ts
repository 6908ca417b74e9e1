import { afterAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '#src/domain/kit/time.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { leaseNotification } from '#test/helpers/sendings.ts';
import { pastGuards } from '#test/helpers/past-guards.ts';
import { AGENT, openSite, type Site } from '#test/web/site/open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const ORIGIN = { userAgent: AGENT, address: '192.0.2.7' };

async function chatLink({ core, company }: Site, who = 'alice'): Promise<string> {
  const made = await core.app.session.makeChatLink(await company.person(who));
  if (!made.ok) throw new Error(made.refusal.kind);
  return made.value.url.split('/').at(-1) ?? '';
}

/** Asks for a mail, and reads it. */
async function mailLink({ core, company }: Site, email = 'alice@example.com') {
  const asked = await core.app.session.askForMail({
    organizationId: company.organization.id,
    email,
    address: ORIGIN.address,
  });
  if (!asked.ok) throw new Error(asked.refusal.kind);
  for (const id of core.queue.take('send-notification')) {
    const leased = await leaseNotification(core.app, id);
    if (leased.kind !== 'send' || leased.toSend.content.kind !== 'sign-in.asked') continue;
    const { link = '', code = '', channel } = leased.toSend;
    return { browser: asked.value.browser, token: link.split('/').at(-1), code, channel };
  }
  return { browser: asked.value.browser };
}

function spend({ core }: Site, brought: { token?: string | undefined; browser?: string; typed?: string }) {
  return core.app.session.spendLink({ browser: undefined, origin: ORIGIN, held: undefined, ...brought });
}

function refusedFor(why: string) {
  return { ok: false, refusal: { kind: 'sign-in-refused', why } };
}

describe('a link from chat', () => {
  it('signs its owner in, once', async () => {
    const site = await openSite(database.db);
    const token = await chatLink(site);

    const spent = await spend(site, { token });
    const again = await spend(site, { token });

    const person = await site.company.person('alice');
    expect(spent).toMatchObject({ ok: true, value: { session: { personId: person.id, how: 'chat' } } });
    expect(again).toEqual(refusedFor('spent'));
  });

  it('lets one of many in who use it at once', async () => {
    const site = await openSite(database.db);
    const token = await chatLink(site);

    const all = await Promise.all(Array.from({ length: 8 }, () => spend(site, { token })));

    expect(all.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('is worth nothing after ten minutes, or once there is a newer one', async () => {
    const site = await openSite(database.db);
    const first = await chatLink(site);
    const second = await chatLink(site);

    expect(await spend(site, { token: first })).toEqual(refusedFor('old'));
    site.core.clock.advance(10 * MINUTE_MS);
    expect(await spend(site, { token: second })).toEqual(refusedFor('old'));
    expect(await spend(site, { token: 'A'.repeat(43) })).toEqual(refusedFor('bad'));
  });

  it('gives no more rights than the account that asked for it has', async () => {
    const site = await openSite(database.db);
    const hr = await site.company.person('priya');

    const made = await site.core.app.session.makeChatLink({ ...hr, role: 'employee' });
    const spent = await spend(site, { token: made.ok ? made.value.url.split('/').at(-1) : undefined });
    const found = await site.core.app.session.find(spent.ok ? spent.value.token : '');

    expect(found?.person).toMatchObject({ id: hr.id, role: 'employee' });
  });

  it('is worth nothing once its owner has left', async () => {
    const site = await openSite(database.db);
    const token = await chatLink(site);
    const { id: personId } = await site.company.person('alice');
    await site.core.app.people.deactivate(site.company.organization, { personId, actorId: null });

    expect(await site.core.app.session.findLink({ token, browser: undefined })).toBeUndefined();
    expect(await spend(site, { token })).toEqual(refusedFor('bad'));
  });

  it('that was given another owner by hand lets nobody in', async () => {
    const site = await openSite(database.db);
    const token = await chatLink(site, 'mallory');
    const [mallory, zoe] = [await site.company.person('mallory'), await site.company.person('zoe')];
    await pastGuards(database.db, (tx) =>
      tx.updateTable('sign_in').set({ person_id: zoe.id }).where('person_id', '=', mallory.id).execute(),
    );

    expect(await spend(site, { token })).toEqual(refusedFor('bad'));
  });

  it('cannot be given where the pages have no address', async () => {
    const site = await openSite(database.db, {}, { reachable: { platforms: ['slack'], mail: true } });

    expect(await site.core.app.session.makeChatLink(await site.company.person('alice'))).toEqual({
      ok: false,
      refusal: { kind: 'no-web' },
    });
  });
});

describe('a link by mail', () => {
  it('signs in the browser that asked for it', async () => {
    const site = await openSite(database.db);
    const { browser, token, channel } = await mailLink(site);

    expect(channel).toBe('email');
    expect(await spend(site, { token, browser })).toMatchObject({
      ok: true,
      value: { session: { how: 'mail' } },
    });
  });

  it('is not used up by a scanner that presses its button', async () => {
    const site = await openSite(database.db);
    const { browser, token } = await mailLink(site);

    expect(await spend(site, { token })).toEqual(refusedFor('needsCode'));
    expect(await spend(site, { token, browser: 'x'.repeat(43) })).toEqual(refusedFor('needsCode'));
    expect((await spend(site, { token, browser })).ok).toBe(true);
  });

  it('lets another browser in with the code from the mail, and the one that asked without the link', async () => {
    const site = await openSite(database.db);
    const first = await mailLink(site);
    const other = await spend(site, {
      token: first.token,
      typed: `${first.code?.slice(0, 3)} ${first.code?.slice(3)}`,
    });
    const second = await mailLink(site);
    const asker = await spend(site, { browser: second.browser, typed: second.code ?? '' });

    expect([other.ok, asker.ok]).toEqual([true, true]);
  });

  it('ends after five wrong codes, the right one included', async () => {
    const site = await openSite(database.db);
    const { token, code = '', browser } = await mailLink(site);
    const wrong = code === '000000' ? '111111' : '000000';

    for (let count = 0; count < 5; count += 1)
      expect(await spend(site, { token, typed: wrong })).toEqual(refusedFor('wrongCode'));

    expect(await spend(site, { token, typed: code })).toEqual(refusedFor('old'));
    expect(await spend(site, { token, browser })).toEqual(refusedFor('old'));
  });

  it('does not count what cannot be a code', async () => {
    const site = await openSite(database.db);
    const { token, code } = await mailLink(site);

    for (let count = 0; count < 6; count += 1)
      expect(await spend(site, { token, typed: 'hello' })).toEqual(refusedFor('noCode'));

    expect((await spend(site, { token, typed: code ?? '' })).ok).toBe(true);
  });

  it('is not sent to an address that nobody here has, and the answer is the same', async () => {
    const site = await openSite(database.db);

    const known = await mailLink(site);
    const unknown = await mailLink(site, 'nobody@example.com');

    expect(unknown.token).toBeUndefined();
    expect(unknown.browser).toHaveLength(known.browser.length);
  });

  it('is sent five times an hour at most, for a known address and an unknown one alike', async () => {
    const site = await openSite(database.db);
    async function tries(email: string) {
      const outcomes: boolean[] = [];
      for (let count = 0; count < 6; count += 1) {
        const { ok } = await site.core.app.session.askForMail({
          organizationId: site.company.organization.id,
          email,
          address: '192.0.2.9',
        });
        outcomes.push(ok);
      }
      return outcomes;
    }

    const expected = [true, true, true, true, true, false];
    expect([await tries('bob@example.com'), await tries('nobody@example.com')]).toEqual([expected, expected]);
  });

  it('leaves neither its token nor its code in the database', async () => {
    const site = await openSite(database.db);
    const { token = '', code = '', browser } = await mailLink(site, 'morgan@example.com');
    const { id } = await site.company.person('morgan');

    const rows = await Promise.all([
      database.db.selectFrom('sign_in').selectAll().where('person_id', '=', id).execute(),
      database.db.selectFrom('notification').selectAll().where('person_id', '=', id).execute(),
      database.db.selectFrom('activity').selectAll().where('subject_id', '=', id).execute(),
    ]);

    const written = JSON.stringify(rows, (_, value) =>
      typeof value === 'bigint' ? String(value) : (value as unknown),
    );
    for (const secret of [token, code, browser]) expect(written).not.toContain(secret);
    expect(JSON.stringify(site.core.log.steps)).not.toContain(token);
  });
});
