import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import type { TaxReport } from '#src/app.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { dayStart } from '#src/domain/kit/period.ts';
import type { DayRange } from '#src/domain/report/day-range.ts';
import { canadaSix } from '#src/chat/cards/tax-texts.ts';
import { createWords } from '#src/words/words.ts';
import { personRow } from '#test/helpers/company.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { operatorOf, stateOfRecognition } from '#test/helpers/reads.ts';

const database = await createTestDatabase();
afterAll(database.drop);

/** Where people are: what their departments are called, and by which country and clocks tax sees them. */
const PLACES = {
  West: { region: 'US-CA', country: 'US', timeZone: 'America/Los_Angeles', currency: 'USD' },
  Berlin: { region: 'Germany', country: 'DE', timeZone: 'Europe/Berlin', currency: 'EUR' },
  London: { region: 'UK', country: 'GB', timeZone: 'Europe/London', currency: 'GBP' },
  Toronto: { region: 'CA', country: 'CA', timeZone: 'America/Toronto', currency: 'CAD' },
  Dublin: { region: 'Ireland', country: 'IE', timeZone: 'Europe/Dublin', currency: 'EUR' },
  Auckland: { region: 'NZ', country: 'NZ', timeZone: 'Pacific/Auckland', currency: 'USD' },
  Line: { region: 'EMEA', country: '', timeZone: 'Pacific/Kiritimati', currency: 'USD' },
} as const;
type Place = keyof typeof PLACES;
const NAMES = Object.keys(PLACES) as Place[];
const ZONES = NAMES.map((name) => PLACES[name].timeZone);
const GUESTS = { gus: 'US-NY', gia: '' } as const;

/** What people write for an occasion, and what it is for tax. */
const OCCASIONS = {
  '': 'work',
  'for the launch': 'work',
  Birthday: 'birthday',
  anniversary: 'anniversary',
  christmas: 'holiday',
  'new baby': 'life-event',
} as const;

type Basis = 'issue' | 'redemption';
type PayKind = 'month' | 'half-month' | 'two-weeks' | 'week';

