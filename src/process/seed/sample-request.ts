import type { AskedRecognition } from '#src/domain/recognition/recognition.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { Lots } from './lots.ts';

const AMOUNTS = ['5', '10', '10', '15', '20', '25', '25', '25', '30', '50', '50', '75', '100'];
const OCCASIONS = ['', '', '', '', 'birthday', 'anniversary', 'launch', 'thanks'];
const MESSAGES = [
  'for the launch',
  'thank you for staying late on Thursday',
  'the customer wrote to say how glad they are',
  'for helping out in another team',
  'happy anniversary',
  'for the review that found it in time',
  'for a year of quiet, steady work',
  'welcome, and thank you for the first month',
];

/** Approvals are decided one by one, so a very large company has no more of them than about this. */
const MOST_APPROVALS = 1_000;
/** What nobody may give at once, and what an approver decides. */
const TOO_MUCH = '250';
const LARGE = '150';

type Setting = {
  organization: { id: string };
  options: { gifts: number };
  lots: Lots;
  newId: () => string;
  clock: { now: () => Date };
  people: readonly Person[];
  givers: readonly Person[];
};

/** What somebody asks for, nearly always something that they may: now and then it is too much, for oneself, or for somebody who left. */
export function sampleRequest({
  organization,
  options,
  lots,
  newId,
  clock,
  people,
  givers,
}: Setting): AskedRecognition {
  const giver = lots.pick(givers);
  const id = newId();
  return {
    organizationId: organization.id,
    id,
    source: 'bulk',
    requestId: id,
    giver: { by: 'id', personId: giver.id },
    recipients: [{ by: 'id', personId: recipientOf(lots, giver, people).id }],
    payingDepartmentId: null,
    amount: amountOf(lots, options.gifts),
    currency: null,
    occasion: lots.pick(OCCASIONS),
    message: lots.pick(MESSAGES),
    confirmedAt: clock.now(),
  };
}

function amountOf(lots: Lots, gifts: number): string {
  if (lots.isHit(0.008)) return TOO_MUCH;
  return lots.isHit(Math.min(0.01, MOST_APPROVALS / gifts)) ? LARGE : lots.pick(AMOUNTS);
}

/** Mostly of their own department. */
function recipientOf(lots: Lots, giver: Person, people: readonly Person[]): Person {
  if (lots.isHit(0.004)) return giver;
  const isPicky = !lots.isHit(0.004);
  const isNear = lots.isHit(0.7);
  for (let tries = 0; tries < 60; tries += 1) {
    const one = lots.pick(people);
    const isFit = one.id !== giver.id && !(isPicky && one.isDeactivated);
    if (isFit && (!isNear || one.departmentId === giver.departmentId)) return one;
  }
  return lots.pick(people);
}
