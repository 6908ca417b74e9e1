import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { createSettableClock } from '#test/helpers/settable-clock.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { openSite, type Site } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

function textOf(html: string): string {
  return html.replaceAll(/<[^>]+>/gu, ' ').replaceAll(/\s+/gu, ' ');
}

const clock = createSettableClock('2026-11-20T12:00:00Z');

describe('warnings about giving', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite(database.db, { clock }, { clock });
    const { core, company } = site;
    await core.app.people.import(company.organization, [personRow('Hana Sato', 'Engineering', 'manager')]);
    for (const [giver, recipient] of Array.from({ length: 3 }, () => [
      ['morgan', 'hana'],
      ['hana', 'morgan'],
    ]).flat() as [string, string][]) {
      clock.advance(60_000);
      await company.give(giver, recipient, '10');
    }
  });

  /** Sessions go by the other clock. */
  function keepPace(): void {
    site.core.clock.set(clock.now().toISOString());
  }

  /** What Morgan and Hana are called wherever it is about them. */
  async function subject(): Promise<string> {
    const ids = [(await site.company.person('morgan')).id, (await site.company.person('hana')).id];
    return ids.toSorted().join(':');
  }

  it('stand in what needs HR, in numbers, and the frame of every page says that something does', async () => {
    keepPace();
    const priya = await site.signIn('priya');

    const overview = textOf((await priya.get('/overview')).text);
    const wallet = textOf((await priya.get('/wallet')).text);
    const alice = textOf((await (await site.signIn('alice')).get('/wallet')).text);

    expect(overview).toMatch(
      /(?:Morgan Reyes and Hana Sato|Hana Sato and Morgan Reyes) gave each other 6 gifts, \$60\.00, in 90 days\./u,
    );
    expect(overview).toContain('1 needs you');
    expect(wallet).toContain('1 needs you');
    expect(alice).not.toContain('needs you');
  });

  it('are told to nobody who does not answer for everybody’s money', async () => {
    keepPace();
    const page = textOf((await (await site.signIn('dana')).get('/overview')).text);

    expect(page).not.toContain('gave each other');
  });

  it('need nobody any more once somebody said what they found, which is on record, and come back when it goes on', async () => {
    keepPace();
    const priya = await site.signIn('priya');
    const sent = { kind: 'ring', subject: await subject() };
    const unsaid = await priya.post('/overview/warnings', { ...sent, reason: ' ' });
    const looked = await priya.post('/overview/warnings', { ...sent, reason: 'They ran the fair together' });
    const after = textOf((await priya.get('/overview')).text);
    const finance = { organizationId: site.company.organization.id, operator: 'root' };
    const [recorded] = await site.core.app.queries.ledger.listActivities(finance, {
      kind: 'warning.looked-at',
      limit: 1,
    });
    clock.advance(89 * DAY_MS);
    const again = [
      ['morgan', 'hana'],
      ['hana', 'morgan'],
    ] as const;
    for (const [giver, recipient] of [...again, ...again]) {
      clock.advance(60_000);
      await site.company.give(giver, recipient, '5');
    }
    clock.advance(2 * DAY_MS);
    keepPace();
    const later = textOf((await (await site.signIn('priya')).get('/overview')).text);

    expect(unsaid.status).toBe(409);
    expect(looked.location).toBe('/overview?said=looked');
    expect(after).not.toContain('gave each other');
    expect(recorded).toMatchObject({ doer: 'Priya Nair' });
    expect(later).toContain('gave each other 4 gifts, $20.00');
  });

  it('are not answered by those they are about, nor by whoever may not', async () => {
    const { report } = site.core.app;
    const about = { kind: 'ring' as const, subject: await subject(), reason: 'all fine' };
    const hana = await site.company.person('hana');

    const own = await report.lookAtWarning({ ...about, actor: { ...hana, role: 'hr' } });
    const others = await report.lookAtWarning({ ...about, actor: await site.company.person('dana') });

    expect([own, others]).toMatchObject([
      { refusal: { kind: 'own-warning' } },
      { refusal: { kind: 'guard-not-allowed' } },
    ]);
  });
});
