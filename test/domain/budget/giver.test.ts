import { expect, it } from 'vitest';
import { type Giver, type KnownRecipient, peopleOf, type Recipient } from '#src/domain/budget/giver.ts';

const MORGAN: Giver = {
  personId: 'morgan',
  role: 'manager',
  isDeactivated: false,
  departmentId: 'eng',
  reports: 3,
  allowanceMinor: undefined,
};
const GONE = { ...known('gone'), isDeactivated: true };

function known(personId: string): KnownRecipient {
  return { known: true, personId, name: personId, region: '', isDeactivated: false, isGuest: false };
}

function inTeam(person: KnownRecipient): KnownRecipient {
  return { ...person, viaGroup: 'team' };
}

it('gives once to each, as they were named first', () => {
  const recipients = [known('bob'), known('alice'), inTeam(known('bob'))];

  expect(peopleOf(MORGAN, recipients)).toEqual([known('bob'), known('alice')]);
});

it('leaves out whom nobody knows', () => {
  const strangers: Recipient[] = ['X', 'Y'].map((name) => ({ known: false, name, reason: 'unknown' }));

  expect(peopleOf(MORGAN, [...strangers, known('alice')])).toEqual([known('alice')]);
});

it('leaves the giver and those who left out of a group, but not where they were named themselves', () => {
  const themselves = [GONE, known('morgan')];

  expect(peopleOf(MORGAN, themselves.map(inTeam))).toEqual([]);
  expect(peopleOf(MORGAN, [...themselves.map(inTeam), ...themselves])).toEqual(themselves);
});
