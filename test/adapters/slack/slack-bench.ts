import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSlackPlatform } from '#adapters/chat/slack/platform.ts';
import type { SlackConfig } from '#adapters/chat/slack/slack-config.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import type {
  ActionCall,
  ChatHost,
  ChatPlatform,
  ChatUser,
  CommandCall,
  ReachedWorkspace,
  WrittenMessage,
} from '#src/ports/chat.ts';
import type { Card } from '#src/ports/message.ts';
import {
  type SlackServer,
  type SlackServerOptions,
  startSlackServer,
} from '#test/servers/slack/start-slack-server.ts';
import { createRecordingLog, type LogLine } from '#test/helpers/recording-log.ts';

/** A bot's side that remembers what it was told and answers with `reply`, or with what `answerWith` sets. */
type RememberingHost = ChatHost & {
  workspaces: ReachedWorkspace[];
  changes: { user: ChatUser; seen: ChatProfile | undefined }[];
  calls: CommandCall[];
  presses: ActionCall[];
  messages: WrittenMessage[];
  answerWith(answer: (call: CommandCall | ActionCall) => Promise<Card>): void;
};

export type SlackBench = {
  slack: SlackServer;
  platform: ChatPlatform;
  host: RememberingHost;
  logs: LogLine[];
  /** Where the adapter's webhook is served. */
  appUrl: string;
  /** Moves the adapter's clock. */
  advance(ms: number): void;
};

export function card(title: string, rest: Partial<Card> = {}): Card {
  return { tone: 'info', title, summary: title, blocks: [], actions: [], ...rest };
}

/** A pretended Slack with alice and bob and #launch, and our adapter with everything real in between; `mode` says how they talk. */
export async function startBench(
  mode: 'http' | 'socket' | 'send-only',
  { config = {}, ...options }: SlackServerOptions & { config?: Partial<SlackConfig> } = {},
): Promise<SlackBench & AsyncDisposable> {
  const slack = await startSlackServer(options);
  slack.addUser({ name: 'alice', realName: 'Alice Liddell', email: 'alice@acme.example' });
  slack.addUser({ name: 'bob', realName: 'Bob Cratchit', email: 'bob@acme.example' });
  slack.addChannel({ name: 'launch' });
  const logs: LogLine[] = [];
  let offsetMs = 0;
  const platform = createSlackPlatform(
    {
      botToken: slack.botToken,
      apiUrl: slack.apiUrl,
      ...(mode === 'socket' ? { appToken: slack.appToken } : { signingSecret: slack.signingSecret }),
      ...config,
    },
    { log: createRecordingLog(logs), clock: { now: () => new Date(Date.now() + offsetMs) } },
  );
  const host = createHost();
  const web = mode === 'http' ? await serveWebhook(platform) : undefined;
  if (web) slack.setAppUrl(web.url);
  async function close(): Promise<void> {
    await platform.stop();
    web?.server.close();
    web?.server.closeAllConnections();
    await slack.stop();
  }
  if (mode !== 'send-only') {
    await platform.start(host).catch(async (error: unknown) => {
      await close();
      throw error;
    });
  }
  return {
    slack,
    platform,
    host,
    logs,
    appUrl: web?.url ?? '',
    advance(ms) {
      offsetMs += ms;
    },
    [Symbol.asyncDispose]: close,
  };
}

async function serveWebhook(platform: ChatPlatform): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => platform.webhook?.handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${port}${platform.webhook?.path ?? ''}` };
}

function createHost(): RememberingHost {
  const answers: ((call: CommandCall | ActionCall) => Promise<Card>)[] = [async () => card('Done')];
  async function answerTo(call: CommandCall | ActionCall): Promise<Card> {
    return answers[0]?.(call) ?? card('Done');
  }
  const host: RememberingHost = {
    workspaces: [],
    calls: [],
    presses: [],
    messages: [],
    async onMessage(message) {
      host.messages.push(message);
      return card('This is what I can do');
    },
    answerWith(next) {
      answers[0] = next;
    },
    commands: [{ name: 'recognize', summary: 'Give a gift', usage: '@person amount', options: [] }],
    forms: {
      decline: {
        title: 'Decline',
        submit: 'Decline',
        fields: [{ name: 'reason', label: 'Why', isRequired: true, maxLength: 500, blank: 'Only blanks' }],
      },
    },
    waiting: card('One moment'),
    unreadable: card('I could not read that'),
    homeless: card('Try again'),
    changes: [],
    async onUserChange(user, seen) {
      host.changes.push({ user, seen });
    },
    async onGroupGone() {},
    findHomes: async () => [],
    async onAnswered() {},
    async onWorkspace(workspace) {
      host.workspaces.push(workspace);
    },
    onCommand(call) {
      host.calls.push(call);
      return answerTo(call);
    },
    onAction(press) {
      host.presses.push(press);
      return answerTo(press);
    },
  };
  return host;
}
