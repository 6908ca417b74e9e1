import { findGiverAllowances } from '#src/db/budget/allowance.ts';
import type { DepartmentPolicy } from '#src/db/budget/budget.ts';
import {
  listMovedMoney,
  listOpeningMoney,
  type MoneyStretch,
  type MovedMoney,
} from '#src/db/budget/past-money.ts';
import { type GivenBefore, listGivenBefore, listGivenElsewhere } from '#src/db/budget/past-usage.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { listPeopleById } from '#src/db/people/person.ts';
import { listPastRequests, type PastRequest } from '#src/db/recognition/past-requests.ts';
import type { Funds } from '#src/domain/budget/funds.ts';
import type { Giver, Recipient } from '#src/domain/budget/giver.ts';
import { giverSubject, pairSubject, type Usage, usageKey } from '#src/domain/budget/limits.ts';
import { must } from '#src/domain/kit/must.ts';
import { type Period, yearOf } from '#src/domain/kit/period.ts';
import type { EntryKind } from '#src/domain/ledger/entries.ts';
import type { ResolvedRecognition } from '#src/domain/recognition/recognition.ts';
import { isRefusedByRules, type PastEvent } from '#src/domain/recognition/replay.ts';
import { resolveRecognitions, rightOf } from './resolve-recognitions.ts';

/** A department with the period to decide once more. `until`: its end, or now. */
export type PastDepartment = { policy: DepartmentPolicy; period: Period; until: Date };

/** The past of departments that give in one currency: what happened, and what there was when it began. */
export type Past = {
  requests: readonly PastRequest[];
  /** Who would get each, by the id of the request. */
  recipients: ReadonlyMap<string, string[]>;
  /** There were more requests than are replayed, the newest. */
  isCapped: boolean;
  events: PastEvent[];
  /** Without rules and cards, which each replay says itself. */
  funds: Omit<Funds, 'rules' | 'card'>[];
  usage: Usage;
};

const BACK: ReadonlySet<EntryKind> = new Set([
  'gift.released',
  'code.voided',
  'code.expired',
  'wallet.adjusted',
]);
const TAKEN: ReadonlySet<EntryKind> = new Set(['gift.issued', 'gift.reserved']);

/** Reads what was asked for and what happened to the money, the newest `limit` requests. Give it a snapshot: it reads in parts. */
export async function readPast(
  db: Reader,
  departments: readonly PastDepartment[],
  { limit, now }: { limit: number; now: Date },
): Promise<Past> {
  const { organizationId } = must(departments[0], 'department').policy.department;
  const stretches = departments.map(({ policy, period, until }) => {
    return { departmentId: policy.department.id, period: period.key, from: period.start, until };
  });
  const found = await listPastRequests(db, { organizationId, stretches, limit: limit + 1 });
  const isCapped = found.length > limit;
  const requests = isCapped ? found.slice(-limit) : found;
  const begun = isCapped
    ? stretches.map((one) => begunAt(one, must(requests[0], 'request').decidedAt))
    : stretches;
  const resolved = await resolvePast(db, requests, now);
  const moved = await listMovedMoney(db, { organizationId, stretches: begun });
  const at = { departments, stretches: begun, isCapped };
  const [usage, elsewhere] = [await usageBefore(db, at, resolved), await readElsewhere(db, at, resolved)];
  return {
    requests: requests.filter((_, index) => resolved[index] !== undefined),
    recipients: namesOf(resolved),
    isCapped,
    events: inOrder(requests, resolved, moved, elsewhere),
    funds: await fundsThen(db, at),
    usage,
  };
}

function namesOf(resolved: readonly (ResolvedRecognition | undefined)[]): Map<string, string[]> {
  return new Map(
    resolved.flatMap((one) =>
      one ? [[one.recognition.id, one.recipients.map(({ name }) => name)] as const] : [],
    ),
  );
}

type Begun = {
  departments: readonly PastDepartment[];
  stretches: readonly MoneyStretch[];
  isCapped: boolean;
};

