import { lookup } from 'node:dns';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { createAddressJudge } from '#adapters/webhooks/http/judge-address.ts';
import { isLoopback } from '#src/domain/kit/loopback.ts';
import type { Secret } from '#src/domain/kit/secret.ts';
import type { SourceTrouble } from '#src/domain/people/people-import.ts';
import type { SourceAnswer } from '#src/ports/people-source.ts';

export type FetchLimits = { mostBytes: number; wholeMs: number; ca: string };

export type FetchedFile = {
  from: string;
  token?: Secret | undefined;
  etag?: string | undefined;
  /** What a redirect may lead to though it is not public, as CIDRs. */
  allowedNetworks: readonly string[];
  limits: Partial<FetchLimits> & Pick<FetchLimits, 'mostBytes'>;
};

const WHOLE_MS = 60_000;
const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const NOT_TRUSTED =
  /^(?:CERT_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|INVALID_CA)/u;

/** Ends a call: why no file came. */
class NoFile extends Error {
  override readonly name = 'NoFile';
  readonly why: SourceTrouble;
  readonly said: string | undefined;

  constructor(why: SourceTrouble, said?: string) {
    super(why);
    this.why = why;
    this.said = said;
  }
}

/**
 * Fetches a file over https, or over http from this machine. What an answer redirects to has to be encrypted and public, whatever its
 * name leads to, and gets no token unless it is the same place. Anything but a whole text is refused: a page to sign in most of all.
 */
export async function fetchFile(asked: FetchedFile): Promise<SourceAnswer> {
  const signal = AbortSignal.timeout(asked.limits.wholeMs ?? WHOLE_MS);
  try {
    return await follow(asked, signal);
  } catch (error) {
    if (error instanceof NoFile) return { ok: false, why: error.why, said: error.said };
    if (signal.aborted) return { ok: false, why: 'timeout' };
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (NOT_TRUSTED.test(code)) return { ok: false, why: 'certificate', said: code };
    return { ok: false, why: code === 'ECONNRESET' ? 'cut-off' : 'no-answer', said: code };
  }
}

async function follow(asked: FetchedFile, signal: AbortSignal): Promise<SourceAnswer> {
  const first = new URL(asked.from);
  let url = first;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const answer = await get(url, { ...asked, isFirst: url.origin === first.origin, signal });
    const { statusCode = 0, headers } = answer;
    if (!REDIRECTS.has(statusCode)) return read(answer, asked);
    answer.destroy();
    const { location = '' } = headers;
    if (!URL.canParse(location, url)) throw new NoFile('redirects', location.slice(0, 100));
    url = new URL(location, url);
    if (url.origin !== first.origin && url.protocol !== 'https:') throw new NoFile('unencrypted', url.host);
  }
  throw new NoFile('redirects', url.host);
}

type Call = FetchedFile & { isFirst: boolean; signal: AbortSignal };

function get(
  url: URL,
  { isFirst, token, etag, allowedNetworks, limits, signal }: Call,
): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[(.*)\]$/u, '$1');
  const judge = createAddressJudge(allowedNetworks);
  if (!isFirst && isIP(host) > 0 && judge(host) === 'forbidden') throw new NoFile('private', url.host);
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) throw new NoFile('unencrypted', url.host);
  const headers = {
    accept: 'text/csv, text/plain;q=0.9, */*;q=0.5',
    'accept-encoding': 'gzip, identity',
    'user-agent': 'Largesse',
    ...(isFirst && token && { authorization: `Bearer ${token.reveal()}` }),
    ...(isFirst && etag !== undefined && { 'if-none-match': etag }),
  };
  const options = {
    headers,
    signal,
    agent: false,
    ...(limits.ca !== undefined && { ca: limits.ca }),
    ...(!isFirst && { lookup: publicOnly(judge, url.host) }),
  };
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).get(url, options, resolve);
    request.on('error', reject);
  });
}

/** Finds addresses as the system does, and refuses a name that leads into a network that is not public. */
function publicOnly(judge: (address: string) => string, name: string): LookupFunction {
  return (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      const [first] = found ?? [];
      if (error || !first) return callback(error ?? new NoFile('no-answer', name), []);
      if (found.some(({ address }) => judge(address) === 'forbidden'))
        return callback(new NoFile('private', name), []);
      return options.all ? callback(null, found) : callback(null, first.address, first.family);
    });
  };
}

async function read(answer: IncomingMessage, { limits: { mostBytes } }: FetchedFile): Promise<SourceAnswer> {
  const { statusCode = 0, headers } = answer;
  if (statusCode === 304) {
    answer.destroy();
    return { ok: true, isUnchanged: true };
  }
  const isRefused = statusCode === 401 || statusCode === 403;
  if (statusCode !== 200) {
    answer.destroy();
    throw new NoFile(isRefused ? 'not-allowed' : 'status', String(statusCode));
  }
  const bytes = unpack(await readAll(answer, mostBytes), headers['content-encoding'], mostBytes);
  if (bytes.every((byte) => byte <= 0x20)) throw new NoFile('empty');
  if (isWebPage(headers['content-type'], bytes)) throw new NoFile('web-page');
  const { etag } = headers;
  return { ok: true, bytes, ...(etag !== undefined && { etag }) };
}

async function readAll(answer: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > mostBytes) throw new NoFile('too-large');
    parts.push(part);
  }
  if (!answer.complete) throw new NoFile('cut-off');
  return Buffer.concat(parts);
}

function unpack(bytes: Buffer, encoding: string | undefined, mostBytes: number): Uint8Array {
  if (encoding !== 'gzip') return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    const isLarge = error instanceof RangeError;
    throw new NoFile(isLarge ? 'too-large' : 'cut-off');
  }
}

/** A page that asks to sign in comes with a 200, and now and then as plain text. */
function isWebPage(type: string | undefined, bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 500)).toString('utf8').replace('\uFEFF', '').trimStart();
  return /html|xml/iu.test(type ?? '') || /^<(?:!doctype|html|head|\?xml)/iu.test(start);
}
