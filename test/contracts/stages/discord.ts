import { setTimeout as sleep } from 'node:timers/promises';
import { createDiscordPlatform } from '#adapters/chat/discord/platform.ts';
import { registerCommands } from '#adapters/chat/discord/register.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';
import type { InteractionRecord, SeenMessage } from '#test/servers/discord/discord-drive.ts';
import { type DiscordServer, startDiscordServer } from '#test/servers/discord/discord-server.ts';
import type {
  Actor,
  ChatStage,
  Group,
  OpenStage,
  Place,
  Seen,
  StageOptions,
  Trouble,
  Typed,
  Value,
} from '../chat-stage.ts';
import { listenSilently, type SilentServer } from './listen-silently.ts';
import { malformedTexts } from './malformed-texts.ts';
import { createMovingClock } from './moving-clock.ts';

export const discord: ChatStage = {
  name: 'discord',
  platform: 'discord',
  waives: { 'people who left': 'Discord has no deactivated accounts: who is gone is not found' },
  open,
};

/** An interaction that somebody began, and where. */
type Begun = { by: Actor; place: Place; record: InteractionRecord };

async function open({ commands }: StageOptions): Promise<OpenStage> {
  const clock = createMovingClock();
  const log = createRecordingLog();
  const server = await startDiscordServer({ now: () => clock.now().getTime() });
  const guild = server.addGuild('Acme');
  const channelId = server.addChannel(guild, 'kudos');
  const config = {
    token: server.token,
    applicationId: server.applicationId,
    apiUrl: server.url,
    guildIds: [guild],
  };
  const deps = { log, clock, commands };
  const platform = createDiscordPlatform(config, deps);
  await registerCommands(config, commands);
  const begun: Begun[] = [];
  let silence: SilentServer | undefined;

  function seenRaw(person: Actor): { message: SeenMessage; place: Place }[] {
    const visible = begun.flatMap(({ by, place, record }) =>
      record.replies
        .filter(({ isEphemeral }) => !isEphemeral || by.user.userId === person.user.userId)
        .map((message) => ({ message, place })),
    );
    const posts = server
      .channelMessages(channelId)
      .map((message) => ({ message, place: 'channel' as const }));
    const direct = server
      .messagesTo(person.user.userId)
      .map((message) => ({ message, place: 'direct' as const }));
    return [...posts, ...direct, ...visible];
  }

  async function type(typed: Typed): Promise<void> {
    const { by, command, place } = typed;
    const record = await server.useCommand({
      user: by.user.userId,
      ...(place === 'channel' && { channel: channelId }),
      name: command.name,
      options: optionsOf(typed),
    });
    begun.push({ by, place, record });
  }

  async function press(by: Actor, { id }: Seen, label: string): Promise<Begun> {
    const found = seenRaw(by).find(({ message }) => message.id === id);
    const customId = found?.message.buttons.find((each) => each.label === label)?.customId;
    if (!found || customId === undefined) throw new Error(`${by.name} sees no button ${label}`);
    const record = await server.pressButton({ user: by.user.userId, message: id, customId });
    const pressed = { by, place: found.place, record };
    begun.push(pressed);
    return pressed;
  }

  return {
    platform,
    ...cast(server, guild),
    channelId,
    type,
    /** Discord sends each event to all that are connected with the bot's token, so a second process of ours hears it too. */
    async typeDeliveredTwice(typed, host) {
      const second = createDiscordPlatform(config, deps);
      await second.start(host);
      await type(typed);
      await second.stop();
    },
    async press(by, message, label) {
      await press(by, message, label);
    },
    async openForm(by, message, label) {
      const { record: opened, place } = await press(by, message, label);
      if (!opened.modal) throw new Error('Discord shows no form');
      return {
        title: opened.modal.title,
        fields: opened.modal.components.map((field) => ({
          label: field.label,
          isRequired: field.component.required !== false,
          isLong: field.component.style === 2,
        })),
        async submit(texts) {
          begun.push({ by, place, record: await server.submitForm({ user: by.user.userId, opened, texts }) });
        },
      };
    },
    see: async (person) => seenRaw(person).map(seenOf),
    pictures: async (person) =>
      seenRaw(person).flatMap(({ message }) =>
        message.files.map(({ key, bytes }) => {
          const attached = message.body.attachments?.find(({ id }) => key === `files[${id}]`);
          return { png: bytes, alt: attached?.description ?? '' };
        }),
      ),
    pictureTrouble: (next) => makeTrouble(server, next, /@original$/),
    isThinking: () =>
      server.requests.some(({ path, body }) => path.endsWith('/callback') && isDeferral(body)),
    closeDirectMessages: ({ user }) => server.setDms(user.userId, 'closed'),
    deleteMessage: ({ id }) => server.deleteMessage(id),
    passTime: (ms) => clock.advance(ms),
    trouble: (next) => makeTrouble(server, next),
    async goAway() {
      await server.stop();
      // Until the client has seen that its open connections are closed, it would send over one and lose the answer.
      await sleep(50);
    },
    async goSilent() {
      await server.stop();
      silence = await listenSilently(Number(new URL(server.url).port));
    },
    misconfigured: () => createDiscordPlatform({ ...config, token: 'wrong' }, deps),
    violations: () => [...server.violations, ...malformedTexts(server.requests)],
    logged: () => JSON.stringify(log.lines),
    async close() {
      await platform.stop();
      await silence?.close();
      await server.stop();
    },
  };
}

