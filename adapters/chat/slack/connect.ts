import type { HTTPReceiver, SocketModeReceiver, types, webApi } from '@slack/bolt';
import type { ChatHost, ChatPlatform } from '#src/ports/chat.ts';
import type { AnswerEventDeps } from './answer-event.ts';
import { boltLogger } from './bolt-logger.ts';
import { createHttpReceiver, handOver } from './http-receiver.ts';
import { ORG_INSTALL } from './manifest.ts';
import { receive } from './receive.ts';
import type { SlackConfig, SlackDeps } from './slack-config.ts';
import { createSocketReceiver, openSocket } from './socket-receiver.ts';

type Handle = NonNullable<ChatPlatform['webhook']>['handle'];

export type ConnectDeps = SlackDeps & {
  config: SlackConfig;
  client: webApi.WebClient;
  clientOptions: webApi.WebClientOptions;
} & Pick<AnswerEventDeps, 'answer'>;

/** `handle` is set when requests come over HTTP. `stop` lets work in progress finish. */
export type Connection = { handle?: Handle; stop(): Promise<void> };

/** Signs in, tells the host which workspace that is, and listens. Rejects when Slack refuses a token. */
export async function connect(deps: ConnectDeps, host: ChatHost): Promise<Connection> {
  const receiver = createReceiver(deps);
  const identity = await deps.client.auth.test();
  const workspaceId = identity.team_id;
  if (identity.is_enterprise_install || !workspaceId) throw new Error(ORG_INSTALL);
  await host.onWorkspace({
    platform: 'slack',
    workspaceId,
    name: identity.team ?? workspaceId,
    isOurs: true,
  });
  const bot = { token: deps.config.botToken, botId: identity.bot_id, userId: identity.user_id };
  const receiving = receive(
    {
      ...deps,
      openView: (triggerId, view) => openView(deps, triggerId, view),
      logger: boltLogger(deps.log),
      receiver,
      bot,
    },
    host,
  );

  if (!('client' in receiver)) return httpConnection(deps, receiver, () => receiving.settled());
  const socket = await openSocket(receiver.client, deps.log);
  return {
    async stop() {
      await receiving.settled();
      await socket.close();
    },
  };
}

/** @see https://docs.slack.dev/reference/methods/views.open */
async function openView(
  { client }: Pick<ConnectDeps, 'client'>,
  triggerId: string,
  view: types.ModalView,
): Promise<void> {
  await client.views.open({ trigger_id: triggerId, view });
}

function httpConnection(deps: ConnectDeps, receiver: HTTPReceiver, stop: () => Promise<void>): Connection {
  return { handle: (request, response) => handOver({ ...deps, receiver }, request, response), stop };
}

function createReceiver({ config, log, clientOptions }: ConnectDeps): HTTPReceiver | SocketModeReceiver {
  const logger = boltLogger(log);
  if (config.appToken) return createSocketReceiver(config.appToken, logger, clientOptions);
  if (config.signingSecret) return createHttpReceiver(config.signingSecret, logger);
  throw new Error(
    'Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) to receive commands',
  );
}
