import { expect, it } from 'vitest';
import { isLoopback } from '#src/domain/kit/loopback.ts';

it.each(['localhost', '::1', '[::1]', '127.0.0.1', '127.10.20.30', '127.255.255.255'])(
  'takes %s for this machine itself',
  (host) => {
    expect(isLoopback(host)).toBe(true);
  },
);

it.each([
  '',
  '0.0.0.0',
  '10.0.0.1',
  '127.0.0.1.example.com',
  'x127.0.0.1',
  '127.0.0',
  '127.a.0.1',
  '127.0.a.1',
  '127.0.0.a',
  'localhost.example.com',
])('takes %j for another machine', (host) => {
  expect(isLoopback(host)).toBe(false);
});
