import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { SecretCode } from '#src/domain/gift/secret-code.ts';

it('shows four characters, however it slips out, and all of them when asked to', () => {
  const code = new SecretCode('ABCDEFGH12345678');

  expect(code.lastFour).toBe('5678');
  expect(code.reveal()).toBe('ABCDEFGH12345678');
  expect([String(code), JSON.stringify(code), inspect(code)]).toEqual([
    '****-5678',
    '"****-5678"',
    '****-5678',
  ]);
});
