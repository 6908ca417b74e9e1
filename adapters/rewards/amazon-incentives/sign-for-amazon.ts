import { createHash, createHmac } from 'node:crypto';

export type RequestToSign = {
  method: 'GET' | 'POST';
  url: URL;
  /** Lower case names, without `host`, `x-amz-date` and `authorization`, which are added. All of them are signed. */
  headers: Readonly<Record<string, string>>;
  body: string;
  service: string;
  region: string;
  at: Date;
};

const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * The headers of a request with Amazon's signature, version 4. Its path must be written as Amazon writes it: it is not
 * encoded again.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signForAmazon(
  request: RequestToSign,
  { accessKey, secretKey }: { accessKey: string; secretKey: string },
): Record<string, string> {
  const time = request.at.toISOString().replaceAll(/[-:]|\.\d+/gu, '');
  const scope = [time.slice(0, 8), request.region, request.service, 'aws4_request'];
  const headers = { ...request.headers, host: request.url.host, 'x-amz-date': time };
  const { text, names } = canonical(request, headers);
  const toSign = [ALGORITHM, time, scope.join('/'), sha256(text)].join('\n');
  const key = scope.reduce<string | Buffer>((last, part) => hmac(last, part), `AWS4${secretKey}`);
  const signature = hmac(key, toSign).toString('hex');
  const credential = `${accessKey}/${scope.join('/')}`;
  const authorization = `${ALGORITHM} Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...headers, authorization };
}

function canonical({ method, url, body }: RequestToSign, headers: Record<string, string>) {
  const sorted = Object.entries(headers).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const names = sorted.map(([name]) => name).join(';');
  const lines = sorted.map(([name, value]) => `${name}:${value.trim()}\n`).join('');
  const query = [...url.searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .toSorted()
    .join('&');
  return { names, text: [method, url.pathname, query, lines, names, sha256(body)].join('\n') };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
