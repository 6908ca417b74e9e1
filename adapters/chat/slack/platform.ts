import type { IncomingMessage, ServerResponse } from 'node:http';
import { webApi } from '@slack/bolt';
import type { ChatPlatform } from '#src/ports/chat.ts';
import type { OutgoingMessage } from '#src/ports/message.ts';
import { type AnswerPlace, answer } from './answer.ts';
import { boltLogger } from './bolt-logger.ts';
import { check } from './check.ts';
import { type Connection, connect } from './connect.ts';
import { findGroupMembers } from './find-group-members.ts';
import { findUser } from './find-user.ts';
import { httpFetch } from './http-fetch.ts';
import { WEBHOOK_PATH } from './manifest.ts';
import { postToChannel, sendDirectMessage } from './send.ts';
import type { SlackConfig, SlackDeps } from './slack-config.ts';

/**
 * Slack as a chat platform. Sending needs only the bot token; `start` also needs an app token (Socket Mode) or a
 * signing secret (HTTP), and rejects when Slack does not know the token.
 */
export function createSlackPlatform(config: SlackConfig, deps: SlackDeps): ChatPlatform {
  const clientOptions = clientOptionsOf(config, deps);
  const client = new webApi.WebClient(config.botToken, clientOptions);
  const appClient = new webApi.WebClient(config.appToken, clientOptions);
  const answerDeps = { clock: deps.clock, ...(config.apiUrl && { apiUrl: config.apiUrl }) };
  let connection: Connection | undefined;

  function reply(replyTo: string, message: OutgoingMessage, place: AnswerPlace) {
    return answer(answerDeps, replyTo, message, place);
  }
  function handle(request: IncomingMessage, response: ServerResponse): void {
    if (connection?.handle) return connection.handle(request, response);
    response.writeHead(503).end();
  }

  return {
    id: 'slack',
    ...(!config.appToken && config.signingSecret && { webhook: { path: WEBHOOK_PATH, handle } }),
    async start(host) {
      if (connection) throw new Error('Slack is already connected');
      connection = await connect({ ...deps, config, client, clientOptions, answer: reply }, host);
    },
    async stop() {
      const ending = connection;
      connection = undefined;
      await ending?.stop();
    },
    findUser: (user) => findUser({ client }, user),
    findGroupMembers: (group) => findGroupMembers({ client, log: deps.log }, group),
    sendDirectMessage: (to, message) => sendDirectMessage({ client }, to, message),
    postToChannel: (channelId, to, message) => postToChannel({ client }, channelId, to, message),
    answer: (replyTo, message) => reply(replyTo, message, 'below'),
    check: () => check({ client, appClient }, config),
  };
}

/**
 * By default the SDK retries ten times over half an hour, even after a lost answer, and sleeps through rate limits, so
 * somebody could get a message several times. Here each call is made once and reports its outcome.
 */
function clientOptionsOf(config: SlackConfig, { log }: SlackDeps): webApi.WebClientOptions {
  return {
    logger: boltLogger(log),
    fetch: httpFetch,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    ...(config.apiUrl && { slackApiUrl: config.apiUrl }),
  };
}
