import { transactOn } from '#test/helpers/transact-on.ts';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { createWebApp } from '#src/web/create-web-app.tsx';
import { createWords } from '#src/words/words.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { openBrowser } from '#test/helpers/browser.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { servePlayground } from './web-server.ts';
import { leaseNotification } from '#test/helpers/sendings.ts';
import { approvalsOf } from '#test/helpers/reads.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** Ada and Ben have a mail with a link each, about 300 from Morgan for Alice. */
async function start(at?: string) {
  const core = makeCore(database.db, {
    reachable: { platforms: [], mail: true, web: 'https://gifts.example.com' },
  });
  if (at) core.clock.set(at);
  const company = await makeCompanyWithApprovers(core);
  const { approvalId } = await company.reserve('morgan', 'alice', '300', {
    message: '<b>launch</b> \u202Eegral\u202C',
  });
  const [ada, ben] = await Promise.all(
    core.queue.take('send-notification').map(async (id) => {
      const leased = await leaseNotification(core.app, id);
      if (leased.kind !== 'send' || leased.toSend.channel !== 'email') throw new Error('there is no mail');
      return new URL(leased.toSend.link ?? '').pathname;
    }),
  );
  const web = createWebApp({
    log: core.log,
    newId: core.newId,
    checks: {},
    approvals: { app: core.app, words: createWords() },
  });
  async function post(path: string, fields: Record<string, string>) {
    const response = await web.request(path, { method: 'POST', body: new URLSearchParams(fields) });
    return { status: response.status, text: await response.text() };
  }
  async function status() {
    const [approval] = await approvalsOf(core, {
      organizationId: company.organization.id,
      isOpen: false,
    });
    return approval?.status;
  }
  return { core, company, web, post, status, approvalId, ada: ada ?? '', ben: ben ?? '' };
}

describe('the page behind a link in a mail', () => {
  it('says where the money went that a decline brings back after its period ended', async () => {
    const { core, post, web, ada } = await start('2026-11-30T23:00:00Z');
    core.clock.set('2026-12-01T09:00:00Z');

    const { text } = await post(ada, { decision: 'decline', reason: 'Too much' });

    const where =
      'The period that it was paid from has ended. $300.00 went back to the organization’s funds.';
    expect(text).toContain(`<p>${where}</p>`);
    expect(await (await web.request(ada)).text()).toContain(`<p>${where}</p>`);
  });

  it('shows what is asked and decides nothing, however often it is opened', async () => {
    const { web, status, ada } = await start();

    const response = await web.request(ada);
    await web.request(ada, { method: 'HEAD' });
    const text = await response.text();

    expect(response.status).toBe(200);
    expect(text).toContain('Morgan Reyes would like to give $300.00 for Alice Ito.');
    expect(text).toContain('&lt;b&gt;launch&lt;/b&gt; egral');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('strict-origin');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await status()).toBe('open');
  });

  it('says whose product it is, who decides, until when, and what each of its two forms does', async () => {
    const { web, ada } = await start();

    const text = (await (await web.request(ada)).text()).replaceAll(/<[^>]+>/gu, ' ');

    expect(text).toContain('Largesse');
    expect(text).toContain('You are Ada Stone');
    expect(text).toMatch(/Decide until\s+\w+ \d+, \d{4} at \d+:\d\d/u);
    expect(text).toContain('Or decline it. Why? Morgan Reyes will read your answer.');
  });

  it.each([
    ['approve', 'Ada Stone approved it: $300.00 for Alice Ito.'],
    ['decline', 'Ada Stone declined it: $300.00 for Alice Ito.'],
  ])('says that it is done when “%s” is sent twice', async (decision, expected) => {
    const { post, ada } = await start();
    const first = await post(ada, { decision, reason: 'no' });

    const again = await post(ada, { decision, reason: 'no' });

    expect(first.text).toContain(expected);
    expect(again).toEqual(first);
  });

  it('is decided from a browser, beside the playground too', { timeout: 60_000 }, async () => {
    const { core, status, ada } = await start();
    const approvals = { app: core.app, words: createWords() };
    const web = await servePlayground({}, { approvals });
    const browser = await openBrowser();
    onTestFinished(async () => {
      await browser.close();
      await web.close();
    });
    const page = await browser.newPage();

    await page.goto(web.url + ada);
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('approved it: $300.00 for Alice Ito.').waitFor();

    expect(await status()).toBe('approved');
  });

  it('approves once, and shows the other approver who did', async () => {
    const { web, post, status, ada, ben } = await start();

    const approved = await post(ada, { decision: 'approve' });
    const late = await post(ben, { decision: 'decline', reason: 'no' });
    const later = await (await web.request(ada)).text();

    expect(approved.status).toBe(200);
    expect(approved.text).toContain('approved it: $300.00 for Alice Ito.');
    expect(late.status).toBe(409);
    expect(late.text).toContain('approved this already.');
    expect(later).not.toContain('<form');
    expect(await status()).toBe('approved');
  });

  it('declines with a reason alone', async () => {
    const { post, status, ada } = await start();

    const without = await post(ada, { decision: 'decline', reason: ' ' });
    const open = await status();
    const declined = await post(ada, { decision: 'decline', reason: 'Too much' });

    expect([without.status, open]).toEqual([409, 'open']);
    expect(without.text).toContain('Say why you decline it');
    expect(declined.text).toContain('Too much');
    expect(await status()).toBe('declined');
  });

  it.each([
    '',
    '/',
    '/x',
    '/%00',
    '/%E0%A4%A',
    '/%2e%2e%2fx',
    '/a/b',
    `/${'x'.repeat(4_000)}`,
    '/0?token[]=1',
  ])('says that it leads nowhere when it is not one of ours: /approvals%s', async (path) => {
    const { web } = await start();

    const response = await web.request(`/approvals${path}`);

    expect(response.status).toBe(404);
    expect(await response.text()).toContain('This link does not work');
  });

  it('is for its owner alone, and only as long as they may decide', async () => {
    const { core, company, web, post, status, ada } = await start();
    const guessed = await web.request(`/approvals/${'A'.repeat(43)}`);
    const garbled = await post(ada, { decision: 'maybe' });
    await transactOn(core.db, (tx) =>
      tx
        .updateTable('person')
        .set({ role: 'employee' })
        .where('organization_id', '=', company.organization.id)
        .where('role', '=', 'approver')
        .execute(),
    );

    const byFormer = await post(ada, { decision: 'approve' });

    expect([guessed.status, garbled.status, byFormer.status]).toEqual([404, 400, 409]);
    expect(byFormer.text).toContain('You may not decide this.');
    expect(await status()).toBe('open');
  });
});
