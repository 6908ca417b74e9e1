/** A server's address that cannot be used, or the address as every driver understands it. */
export type ServerUrl = { ok: true; url: string } | { ok: false; problem: 'not-a-url' | 'not-encoded' };

/**
 * Reads the address of a server, which may hold a user and a password. `not-encoded`: a sign in one of them ends it
 * early, so that the rest was read as host, path or fragment; the worst of these would connect to somewhere else.
 *
 * @see https://url.spec.whatwg.org/#url-parsing: the first `/`, `?` or `#` ends the part that names user and host.
 */
export function readServerUrl(value: string, protocols: readonly string[]): ServerUrl {
  const [, protocol = '', rest = ''] = /^([a-z]+:)\/\/(.*)$/isu.exec(value) ?? [];
  if (!protocols.includes(protocol.toLowerCase())) return { ok: false, problem: 'not-a-url' };
  if (isCutShort(rest)) return { ok: false, problem: 'not-encoded' };
  const mended = value.replaceAll(STRAY_PERCENT, '%25');
  if (!URL.canParse(mended)) return { ok: false, problem: 'not-a-url' };
  const { username, password, href } = new URL(mended);
  if (!isDecodable(username) || !isDecodable(password)) return { ok: false, problem: 'not-encoded' };
  // An @ in a password is unambiguous, but not every driver looks for the last one.
  return { ok: true, url: username || password ? href : value };
}

/** A percent sign that encodes nothing stands for itself. */
const STRAY_PERCENT = /%(?![\da-f]{2})/giu;

/** Whether an @ stands where none belongs: after the part that names user and host, outside the value of an option. */
function isCutShort(rest: string): boolean {
  const [, end = '', after = ''] = /^[^/?#]*([/?#]?)(.*)$/su.exec(rest) ?? [];
  if (end === '#' || after.includes('#')) return true;
  if (end === '?') return /^[^=]*@/u.test(after);
  return (after.split('?', 1)[0] ?? '').includes('@') || /^[^?]*\?[^=]*@/u.test(after);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
