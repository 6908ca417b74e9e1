import { expect, it } from 'vitest';
import { z } from 'zod';
import { unreadableFields } from '#src/domain/kit/unreadable-fields.ts';

const schema = z.object({ user: z.object({ id: z.string() }), kind: z.literal('a'), url: z.url() });

it('names wrong fields and what they should be, and nothing of what they hold', () => {
  const { error } = schema.safeParse({ user: { id: 4_711 }, kind: 'secret', url: 'secret' });

  const fields = unreadableFields(error ?? { issues: [] });

  expect(fields).toEqual(['user.id: expected string', 'kind: invalid_value', 'url: invalid_format']);
});

it('names five fields at the most', () => {
  const issues = Array.from({ length: 6 }, (_, index) => ({ path: [index], code: 'wrong' }));

  expect(unreadableFields({ issues })).toEqual(['0', '1', '2', '3', '4'].map((name) => `${name}: wrong`));
});

it('says so when all of it is wrong', () => {
  const { error } = schema.safeParse(null);

  expect(unreadableFields(error ?? { issues: [] })).toEqual(['all of it: expected object']);
});