function begunAt(stretch: MoneyStretch, at: Date): MoneyStretch {
  return { ...stretch, from: stretch.from > at ? stretch.from : at };
}

/** Undefined for those that no rule refused: they would be refused whatever the rules are. */
async function resolvePast(
  db: Reader,
  requests: readonly PastRequest[],
  now: Date,
): Promise<(ResolvedRecognition | undefined)[]> {
  const refused = requests.filter(({ refusal }) => refusal !== null && isRefusedByRules(refusal.kind));
  const looked = await resolveRecognitions(db, refused, (_, email) => email, now);
  const byId = new Map(looked.map((one) => [one.recognition.id, one]));
  const givers = await findGivers(db, requests, now);
  return requests.map((request) => {
    const giver = givers.get(request.giverId);
    if (!giver) return undefined;
    const people = request.refusal ? byId.get(request.id)?.recipients : request.gotIt.map(recipientOf);
    if (!people) return undefined;
    return {
      recognition: { ...request, confirmedAt: request.confirmedAt ?? request.decidedAt },
      giver: { ...giver, departmentId: request.departmentId },
      recipients: people.map((one) => (one.known ? { ...one, isDeactivated: false } : one)),
      right: rightOf(request, giver.role),
    };
  });
}

function recipientOf(got: PastRequest['gotIt'][number]): Recipient {
  return { known: true, ...got, isDeactivated: false };
}

/** With the role and the allowance that they have now. */
async function findGivers(
  db: Reader,
  requests: readonly PastRequest[],
  now: Date,
): Promise<Map<string, Giver>> {
  const organizationId = requests[0]?.organizationId ?? '';
  const ids = [...new Set(requests.map(({ giverId }) => giverId))];
  const people = ids.length > 0 ? await listPeopleById(db, organizationId, ids) : [];
  const allowances = await findGiverAllowances(db, people, now);
  return new Map(
    people.map(({ id: personId, role, departmentId }) => {
      const allowance = must(allowances.get(personId), `giver ${personId}`);
      return [personId, { personId, role, departmentId, isDeactivated: false, ...allowance }];
    }),
  );
}

type Elsewhere = Extract<PastEvent, { kind: 'elsewhere' }>;
type Timed<E extends PastEvent = PastEvent> = { at: Date; event: E };

/** At one instant: a period opens with its first gift, so money moved before the decision, and only what was given can come back. */
const RANKS: Record<PastEvent['kind'], number> = { money: 0, elsewhere: 1, request: 2, back: 3 };

function inOrder(
  requests: readonly PastRequest[],
  resolved: readonly (ResolvedRecognition | undefined)[],
  moved: readonly MovedMoney[],
  elsewhere: readonly Timed<Elsewhere>[],
): PastEvent[] {
  const asked = requests.flatMap((request, index): Timed[] => {
    const one = resolved[index];
    return one ? [{ at: request.decidedAt, event: { kind: 'request', request: one } }] : [];
  });
  const replayed = new Set(
    asked.flatMap(({ event }) => (event.kind === 'request' ? [event.request.recognition.id] : [])),
  );
  const money = moved.flatMap((one) => eventOf(one, replayed));
  return [...money, ...elsewhere, ...asked]
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || RANKS[a.event.kind] - RANKS[b.event.kind])
    .map(({ event }) => event);
}

function eventOf(moved: MovedMoney, replayed: ReadonlySet<string>): Timed[] {
  const { at, kind, departmentId, leftMinor, topUpMinor, gift, giftMinor } = moved;
  const money = { departmentId, leftMinor, topUpMinor };
  if (gift && TAKEN.has(kind) && replayed.has(gift.recognitionId)) return [];
  if (!gift || giftMinor === null || !BACK.has(kind)) return [{ at, event: { kind: 'money', money } }];
  const { recognitionId, giverId, recipientId } = gift;
  const counted = { giverId, recipientId, departmentId, amountMinor: giftMinor };
  return [{ at, event: { kind: 'back', recognitionId, money, gift: counted } }];
}

