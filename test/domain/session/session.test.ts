import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#src/domain/kit/time.ts';
import type { Role } from '#src/domain/people/roles.ts';
import { deviceOf } from '#src/domain/session/device-name.ts';
import { isLive, isSeenDue, parseToken, type Session } from '#src/domain/session/session.ts';

const START = new Date('2026-11-16T10:00:00Z');

function sessionSeen(seenAfterMs: number, more: Partial<Session> = {}): Session {
  return {
    organizationId: 'o',
    id: 's',
    personId: 'p',
    madeAt: START,
    lastSeenAt: new Date(START.getTime() + seenAfterMs),
    expiresAt: new Date(START.getTime() + 30 * DAY_MS),
    how: 'chat',
    isLimited: false,
    secondFactorAt: null,
    userAgent: '',
    address: '',
    endedAt: null,
    ...more,
  };
}

function isLiveAfter(session: Session, role: Role, ms: number): boolean {
  return isLive(session, role, new Date(START.getTime() + ms));
}

describe('a session', () => {
  it.each<[Role, number]>([
    ['employee', 14 * DAY_MS],
    ['manager', 14 * DAY_MS],
    ['approver', HOUR_MS],
    ['hr', HOUR_MS],
    ['finance', HOUR_MS],
    ['admin', HOUR_MS],
  ])('of somebody with the role %s ends when it was not used for %i ms', (role, idleMs) => {
    expect(isLiveAfter(sessionSeen(0), role, idleMs - 1)).toBe(true);
    expect(isLiveAfter(sessionSeen(0), role, idleMs)).toBe(false);
  });

  it.each<[Role, number]>([
    ['employee', 30 * DAY_MS],
    ['hr', 12 * HOUR_MS],
  ])('of somebody with the role %s ends after %i ms, however often it was used', (role, absoluteMs) => {
    const used = sessionSeen(absoluteMs - MINUTE_MS);

    expect(isLiveAfter(used, role, absoluteMs - 1)).toBe(true);
    expect(isLiveAfter(used, role, absoluteMs)).toBe(false);
  });

  it('ends when it is ended', () => {
    expect(isLiveAfter(sessionSeen(0, { endedAt: START }), 'employee', 1)).toBe(false);
  });

  it('is written down as used once a minute', () => {
    expect(isSeenDue(sessionSeen(0), new Date(START.getTime() + MINUTE_MS - 1))).toBe(false);
    expect(isSeenDue(sessionSeen(0), new Date(START.getTime() + MINUTE_MS))).toBe(true);
  });

  it.each([
    '',
    'x',
    `${'a'.repeat(36)}.${'b'.repeat(43)}`,
    '6f1c2a3b-0000-4000-8000-000000000001.',
    "'; drop",
  ])('is not opened by %j', (token) => {
    expect(parseToken(token)).toBeUndefined();
  });
});

describe('a device', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'Linux'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1',
      'Safari',
      'iPhone',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0',
      'Edge',
      'Windows',
    ],
    ['<script>', undefined, undefined],
  ])('that calls itself %s is %s on %s', (userAgent, browser, system) => {
    expect(deviceOf(userAgent)).toEqual({ browser, system });
  });
});
