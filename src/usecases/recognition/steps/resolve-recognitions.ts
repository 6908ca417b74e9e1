import { findGiverAllowances, type GiverAllowance } from '#src/db/budget/allowance.ts';
import { findClosed } from '#src/db/people/department-closing.ts';
import { findEverybody } from '#src/db/people/find-people.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';
import type { AskedRecognition, ResolvedRecognition } from '#src/domain/recognition/recognition.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import { may, type Right } from '#src/domain/people/access.ts';
import type { PendingReason } from '#src/domain/people/identity.ts';
import { accountKey, findPendingOf } from '#src/db/people/pending-identity.ts';
import type { Role } from '#src/domain/people/roles.ts';
import type { Recipient } from '#src/domain/budget/giver.ts';
import { type Candidate, findGroupRefusal } from '#src/usecases/people/steps/find-group-refusal.ts';
import { type IdOfGuest, isOutsideRef } from './expect-guests.ts';
import { describeRef } from '#src/domain/people/person-ref.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Person } from '#src/domain/people/person.ts';

/** Looks up the people in many requests at once. Addresses that nobody here has may be those of people outside. */
export async function resolveRecognitions(
  db: Reader,
  recognitions: readonly AskedRecognition[],
  idOfGuest: IdOfGuest,
  now: Date,
): Promise<ResolvedRecognition[]> {
  const asked = recognitions.flatMap(({ organizationId, giver, recipients }) => {
    return [giver, ...recipients].map((ref) => ({ organizationId, ref, isGiver: ref === giver }));
  });
  const people = await findEverybody(db, asked);
  const pending = await findPending(db, asked, people);
  const closed = await findClosed(
    db,
    people.flat().map(({ organizationId, departmentId: id }) => ({ organizationId, id })),
  );
  const found = people.values();
  const looked = recognitions.map((recognition) => {
    const [giver] = next(found);
    const candidates = recognition.recipients.map((ref) => ({ ref, people: next(found) }));
    return { recognition, giver, candidates };
  });
  const givers = await addAllowances(
    db,
    looked.flatMap(({ giver }) => giver ?? []),
    now,
  );
  return looked.map(({ recognition, giver, candidates }) =>
    resolve(recognition, giver && givers.get(giver.id), candidates, {
      pendingOf: (ref) => pending.get(accountKeyOf(recognition.organizationId, ref)),
      idOfGuest: (email) => idOfGuest(recognition.organizationId, email),
      closed,
    }),
  );
}

type Asked = { organizationId: string; ref: PersonRef; isGiver: boolean };
type Pending = { number: number; reason: PendingReason };

/** Which accounts of strangers, and of givers without the right to give, wait for an admin. */
async function findPending(
  db: Reader,
  asked: readonly Asked[],
  people: readonly Person[][],
): Promise<ReadonlyMap<string, Pending>> {
  const users = asked.flatMap(({ organizationId, ref, isGiver }, index) => {
    const [person] = people[index] ?? [];
    const isClear = person && (!isGiver || may(person.role, 'give'));
    return ref.by === 'chat' && !isClear
      ? [{ organizationId, platform: ref.platform, userId: ref.userId }]
      : [];
  });
  return findPendingOf(db, users);
}

function accountKeyOf(organizationId: string, ref: PersonRef): string {
  return ref.by === 'chat' ? accountKey({ organizationId, ...ref }) : '';
}

type GiverWithAllowance = Person & GiverAllowance;

/** Givers by id, with their allowance and the number of people they manage. */
async function addAllowances(
  db: Reader,
  givers: readonly Person[],
  now: Date,
): Promise<ReadonlyMap<string, GiverWithAllowance>> {
  const distinct = new Map(givers.map((giver) => [giver.id, giver]));
  const allowances = await findGiverAllowances(db, [...distinct.values()], now);
  return new Map(
    [...distinct.values()].map((giver) => [giver.id, { ...giver, ...getAllowance(allowances, giver) }]),
  );
}

function getAllowance(allowances: ReadonlyMap<string, GiverAllowance>, { id }: Person): GiverAllowance {
  return must(allowances.get(id), `person ${id}`);
}