async function fundsThen(db: Reader, { departments, stretches }: Begun): Promise<Past['funds']> {
  const { organizationId } = must(departments[0], 'department').policy.department;
  const money = await listOpeningMoney(db, { organizationId, stretches });
  return departments.map(({ policy, period }) => {
    const { department, organizationTimeZone, budget } = policy;
    const then = money.find(({ departmentId }) => departmentId === department.id);
    return {
      departmentId: department.id,
      name: department.name,
      currency: department.currency,
      timeZone: department.timeZone,
      period,
      year: yearOf(period.start, organizationTimeZone),
      leftMinor: then?.leftMinor ?? 0n,
      topUpMinor: then?.topUpMinor ?? 0n,
      isSoft: budget?.isSoft ?? false,
      isFrozen: false,
      countsRecipients: true,
    };
  });
}

/** What counts against limits when the first request is decided: of the year, and where requests were left out, of the period. */
async function usageBefore(
  db: Reader,
  { departments, stretches, isCapped }: Begun,
  resolved: readonly (ResolvedRecognition | undefined)[],
): Promise<Usage> {
  const usage = new Map<string, bigint>();
  function add(key: string, amountMinor: bigint) {
    usage.set(key, (usage.get(key) ?? 0n) + amountMinor);
  }
  const { department, organizationTimeZone } = must(departments[0], 'department').policy;
  const { organizationId, currency } = department;
  const until = earliestOf(stretches);
  const year = yearOf(until, organizationTimeZone);
  const given = await listGivenBefore(
    db,
    { organizationId, currency, since: year.start, until },
    { who: 'recipient', ids: recipientsOf(resolved) },
  );
  for (const { recipientId, amountMinor } of given) {
    add(usageKey({ kind: 'recipient', subject: recipientId, period: year.key, currency }), amountMinor);
  }
  if (!isCapped) return usage;
  const givers = [...new Set(resolved.flatMap((one) => one?.giver?.personId ?? []))];
  for (const { policy, period } of departments) {
    const before = { organizationId, currency, since: period.start, until };
    for (const gift of await listGivenBefore(db, before, { who: 'giver', ids: givers })) {
      if (gift.departmentId === policy.department.id) addOfPeriod(add, gift, { period, currency });
    }
  }
  return usage;
}

function addOfPeriod(
  add: (key: string, amountMinor: bigint) => void,
  gift: GivenBefore,
  { period, currency }: { period: Period; currency: string },
): void {
  const inPeriod = { period: period.key, currency };
  add(usageKey({ kind: 'giver', subject: giverSubject(gift), ...inPeriod }), gift.amountMinor);
  add(usageKey({ kind: 'pair', subject: pairSubject(gift), ...inPeriod }), gift.amountMinor);
}

async function readElsewhere(
  db: Reader,
  { departments, stretches }: Begun,
  resolved: readonly (ResolvedRecognition | undefined)[],
): Promise<Timed<Elsewhere>[]> {
  const { organizationId, currency } = must(departments[0], 'department').policy.department;
  const until = new Date(Math.max(...stretches.map((one) => one.until.getTime())));
  const departmentIds = stretches.map(({ departmentId }) => departmentId);
  const given = await listGivenElsewhere(
    db,
    { organizationId, currency, since: earliestOf(stretches), until },
    { recipientIds: recipientsOf(resolved), departmentIds },
  );
  return given.map(({ at, ...gift }) => ({ at, event: { kind: 'elsewhere', gift } }));
}

function earliestOf(stretches: readonly MoneyStretch[]): Date {
  return new Date(Math.min(...stretches.map(({ from }) => from.getTime())));
}

/** Guests who were refused have no id yet. */
function recipientsOf(resolved: readonly (ResolvedRecognition | undefined)[]): string[] {
  const all = resolved.flatMap((one) => one?.recipients ?? []);
  return [...new Set(all.flatMap((one) => (one.known && one.outside === undefined ? [one.personId] : [])))];
}
