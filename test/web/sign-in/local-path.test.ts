import { expect, it } from 'vitest';
import { localPath } from '#src/web/sign-in/local-path.ts';

it.each(['/', '/wallet', '/wallet?kind=gift&from=2026-01-01', '/devices', '/a/../wallet'])(
  'goes on to %s',
  (path) => {
    expect(localPath(path)).toMatch(/^\/(?!\/)/u);
  },
);

it.each([
  undefined,
  '',
  'wallet',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\\\\evil.example',
  'https://evil.example',
  'HTTPS:evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '/..//evil.example',
  '/.//evil.example',
  '/%2e%2e//evil.example',
  `/${'x'.repeat(600)}`,
])('does not go on to %j', (path) => {
  const found = localPath(path);

  expect(found === undefined || new URL(found, 'https://gifts.example.com').origin).toSatisfy(
    (origin) => origin === true || origin === 'https://gifts.example.com',
  );
  expect(found ?? '/').toMatch(/^\/(?![/\\])/u);
});

it('keeps no address of another site at all', () => {
  expect(localPath('//evil.example')).toBeUndefined();
  expect(localPath('/\\evil.example')).toBeUndefined();
  expect(localPath('/..//evil.example')).toBeUndefined();
});
