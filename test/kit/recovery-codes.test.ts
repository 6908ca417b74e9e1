import { randomBytes, scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashRecoveryCode, isRecoveryCode, mintRecoveryCodes } from '#src/kit/recovery-codes.ts';

describe('recovery codes', () => {
  it('are ten, which begin differently', () => {
    const codes = mintRecoveryCodes();

    expect(new Set(codes.map(({ selector }) => selector)).size).toBe(10);
  });

  it('are known by what is kept of them, and no other is', async () => {
    const [one, another] = mintRecoveryCodes();
    if (!one || !another) throw new Error('ten codes');
    const kept = await hashRecoveryCode(one);

    expect(await isRecoveryCode(one, kept)).toBe(true);
    expect(await isRecoveryCode(another, kept)).toBe(false);
    expect(await isRecoveryCode({ ...another, selector: one.selector }, kept)).toBe(false);
  });

  it('are kept under a salt of their own, in nothing from which one reads them', async () => {
    const [code] = mintRecoveryCodes();
    if (!code) throw new Error('ten codes');
    const [first, second] = [await hashRecoveryCode(code), await hashRecoveryCode(code)];

    expect(first.salt).not.toEqual(second.salt);
    expect(first.hash).not.toEqual(second.hash);
    expect(Buffer.from(first.hash).toString('utf8')).not.toContain(code.clear.reveal());
  });

  it('are known by the dearer hash that was kept of them at first', async () => {
    const [one, another] = mintRecoveryCodes();
    if (!one || !another) throw new Error('ten codes');
    const { selector, clear } = one;
    const salt = randomBytes(16);
    const kept = { selector, salt, hash: scryptSync(clear.reveal(), salt, 32, { N: 16_384, r: 8, p: 1 }) };

    expect(await isRecoveryCode(one, kept)).toBe(true);
    expect(await isRecoveryCode({ ...another, selector }, kept)).toBe(false);
  });
});
