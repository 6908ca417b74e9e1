import { describe, expect, it } from 'vitest';
import type { AmountProblem } from '#src/domain/kit/amount/amount-problem.ts';
import { commands } from '#src/chat/commands/commands.ts';
import { readOptions } from '#src/chat/read-options.ts';
import type { Mention, TextPiece } from '#src/ports/chat.ts';

const ALICE: Mention = { kind: 'user', userId: 'U1' };
const TEAM: Mention = { kind: 'group', groupId: 'G1', label: 'eng' };
const BOB: Mention = { kind: 'user', userId: 'U2' };
const MAIL: Mention = { kind: 'email', email: 'alice@example.com' };

function notAnAmount(why: AmountProblem['why'], typed: string, more: object = {}) {
  return { problem: 'not-an-amount', amount: { why, typed, ...more } };
}

function optionsOf(name: string) {
  return commands.find((command) => command.name === name)?.options ?? {};
}

function typed(command: string, ...pieces: TextPiece[]) {
  return readOptions(optionsOf(command), { kind: 'text', pieces });
}

function byName(name: string) {
  return { kind: 'name', name };
}

function filledIn(command: string, values: Record<string, string | Mention | TextPiece[]>) {
  return readOptions(optionsOf(command), { kind: 'options', values });
}

describe('/recognize as free text', () => {
  it.each<[string, TextPiece[], object]>([
    ['a mention and an amount', [ALICE, ' 25'], { to: [ALICE], amount: { amount: '25' } }],
    [
      'with what it is for',
      [ALICE, ' 25 for the launch'],
      { to: [ALICE], amount: { amount: '25' }, message: 'the launch' },
    ],
    [
      'with a message without “for”',
      [ALICE, ' 25 great work!'],
      { to: [ALICE], amount: { amount: '25' }, message: 'great work!' },
    ],
    [
      'with “For” in capitals',
      [ALICE, ' 25 For all'],
      { to: [ALICE], amount: { amount: '25' }, message: 'all' },
    ],
    [
      'with a currency after it',
      [ALICE, ' 25 EUR thanks'],
      { to: [ALICE], amount: { amount: '25', currency: 'EUR' }, message: 'thanks' },
    ],
    [
      'with a currency before it',
      [ALICE, ' EUR 25'],
      { to: [ALICE], amount: { amount: '25', currency: 'EUR' } },
    ],
    ['with a sign', [ALICE, ' $1,000.50'], { to: [ALICE], amount: { amount: '1000.50', currency: '$' } }],
    [
      'with a word that is also a currency',
      [ALICE, ' 25 all of it'],
      { to: [ALICE], amount: { amount: '25' }, message: 'all of it' },
    ],
    [
      'with line breaks and many spaces',
      ['  ', ALICE, ' \n 25 \n for   the  launch '],
      { to: [ALICE], amount: { amount: '25' }, message: 'the launch' },
    ],
    ['a typed name', ['@alice 25'], { to: [{ kind: 'name', name: 'alice' }], amount: { amount: '25' } }],
    ['a mail address', [MAIL, ' 25'], { to: [MAIL], amount: { amount: '25' } }],
    ['a group', [TEAM, ' 25'], { to: [TEAM], amount: { amount: '25' } }],
    [
      'others mentioned in the message',
      [
        ALICE,
        ' 25 for helping ',
        { kind: 'user', userId: 'U2', profile: { name: 'Bob', isBot: false, isDeactivated: false } },
        ' with ',
        TEAM,
      ],
      { to: [ALICE], amount: { amount: '25' }, message: 'helping @Bob with @eng' },
    ],
    [
      'several people and groups',
      [ALICE, ' ', TEAM, BOB, ' 25 for the launch'],
      { to: [ALICE, TEAM, BOB], amount: { amount: '25' }, message: 'the launch' },
    ],
    [
      'several, as people list them',
      [ALICE, ', ', MAIL, ' and ', BOB, ', 25 and more'],
      { to: [ALICE, MAIL, BOB], amount: { amount: '25' }, message: 'and more' },
    ],
    [
      'several typed names',
      ['@alice, @bob,@carol & @dana 25'],
      { to: ['alice', 'bob', 'carol', 'dana'].map(byName), amount: { amount: '25' } },
    ],
  ])('reads %s', (_, pieces, values) => {
    expect(typed('recognize', ...pieces)).toEqual({ ok: true, values });
  });

  it.each<[string, TextPiece[], object]>([
    ['nothing', [], { problem: 'missing', option: 'to', kind: 'people' }],
    ['no person', ['25 for the launch'], { problem: 'missing', option: 'to', kind: 'people' }],
    ['a name without @', ['alice 25'], { problem: 'missing', option: 'to', kind: 'people' }],
    ['a lone @', ['@ 25'], { problem: 'missing', option: 'to', kind: 'people' }],
    ['no amount', [ALICE], { problem: 'missing', option: 'amount', kind: 'money' }],
    ['words for an amount', [ALICE, ' lots of thanks'], notAnAmount('not-an-amount', 'lots')],
    ['two commas', [ALICE, ' 2,5,0'], notAnAmount('not-an-amount', '2,5,0')],
    [
      'a currency that there is not',
      [ALICE, ' 25XYZ'],
      notAnAmount('unknown-unit', '25XYZ', { unit: 'XYZ' }),
    ],
    ['people and no amount', [ALICE, ' and ', BOB], { problem: 'missing', option: 'amount', kind: 'money' }],
  ])('says what is wrong with %s', (_, pieces, wrongUse) => {
    expect(typed('recognize', ...pieces)).toEqual({ ok: false, wrongUse });
  });
});

