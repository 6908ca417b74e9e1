import { type CountedTry, countTries, type RateLimit } from '#src/db/kit/rate-limit.ts';
import { isOnRecord } from '#src/db/ledger/on-record.ts';
import { getPerson } from '#src/db/people/person.ts';
import { findApiTokenByText, saveTokenUsed } from '#src/db/session/api-token.ts';
import { MINUTE_MS } from '#src/domain/kit/time.ts';
import type { Person } from '#src/domain/people/person.ts';
import { type ApiToken, isUseDue, stateOfToken } from '#src/domain/session/api-token.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

/** How often a token may be used. */
const API_CALLS: RateLimit = { name: 'api', most: 600, windowMs: MINUTE_MS };

/** Whom a program acts as, by which token, and how many calls it has left. */
export type ActingToken = { person: Person; token: ApiToken; calls: CountedTry };

/**
 * Whom a program's token says it acts as. Undefined when the token has ended or expired, its person has left, or Largesse did not
 * make it. Counts the call, for all processes. That the token is used is written down once a minute.
 */
export async function findToken(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'log'>,
  text: string,
): Promise<ActingToken | undefined> {
  const token = await findApiTokenByText(deps.db, text);
  const now = deps.clock.now();
  if (!token || stateOfToken(token, now) !== 'live') return undefined;
  const { organizationId, personId, id } = token;
  const [person, isOurs, calls] = await Promise.all([
    getPerson(deps.db, organizationId, personId),
    isOnRecord(deps.db, deps.keys, { organizationId, name: 'api_token', key: id }),
    countTries(deps.db, API_CALLS, id),
  ]);
  if (person.isDeactivated) return undefined;
  if (!isOurs) {
    deps.log.error(
      { organizationId, personId, tokenId: id },
      'An API token was refused: it was made or changed past Largesse; see: largesse audit verify',
    );
    return undefined;
  }
  if (isUseDue(token, now)) await saveTokenUsed(deps.db, token, now);
  return { person, token, calls };
}
