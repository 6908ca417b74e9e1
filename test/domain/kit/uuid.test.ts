import { expect, it } from 'vitest';
import { timeOfUuid } from '#src/domain/kit/uuid.ts';
import { newId } from '#src/kit/new-id.ts';

/** @see RFC 9562, appendix A.6 */
it('tells when an id of version 7 was made', () => {
  expect(timeOfUuid('017F22E2-79B0-7CC3-98C4-DC0C0C07398F')).toEqual(new Date('2022-02-22T19:22:22.000Z'));
  expect(Math.abs(Date.now() - (timeOfUuid(newId())?.getTime() ?? 0))).toBeLessThan(60_000);
});

it.each(['919108f7-52d1-4320-9bac-f847db4148a8', 'gift-1', ''])('knows no time of “%s”', (id) => {
  expect(timeOfUuid(id)).toBeUndefined();
});
