import { describe, expect, it } from 'vitest';
import { cutFlags } from '#src/chat/cut-flags.ts';

function cut(...pieces: string[]) {
  const { input, flags } = cutFlags(['private'], { kind: 'text', pieces });
  return {
    text: input.kind === 'text' ? input.pieces.filter((piece) => typeof piece === 'string').join('') : '',
    flags: [...flags],
  };
}

describe('flags of a command', () => {
  it.each([
    '--private @alice 25 for the launch',
    '@alice --private 25 for the launch',
    '@alice 25 --private for the launch',
    '@alice 25 for the launch --private',
    '@alice 25 for the launch —private',
    '@alice 25 for the launch --PRIVATE',
  ])('are found wherever they stand: %s', (typed) => {
    const { text, flags } = cut(typed);

    expect(flags).toEqual(['private']);
    expect(text.replaceAll(/\s+/gu, ' ').trim()).toBe('@alice 25 for the launch');
  });

  it.each(['@alice 25 private', '@alice 25 --privately', '@alice 25 non--private'])(
    'are no other words: %s',
    (typed) => {
      expect(cut(typed)).toEqual({ text: typed, flags: [] });
    },
  );

  it('are found in fields, too', () => {
    const { input, flags } = cutFlags(['private'], {
      kind: 'options',
      values: { amount: '25', message: 'for the launch --private' },
    });

    expect(flags).toEqual(new Set(['private']));
    expect(input).toEqual({ kind: 'options', values: { amount: '25', message: 'for the launch' } });
  });
});
