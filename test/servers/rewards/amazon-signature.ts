import { createHash, createHmac } from 'node:crypto';
import type { ProviderRequest } from '#test/servers/provider-http.ts';

type Credentials = { accessKey: string; secretKey: string; region: string };

/** What must be signed, says Amazon. */
const SIGNED = 'accept;content-type;host;x-amz-date;x-amz-target';

/** What is wrong with a request's signature, version 4; undefined when it is right. */
export function signatureFault(request: ProviderRequest, credentials: Credentials): string | undefined {
  const header = request.header('authorization') ?? '';
  const [, scope = '', names = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=(\S+), SignedHeaders=(\S+), Signature=([\da-f]{64})$/u.exec(header) ?? [];
  const time = request.header('x-amz-date') ?? '';
  const day = time.slice(0, 8);
  if (names !== SIGNED) return `signs ${names || 'nothing'}`;
  if (!/^\d{8}T\d{6}Z$/u.test(time)) return 'has no date';
  const expectedScope = `${day}/${credentials.region}/AGCODService/aws4_request`;
  if (scope !== `${credentials.accessKey}/${expectedScope}`) return `has the scope ${scope}`;
  const headers = names.split(';').map((name) => `${name}:${request.header(name) ?? ''}`);
  const canonical = [request.method, request.path, '', ...headers, '', names, hash(request.body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, expectedScope, hash(canonical)].join('\n');
  let key: Buffer = Buffer.from(`AWS4${credentials.secretKey}`);
  for (const part of [day, credentials.region, 'AGCODService', 'aws4_request']) key = sign(key, part);
  return sign(key, text).toString('hex') === signature ? undefined : 'has another signature';
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function sign(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
