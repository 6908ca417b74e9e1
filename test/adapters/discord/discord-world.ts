import { deepEqual } from 'node:assert/strict';
import { createDiscordPlatform } from '#adapters/chat/discord/platform.ts';
import { registerCommands } from '#adapters/chat/discord/register.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import { SecretCode } from '#src/domain/gift/secret-code.ts';
import type {
  ActionCall,
  ChatGroup,
  ChatHost,
  ChatPlatform,
  CommandCall,
  ChatUser,
  CommandSpec,
  ReachedWorkspace,
  WrittenMessage,
} from '#src/ports/chat.ts';
import type { Card } from '#src/ports/message.ts';
import {
  type DiscordServer,
  type DiscordServerOptions,
  startDiscordServer,
} from '#test/servers/discord/discord-server.ts';
import { createRecordingLog, type LogLine } from '#test/helpers/recording-log.ts';

export const commands: CommandSpec[] = [
  {
    name: 'recognize',
    summary: 'Give somebody a gift',
    usage: '@person amount [for message]',
    options: [
      { name: 'person', kind: 'person', summary: 'Who gets it', isRequired: true },
      { name: 'amount', kind: 'money', summary: 'How much', isRequired: true },
      { name: 'message', kind: 'text', summary: 'What for', isRequired: false },
    ],
  },
  {
    name: 'redeem',
    summary: 'Put a code into your wallet',
    usage: 'code',
    options: [{ name: 'code', kind: 'code', summary: 'The code', isRequired: true }],
  },
  { name: 'balance', summary: 'See your wallet', usage: '', options: [] },
];

export const giftCard: Card = {
  tone: 'success',
  title: 'You have a gift',
  summary: 'Bob sent you a gift',
  blocks: [
    { kind: 'quote', text: 'for the launch' },
    { kind: 'code', code: new SecretCode('ABCD2345EFGH6789') },
  ],
  actions: [],
};

export const claimCard: Card = {
  tone: 'info',
  title: 'A gift is waiting',
  summary: 'A gift is waiting for you',
  blocks: [],
  actions: [{ id: 'claim', label: 'Claim', value: 'gift-1', style: 'primary' }],
};

export function plainCard(title: string): Card {
  return { tone: 'info', title, summary: title, blocks: [], actions: [] };
}

/** A host that writes down what it was asked and answers with what the test sets. */
export type NotedHost = ChatHost & {
  workspaces: ReachedWorkspace[];
  changes: { user: ChatUser; seen: ChatProfile | undefined }[];
  goneGroups: ChatGroup[];
  calls: CommandCall[];
  presses: ActionCall[];
  messages: WrittenMessage[];
  /** The requests whose first answer is out. */
  answered: string[];
  reply: (call: CommandCall | ActionCall) => Promise<Card>;
};

function createNotedHost(): NotedHost {
  const host: NotedHost = {
    commands,
    forms: {},
    waiting: plainCard('One moment'),
    unreadable: plainCard('I could not read that'),
    homeless: plainCard('Try again'),
    workspaces: [],
    changes: [],
    goneGroups: [],
    calls: [],
    presses: [],
    messages: [],
    onMessage: async (message) => {
      host.messages.push(message);
      return plainCard('This is what I can do');
    },
    reply: () => Promise.resolve(plainCard('Done')),
    answered: [],
    onAnswered: ({ requestId }) => {
      host.answered.push(requestId);
      return Promise.resolve();
    },
    onWorkspace: (workspace) => {
      host.workspaces.push(workspace);
      return Promise.resolve();
    },
    onUserChange: async (user, seen) => {
      host.changes.push({ user, seen });
    },
    onGroupGone: async (group) => {
      host.goneGroups.push(group);
    },
    findHomes: async () => host.workspaces.map(({ workspaceId }) => workspaceId),
    onCommand: (call) => {
      host.calls.push(call);
      return host.reply(call);
    },
    onAction: (press) => {
      host.presses.push(press);
      return host.reply(press);
    },
  };
  return host;
}

export type DiscordWorld = {
  server: DiscordServer;
  discord: ChatPlatform;
  host: NotedHost;
  logLines: LogLine[];
  clock: { now(): Date; advance(ms: number): void };
  guild: string;
  channel: string;
  alice: string;
  bob: string;
  /** Throws when a request was against Discord's rules. */
  stop(): Promise<void>;
};

/** One server, Acme, with Alice, Bob and a channel. The bot is not connected until `discord.start(host)`. */
export async function createDiscordWorld(options: DiscordServerOptions = {}): Promise<DiscordWorld> {
  const server = await startDiscordServer(options);
  const guild = server.addGuild('Acme');
  const channel = server.addChannel(guild, 'kudos');
  const alice = server.addUser({ name: 'alice', globalName: 'Alice A.' });
  const bob = server.addUser({ name: 'bob' });
  server.addMember(guild, alice);
  server.addMember(guild, bob);
  const clock = createClock();
  const logLines: LogLine[] = [];
  const discord = createDiscordPlatform(configOf(server), {
    log: createRecordingLog(logLines),
    clock,
    commands,
  });
  return {
    server,
    discord,
    host: createNotedHost(),
    logLines,
    clock,
    guild,
    channel,
    alice,
    bob,
    async stop() {
      await discord.stop();
      await server.stop();
      deepEqual(server.violations, []);
    },
  };
}

/** The same with the commands registered and the bot connected. */
export async function createConnectedWorld(options: DiscordServerOptions = {}): Promise<DiscordWorld> {
  const world = await createDiscordWorld(options);
  await registerCommands(configOf(world.server), commands);
  await world.discord.start(world.host);
  return world;
}

/** The bot in another process: the same settings, nothing shared. */
export function createSecondPlatform({ server, clock, logLines }: DiscordWorld): ChatPlatform {
  return createDiscordPlatform(configOf(server), { log: createRecordingLog(logLines), clock, commands });
}

export function configOf(server: DiscordServer) {
  return { token: server.token, applicationId: server.applicationId, apiUrl: server.url };
}

function createClock(): DiscordWorld['clock'] {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    advance: (ms) => {
      aheadMs += ms;
    },
  };
}
