import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCode } from '#src/domain/gift/code-format.ts';
import { Secret } from '#src/domain/kit/secret.ts';
import type { SecretCode } from '#src/domain/gift/secret-code.ts';
import { createKeyRing, fingerprint, keysFromText, keysToText, newKey } from '#src/kit/key-ring.ts';

const older = { id: '2025', secret: new Uint8Array(32).fill(1) };
const newer = { id: '2026', secret: new Uint8Array(32).fill(2) };

describe('the key ring', () => {
  it('mints codes that read back, each its own', () => {
    const ring = createKeyRing([newer]);

    const codes = Array.from({ length: 1000 }, () => ring.mintCode().reveal());

    expect(new Set(codes).size).toBe(1000);
    expect(codes.every((code) => parseCode(code)?.reveal() === code)).toBe(true);
  });

  it('finds a code again by an index of 32 bytes that depends on the key', () => {
    const ring = createKeyRing([newer, older]);
    const code = ring.mintCode();

    expect(ring.indexOf(code)).toEqual({ keyId: '2026', hmac: ring.indexesOf(code)[0] });
    expect(ring.indexesOf(code)).toHaveLength(2);
    expect(ring.indexesOf(code)[1]).toEqual(createKeyRing([older]).indexOf(code).hmac);
    expect(ring.indexesOf(code)[1]).not.toEqual(ring.indexesOf(code)[0]);
    expect(ring.indexOf(code).hmac).toHaveLength(32);
  });

  it('opens what it sealed', () => {
    const ring = createKeyRing([newer]);

    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (boundTo) => {
        const code = ring.mintCode();

        expect(ring.open(ring.seal(code, boundTo), boundTo).reveal()).toBe(code.reveal());
      }),
    );
  });

  it('never seals a code the same way twice, and leaves no trace of it in the bytes', () => {
    const ring = createKeyRing([newer]);
    const code = ring.mintCode();

    const [first, second] = [ring.seal(code, 'gift 1'), ring.seal(code, 'gift 1')];

    expect(first).not.toEqual(second);
    expect(Buffer.from(first).includes(code.reveal())).toBe(false);
  });

  it('does not open what was altered, whichever byte it is', () => {
    const ring = createKeyRing([newer, older]);
    const sealed = ring.seal(ring.mintCode(), 'gift 1');
    const refusal = /altered|not a sealed code|not in the key ring/;

    for (const place of sealed.keys()) {
      const altered = Uint8Array.from(sealed, (byte, index) => (index === place ? byte ^ 1 : byte));

      expect(() => ring.open(altered, 'gift 1')).toThrow(refusal);
    }
    for (const length of sealed.keys()) {
      expect(() => ring.open(sealed.subarray(0, length), 'gift 1')).toThrow(refusal);
    }
  });

  it('does not open a code for another gift', () => {
    const ring = createKeyRing([newer]);
    const sealed = ring.seal(ring.mintCode(), 'gift 1');

    expect(() => ring.open(sealed, 'gift 2')).toThrow(/altered, or belongs to something else/);
  });

  it('seals secrets in another way than codes, so that neither passes for the other', () => {
    const ring = createKeyRing([newer]);
    const code = ring.mintCode();
    const secret = new Secret(code.reveal());

    const { keyId, sealed } = ring.sealSecret(secret, 'factor 1');

    expect([keyId, ring.keyIdOf(sealed)]).toEqual(['2026', '2026']);
    expect(ring.openSecret(sealed, 'factor 1').reveal()).toBe(secret.reveal());
    expect(() => ring.openSecret(sealed, 'factor 2')).toThrow(/altered, or belongs to something else/);
    expect(() => ring.open(sealed, 'factor 1')).toThrow(/altered, or belongs to something else/);
    expect(() => ring.openSecret(ring.seal(code, 'factor 1'), 'factor 1')).toThrow(/altered/);
  });

  it('reads what an older key wrote and says which key is gone when it was removed', () => {
    const before = createKeyRing([older]);
    const code = before.mintCode();
    const sealed = before.seal(code, 'gift 1');

    expect(createKeyRing([newer, older]).open(sealed, 'gift 1').reveal()).toBe(code.reveal());
    expect(() => createKeyRing([newer]).open(sealed, 'gift 1')).toThrow(
      /key 2025, which is not in the key ring/,
    );
  });

  it('takes a new key while running', () => {
    const ring = createKeyRing([older]);
    const code = ring.mintCode();
    const sealed = ring.seal(code, 'gift 1');

    ring.replace([newer, older]);

    expect(ring.indexOf(code).keyId).toBe('2026');
    expect(createKeyRing([newer]).open(ring.seal(code, 'gift 1'), 'gift 1').reveal()).toBe(code.reveal());
    expect(ring.open(sealed, 'gift 1').reveal()).toBe(code.reveal());
  });

  it('keeps its keys when the new ones cannot be used', () => {
    const ring = createKeyRing([older]);

    expect(() => ring.replace([])).toThrow(/empty/);
    expect(() => ring.replace([newer, { ...older, id: newer.id }])).toThrow(/2026 appears twice/);
    expect(ring.indexOf(ring.mintCode()).keyId).toBe('2025');
  });

  it('keeps finding and opening the codes of earlier releases', () => {
    const ring = createKeyRing([older]);
    const code = parseCode('1234-5678-9ABC-DEFP') as SecretCode;

    expect(Buffer.from(ring.indexOf(code).hmac).toString('hex')).toBe(
      '57fc35ebf1926f6c03a6ff84678e2ad50ee3ce84a4b24f401860a3af3be6fb59',
    );
    expect(
      ring
        .open(
          Buffer.from(
            '01043230323507070707070707070707070719d3df50702be0db92a566c4111e5ce107f7d6fa8208fb1cece09c4408a6030c',
            'hex',
          ),
          'gift 1',
        )
        .reveal(),
    ).toBe('123456789ABCDEFP');
    expect(fingerprint(older)).toBe('8f85be8d2aacb8cb61a0a32db6ea7f73');
  });

  it('tells keys apart by their fingerprint alone', () => {
    expect(fingerprint(newer)).toMatch(/^[0-9a-f]{32}$/);
    expect(fingerprint(newer)).toBe(fingerprint({ id: 'other', secret: newer.secret }));
    expect(fingerprint(newer)).not.toBe(fingerprint(older));
  });
});

