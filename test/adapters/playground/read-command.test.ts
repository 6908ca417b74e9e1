import { describe, expect, it } from 'vitest';
import { readCommand, readPieces } from '#adapters/chat/playground/read-command.ts';
import { people } from './sample-company.ts';

describe('reading what was typed in the playground', () => {
  it('makes a mention of the person behind an @name', () => {
    const typed = readCommand('/recognize @alice 25 for the launch', people);

    expect(typed).toEqual({
      command: 'recognize',
      pieces: [
        {
          kind: 'user',
          userId: 'alice',
          profile: { name: 'Alice Ahn', email: 'alice@example.com', isBot: false, isDeactivated: false },
        },
        ' 25 for the launch',
      ],
    });
  });

  it.each([
    ['@Alice Ahn, 5', 'alice'],
    ['@ALICE', 'alice'],
    ['(@alina)', 'alina'],
  ])('finds the person in %j', (text, userId) => {
    const mentions = readPieces(text, people).filter((piece) => typeof piece !== 'string');

    expect(mentions).toMatchObject([{ kind: 'user', userId }]);
  });

  it.each(['@alicia 5', '@ali', 'me@', '@', 'a@ b'])('leaves %j as the text it is', (text) => {
    expect(readPieces(text, people)).toEqual([text]);
  });

  it('makes a mention of a mail address', () => {
    expect(readPieces('@bob carl@client.example 10', people)).toMatchObject([
      { kind: 'user', userId: 'bob' },
      ' ',
      { kind: 'email', email: 'carl@client.example' },
      ' 10',
    ]);
  });

  it('takes a command without anything behind it, in any case', () => {
    expect(readCommand('  /Balance ', people)).toEqual({ command: 'balance', pieces: [] });
  });

  it.each(['hello /recognize', '/', '/ recognize', '//x', 'see /etc/passwd'])('takes %j for talk', (text) => {
    expect(readCommand(text, people)).toBeUndefined();
  });
});
