import { describe, expect, it } from 'vitest';
import { commands } from '#src/chat/commands/commands.ts';
import { COMMANDS, readCommandNames } from '#src/domain/kit/command-names.ts';

describe('other names for the commands', () => {
  it('are for every command that there is', () => {
    expect([...COMMANDS]).toEqual(commands.map(({ name }) => name));
  });

  it.each([
    ['recognize=kudos', { recognize: 'kudos' }],
    ['recognize = /kudos , help=gift-help', { recognize: 'kudos', help: 'gift-help' }],
    [
      ' gift- ',
      {
        recognize: 'gift-recognize',
        redeem: 'gift-redeem',
        'report-code': 'gift-report-code',
        balance: 'gift-balance',
        store: 'gift-store',
        wallet: 'gift-wallet',
        budget: 'gift-budget',
        report: 'gift-report',
        join: 'gift-join',
        help: 'gift-help',
      },
    ],
  ])('are read from %s', (text, names) => {
    expect(readCommandNames(text)).toEqual({ names });
  });

  it('take a prefix where a command has no name of its own', () => {
    expect(readCommandNames('gift-,recognize=kudos')).toMatchObject({
      names: { recognize: 'kudos', balance: 'gift-balance' },
    });
  });

  it.each([
    ['gift-,other-', 'two prefixes, gift- and other-'],
    ['thanks=kudos', 'names /thanks, which is none of recognize, redeem, '],
    ['recognize=a/b', 'the name “a/b”'],
    ['recognize=', 'the name “”'],
    ['recognize=Kudos Now', 'the name “Kudos Now”'],
    ['recognize=balance', 'two commands the name /balance'],
    [`${'x'.repeat(25)}-`, 'the name “'],
  ])('are refused for %s', (text, why) => {
    expect(readCommandNames(text)).toEqual({ wrong: expect.stringContaining(why) as string });
  });
});
