import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { SocketHub } from './socket-mode.ts';

/** What the app made of a request: its body, or why Slack got none. */
export type AppAnswer =
  | { outcome: 'acknowledged'; body: string }
  | { outcome: 'operation_timeout' }
  | { outcome: 'dispatch_failed'; status: number | null };

export type AppLink = {
  signingSecret: string;
  limitMs: number;
  hub: SocketHub;
  /** The app's request URL; used when no socket is open. */
  appUrl: string | undefined;
};

export type PayloadType = 'slash_commands' | 'interactive' | 'events_api';

/** Brings a payload to the app, over a socket if one is open and else as signed HTTP. */
export async function callApp(
  link: AppLink,
  type: PayloadType,
  payload: Record<string, unknown>,
): Promise<AppAnswer> {
  if (link.hub.count() > 0) return callOverSocket(link, type, payload);
  if (type === 'events_api')
    return callOverHttp(link, JSON.stringify(payload), { contentType: 'application/json' });
  return callOverHttp(link, formOf(type, payload).toString());
}

/** A form holds texts only; a list is a field that comes several times. */
function formOf(type: PayloadType, payload: unknown): URLSearchParams {
  if (type === 'interactive') return new URLSearchParams({ payload: JSON.stringify(payload) });
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(payload ?? {})) {
    const values: unknown[] = Array.isArray(value) ? value : [value];
    for (const each of values)
      if (each !== undefined) form.append(name, typeof each === 'string' ? each : JSON.stringify(each));
  }
  return form;
}

async function callOverSocket(link: AppLink, type: PayloadType, payload: object): Promise<AppAnswer> {
  const answer = await link.hub.send(type, payload, link.limitMs);
  if (answer === undefined) return { outcome: 'operation_timeout' };
  const isEmpty = Object.keys(answer as object).length === 0;
  return { outcome: 'acknowledged', body: isEmpty ? '' : JSON.stringify(answer) };
}

/** Posts a form as Slack does. `signature` and `timestampS` can be forged. */
export async function callOverHttp(
  link: AppLink,
  body: string,
  {
    timestampS = Math.floor(Date.now() / 1000),
    signature,
    contentType = 'application/x-www-form-urlencoded',
  }: { timestampS?: number; signature?: string; contentType?: string } = {},
): Promise<AppAnswer> {
  if (!link.appUrl) return { outcome: 'dispatch_failed', status: null };
  const headers = {
    'content-type': contentType,
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': String(timestampS),
    'x-slack-signature': signature ?? sign(link.signingSecret, timestampS, body),
  };
  try {
    const answer = await post(link.appUrl, { headers, body, limitMs: link.limitMs });
    if (!answer) return { outcome: 'operation_timeout' };
    if (answer.status !== 200) return { outcome: 'dispatch_failed', status: answer.status };
    return { outcome: 'acknowledged', body: answer.body };
  } catch {
    return { outcome: 'dispatch_failed', status: null };
  }
}

const agent = new Agent({ keepAlive: true });

/** Undefined when there is no answer after `limitMs`. Plain `node:http`, which loads an app harder than `fetch` can. */
function post(
  url: string,
  sent: { headers: Record<string, string>; body: string; limitMs: number },
): Promise<{ status: number; body: string } | undefined> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', headers: sent.headers, agent }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (text: string) => {
        body += text;
      });
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body }));
      answer.once('error', reject);
    });
    const timer = setTimeout(() => {
      resolve(undefined);
      call.destroy();
    }, sent.limitMs);
    call.once('error', reject);
    call.once('close', () => clearTimeout(timer));
    call.end(sent.body);
  });
}

/** @see https://docs.slack.dev/authentication/verifying-requests-from-slack */
function sign(secret: string, timestampS: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestampS}:${body}`).digest('hex')}`;
}
