import { describe, expect, it } from 'vitest';
import { Secret } from '#src/domain/kit/secret.ts';
import { newTotpSecret, timeStepOf, totpAt, totpUri } from '#src/kit/totp.ts';

/** The key of RFC 6238, appendix B, in base32. */
const RFC = new Secret('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');

describe('the codes of an app', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 at %d s', (seconds, code) => {
    const at = new Date(seconds * 1000);

    expect(totpAt(RFC, at)).toBe(code);
    expect(timeStepOf({ secret: RFC, digits: code, at })).toBe(Math.floor(seconds / 30));
  });

  it('are taken from clocks that are half a minute off, and no further', () => {
    const at = new Date('2026-11-16T10:00:15Z');
    const step = Math.floor(at.getTime() / 30_000);
    function found(offSteps: number): number | undefined {
      const digits = totpAt(RFC, new Date(at.getTime() + offSteps * 30_000));
      return timeStepOf({ secret: RFC, digits, at });
    }

    expect([-2, -1, 0, 1, 2].map(found)).toEqual([undefined, step - 1, step, step + 1, undefined]);
  });
});

describe('a new secret', () => {
  it('has 160 bits, and is another each time', () => {
    const secrets = Array.from({ length: 50 }, () => newTotpSecret().reveal());

    expect(new Set(secrets).size).toBe(50);
    for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/u);
  });
});

describe('what the picture says', () => {
  it.each([
    ['Largesse Acme', 'alice@example.com', 'Largesse Acme:alice@example.com'],
    ['Largesse Acme: West', 'Ann: x?secret=AAAA&', 'Largesse Acme West:Ann x?secret=AAAA&'],
    ['Largesse Müller & Söhne', 'ö+1@example.com', 'Largesse Müller & Söhne:ö+1@example.com'],
  ])('names %s and %s, and nothing in them is read as something else', (issuer, account, label) => {
    const uri = new URL(totpUri({ secret: RFC, issuer, account }).reveal());

    expect(uri.protocol + uri.host).toBe('otpauth:totp');
    expect(decodeURIComponent(uri.pathname)).toBe(`/${label}`);
    expect(uri.searchParams.getAll('secret')).toEqual([RFC.reveal()]);
  });
});
