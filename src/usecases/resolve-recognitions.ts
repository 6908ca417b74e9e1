import { findGiverStandings, type GiverStanding } from '#src/db/allowance.ts';
import { findEverybody } from '#src/db/find-people.ts';
import type { Person } from '#src/db/person.ts';
import type { PersonRef } from '#src/db/person-ref.ts';
import type { Recognition } from '#src/db/recognition.ts';
import type { Tx } from '#src/db/schema.ts';
import type { GiftRequest, Recipient } from '#src/domain/gift-request.ts';
import { may, type Right, type Role } from '#src/domain/roles.ts';
import { findGroupRefusal } from './find-group-refusal.ts';
import { describeRef } from './request-recognition.ts';

/** A request with everybody in it looked up. `regions` gives each known recipient's region. */
export type ResolvedRecognition = {
  recognition: Recognition;
  request: GiftRequest;
  regions: ReadonlyMap<string, string>;
};

/** Looks up the people of many requests, all of them at once. */
export async function resolveRecognitions(
  tx: Tx,
  recognitions: readonly Recognition[],
): Promise<ResolvedRecognition[]> {
  const asked = recognitions.flatMap(({ organizationId, giver, recipients }) => {
    return [giver, ...recipients].map((ref) => ({ organizationId, ref }));
  });
  const found = (await findEverybody(tx, asked)).values();
  const looked = recognitions.map((recognition) => {
    const [giver] = next(found);
    const candidates = recognition.recipients.map((ref) => ({ ref, people: next(found) }));
    return { recognition, giver, candidates };
  });
  const givers = new Map(looked.flatMap(({ giver }) => (giver ? [[giver.id, giver]] : [])));
  const standings = await findGiverStandings(tx, [...givers.values()]);
  return looked.map(({ recognition, giver, candidates }) =>
    resolve(recognition, giver && { ...giver, ...getStanding(standings, giver) }, candidates),
  );
}

function getStanding(standings: ReadonlyMap<string, GiverStanding>, { id }: Person): GiverStanding {
  const standing = standings.get(id);
  if (!standing) throw new Error(`there is no person ${id}`);
  return standing;
}

function next(found: ArrayIterator<Person[]>): Person[] {
  return found.next().value ?? [];
}

type Candidate = { ref: PersonRef; people: Person[] };

function resolve(
  recognition: Recognition,
  giver: (Person & GiverStanding) | undefined,
  candidates: readonly Candidate[],
): ResolvedRecognition {
  const { id, amount, currency } = recognition;
  const people = candidates.flatMap((candidate) => candidate.people);
  const meant = candidates.filter((candidate) => !isLeftOut(candidate, giver));
  const refusal = findGroupRefusal(candidates, meant);
  const request = {
    id,
    giver: giver && {
      personId: giver.id,
      role: giver.role,
      isDeactivated: giver.isDeactivated,
      departmentId: recognition.payingDepartmentId ?? giver.departmentId,
      reports: giver.reports,
      allowanceMinor: giver.allowanceMinor,
    },
    recipients: meant.map(recipientOf),
    amount,
    currency,
    isConfirmed: recognition.confirmedAt !== null,
    ...(refusal && { refusal }),
    right: giver && rightOf(recognition, giver.role),
  };
  return { recognition, request, regions: new Map(people.map((person) => [person.id, person.region])) };
}

/** Who is named as a member of a group and cannot get a gift is not meant: the giver, bots, and who has left. */
function isLeftOut({ ref, people }: Candidate, giver: Person | undefined): boolean {
  if (ref.by !== 'chat' || ref.viaGroup === undefined) return false;
  const [person] = people;
  if (!person) return ref.profile?.isBot === true || ref.profile?.isDeactivated === true;
  return person.isDeactivated || person.id === giver?.id;
}

/** To give in bulk from one's own department's budget, the right to give from it is enough. */
function rightOf({ source, payingDepartmentId }: Recognition, role: Role): Right {
  if (payingDepartmentId) return 'give-in-bulk';
  return source === 'bulk' && !may(role, 'give') ? 'give-in-bulk' : 'give';
}

/** A name that somebody who left shares with one who is here means the one who is here. */
function recipientOf({ ref, people }: Candidate): Recipient {
  const active = people.filter((person) => !person.isDeactivated);
  const [person, another] = active.length > 0 ? active : people;
  if (person && !another) {
    const { id: personId, name, isDeactivated, isGuest } = person;
    const viaGroup = ref.by === 'chat' ? ref.viaGroup : undefined;
    return { known: true, personId, name, isDeactivated, isGuest, viaGroup };
  }
  return { known: false, name: describeRef(ref), reason: another ? 'ambiguous' : reasonOf(ref) };
}

function reasonOf(ref: PersonRef): 'unknown' | 'bot' | 'deactivated' {
  if (ref.by !== 'chat') return 'unknown';
  if (ref.profile?.isBot) return 'bot';
  return ref.profile?.isDeactivated ? 'deactivated' : 'unknown';
}