describe('/recognize as a form', () => {
  it('reads its fields', () => {
    expect(filledIn('recognize', { to: [ALICE], amount: '25 EUR', message: 'for the launch' })).toEqual({
      ok: true,
      values: { to: [ALICE], amount: { amount: '25', currency: 'EUR' }, message: 'for the launch' },
    });
  });

  it('reads the others behind the one who was picked', () => {
    const to = [ALICE, TEAM, ' and @dana, ', BOB];

    expect(filledIn('recognize', { to, amount: '25' })).toEqual({
      ok: true,
      values: { to: [ALICE, TEAM, byName('dana'), BOB], amount: { amount: '25' } },
    });
  });

  it('needs no message', () => {
    expect(filledIn('recognize', { to: '@alice', amount: '25', message: '' })).toEqual({
      ok: true,
      values: { to: [{ kind: 'name', name: 'alice' }], amount: { amount: '25' } },
    });
  });

  it.each([
    [{ amount: '25' }, { problem: 'missing', option: 'to', kind: 'people' }],
    [{ to: [ALICE] }, { problem: 'missing', option: 'amount', kind: 'money' }],
    [
      { to: [ALICE, ' or bob'], amount: '25' },
      { problem: 'not-a-person', typed: 'or' },
    ],
    [{ to: ALICE, amount: 'lots' }, notAnAmount('not-an-amount', 'lots')],
  ])('says what is wrong with %j', (values, wrongUse) => {
    expect(filledIn('recognize', values)).toEqual({ ok: false, wrongUse });
  });
});

describe('/redeem', () => {
  it('takes all that follows for the code', () => {
    expect(typed('redeem', ' ABCD EFGH-JKMN PQRS ')).toEqual({
      ok: true,
      values: { code: 'ABCD EFGH-JKMN PQRS' },
    });
  });

  it('needs one', () => {
    expect(typed('redeem', '  ')).toEqual({
      ok: false,
      wrongUse: { problem: 'missing', option: 'code', kind: 'code' },
    });
  });
});

describe('commands without options', () => {
  it.each(['balance', 'budget', 'help'])('/%s does not mind what follows', (name) => {
    expect(typed(name, 'please ', ALICE)).toEqual({ ok: true, values: {} });
  });
});