describe('keys written as text', () => {
  it('are read newest first, in either base64, over several lines', () => {
    const keys = [newKey(), newKey(), newer];

    expect(keysFromText(keysToText(keys)).map(({ id }) => id)).toEqual(keys.map(({ id }) => id));
    expect(keysToText(keysFromText(keysToText(keys)))).toBe(keysToText(keys));
    expect(
      keysFromText(`\n a:${Buffer.alloc(32, 255).toString('base64url')},\n${keysToText([older])}\n`),
    ).toHaveLength(2);
  });

  it.each([
    ['', /empty/],
    ['justtext', /Key 1 must look like/],
    [`${keysToText([newer])},b:`, /Key 2 must look like/],
    ['a:c2hvcnQ=', /Key a has 5 bytes, it needs 32/],
    [`a b:${'A'.repeat(43)}=`, /Key 1 must look like/],
    [keysToText([newer, newer]), /2026 appears twice/],
  ])('are refused with a reason: %j', (text, reason) => {
    expect(() => keysFromText(text)).toThrow(reason);
  });

  it('never show the secret in an error', () => {
    const secret = randomBytes(31).toString('base64');

    expect(() => keysFromText(`a:${secret}`)).toThrow(expect.not.stringContaining(secret));
    expect(() => keysFromText(`a;${secret}`)).toThrow(expect.not.stringContaining(secret));
  });
});
