import http, { type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import { Webhook } from 'standardwebhooks';
import { readWebhookUrl, type WebhookUrlProblem } from '#src/domain/webhook/read-webhook-url.ts';
import type { WebhookCall, WebhookSender } from '#src/ports/webhooks.ts';
import { createResolveName, findAddresses, type ResolveName } from './find-addresses.ts';
import { type AddressKind, createAddressJudge } from './judge-address.ts';
import { type Agents, post, type PostResult } from './post.ts';

/** `allowedNetworks`: what may be called though it is not public, as CIDRs; there, also without encryption. */
export type HttpWebhookConfig = {
  allowedNetworks: readonly string[];
  resolve?: ResolveName;
  /** Certificates to trust, instead of those that Node trusts. */
  ca?: string;
  connectMs?: number;
  wholeMs?: number;
};

const CONNECT_MS = 5_000;
const WHOLE_MS = 10_000;
const KEPT_MS = 10_000;
const MOST_KEPT = 64;
/** A name may have many; one after the other is tried until one takes the connection. */
const MOST_ADDRESSES = 3;

type Checked = { addresses: readonly string[] } | { problem: WebhookUrlProblem };

/**
 * Calls webhooks over HTTP, signed by the Standard Webhooks. At each call the name is asked for anew, every address that it has
 * must be one that may be called, and the connection goes to one of these and to nothing else.
 */
export function createHttpWebhookSender({
  allowedNetworks,
  resolve = createResolveName(),
  ca,
  connectMs = CONNECT_MS,
  wholeMs = WHOLE_MS,
}: HttpWebhookConfig): WebhookSender {
  const judge = createAddressJudge(allowedNetworks);
  const keeping = {
    keepAlive: true,
    maxFreeSockets: MOST_KEPT,
    timeout: KEPT_MS,
    scheduling: 'lifo' as const,
  };
  const agents: Agents = {
    http: new http.Agent(keeping),
    https: new https.Agent({ ...keeping, ...(ca && { ca }) }),
  };

  async function check(text: string): Promise<Checked & { url?: URL }> {
    const read = readWebhookUrl(text);
    if (!read.ok) return { problem: read.problem };
    const { url } = read;
    const addresses = await findAddresses(url, resolve);
    if (!addresses) return { problem: 'unknown' };
    const problem = problemOf(url, addresses.map(judge));
    return problem ? { problem } : { url, addresses: addresses.slice(0, MOST_ADDRESSES) };
  }

  return {
    async call(call) {
      const begun = performance.now();
      const limit = new AbortController();
      const over = setTimeout(() => limit.abort(), wholeMs);
      const result = await Promise.race([callOnce(call, limit.signal), untilOver(limit.signal)]);
      clearTimeout(over);
      return { ...result, tookMs: Math.round(performance.now() - begun) };
    },
    async check(url) {
      const checked = await check(url);
      return 'problem' in checked ? checked.problem : undefined;
    },
    async close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };

  async function callOnce(call: WebhookCall, signal: AbortSignal): Promise<PostResult> {
    const checked = await check(call.url);
    if ('problem' in checked) return { failure: checked.problem === 'unknown' ? 'name' : 'address' };
    const { addresses, url = new URL(call.url) } = checked;
    const { body } = call;
    const headers = headersOf(call);
    let result: PostResult = { failure: 'connection' };
    for (const address of addresses) {
      result = await post(agents, { url, address, headers, body, signal, connectMs });
      if (!('failure' in result) || result.failure !== 'connection') return result;
    }
    return result;
  }
}

/** Without encryption only where the setting allows it. One address that may not be called forbids them all. */
function problemOf({ protocol }: URL, kinds: readonly AddressKind[]): WebhookUrlProblem | undefined {
  if (kinds.includes('forbidden')) return 'private';
  return protocol === 'http:' && kinds.includes('public') ? 'unencrypted' : undefined;
}

/** Each secret signs; during a rotation the receiver finds one that it knows. */
function headersOf({ id, body, secrets }: WebhookCall): OutgoingHttpHeaders {
  const at = new Date();
  return {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'user-agent': 'Largesse-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': Math.floor(at.getTime() / 1000),
    'webhook-signature': secrets.map((secret) => new Webhook(secret.reveal()).sign(id, at, body)).join(' '),
  };
}

/** A name server may be silent for longer than a call may take. */
function untilOver(signal: AbortSignal): Promise<PostResult> {
  return new Promise((resolve) => {
    // What was answered until then counts, and is here a moment later.
    signal.addEventListener('abort', () => setTimeout(() => resolve({ failure: 'timeout' }), 100), {
      once: true,
    });
  });
}
