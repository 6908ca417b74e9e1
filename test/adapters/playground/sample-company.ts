import { SecretCode } from '#src/domain/gift/secret-code.ts';
import type { ActionCall, ChatHost, CommandCall, CommandSpec, Workspace } from '#src/ports/chat.ts';
import type { Card } from '#src/ports/message.ts';

/** The sample company of these tests. */
export const people = [
  { userId: 'bob', name: 'Bob Baker', role: 'Manager', department: 'Engineering', email: 'bob@example.com' },
  {
    userId: 'alice',
    name: 'Alice Ahn',
    role: 'Employee',
    department: 'Engineering',
    email: 'alice@example.com',
  },
  { userId: 'alina', name: 'Alina Berg', role: 'Employee', department: 'Sales', email: 'alina@example.com' },
  { userId: 'helen', name: 'Helen Roy', role: 'HR', department: 'People', email: 'helen@example.com' },
  { userId: 'buildbot', name: 'Build Bot', isBot: true },
];

const commands: CommandSpec[] = [
  {
    name: 'recognize',
    summary: 'Thank someone with a gift',
    usage: '@person amount [for message]',
    options: [],
  },
  { name: 'balance', summary: 'What you have to spend', usage: '', options: [] },
  { name: 'budget', summary: 'What your department has left', usage: '', options: [] },
];

/** The code that the stand-in bot gives to everybody. */
export const CODE = 'QW3RTY7H2M9KX4TP';
export const SHOWN_CODE = 'QW3R-TY7H-2M9K-X4TP';

export function card(title: string, rest: Partial<Card> = {}): Card {
  return { tone: 'info', title, summary: title, blocks: [], actions: [], ...rest };
}

export function giftCard(): Card {
  return card('Bob Baker thanks you with €25.00', {
    tone: 'success',
    blocks: [
      { kind: 'quote', text: 'for the <b>launch</b>' },
      { kind: 'code', code: new SecretCode(CODE) },
      { kind: 'fields', fields: [{ label: 'Valid until', value: 'no expiry' }] },
    ],
    actions: [{ id: 'redeem', label: 'Add to my balance', value: 'gift-1', style: 'primary' }],
  });
}

export type StandInHost = ChatHost & { calls: CommandCall[]; presses: ActionCall[]; workspaces: Workspace[] };

/** A bot that remembers what it was asked; `onCommand` may be replaced to say something else. */
export function standInHost(overrides: Partial<ChatHost> = {}): StandInHost {
  const calls: CommandCall[] = [];
  const presses: ActionCall[] = [];
  const workspaces: Workspace[] = [];
  return {
    calls,
    presses,
    workspaces,
    commands,
    forms: overrides.forms ?? {},
    waiting: card('One moment'),
    unreadable: card('One moment'),
    homeless: card('Try again'),
    onUserChange: async () => undefined,
    onGroupGone: async () => undefined,
    onMessage: async () => card('Told'),
    findHomes: async () => [],
    async onAnswered() {},
    async onWorkspace(workspace) {
      workspaces.push(workspace);
    },
    async onCommand(call) {
      calls.push(call);
      return overrides.onCommand?.(call) ?? card(`Took /${call.command}`);
    },
    async onAction(press) {
      presses.push(press);
      return overrides.onAction?.(press) ?? card(`Took ${press.actionId}`);
    },
  };
}
