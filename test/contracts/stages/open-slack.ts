import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSlackPlatform } from '#adapters/chat/slack/platform.ts';
import type { ChatPlatform } from '#src/ports/chat.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';
import { readable } from '#test/servers/slack/check-blocks.ts';
import type { SeenEphemeral, SeenMessage, SlackBlock, SlackUser } from '#test/servers/slack/slack-state.ts';
import { type SlackServer, startSlackServer } from '#test/servers/slack/start-slack-server.ts';
import type { Actor, OpenStage, Place, Seen, Trouble, Typed } from '../chat-stage.ts';
import { listenSilently, type SilentServer } from './listen-silently.ts';
import { malformedTexts } from './malformed-texts.ts';
import { createMovingClock } from './moving-clock.ts';
import { typedLine } from './typed-line.ts';

/** A Slack workspace with our adapter before it; `mode` is how commands come. */
export async function openSlack(mode: 'http' | 'socket'): Promise<OpenStage> {
  const clock = createMovingClock();
  const log = createRecordingLog();
  const slack = await startSlackServer({ now: () => clock.now().getTime() });
  const channelId = slack.addChannel({ name: 'kudos' }).id;
  const { botToken, apiUrl, appToken, signingSecret } = slack;
  const receiving = mode === 'socket' ? { appToken } : { signingSecret };
  const deps = { log, clock };
  const people = cast(slack);
  const groupId = slack.addGroup('design-team', ['alice', 'carol']);
  const platform = createSlackPlatform({ botToken, apiUrl, ...receiving }, deps);
  const web = mode === 'http' ? await serveWebhook(platform, slack) : undefined;

  let silence: SilentServer | undefined;

  function seenRaw({ user }: Actor): (SeenMessage | SeenEphemeral)[] {
    const ephemerals = slack.ephemeralsTo(user.userId);
    return [...slack.messagesIn(channelId), ...slack.messagesTo(user.userId), ...ephemerals];
  }

  async function press(by: Actor, { id }: Seen, label: string): Promise<void> {
    const message = seenRaw(by).find(({ ts }) => ts === id);
    if (!message) throw new Error(`${by.name} does not see this message`);
    await slack.pressButton(message, label, by.user.userId);
  }

  return {
    platform,
    ...people,
    design: { name: 'design-team', groupId, members: [people.alice, people.carol] },
    channelId,
    async type(typed) {
      await slack.typeCommand(lineOf(typed));
    },
    async typeDeliveredTwice(typed) {
      await slack.redeliver(await slack.typeCommand(lineOf(typed)));
    },
    press,
    async openForm(by, message, label) {
      await press(by, message, label);
      const open = slack.viewsOf(by.user.userId).at(-1);
      if (!open) throw new Error('Slack shows no form');
      return {
        title: readable(open.view.title.text),
        fields: open.view.blocks.map(({ label: { text }, optional, element }) => ({
          label: readable(text),
          isRequired: !optional,
          isLong: element.multiline === true,
        })),
        async submit(texts) {
          await slack.submitView(open, texts);
          if (slack.viewsOf(by.user.userId).length > 0) throw new Error('the form stays open');
        },
      };
    },
    see: async (person) => seenRaw(person).map((message) => seenOf(message, channelId)),
    pictures: async ({ user }) =>
      slack.filesSeenBy(user.userId).map(({ bytes, alt }) => ({ png: bytes ?? Buffer.of(), alt })),
    pictureTrouble(next) {
      if (next.kind === 'server error') slack.fail('upload', { kind: 'status', status: 500 });
      if (next.kind === 'rate limit') {
        const retryAfterSeconds = Math.ceil(next.retryAfterMs / 1_000);
        slack.fail('files.getUploadURLExternal', { kind: 'rate-limit', retryAfterSeconds });
      }
      if (next.kind === 'refusal')
        slack.fail('files.getUploadURLExternal', { kind: 'error', error: 'missing_scope' });
      if (next.kind === 'lost answer') slack.fail('files.completeUploadExternal', { kind: 'drop-after' });
    },
    isThinking: () => false,
    closeDirectMessages({ user, name }) {
      slack.addUser({ id: user.userId, name, directMessageError: 'messages_tab_disabled' });
    },
    deleteMessage({ id }) {
      const all = [people.alice, people.bob, people.carol].flatMap(seenRaw);
      const message = all.find(({ ts }) => ts === id);
      if (message) slack.deleteMessage(message);
    },
    passTime: (ms) => clock.advance(ms),
    trouble: (next) => makeTrouble(slack, next),
    async goAway() {
      await slack.stop();
      // An idle connection that was just closed is noticed a moment later; used before, it would leave things unknown.
      await sleep(50);
    },
    async goSilent() {
      await slack.stop();
      silence = await listenSilently(Number(new URL(apiUrl).port));
    },
    misconfigured: () => createSlackPlatform({ botToken: 'xoxb-wrong', apiUrl, ...receiving }, deps),
    violations: () => [
      ...slack.violations,
      ...malformedTexts([people.alice, people.bob, people.carol].map(seenRaw)),
    ],
    logged: () => JSON.stringify(log.lines),
    async close() {
      await platform.stop();
      await silence?.close();
      await web?.close();
      await slack.stop();
    },
  };
}

function lineOf(typed: Typed): { user: string; text: string; channel?: string } {
  const line = { user: typed.by.user.userId, text: typedLine(typed) };
  return typed.place === 'channel' ? { ...line, channel: 'kudos' } : line;
}

function cast(slack: SlackServer) {
  function actor(given: Partial<SlackUser> & { name: string }): Actor {
    const { id, name } = slack.addUser(given);
    return { name, user: { platform: 'slack', workspaceId: slack.teamId, userId: id } };
  }
  return {
    alice: actor({ name: 'alice', realName: 'Alice Ahn' }),
    bob: actor({ name: 'bob' }),
    carol: actor({ name: 'carol' }),
    dave: actor({ name: 'dave' }),
    robot: actor({ name: 'robot', isBot: true }),
    gone: actor({ name: 'gone', isDeleted: true }),
    nobody: { name: 'nobody', user: { platform: 'slack', workspaceId: slack.teamId, userId: 'U0NOBODY' } },
  };
}

async function serveWebhook(platform: ChatPlatform, slack: SlackServer) {
  const { webhook } = platform;
  if (!webhook) throw new Error('the adapter has no webhook');
  const server = createServer((request, response) => webhook.handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  slack.setAppUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}${webhook.path}`);
  return {
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Posting and answering are two doors; only one of them is used next. */
function makeTrouble(slack: SlackServer, next: Trouble): void {
  for (const method of ['chat.postMessage', 'chat.update', 'response_url']) {
    if (next.kind === 'server error') slack.fail(method, { kind: 'status', status: 503 });
    if (next.kind === 'refusal') slack.fail(method, { kind: 'status', status: next.status });
    if (next.kind === 'lost answer') slack.fail(method, { kind: 'drop-after' });
    if (next.kind === 'rate limit') {
      slack.fail(method, { kind: 'rate-limit', retryAfterSeconds: next.retryAfterMs / 1_000 });
    }
  }
}

function seenOf(message: SeenMessage, kudosId: string): Seen {
  const place: Place = message.channelId === kudosId ? 'channel' : 'direct';
  const { ts: id, visible: text, text: notification, mentions, blocks } = message;
  return { id, place, text, notification, mentions, buttons: blocks.flatMap(labelsOf) };
}

function labelsOf(block: SlackBlock): string[] {
  if (block.type !== 'actions') return [];
  return (block.elements ?? []).map(({ text }) => text.text);
}
