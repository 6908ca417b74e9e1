import { DAY_MS, MINUTE_MS } from '#src/domain/kit/time.ts';
import { parseToken } from './session.ts';

/** What a token may be for. It narrows down what its person may do, and never adds to it. */
export const API_SCOPES = [
  'recognitions:read',
  'recognitions:write',
  'gifts:read',
  'gifts:write',
  'codes:write',
  'wallets:read',
  'wallets:write',
  'checkouts:read',
  'checkouts:write',
  'marketplaces:read',
  'catalogue:read',
  'orders:read',
  'orders:write',
  'promos:read',
  'promos:write',
  'people:read',
  'people:provision',
  'departments:read',
  'budgets:read',
  'budgets:write',
  'approvals:read',
  'approvals:write',
  'activity:read',
  'reports:read',
] as const;
export type ApiScope = (typeof API_SCOPES)[number];

export function isApiScope(text: string): text is ApiScope {
  return (API_SCOPES as readonly string[]).includes(text);
}

/** Whether a program could move money, or say who is who, by it: it writes, brings people, or spends wallets. */
export function reachesMoney(scopes: readonly ApiScope[], marketplaceId: string | null): boolean {
  return (
    marketplaceId !== null || scopes.some((scope) => scope.endsWith(':write') || scope === 'people:provision')
  );
}

/** How a token's marketplace stands among its scopes. */
const OF_MARKETPLACE = 'marketplace:';

/** All that a token is for, as it is kept: a token of a marketplace is kept as one more scope, so that both are on record together. */
export function storeScopes({ scopes, marketplaceId }: Pick<ApiToken, 'scopes' | 'marketplaceId'>): string[] {
  return [...scopes, ...(marketplaceId === null ? [] : [`${OF_MARKETPLACE}${marketplaceId}`])];
}

/** What a token is for. Of a scope that this version does not know, a newer one may. */
export function scopesOf(stored: readonly string[]): Pick<ApiToken, 'scopes' | 'marketplaceId'> {
  const marketplace = stored.find((text) => text.startsWith(OF_MARKETPLACE));
  return {
    scopes: stored.filter(isApiScope),
    marketplaceId: marketplace === undefined ? null : marketplace.slice(OF_MARKETPLACE.length),
  };
}

/** What a program proves who it is by, without its secret. */
export type ApiToken = {
  organizationId: string;
  id: string;
  /** As whom the program acts. */
  personId: string;
  /** What it is for, in its maker's words. */
  name: string;
  lastFour: string;
  scopes: ApiScope[];
  /** The marketplace that it is for: it spends the wallets of those who buy there. Null: it is for none. */
  marketplaceId: string | null;
  madeAt: Date;
  /** Null: the system's user made it. */
  madeBy: string | null;
  expiresAt: Date;
  /** At most a minute behind; null when it was never used. */
  lastUsedAt: Date | null;
  endedAt: Date | null;
};

/** A token with the names of whom it acts as and who made it. */
export type NamedToken = ApiToken & { person: string; maker: string | null };

export const LONGEST_TOKEN_MS = 366 * DAY_MS;
export const MAX_TOKEN_NAME = 200;

export type TokenState = 'live' | 'expired' | 'ended';

export function stateOfToken({ endedAt, expiresAt }: ApiToken, now: Date): TokenState {
  if (endedAt !== null) return 'ended';
  return expiresAt <= now ? 'expired' : 'live';
}

/** Whether it is time to write down that a token is in use. */
export function isUseDue({ lastUsedAt }: ApiToken, now: Date): boolean {
  return lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= MINUTE_MS;
}

/** So that whoever finds one, in a program's source or by a search for secrets, knows what it is. */
const PREFIX = 'lgs_';

export function apiTokenText({ id }: Pick<ApiToken, 'id'>, secret: string): string {
  return `${PREFIX}${id}.${secret}`;
}

/** The two parts of what a program holds; undefined when it is no token of ours. */
export function parseApiToken(text: string): { id: string; secret: string } | undefined {
  return text.startsWith(PREFIX) ? parseToken(text.slice(PREFIX.length)) : undefined;
}
