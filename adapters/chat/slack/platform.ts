import type { IncomingMessage, ServerResponse } from 'node:http';
import { type types, webApi } from '@slack/bolt';
import type { Trouble } from '#src/domain/kit/trouble.ts';
import type { ChatHost, ChatPlatform, ChatUser } from '#src/ports/chat.ts';
import type { OutgoingMessage } from '#src/ports/message.ts';
import type { Picture } from '#src/ports/picture.ts';
import { type AnswerPlace, answer, placeOfLaterAnswer } from './answer.ts';
import { boltLogger } from './bolt-logger.ts';
import { check } from './check.ts';
import { connectToSlack } from './connect.ts';
import { findGroupMembers } from './find-group-members.ts';
import { findUser } from './find-user.ts';
import { httpFetch } from './http-fetch.ts';
import { handleHttp } from './http-receiver.ts';
import { WEBHOOK_PATH } from './manifest.ts';
import { createReceiver, type Receiver } from './receive.ts';
import { postForAll, postToChannel, sendDirectMessage } from './send.ts';
import { sharePicture } from './share-picture.ts';
import { signIn } from './sign-in.ts';
import type { SlackConfig, SlackDeps } from './slack-config.ts';
import type { Socket } from './socket.ts';
import { updateMessage } from './update-message.ts';

/** A start of the platform. Over HTTP it receives from the beginning: that needs nothing from Slack. */
type Session = { host: ChatHost; receiver: Receiver; stopping: AbortController; socket: Socket | undefined };

/**
 * Slack as a chat platform. Sending needs only the bot token; `start` also needs an app token (Socket Mode) or a
 * signing secret (HTTP).
 */
export function createSlackPlatform(config: SlackConfig, deps: SlackDeps): ChatPlatform {
  const clientOptions = clientOptionsOf(config, deps);
  const client = new webApi.WebClient(config.botToken, clientOptions);
  const appClient = new webApi.WebClient(config.appToken, clientOptions);
  const share = sharesBy({ client, ...(config.apiUrl && { apiUrl: config.apiUrl }) });
  const answerDeps = { clock: deps.clock, ...(config.apiUrl && { apiUrl: config.apiUrl }) };
  let session: Session | undefined;
  let connected: Session | undefined;

  function reply(replyTo: string, message: OutgoingMessage, place: AnswerPlace) {
    return answer(answerDeps, replyTo, message, place);
  }
  /** @see https://docs.slack.dev/reference/methods/views.open */
  async function openView(triggerId: string, view: types.ModalView): Promise<void> {
    await client.views.open({ trigger_id: triggerId, view });
  }
  function send(to: ChatUser, message: OutgoingMessage) {
    return sendDirectMessage({ client }, to, message);
  }
  function begin(host: ChatHost): Session {
    const answers = { answer: reply, openView, sendDirectMessage: send, sharePicture: share };
    const receiver = createReceiver({ ...deps, ...answers }, host);
    return { host, receiver, stopping: new AbortController(), socket: undefined };
  }
  function handle(request: IncomingMessage, response: ServerResponse): void {
    const { signingSecret } = config;
    if (!session || !signingSecret) return void response.writeHead(503).end();
    handleHttp({ ...deps, signingSecret, receiver: session.receiver }, request, response);
  }

  return {
    id: 'slack',
    ...(!config.appToken && config.signingSecret && { webhook: { path: WEBHOOK_PATH, handle } }),
    async start(host, onLost = () => undefined) {
      if (connected) throw new Error('Slack is already connected');
      const starting = begin(host);
      session = starting;
      connected = starting;
      const { receiver, stopping } = starting;
      function lose(trouble: Trouble): void {
        if (connected === starting) connected = undefined;
        if (!stopping.signal.aborted) onLost(trouble);
      }
      try {
        const attempt = { ...deps, config, clientOptions, receiver, onLost: lose, signal: stopping.signal };
        starting.socket = await connectToSlack(attempt, host);
      } catch (error) {
        if (connected === starting) connected = undefined;
        throw error;
      }
      if (stopping.signal.aborted) await starting.socket?.close();
    },
    async stop() {
      const ending = session;
      session = undefined;
      connected = undefined;
      await ending?.receiver.settled();
      ending?.stopping.abort();
      await ending?.socket?.close();
    },
    listWorkspaces: async () => [await signIn(client)],
    findUser: (user) => findUser({ client }, user),
    findGroupMembers: (group) => findGroupMembers({ client, log: deps.log }, group),
    sendDirectMessage: send,
    postToChannel: (channelId, to, message) => postToChannel({ client }, channelId, to, message),
    postForAll: (post, message) => postForAll({ client }, post, message),
    answer: (replyTo, message) => reply(replyTo, message, placeOfLaterAnswer(replyTo)),
    updateMessage: (place, message) => updateMessage({ client, ...answerDeps }, place, message),
    check: () => check({ client, appClient }, config),
  };
}

/** Shows pictures to one user each. */
function sharesBy(shareDeps: Parameters<typeof sharePicture>[0]) {
  return (userId: string, picture: Picture) => sharePicture(shareDeps, userId, picture);
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
