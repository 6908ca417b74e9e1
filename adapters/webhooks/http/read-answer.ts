import type { IncomingMessage } from 'node:http';

const KEPT_BYTES = 1_024;
/** A longer answer is cut off: reading it to its end only saves a connection. */
const MOST_BYTES = 65_536;
const MOST_CHARACTERS = 200;

/** Reads how an answer begins, and resolves at its end, or where it is cut off by whoever. Never rejects. */
export function readAnswer(response: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const kept: Buffer[] = [];
    let bytes = 0;
    function finish(): void {
      resolve(excerptOf(Buffer.concat(kept).subarray(0, KEPT_BYTES)));
    }
    response.on('data', (chunk: Buffer) => {
      if (bytes < KEPT_BYTES) kept.push(chunk.subarray(0, KEPT_BYTES));
      bytes += chunk.length;
      if (bytes > MOST_BYTES) response.destroy();
    });
    response.on('error', finish);
    response.on('close', finish);
    response.on('end', finish);
  });
}

/** One line of what a stranger wrote, without what controls a terminal or turns the direction of text. */
function excerptOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('utf8');
  const line = text.replaceAll(/[\p{C}\p{Z}\uFFFD]+/gu, ' ').trim();
  return Array.from(line).slice(0, MOST_CHARACTERS).join('');
}

/** What `Retry-After` asks for, in milliseconds: it is a number of seconds, or a date. */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/u.test(header.trim())) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
