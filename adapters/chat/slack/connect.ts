import { webApi } from '@slack/bolt';
import { z } from 'zod';
import { NotConnected, type Trouble } from '#src/domain/kit/trouble.ts';
import type { ChatHost } from '#src/ports/chat.ts';
import type { Log } from '#src/ports/log.ts';
import { httpFetch } from './http-fetch.ts';
import type { Receiver } from './receive.ts';
import { signIn } from './sign-in.ts';
import type { SlackConfig } from './slack-config.ts';
import { openSocket, type Socket } from './socket.ts';
import { troubleOf } from './trouble-of.ts';

export type ConnectDeps = {
  log: Log;
  config: SlackConfig;
  clientOptions: webApi.WebClientOptions;
  receiver: Receiver;
  onLost: (trouble: Trouble) => void;
  /** Gives up the attempt, whatever it is waiting for. */
  signal: AbortSignal;
};

/** Signs in, tells the host which workspace that is, and opens a socket unless requests come over HTTP. */
export async function connectToSlack(deps: ConnectDeps, host: ChatHost): Promise<Socket | undefined> {
  const { config, signal } = deps;
  refuseWithoutWay(config);
  const options: webApi.WebClientOptions = {
    ...deps.clientOptions,
    fetch: (url, init) => httpFetch(url, { ...init, signal }),
  };
  const workspace = await signIn(new webApi.WebClient(config.botToken, options));
  await host.onWorkspace(workspace);
  if (!config.appToken) return undefined;
  const url = await requestSocketUrl(new webApi.WebClient(config.appToken, options));
  return openSocket(url, deps);
}

function refuseWithoutWay({ appToken, signingSecret }: SlackConfig): void {
  if (appToken || signingSecret) return;
  throw new NotConnected({
    reason: 'Nothing says how Slack’s commands reach Largesse',
    advice: 'Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)',
    setting: 'SLACK_APP_TOKEN',
    needsPerson: true,
  });
}

const opening = z.object({ url: z.url({ protocol: /^wss?$/u }) });

async function requestSocketUrl(client: webApi.WebClient): Promise<string> {
  try {
    const { data } = opening.safeParse(await client.apps.connections.open({}));
    if (data) return data.url;
  } catch (error) {
    throw new NotConnected(troubleOf(error, 'SLACK_APP_TOKEN'), error);
  }
  const reason = 'Slack gave no address for a socket';
  throw new NotConnected({ reason, advice: 'Check SLACK_API_URL, if it is set', needsPerson: false });
}
