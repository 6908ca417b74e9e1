import { describe, expect, it } from 'vitest';
import { readInvocation } from '#src/cli/kit/invocation.ts';
import { withInvocation } from '#src/cli/kit/with-invocation.ts';

it('reads in its order, whatever is in a name', () => {
  expect(withInvocation('\u202EecilA\u202C gets \u2066$5\u2069')).toBe('ecilA gets $5');
});

describe('a command in a printed text', () => {
  it.each([
    ['by its name', {}, 'Run: largesse migrate'],
    ['by npx', { npm_command: 'exec' }, 'Run: npx largesse migrate'],
    ['by npm in a checkout', { npm_command: 'run-script' }, 'Run: npm run -s largesse -- migrate'],
    ['by npm start', { npm_command: 'start' }, 'Run: npm run -s largesse -- migrate'],
  ])('is one that works where the program was started %s', (_, env, text) => {
    expect(withInvocation('Run: largesse migrate', readInvocation(env))).toBe(text);
  });

  it.each([
    'largesse: there is nobody',
    'postgres://largesse@db/largesse',
    'The data is in /var/lib/largesse now',
    'Largesse is running',
  ])('is not seen in “%s”', (text) => {
    expect(withInvocation(text, 'npx largesse')).toBe(text);
  });
});
