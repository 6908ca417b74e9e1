import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkRetention } from '#src/cli/process/doctor/check-retention.ts';
import { DAY_MS } from '#src/domain/kit/time.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { openSite, type Site, type Visitor } from './open-site.ts';
import { setUpFactor } from './set-up-factor.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let site: Site;
let priya: Visitor;
beforeAll(async () => {
  site = await openSite(database.db);
  for (const to of ['alice', 'bob'])
    await site.company.give('morgan', to, '25', { message: 'for the launch' });
  site.core.clock.advance(400 * DAY_MS);
  priya = await site.signIn('priya');
  await setUpFactor(site, priya);
});

const TYPED = { texts: '90', addresses: '', reason: 'our privacy policy' };

async function recorded(kind: 'retention.set' | 'data.taken') {
  return site.core.app.queries.ledger.listActivities(await site.person('zoe'), { kind, limit: 10 });
}

function doctor() {
  return checkRetention(database.db, site.core.clock.now());
}

describe('how long texts and addresses are kept', () => {
  it('is for ever until somebody says so, and the page says that nothing was looked for', async () => {
    const { text } = await priya.get('/retention');

    expect(text).toContain('Texts are kept for ever.');
    expect(text).toContain('Largesse has not looked yet');
    expect(await doctor()).toMatchObject([{ level: 'ok' }]);
  });

  it.each([
    ['a day that is too early', { ...TYPED, texts: '29' }, 'Write a whole number of days from 30'],
    ['what is no number', { ...TYPED, addresses: 'a year' }, 'Write a whole number of days from 30'],
    ['no reason', { ...TYPED, reason: ' ' }, 'Say why, in a few words.'],
  ])('is not set by %s, and what was typed stays', async (_, form, why) => {
    const { status, text } = await priya.post('/retention', { ...form, step: 'save' });

    expect(status).toBe(400);
    expect(text).toContain(why);
    expect(text).toContain(`value="${form.texts}"`);
    expect(await recorded('retention.set')).toEqual([]);
  });

  it('shows how much would go, which is what goes then, and keeps who said so and why', async () => {
    const { app, clock } = site.core;
    const looked = await priya.post('/retention', TYPED);
    const [, count = ''] = /<h1>(\d+|One) rows? would lose/u.exec(looked.text) ?? [];
    const set = await priya.post('/retention', { ...TYPED, step: 'save', seen: '/' });
    const waiting = await doctor();
    const gone = await app.people.applyRetention();
    const { text } = await priya.get('/retention?said=set');
    const ran = await doctor();
    clock.advance(3 * DAY_MS);

    expect(Number(count)).toBe(gone);
    expect(gone).toBeGreaterThan(0);
    expect(set).toMatchObject({ status: 303, location: '/retention?said=set' });
    expect(text).toContain('Texts are blanked after 90 days.');
    expect(text).toMatch(/Last looked through on .+: \d+ rows were blanked\./u);
    expect([waiting[0]?.level, ran[0]?.level, (await doctor())[0]?.level]).toEqual([
      'warning',
      'ok',
      'warning',
    ]);
    expect(ran[0]?.message).toContain(`${gone} rows were blanked`);
    expect(await recorded('retention.set')).toMatchObject([
      { doer: 'Priya Nair', way: 'web', detail: { after: { textDays: 90 }, reason: 'our privacy policy' } },
    ]);
  });

  it('is not set on what somebody else has changed since', async () => {
    priya = await site.signIn('priya');
    site.core.clock.advance(60_000);
    const { organizationId, id: actorId } = await site.person('alice');
    const refused = await site.core.app.people.setRetention({
      organizationId,
      textDays: 60,
      reason: 'mine',
      actorId,
    });
    const kept = await site.core.app.people.setRetention({
      organizationId,
      textDays: 60,
      reason: 'mine',
      actorId: (await site.person('priya')).id,
      seen: { textDays: null, addressDays: null },
    });

    expect(refused).toMatchObject({ refusal: { kind: 'people-not-allowed' } });
    expect(kept).toMatchObject({ refusal: { kind: 'setting-changed' } });
  });
});

describe('what is stored about somebody', () => {
  it('is handed out to themselves, three times a day, and that is on record', async () => {
    const alice = await site.signIn('alice');
    const page = await alice.get('/your-data');
    const taken = await alice.post('/your-data');
    const file = JSON.parse(taken.text) as { person: { name: string }; tables: Record<string, unknown[]> };
    await alice.post('/your-data');
    await alice.post('/your-data');
    const often = await alice.post('/your-data');
    site.core.clock.advance(DAY_MS + 1);
    const later = await (await site.signIn('alice')).post('/your-data');

    expect(page.text).toContain('This is what Acme stores about you here.');
    expect(taken.headers.get('content-disposition')).toMatch(/^attachment; filename="largesse-person-/u);
    expect(file.person.name).toBe('Alice Ito');
    expect(file.tables['gift']).toHaveLength(1);
    expect([often.status, later.status]).toEqual([429, 200]);
    expect(often.text).toContain('You can have your data 3 times a day.');
    expect((await recorded('data.taken')).map(({ doer, way }) => [doer, way])).toEqual(
      Array.from({ length: 4 }, () => ['Alice Ito', 'web']),
    );
  });

  it('is nobody else’s to take: the page knows only who is signed in', async () => {
    const visitor = site.visit();

    expect((await visitor.post('/your-data')).status).toBe(303);
    const mallory = await (await site.signIn('mallory')).post('/your-data');

    expect(mallory.text).not.toContain('Alice Ito');
  });

  it('is handed out to those who see everybody too', async () => {
    const taken = await (await site.signIn('zoe')).post('/your-data');

    expect(JSON.parse(taken.text)).toMatchObject({ person: { name: 'Zoe Admin' } });
  });
});
