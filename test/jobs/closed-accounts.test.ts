import { expect, it } from 'vitest';
import { createClosedAccounts } from '#jobs/closed-accounts.ts';

const ALICE = { platform: 'discord', workspaceId: 'G1', userId: '1' };
const CLOSED = { status: 'closed', reason: '50007', ends: 'direct-messages' } as const;

function start() {
  const time = { now: 0 };
  return { time, accounts: createClosedAccounts(() => time.now) };
}

it('remembers closed direct messages for half an hour', () => {
  const { time, accounts } = start();

  accounts.note(ALICE, CLOSED);

  expect(accounts.find(ALICE)).toEqual(CLOSED);
  expect(accounts.find({ ...ALICE, userId: '2' })).toBeUndefined();
  time.now = 30 * 60_000;
  expect(accounts.find(ALICE)).toBeUndefined();
});

it.each([
  { status: 'closed', reason: 'the message was blocked' },
  { status: 'failed', reason: 'bad token' },
  { status: 'sent', messageId: '1' },
] as const)('does not take $status for closed direct messages', (outcome) => {
  const { accounts } = start();

  accounts.note(ALICE, outcome);

  expect(accounts.find(ALICE)).toBeUndefined();
});

it('forgets it when a message gets through', () => {
  const { accounts } = start();
  accounts.note(ALICE, CLOSED);

  accounts.note(ALICE, { status: 'sent', messageId: '1' });

  expect(accounts.find(ALICE)).toBeUndefined();
});
