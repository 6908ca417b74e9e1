import { describe, expect, it } from 'vitest';
import { readText } from '#adapters/chat/slack/read-text.ts';

const alice = { kind: 'user', userId: 'U1', label: 'alice' };
const bob = { kind: 'user', userId: 'U2', label: 'bob' };

describe('reading the text of a Slack command', () => {
  it.each([
    ['a mention, an amount and words', '<@U1|alice> 25 for the launch', [alice, '25 for the launch']],
    ['a mention without its label', '<@U1> 25', [{ kind: 'user', userId: 'U1' }, '25']],
    ['an Enterprise user', '<@W1|x> 25', [{ kind: 'user', userId: 'W1', label: 'x' }, '25']],
    ['several mentions', '<@U1|alice> <@U2|bob> 25', [alice, bob, '25']],
    ['mentions without a space between', '<@U1|alice><@U2|bob>', [alice, bob]],
    ['a mention after words', 'thank you <@U1|alice>', ['thank you', alice]],
    ['a user group', '<!subteam^S1|@eng> 5', [{ kind: 'group', groupId: 'S1', label: '@eng' }, '5']],
    ['a user group without its label', '<!subteam^S1> 5', [{ kind: 'group', groupId: 'S1' }, '5']],
    ['an address', '<mailto:a@b.example|a@b.example> 5', [{ kind: 'email', email: 'a@b.example' }, '5']],
    ['an address with &', '<mailto:a&amp;c@b.example>', [{ kind: 'email', email: 'a&c@b.example' }]],
    [
      'an address with a subject',
      '<mailto:a@b.example?subject=x>',
      [{ kind: 'email', email: 'a@b.example' }],
    ],
    ['a bare @alice, which names nobody', '@alice 25', ['@alice 25']],
    ['a channel', '25 for <#C1|launch> day', ['25 for #launch day']],
    ['a private channel', 'in <#C1|> and <#C2>', ['in #C1 and #C2']],
    ['a link', 'see <https://a.example/?x=1&amp;y=2> now', ['see https://a.example/?x=1&y=2 now']],
    ['a link with what was typed', '<http://a.example|a.example>', ['a.example']],
    ['a telephone number', '<tel:+15551234|555 1234>', ['555 1234']],
    ['entities', '25 &lt;3 R&amp;D &gt; all', ['25 <3 R&D > all']],
    ['entities typed as such', '&amp;lt;@U1&amp;gt;', ['&lt;@U1&gt;']],
    ['a mention written by hand, which Slack escapes', '&lt;@U1&gt; 25', ['<@U1> 25']],
    ['everybody', '<!here> <!channel> <!everyone|everyone>', ['@here @channel everyone']],
    ['a date', '<!date^1392734382^{date}|Feb 18>', ['Feb 18']],
    ['inner spaces as typed', '  <@U1|alice>   25   for  us ', [alice, '25   for  us']],
    ['lines', '<@U1|alice> 25\nfor us', [alice, '25\nfor us']],
    ['nothing', '   ', []],
    ['brackets that say nothing', '<> <@> <@u1> < 3', ['<> <@> <@u1> < 3']],
    ['an unclosed bracket', '<@U1 25', ['<@U1 25']],
    ['a label with a bar', '<@U1|a|b> 25', [{ ...alice, label: 'a|b' }, '25']],
  ])('understands %s', (_, text, pieces) => {
    expect(readText(text)).toEqual(pieces);
  });

  it('reads a long hostile text in no time', () => {
    const startedAt = performance.now();

    readText(`${'<'.repeat(20_000)}${'<@U1|'.repeat(20_000)}`);

    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
