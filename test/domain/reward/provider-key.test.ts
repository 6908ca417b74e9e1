import { expect, it } from 'vitest';
import { idOfProviderKey, providerKeyOf } from '#src/domain/reward/provider-key.ts';
import { newId } from '#src/kit/new-id.ts';

it('makes a key of 32 letters and digits from an id, and the id from the key', () => {
  const id = newId();

  expect(providerKeyOf(id)).toMatch(/^[\da-f]{32}$/u);
  expect(idOfProviderKey(providerKeyOf(id))).toBe(id);
  expect(providerKeyOf(id.toUpperCase())).toBe(providerKeyOf(id));
});

it.each(['invoice-77', '', '0'.repeat(33), 'G'.repeat(32)])('knows no id for the key “%s”', (key) => {
  expect(idOfProviderKey(key)).toBeUndefined();
});
