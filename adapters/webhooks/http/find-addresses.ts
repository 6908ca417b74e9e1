import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';

/** Asks which addresses a name has. Throws when nobody knows. */
export type ResolveName = (name: string) => Promise<string[]>;

const TIMEOUT_MS = 1_500;
const TRIES = 2;

/**
 * Asks the name servers of this machine. The system's own look-up would hold one of few threads for as long as a name server is
 * silent, and everything else that needs one with it.
 */
export function createResolveName(): ResolveName {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  return async function resolveName(name) {
    if (name === 'localhost' || name.endsWith('.localhost')) return ['127.0.0.1', '::1'];
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (found.length === 0) throw new Error(`nobody knows an address of ${name}`);
    return found;
  };
}

/** The addresses of a URL's host: itself, if it is one. Undefined when nobody knows any. */
export async function findAddresses({ hostname }: URL, resolve: ResolveName): Promise<string[] | undefined> {
  const host = hostname.replace(/^\[(.*)\]$/u, '$1');
  if (isIP(host) > 0) return [host];
  try {
    return await resolve(host.replace(/\.$/u, ''));
  } catch {
    return undefined;
  }
}