/** The first of several is picked, the others are typed into the option for them. */
function optionsOf({ values, command }: Typed): Record<string, string> {
  const entries = Object.entries(values).flatMap(([name, value]) => {
    const [first, ...others] = [value].flat();
    const more = command.options.find((option) => option.name === name)?.others;
    if (first === undefined) return [];
    const picked = [name, typeof first === 'string' ? first : idOf(first)];
    return more && others.length > 0 ? [picked, [more.name, others.map(typedMention).join(' ')]] : [picked];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

function idOf(named: Actor | Group): string {
  return 'user' in named ? named.user.userId : named.groupId;
}

function typedMention(named: Value): string {
  if (typeof named === 'string') return named;
  return 'user' in named ? `<@${idOf(named)}>` : `<@&${idOf(named)}>`;
}

function cast(server: DiscordServer, guild: string) {
  const roleId = server.addRole(guild, 'design-team');
  function userOf(name: string, userId: string): Actor {
    return { name, user: { platform: 'discord', workspaceId: guild, userId } };
  }
  function member(name: string, { isBot = false, roleIds = [] as string[] } = {}): Actor {
    const userId = server.addUser({ name, isBot, hasClosedDms: isBot });
    server.addMember(guild, userId, { roleIds });
    return userOf(name, userId);
  }
  const alice = member('alice', { roleIds: [roleId] });
  const carol = member('carol', { roleIds: [roleId] });
  return {
    alice,
    bob: member('bob'),
    dave: member('dave'),
    carol,
    design: { name: 'design-team', groupId: roleId, members: [alice, carol] },
    robot: member('robot', { isBot: true }),
    nobody: userOf('nobody', '123456789012345678'),
  };
}

/** Sending a message and following up on an interaction are two doors; opening direct messages is a third, left alone. */
function makeTrouble(
  server: DiscordServer,
  next: Trouble,
  path = /\/messages(?:\/\d+)?$|^\/webhooks\//,
): void {
  const posts = { path };
  if (next.kind === 'server error') server.failNext({ kind: 'error', status: 503 }, posts);
  if (next.kind === 'refusal') server.failNext({ kind: 'error', status: next.status }, posts);
  if (next.kind === 'lost answer') server.failNext({ kind: 'drop', after: true }, posts);
  if (next.kind === 'rate limit') {
    server.failNext({ kind: 'rate-limit', retryAfterMs: next.retryAfterMs }, posts);
  }
}

function isDeferral(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'type' in body && body.type === 5;
}

function seenOf({ message, place }: { message: SeenMessage; place: Place }): Seen {
  const { id, text, content, pinged, buttons } = message;
  return {
    id,
    place,
    text: text.replaceAll(/\\([^\w\s])/g, '$1'),
    notification: content.replaceAll(/\\([^\w\s])/g, '$1'),
    mentions: pinged,
    buttons: buttons.map(({ label }) => label),
  };
}
