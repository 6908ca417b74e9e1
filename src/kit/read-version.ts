import { readFileSync } from 'node:fs';
import { codeOf } from './errors.ts';

/** The version in package.json at the package's root, both in a checkout and in the published package. */
export function readVersion(): string {
  for (const up of ['../../package.json', '../../../package.json']) {
    const text = tryRead(new URL(up, import.meta.url));
    if (text) return (JSON.parse(text) as { version: string }).version;
  }
  throw new Error('package.json was not found beside the program');
}

function tryRead(url: URL): string | undefined {
  try {
    return readFileSync(url, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
