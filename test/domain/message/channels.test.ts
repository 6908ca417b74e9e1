import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Channel, nextChannel, type Reach } from '#src/domain/message/channels.ts';

const ALL: Reach = { prefers: 'chat', hasChat: true, hasSharedChannel: true, hasEmail: true, closed: [] };

/** The channels in the order in which they would be tried, each found closed. */
function orderOf(reach: Partial<Reach>): Channel[] {
  const closed: Channel[] = [];
  for (;;) {
    const channel = nextChannel({ ...ALL, ...reach, closed });
    if (!channel) return closed;
    closed.push(channel);
  }
}

describe('the way to a recipient', () => {
  it.each<[string, Partial<Reach>, Channel[]]>([
    ['with everything', {}, ['dm', 'claim', 'email']],
    ['who likes mail', { prefers: 'email' }, ['email', 'dm', 'claim']],
    ['without an address', { hasEmail: false }, ['dm', 'claim']],
    ['of a request from a direct message', { hasSharedChannel: false }, ['dm', 'email']],
    ['who is in no chat', { hasChat: false, hasSharedChannel: false }, ['email']],
    ['who likes mail but has no address', { prefers: 'email', hasEmail: false }, ['dm', 'claim']],
    ['with nothing', { hasChat: false, hasSharedChannel: false, hasEmail: false }, []],
  ])('%s', (_, reach, expected) => {
    expect(orderOf(reach)).toEqual(expected);
  });

  it('is always one that there is and that is not closed, as long as there is such a one', () => {
    const reach = fc.record({
      prefers: fc.constantFrom('chat' as const, 'email' as const),
      hasChat: fc.boolean(),
      hasSharedChannel: fc.boolean(),
      hasEmail: fc.boolean(),
      closed: fc.subarray<Channel>(['dm', 'claim', 'email']),
    });
    fc.assert(
      fc.property(reach, (known) => {
        const ways: [Channel, boolean][] = [
          ['dm', known.hasChat],
          ['claim', known.hasSharedChannel],
          ['email', known.hasEmail],
        ];
        const open = ways
          .filter(([channel, is]) => is && !known.closed.includes(channel))
          .map(([channel]) => channel);

        expect(open.length === 0 ? [undefined] : open).toContain(nextChannel(known));
      }),
    );
  });
});
