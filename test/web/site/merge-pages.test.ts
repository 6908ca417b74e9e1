import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '#src/domain/people/person.ts';
import { personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { enrol } from '#test/helpers/second-factor.ts';
import { openSite, type Site, type Visitor } from './open-site.ts';

const database = await createTestDatabase();
afterAll(database.drop);

let site: Site;
let zoe: Visitor;
/** Alice, and an old record of hers, which holds 25. */
let alice: Person;
let old: Person;
beforeEach(async () => {
  site = await openSite(database.db);
  const { core, company } = site;
  await core.app.people.import(company.organization, [
    { ...personRow('Alicia Ito', 'Design'), email: 'alice@old.example' },
  ]);
  const phone = await enrol(core, await site.person('zoe'));
  zoe = await site.signIn('zoe');
  await zoe.post('/second-factor/code', { code: phone.shows() });
  [alice, old] = [await site.person('alice'), await site.person('alicia')];
  const { gifts } = await company.give('morgan', 'alicia', '25');
  await core.app.gift.redeem({ person: old, giftId: gifts[0]?.giftId ?? '' });
});

describe('the page that merges two records', () => {
  it('offers records that look alike, and looks at one that is named', async () => {
    const path = `/people/${alice.id}/merge`;

    const page = await zoe.get(`/people/${alice.id}`);
    const { text } = await zoe.get(path);
    const named = await zoe.get(`${path}?who=alice%40old.example`);
    const nobody = await zoe.get(`${path}?who=nobody`);

    expect(page.text).toContain(`href="${path}"`);
    expect(text).toContain(`href="${path}?from=${old.id}"`);
    expect(named.headers.get('location')).toBe(`${path}?from=${old.id}`);
    expect([nobody.status, nobody.text]).toEqual([
      400,
      expect.stringContaining('no other record of “nobody”'),
    ]);
  });

  it('shows what moves, does it with one button, and leads from the old record to the kept one', async () => {
    const path = `/people/${alice.id}/merge`;
    const { text } = await zoe.get(`${path}?from=${old.id}`);

    const merged = await zoe.post(path, { from: old.id });
    const again = await zoe.post(path, { from: old.id });
    const kept = await zoe.get(`/people/${alice.id}?said=merged`);
    const gone = await zoe.get(`/people/${old.id}`);

    expect(text).toContain('$25.00 of gift funds');
    expect(text).toContain('The account slack:alicia');
    expect(text).toContain('Merge alice@old.example into alice@example.com for good');
    expect([merged.status, merged.headers.get('location')]).toEqual([303, `/people/${alice.id}?said=merged`]);
    expect(again.headers.get('location')).toBe(`/people/${alice.id}?said=merged`);
    expect(kept.text).toContain('The two records are one.');
    expect(kept.text).toContain('alice@old.example, since');
    expect(kept.text).toContain('$25.00');
    expect([gone.status, gone.headers.get('location')]).toEqual([303, `/people/${alice.id}`]);
  });

  it('says what is in the way instead of a button', async () => {
    await site.company.give('morgan', 'alicia', '5');
    const path = `/people/${alice.id}/merge`;

    const { text } = await zoe.get(`${path}?from=${old.id}`);
    const tried = await zoe.post(path, { from: old.id });

    expect(text).toContain('Still open: one gift to Alicia Ito.');
    expect(text).not.toContain('for good</button>');
    expect([tried.status, tried.text]).toEqual([409, expect.stringContaining('Nothing was merged.')]);
  });

  it('asks for a second factor first, and is for those who keep people alone', async () => {
    const path = `/people/${alice.id}/merge`;
    const priya = await site.signIn('priya');
    const morgan = await site.signIn('morgan');

    const unproved = await priya.get(path);
    const manager = await morgan.get(path);
    const posted = await morgan.post(path, { from: old.id });
    const odd = await zoe.get(`${path}?from=nobody`);

    expect(unproved.headers.get('location')).toMatch(/^\/second-factor/u);
    expect([manager.status, posted.status, odd.status]).toEqual([403, 403, 404]);
  });
});

describe('a closed department', () => {
  it('is in no picker, and stands apart in filters', async () => {
    const { core, company } = site;
    await core.app.people.import(company.organization, [personRow('Sam Reed', 'Studio')]);
    await core.app.people.import(company.organization, [personRow('Sam Reed', 'Design')]);
    const studio = await company.department('Studio');
    const by = await site.person('zoe');
    await core.app.people.closeDepartment({ department: studio, isClosed: true, reason: 'merged', by });

    const form = await zoe.get(`/people/${alice.id}/edit`);
    const list = await zoe.get('/people');
    const spend = await zoe.get('/spend');

    expect(form.text).not.toContain('Studio');
    for (const { text } of [list, spend])
      expect(text).toMatch(/<optgroup label="Closed">\s*<option value="[^"]+">\s*Studio/u);
  });
});