function next(found: ArrayIterator<Person[]>): Person[] {
  return must(found.next().value, 'answer for somebody who was looked up');
}

/** Who those are who were not found: accounts that wait for an admin, and people outside the organization. */
type Strangers = {
  pendingOf: (ref: PersonRef) => Pending | undefined;
  idOfGuest: (email: string) => string;
  /** The names of closed departments. */
  closed: ReadonlyMap<string, string>;
};

function resolve(
  recognition: AskedRecognition,
  giver: GiverWithAllowance | undefined,
  candidates: readonly Candidate[],
  strangers: Strangers,
): ResolvedRecognition {
  const meant = candidates.filter((candidate) => !isLeftOut(candidate, giver));
  const refusal = findGroupRefusal(candidates, meant);
  const isPowerless = !giver || !may(giver.role, 'give');
  const giverPending = isPowerless ? strangers.pendingOf(recognition.giver) : undefined;
  return {
    recognition,
    giver: giver && {
      personId: giver.id,
      role: giver.role,
      isDeactivated: giver.isDeactivated,
      departmentId: recognition.payingDepartmentId ?? giver.departmentId,
      reports: giver.reports,
      allowanceMinor: giver.allowanceMinor,
    },
    recipients: meant.map((candidate) => recipientOf(candidate, strangers)),
    ...(refusal && { refusal }),
    ...(giverPending && { giverPending: { platform: recognition.source, ...giverPending } }),
    right: giver && rightOf(recognition, giver.role),
  };
}

/** Group members who cannot get a gift are skipped: the giver, bots, and people who have left. */
function isLeftOut({ ref, people }: Candidate, giver: Person | undefined): boolean {
  if (ref.by !== 'chat' || ref.viaGroup === undefined) return false;
  const [person] = people;
  if (!person) return ref.profile?.isBot === true || ref.profile?.isDeactivated === true;
  return person.isDeactivated || person.id === giver?.id;
}

/** Giving in bulk from one's own department's budget takes only the right to give from it. */
export function rightOf({ source, payingDepartmentId }: AskedRecognition, role: Role): Right {
  if (payingDepartmentId) return 'give-in-bulk';
  return source === 'bulk' && !may(role, 'give') ? 'give-in-bulk' : 'give';
}

/** When a name is shared with somebody who has left, it means the person who is still here. */
function recipientOf({ ref, people }: Candidate, { pendingOf, idOfGuest, closed }: Strangers): Recipient {
  const active = people.filter((person) => !person.isDeactivated);
  const [person, another] = active.length > 0 ? active : people;
  if (person && !another) {
    const { id: personId, name, region, isDeactivated, isGuest } = person;
    const viaGroup = ref.by === 'chat' ? ref.viaGroup : undefined;
    const at = isDeactivated ? undefined : closed.get(person.departmentId);
    return {
      known: true,
      personId,
      name,
      region,
      isDeactivated,
      isGuest,
      viaGroup,
      ...(at !== undefined && { closed: at }),
    };
  }
  if (!person && isOutsideRef(ref)) return outsideRecipient(ref, idOfGuest);
  const pending = another ? undefined : pendingOf(ref);
  const name = describeRef(ref);
  const isGuest = ref.by === 'chat' && ref.profile?.isGuest === true;
  if (pending) return { known: false, name, reason: 'pending', pending, isGuest };
  return { known: false, name, reason: another ? 'ambiguous' : reasonOf(ref), isGuest };
}

function outsideRecipient(
  { email, isGuest }: Extract<PersonRef, { by: 'email' }>,
  idOfGuest: Strangers['idOfGuest'],
): Recipient {
  const outside = { email, isSure: isGuest === true };
  const who = { personId: idOfGuest(email), name: email, region: '' };
  return { known: true, ...who, isDeactivated: false, isGuest: true, outside };
}

function reasonOf(ref: PersonRef): 'unknown' | 'bot' | 'deactivated' {
  if (ref.by !== 'chat') return 'unknown';
  if (ref.profile?.isBot) return 'bot';
  return ref.profile?.isDeactivated ? 'deactivated' : 'unknown';
}
