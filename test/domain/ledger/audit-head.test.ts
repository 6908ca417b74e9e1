import { describe, expect, it } from 'vitest';
import { headLine, parseKeptHeads } from '#src/domain/ledger/audit-head.ts';

const HASH = 'ab12'.repeat(16);
const HEAD = {
  organizationId: '0197d3c0-0000-7000-8000-000000000001',
  number: 42,
  hash: HASH,
  sealedAt: new Date('2026-11-16T10:00:00Z'),
};

describe('a head of the books', () => {
  it('is one line that is read again', () => {
    const line = headLine(HEAD);

    expect(line).toBe(`largesse-head ${HEAD.organizationId} 42:${HASH} 2026-11-16T10:00:00.000Z`);
    expect(parseKeptHeads(line)).toEqual([{ organizationId: HEAD.organizationId, number: 42, hash: HASH }]);
  });

  it('is read from its number and hash alone, in any case', () => {
    expect(parseKeptHeads(` 7:${HASH.toUpperCase()} `)).toEqual([{ number: 7, hash: HASH }]);
  });

  it('is found among other lines, as in a log or a mail', () => {
    const text = `10:00 started\n> ${headLine(HEAD)}\n\n{"number":1}\n9:${HASH}\n`;

    expect(parseKeptHeads(text).map(({ number }) => number)).toEqual([42, 9]);
  });

  it.each(['', '42', `42:${HASH.slice(1)}`, `0:${HASH}`, `42:${HASH}0`, `x42 ${HASH}`])(
    'is none of: %s',
    (text) => {
      expect(parseKeptHeads(text)).toEqual([]);
    },
  );
});
