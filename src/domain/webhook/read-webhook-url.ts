/** What keeps an address from being a webhook's. `private`: it leads, or may lead, into a network that is not public. */
export type WebhookUrlProblem =
  | 'malformed'
  | 'long'
  | 'unencrypted'
  | 'credentials'
  | 'fragment'
  | 'port'
  | 'private'
  | 'unknown';

const MOST_CHARACTERS = 2000;
const LOWEST_FREE_PORT = 1024;
/** Above the low ports, what browsers never call, and where databases and caches listen. */
const OTHER_PROTOCOLS = [
  1433, 1521, 1719, 1720, 1723, 2049, 2379, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5433, 5900, 6000,
  6379, 6380, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9042, 9092, 9200, 9300, 10_080, 11_211, 27_017,
];

/**
 * Reads the address of a webhook as it is called. Numbers that spell an address oddly (`http://2130706433`) come out as the address
 * they mean, as every browser reads them.
 *
 * @see https://fetch.spec.whatwg.org/#port-blocking
 */
export function readWebhookUrl(
  text: string,
): { ok: true; url: URL } | { ok: false; problem: WebhookUrlProblem } {
  if (text.length > MOST_CHARACTERS) return { ok: false, problem: 'long' };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['https:', 'http:'].includes(url.protocol)) return { ok: false, problem: 'malformed' };
  if (url.href.length > MOST_CHARACTERS) return { ok: false, problem: 'long' };
  if (url.username || url.password) return { ok: false, problem: 'credentials' };
  if (url.hash) return { ok: false, problem: 'fragment' };
  return isUsual(url) ? { ok: true, url } : { ok: false, problem: 'port' };
}

/** The port of the web, or one that nothing else is known to listen on. */
function isUsual({ port }: URL): boolean {
  if (port === '' || port === '80' || port === '443') return true;
  return Number(port) >= LOWEST_FREE_PORT && !OTHER_PROTOCOLS.includes(Number(port));
}
