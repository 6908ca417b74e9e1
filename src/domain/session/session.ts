import { DAY_MS, HOUR_MS, MINUTE_MS } from '#src/domain/kit/time.ts';
import type { Role } from '#src/domain/people/roles.ts';

/** How somebody proved who they are when they signed in. */
export const SIGN_IN_WAYS = ['chat', 'mail', 'oidc', 'playground'] as const;
export type SignInWay = (typeof SIGN_IN_WAYS)[number];

/** Somebody is signed in on a device. `isLimited`: with an employee's rights only, whatever their role. */
export type Session = {
  organizationId: string;
  id: string;
  personId: string;
  madeAt: Date;
  /** At most a minute behind. */
  lastSeenAt: Date;
  expiresAt: Date;
  how: SignInWay;
  isLimited: boolean;
  secondFactorAt: Date | null;
  userAgent: string;
  address: string;
  endedAt: Date | null;
};

/** Where a sign-in comes from: what its browser calls itself, and the address that limits count. */
export type SignInOrigin = { userAgent: string; address: string };

/** How long a session lasts: unused, and at all. */
export type Lifetime = { idleMs: number; absoluteMs: number };

const STAFF_LIFETIME: Lifetime = { idleMs: HOUR_MS, absoluteMs: 12 * HOUR_MS };
const LIFETIME: Lifetime = { idleMs: 14 * DAY_MS, absoluteMs: 30 * DAY_MS };

/** Those who see or decide about other people's money. */
const STAFF: readonly Role[] = ['approver', 'hr', 'finance', 'admin'];

function isStaff(role: Role): boolean {
  return STAFF.includes(role);
}

/** Staff sign in again after an hour's pause and each working day; everybody else after two weeks or a month. */
export function lifetimeOf(role: Role): Lifetime {
  return isStaff(role) ? STAFF_LIFETIME : LIFETIME;
}

/** When a session ends by itself. Of somebody who has become staff since, it ends as a session of staff. */
function endOf({ madeAt, lastSeenAt, expiresAt }: Session, role: Role): Date {
  const { idleMs, absoluteMs } = lifetimeOf(role);
  return new Date(
    Math.min(expiresAt.getTime(), madeAt.getTime() + absoluteMs, lastSeenAt.getTime() + idleMs),
  );
}

export function isLive(session: Session, role: Role, now: Date): boolean {
  return session.endedAt === null && endOf(session, role) > now;
}

const SEEN_EVERY_MS = MINUTE_MS;

/** Whether it is time to write down that a session is in use. */
export function isSeenDue({ lastSeenAt }: Session, now: Date): boolean {
  return now.getTime() - lastSeenAt.getTime() >= SEEN_EVERY_MS;
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const TOKEN = new RegExp(`^(${UUID})\\.([\\w-]{43})$`, 'u');

/** The two parts of what a browser holds; undefined when it is no token of ours. */
export function parseToken(text: string): { id: string; secret: string } | undefined {
  const [, id, secret] = TOKEN.exec(text) ?? [];
  return id !== undefined && secret !== undefined ? { id, secret } : undefined;
}