const place = fc.constantFrom(...NAMES);
const whom = fc.oneof(
  { weight: 6, arbitrary: place.map((name) => `${name.toLowerCase()}-1`) },
  // Where limits are of a month or a year, several gifts have to meet.
  { weight: 6, arbitrary: fc.constantFrom('berlin-1', 'dublin-1', 'toronto-1') },
  { weight: 1, arbitrary: fc.constantFrom('gus', 'gia') },
);
const step = fc.oneof(
  {
    weight: 24,
    arbitrary: fc.record({
      do: fc.constant('give' as const),
      from: place,
      to: whom,
      // Most of them in the currency of where they go, so that limits are met.
      isOwn: fc.integer({ min: 0, max: 3 }).map((one) => one > 0),
      amount: fc.oneof(fc.constantFrom(5, 20, 25, 30, 45, 50), fc.constantFrom(51, 60, 400, 700, 1_100)),
      occasion: fc.constantFrom(...(Object.keys(OCCASIONS) as (keyof typeof OCCASIONS)[])),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('redeem' as const), which: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('undo' as const), which: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('void' as const), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('expire' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('move' as const), who: whom, to: place }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('set' as const),
      basis: fc.constantFrom<Basis>('issue', 'redemption'),
      pay: fc.constantFrom<PayKind>('month', 'half-month', 'two-weeks', 'week'),
      days: fc.nat(20),
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      zone: fc.constantFrom(...ZONES),
      until: fc.constantFrom('day', 'half', 'month', 'year'),
      // Around the midnight at which a pay period, a month or a year begins there.
      ms: fc.constantFrom(-1_000, -1, 0, 1, 3_600_000),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** A gift as the test remembers it: whose it was, and where they were when it was given. */
type Known = { who: string; isGuest: boolean; country: string; timeZone: string; occasion: string };

const PARTS = ['wages', 'exempt', 'reported', 'unknown'] as const;
type Sums = Record<(typeof PARTS)[number], bigint>;

async function begin() {
  const core = makeCore(database.db);
  core.clock.set('2026-11-10T12:00:00Z');
  const company = await makeCompanyWithApprovers(core, { timeZone: 'America/New_York' });
  const { organization } = company;
  await core.app.people.import(organization, [personRow('Zoe Admin', 'People', 'admin')]);
  const zoe = await company.person('zoe');
  for (const name of NAMES) {
    const { region, timeZone, currency } = PLACES[name];
    const department = { name, region, timeZone, currency };
    await core.app.people.addDepartment(organization, { department, by: zoe });
    await core.app.people.import(organization, [
      personRow(`${name}-0 Giver`, name, 'manager'),
      personRow(`${name}-1 Getter`, name),
    ]);
    await company.setBudget(name, 100_000_000n);
  }
  for (const [name, region] of Object.entries(GUESTS)) {
    await core.app.people.import(organization, [{ ...personRow(name, 'Line'), region, isGuest: true }]);
  }
  const { id: departmentId } = await company.department('West');
  const scope = { organizationId: organization.id, departmentId, currency: 'USD' };
  await core.app.budget.setRules({ scope, rules: { ...NO_RULES, claimDays: 20 }, actorId: null });
  await core.app.budget.setRules({
    scope: { ...scope, departmentId: null },
    rules: { ...NO_RULES, undoMinutes: 600 },
    actorId: null,
  });
  return { core, company };
}

type World = Awaited<ReturnType<typeof begin>>;

/** What the test keeps of a story: whose gifts they are, where people are, what was set, and what closed periods said. */
function newDiary() {
  return {
    gifts: new Map<string, Known>(),
    homes: new Map<string, Place>([
      ...NAMES.map((name): [string, Place] => [`${name.toLowerCase()}-1`, name]),
      ['gus', 'Line'],
      ['gia', 'Line'],
    ]),
    bases: [] as { since: string; basis: Basis }[],
    closed: new Map<string, Map<string, Sums>>(),
  };
}
type Diary = ReturnType<typeof newDiary>;

function localDay(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at);
}

function plusDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

async function run({ core, company }: World, diary: Diary, one: Step): Promise<void> {
  const { app, clock } = core;
  const ids = [...diary.gifts.keys()];
  const giftId = 'which' in one ? ids[one.which % Math.max(1, ids.length)] : undefined;
  switch (one.do) {
    case 'give':
      return give({ core, company }, diary, one);
    case 'redeem': {
      const gift = diary.gifts.get(giftId ?? '');
      if (gift && giftId) await app.gift.redeem({ person: await company.person(gift.who), giftId });
      return undefined;
    }
    case 'undo': {
      if (giftId === undefined) return undefined;
      const { rows } = await sql<{ name: string }>`
        select lower(split_part(p.name, ' ', 1)) as name from gift g join person p on p.id = g.giver_id
         where g.id = ${giftId}`.execute(core.db);
      await app.gift.undo({ person: await company.person(rows[0]?.name ?? ''), of: { giftId } });
      return undefined;
    }
    case 'void': {
      if (giftId === undefined) return undefined;
      const person = await company.person('priya');
      const asked = await app.approval.requestVoid({ person, giftId, reason: 'given by mistake' });
      if (asked.ok) await company.decide('finn', asked.value.approvalId);
      return undefined;
    }
    case 'expire': {
      if (giftId !== undefined) await app.gift.advanceClaim(giftId);
      return undefined;
    }
    case 'move': {
      const first = `${one.who.charAt(0).toUpperCase()}${one.who.slice(1)}`;
      const isGuest = one.who in GUESTS;
      const row = personRow(isGuest ? one.who : `${first} Getter`, one.to);
      const guest = isGuest ? { isGuest: true, region: GUESTS[one.who as keyof typeof GUESTS] } : {};
      await app.people.import(company.organization, [{ ...row, ...guest }]);
      diary.homes.set(one.who, one.to);
      return undefined;
    }
    case 'set': {
      const { timeZone, id } = company.organization;
      const since = plusDays(localDay(clock.now(), timeZone), one.days);
      const pay = { kind: one.pay, anchor: '2026-11-02' };
      const setting = { since, basis: one.basis, isGrossedUp: false, pay };
      const done = await app.report.setTax({ actor: operatorOf(id), timeZone, setting, reason: 'a test' });
      if (!done.ok) throw new Error(done.refusal.kind);
      diary.bases.push({ since, basis: one.basis });
      return undefined;
    }
    case 'wait': {
      const today = localDay(clock.now(), one.zone);
      const at = dayStart(nextOf(one.until, today), one.zone).getTime() + one.ms;
      if (at > clock.now().getTime()) clock.set(new Date(at).toISOString());
    }
  }
}

function nextOf(until: string, today: string): string {
  const [year = '', month = '', day = ''] = today.split('-');
  const next = new Date(Date.UTC(Number(year), Number(month), 1)).toISOString().slice(0, 10);
  if (until === 'day') return plusDays(today, 1);
  if (until === 'half') return Number(day) < 16 ? `${year}-${month}-16` : next;
  return until === 'month' ? next : `${Number(year) + 1}-01-01`;
}

async function give(
  { core, company }: World,
  diary: Diary,
  { from, to, isOwn, amount, occasion }: Extract<Step, { do: 'give' }>,
): Promise<void> {
  const home = diary.homes.get(to) ?? 'Line';
  const giver = isOwn ? home : from;
  const { recognition } = await core.app.recognition.request({
    organizationId: company.organization.id,
    source: 'slack',
    requestId: randomUUID(),
    giver: company.ref(`${giver.toLowerCase()}-0`),
    recipients: [company.ref(to)],
    amount: { amount: String(amount) },
    message: '',
    occasion,
    isConfirmed: true,
    channelId: null,
    replyTo: null,
  });
  await core.app.recognition.issue([recognition.id]);
  const { gifts, recognition: decided } = await stateOfRecognition(core, recognition.id);
  expect(decided.refusal).toBeNull();
  const isGuest = to in GUESTS;
  const country = isGuest ? GUESTS[to as keyof typeof GUESTS].slice(0, 2) : PLACES[home].country;
  const { timeZone } = PLACES[home];
  for (const { giftId } of gifts) {
    diary.gifts.set(giftId, { who: to, isGuest, country, timeZone, occasion: OCCASIONS[occasion] });
  }
}

type Booked = {
  id: string;
  kind: string;
  at: Date;
  giftId: string;
  personId: string;
  amount: bigint;
  currency: string;
};

/** What was booked about gifts: the legs that gave, by entry. */
async function readPostings(organizationId: string): Promise<Booked[]> {
  const { rows } = await sql<Booked>`
    select e.id, e.kind, e.occurred_at as at, e.subject_id as "giftId", g.recipient_id as "personId", sum(p.amount)::bigint as amount,
           p.currency
      from entry e
      join posting p on p.entry_id = e.id and p.amount > 0
      join gift g on g.id = e.subject_id
     where e.organization_id = ${organizationId} and e.subject_type = 'gift'
     group by e.id, e.kind, e.occurred_at, e.subject_id, g.recipient_id, p.currency
     order by e.occurred_at, e.subject_id`.execute(database.db);
  return rows;
}

/** By hand: how all gifts are treated by the end of a day, by person and currency. */
function byHand(diary: Diary, booked: readonly Booked[], day: string): Map<string, Sums> {
  const held: { one: Booked; known: Known; on: string; order: number }[] = [];
  for (const [giftId, known] of diary.gifts) {
    const own = booked.filter((one) => one.giftId === giftId);
    const issued = own.find(({ kind }) => kind === 'gift.issued');
    if (!issued) continue;
    const redeemed = own.find(({ kind }) => kind === 'code.redeemed' || kind === 'gift.bought');
    const back = own.find(({ kind }) => ['code.voided', 'code.expired', 'wallet.adjusted'].includes(kind));
    const counts = basisBy(diary, localDay(issued.at, known.timeZone)) === 'issue' ? issued : redeemed;
    if (!counts) continue;
    const on = localDay(counts.at, known.timeZone);
    if (on > day || (back && localDay(back.at, known.timeZone) <= day)) continue;
    held.push({ one: { ...issued, at: counts.at }, known, on, order: counts.at.getTime() });
  }
  held.sort((a, b) => a.order - b.order || (a.one.giftId < b.one.giftId ? -1 : 1));
  const sums = new Map<string, Sums>();
  const used = new Map<string, { amount: bigint; gifts: number }>();
  for (const { one, known, on } of held) {
    const key = `${one.personId} ${one.currency}`;
    const sum = sums.get(key) ?? { wages: 0n, exempt: 0n, reported: 0n, unknown: 0n };
    sums.set(key, sum);
    const { country, occasion, isGuest } = known;
    const year = on.slice(0, 4);
    if (isGuest) sum[country === 'US' ? 'reported' : 'unknown'] += one.amount;
    else if (country === 'US') sum.wages += one.amount;
    else if (country === 'DE' && one.currency === 'EUR') {
      const ofMonth = held.filter(
        (other) =>
          other.one.personId === one.personId &&
          other.known.country === 'DE' &&
          other.one.currency === 'EUR' &&
          other.on.slice(0, 7) === on.slice(0, 7),
      );
      const total = ofMonth.reduce((all, other) => all + other.one.amount, 0n);
      sum[total <= 5_000n ? 'exempt' : 'wages'] += one.amount;
    } else if (country === 'GB' && ['work', 'anniversary'].includes(occasion)) sum.wages += one.amount;
    else if (country === 'GB' && occasion === 'birthday' && one.currency === 'GBP') {
      sum[one.amount <= 5_000n ? 'exempt' : 'wages'] += one.amount;
    } else if (country === 'CA' && occasion === 'work') sum.wages += one.amount;
    else if (country === 'CA' && occasion !== 'anniversary' && one.currency === 'CAD') {
      const so = used.get(`CA ${one.personId} ${year}`) ?? { amount: 0n, gifts: 0 };
      const left = 50_000n - so.amount;
      const exempt = one.amount > left ? left : one.amount;
      sum.exempt += exempt;
      sum.wages += one.amount - exempt;
      used.set(`CA ${one.personId} ${year}`, { amount: so.amount + exempt, gifts: 0 });
    } else if (country === 'IE' && one.currency === 'EUR') {
      const so = used.get(`IE ${one.personId} ${year}`) ?? { amount: 0n, gifts: 0 };
      const fits = so.gifts < 5 && so.amount + one.amount <= 150_000n;
      sum[fits ? 'exempt' : 'wages'] += one.amount;
      used.set(`IE ${one.personId} ${year}`, {
        amount: so.amount + (fits ? one.amount : 0n),
        gifts: so.gifts + 1,
      });
    } else sum.unknown += one.amount;
  }
  return sums;
}

function basisBy({ bases }: Diary, day: string): Basis {
  const begun = bases.filter(({ since }) => since <= day);
  const last = begun.reduce((latest, { since }) => (since > latest ? since : latest), '');
  return begun.findLast(({ since }) => since === last)?.basis ?? 'issue';
}

/** What some days add, by person and currency; those to whom they add nothing are left out. */
function between(before: ReadonlyMap<string, Sums>, after: ReadonlyMap<string, Sums>): Map<string, Sums> {
  const found = new Map<string, Sums>();
  for (const key of [...new Set([...before.keys(), ...after.keys()])].toSorted()) {
    const [then, now] = [before.get(key), after.get(key)];
    const sums = Object.fromEntries(
      PARTS.map((part) => [part, (now?.[part] ?? 0n) - (then?.[part] ?? 0n)]),
    ) as Sums;
    if (PARTS.some((part) => sums[part] !== 0n)) found.set(key, sums);
  }
  return found;
}

/** What a report says, added up the same way. */
function said(report: TaxReport | undefined): Map<string, Sums> {
  const found = new Map<string, Sums>();
  for (const line of report?.lines ?? []) {
    const key = `${line.personId} ${line.currency}`;
    const sum = found.get(key) ?? { wages: 0n, exempt: 0n, reported: 0n, unknown: 0n };
    for (const part of PARTS) sum[part] += line[part];
    found.set(key, sum);
  }
  return between(new Map(), found);
}

/** Days to ask about: whole months and years, halves of them, weeks, and single days where clocks differ. */
function listDays(today: string): DayRange[] {
  const years = Number(today.slice(0, 4)) - 2026;
  const months = Array.from({ length: 2 + years * 12 + Number(today.slice(5, 7)) }, (_, index) => {
    const first = new Date(Date.UTC(2026, 10 + index, 1)).toISOString().slice(0, 10);
    const last = new Date(Date.UTC(2026, 11 + index, 0)).toISOString().slice(0, 10);
    return [
      { from: first, to: last },
      { from: first, to: `${first.slice(0, 8)}15` },
      { from: `${first.slice(0, 8)}16`, to: last },
      { from: last, to: last },
      { from: first, to: first },
    ];
  }).flat();
  const months3 = months.filter(({ from }) => from <= today);
  return [
    ...months3.slice(0, 40),
    { from: '2026-01-01', to: '2026-12-31' },
    { from: '2027-01-01', to: '2027-12-31' },
  ];
}

describe('what is taxed', () => {
  it('equals the postings added up by hand, in every zone, at every edge of a period and at any past day', {
    timeout: 400_000,
  }, async () => {
    const words = createWords();
    const stories = fc.array(step, { minLength: 60, maxLength: 110, size: 'max' });
    const told = fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const world = await begin();
        const { core, company } = world;
        const { id: organizationId, timeZone } = company.organization;
        const operator = operatorOf(organizationId);
        const diary = newDiary();
        for (const one of story) {
          await run(world, diary, one);
          // What the days before yesterday say now is what they say for good: in no zone is any of them still running.
          if (one.do !== 'wait') continue;
          const until = plusDays(localDay(core.clock.now(), timeZone), -3);
          const days = { from: `${until.slice(0, 8)}01`, to: until };
          diary.closed.set(
            `${days.from} ${days.to}`,
            said(await core.app.queries.report.tax(operator, days)),
          );
        }
        const booked = await readPostings(organizationId);
        for (const days of listDays(localDay(core.clock.now(), 'Pacific/Kiritimati'))) {
          const report = await core.app.queries.report.tax(operator, days);
          const before = byHand(diary, booked, plusDays(days.from, -1));
          expect([days, said(report)]).toEqual([days, between(before, byHand(diary, booked, days.to))]);
          for (const gift of report?.canada ?? []) {
            expect(Object.values(canadaSix(words, gift)).every((text) => text.trim() !== '')).toBe(true);
          }
        }
        for (const [key, then] of diary.closed) {
          const [from = '', to = ''] = key.split(' ');
          expect([key, said(await core.app.queries.report.tax(operator, { from, to }))]).toEqual([key, then]);
        }
      }),
      { numRuns: Number(process.env['MODEL_RUNS'] ?? 2), endOnFailure: true },
    );
    await expect(told).resolves.toBeUndefined();
  });
});
