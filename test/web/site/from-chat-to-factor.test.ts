import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { createChatHost } from '#src/chat/chat-host.ts';
import type { ActionAnswer } from '#src/ports/chat.ts';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { openSite, PUBLIC_URL, type Site } from './open-site.ts';
import { setUpFactor } from './set-up-factor.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** A company with chat and pages, in which more than 50 asks for a second factor, and more than 100 for an approver: Ada. */
async function start() {
  const site = await openSite(database.db);
  const { core, company } = site;
  const { id: organizationId } = company.organization;
  await core.app.people.import(company.organization, [personRow('Ada Stone', 'Engineering', 'approver')]);
  const scope = { organizationId, departmentId: null, currency: 'USD' };
  await core.app.budget.setRules({ scope, rules: { approvalOverMinor: 10_000n }, actorId: null });
  const changes = { overMinor: { USD: 5_000n } };
  await core.app.session.setFactorPolicy({ organizationId, changes, actorId: null });
  const host = createChatHost({ app: core.app, words: site.site.words, log: core.log, newId: core.newId });
  function event(userId: string) {
    const caller = { platform: 'slack', workspaceId: company.workspaceId, userId };
    return { requestId: randomUUID(), caller, channelId: 'C1', replyTo: 'hook' };
  }
  function press(userId: string, actionId: string, value: string) {
    return host.onAction({ ...event(userId), actionId, value });
  }
  function say(userId: string, command: string, text: string) {
    return host.onCommand({ ...event(userId), command, input: { kind: 'text', pieces: [text] } });
  }
  return { ...site, press, say };
}

/** The path of the one link on a card. */
function linkOn(card: ActionAnswer): string {
  const links = JSON.stringify(card).match(/https:\/\/[^"\s]+/gu) ?? [];
  expect(links).toHaveLength(1);
  return (links[0] ?? '').slice(PUBLIC_URL.length);
}

/** Follows a link from chat in a browser, to where it ends: the page that asks for a second factor, where one is set up. */
async function follow(site: Site, link: string) {
  const visitor = site.visit();
  const opened = await visitor.get(link);
  const back = /name="back" value="([^"]+)"/u.exec(opened.text)?.[1] ?? '';
  const entered = await visitor.post(new URL(link, PUBLIC_URL).pathname, {
    back: back.replaceAll('&amp;', '&'),
  });
  const asks = entered.location ?? '';
  expect(asks).toMatch(/^\/second-factor\/code\?back=/u);
  const page = new URL(asks, PUBLIC_URL).searchParams.get('back') ?? '';
  await visitor.get(asks);
  await setUpFactor(site, visitor, page);
  return { visitor, page };
}

describe('what takes a second factor', () => {
  it('is added on the page to which a button in chat leads', async () => {
    const site = await start();
    const { gifts } = await site.company.give('morgan', 'alice', '60');
    const giftId = gifts[0]?.giftId ?? '';

    const card = await site.press('alice', 'redeem', giftId);
    const { visitor, page } = await follow(site, linkOn(card));

    expect([card.tone, card.settles]).toEqual(['refusal', undefined]);
    expect(page).toBe('/wallet');
    expect((await visitor.post(`/wallet/gifts/${giftId}/redeem`)).location).toBe('/wallet?said=added');
  });

  it('is added on the page to which a typed code leads', async () => {
    const site = await start();
    const { gifts } = await site.company.give('morgan', 'alice', '60');
    const code = (await site.company.codeOf(gifts[0]?.giftId ?? '', 'alice')).reveal();

    const { visitor, page } = await follow(site, linkOn(await site.say('alice', 'redeem', code)));

    expect(page).toBe('/redeem');
    expect((await visitor.post('/redeem/confirm', { codes: code })).text).toContain('$60.00 added');
  });

  it('is approved on the page to which the button leads, and not in chat or by the mail’s link alone', async () => {
    const site = await start();
    const { core, company } = site;
    const { id } = await company.give('morgan', 'alice', '150');
    const row = core.db.selectFrom('approval').selectAll().where('subject_id', '=', id);
    const { id: approvalId } = await row.executeTakeFirstOrThrow();

    const card = await site.press('ada', 'approve', approvalId);
    expect((await row.executeTakeFirstOrThrow()).status).toBe('open');
    const { visitor, page } = await follow(site, linkOn(card));
    expect(page).toMatch(/^\/approvals\/[\w-]{43}$/u);
    const stranger = await site.visit().post(page, { decision: 'approve' });
    expect([stranger.status, stranger.location]).toEqual([
      303,
      `/second-factor/code?back=${encodeURIComponent(page)}`,
    ]);
    expect((await row.executeTakeFirstOrThrow()).status).toBe('open');
    await visitor.post(page, { decision: 'approve' });

    expect((await row.executeTakeFirstOrThrow()).status).toBe('approved');
  });

  it.each(['//evil.example', 'https://evil.example', 'javascript:alert(1)'])(
    'leads nowhere else, whatever somebody adds to the link: %s',
    async (back) => {
      const site = await start();
      const made = await site.core.app.session.makeChatLink(await site.person('alice'));
      const { pathname } = new URL(made.ok ? made.value.url : '');
      const visitor = site.visit();

      const opened = await visitor.get(`${pathname}?back=${encodeURIComponent(back)}`);
      const entered = await visitor.post(pathname, { back });

      expect(opened.text).not.toContain('evil');
      expect(entered.location).toBe('/wallet');
    },
  );

  it('is declined in chat as ever, and below the amount nobody is asked', async () => {
    const site = await start();
    const { core, company } = site;
    const { id: organizationId } = company.organization;
    const { id } = await company.give('morgan', 'alice', '150');
    const { id: approvalId } = await core.db
      .selectFrom('approval')
      .select('id')
      .where('subject_id', '=', id)
      .executeTakeFirstOrThrow();
    const ada = await company.person('ada');
    const decision = { kind: 'decline' as const, reason: 'too much' };
    expect((await core.app.approval.decide({ person: ada, approvalId, decision })).ok).toBe(true);

    const changes = { overMinor: { USD: 20_000n } };
    await core.app.session.setFactorPolicy({ organizationId, changes, actorId: null });
    const next = await company.give('morgan', 'bob', '150');
    const { id: other } = await core.db
      .selectFrom('approval')
      .select('id')
      .where('subject_id', '=', next.id)
      .executeTakeFirstOrThrow();
    expect((await site.press('ada', 'approve', other)).tone).toBe('success');
  });
});
