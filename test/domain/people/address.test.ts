import { describe, expect, it } from 'vitest';
import { isAddress } from '#src/domain/people/address.ts';

function ofLength(length: number): string {
  return `${'a'.repeat(length - '@example.com'.length)}@example.com`;
}

describe('an address', () => {
  it.each([
    'alice@example.com',
    'a@b.co',
    "o'brien+gifts@mail.example.co.uk",
    'zoë@münchen.example',
    'a.b_c-d@x-y.z',
    ofLength(254),
  ])('is %s', (text) => {
    expect(isAddress(text)).toBe(true);
  });

  it.each([
    '',
    'alice',
    'alice@',
    '@example.com',
    'alice@example',
    'alice@example.',
    'alice@.com',
    'alice@example..com',
    'alice@example.com.',
    'a@b@example.com',
    'alice@ex@ample.com',
    'alice@example.c@m',
    ofLength(255),
  ])('is not “%s”', (text) => {
    expect(isAddress(text)).toBe(false);
  });

  it.each(Array.from(' \t\n<>()[],;:"\\\u200b\u202e'))('holds no %j, wherever it stands', (sign) => {
    const texts = [
      `${sign}alice@example.com`,
      `al${sign}ice@example.com`,
      `alice@ex${sign}ample.com`,
      `alice@example.co${sign}m`,
      `alice@example.com${sign}`,
    ];

    expect(texts.filter(isAddress)).toEqual([]);
  });
});
