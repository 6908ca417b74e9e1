import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCustomId, encodeCustomId } from '#adapters/chat/discord/custom-id.ts';
import { escapeText } from '#adapters/chat/discord/escape-text.ts';
import { fitText } from '#adapters/chat/discord/fit-text.ts';
import { renderCard } from '#adapters/chat/discord/render-card.ts';
import { SecretCode } from '#src/domain/gift/secret-code.ts';
import type { Card, CardBlock } from '#src/ports/message.ts';
import { messageFaults } from '#test/servers/discord/discord-limits.ts';
import { loadDiscordSpec } from '#test/servers/discord/discord-spec.ts';
import { findSpec } from '#test/servers/published-specs.ts';

const code = new SecretCode('ABCD2345EFGH6789');

function cardOf(card: Partial<Card>): Card {
  return { tone: 'info', title: 'Title', summary: 'Summary', blocks: [], actions: [], ...card };
}

function describeBlocks(...blocks: CardBlock[]): string {
  return renderCard(cardOf({ blocks })).embeds[0]?.description ?? '';
}

describe('a card in Discord', () => {
  it('tells its tone by colour', () => {
    const colours = (['success', 'refusal', 'info'] as const).map(
      (tone) => renderCard(cardOf({ tone })).embeds[0]?.color,
    );

    expect(new Set(colours).size).toBe(3);
  });

  it('shows a code alone in a code block, easy to copy', () => {
    expect(describeBlocks({ kind: 'code', code })).toBe('```\nABCD-2345-EFGH-6789\n```');
  });

  it('quotes every line of what was typed', () => {
    expect(describeBlocks({ kind: 'quote', text: 'one\ntwo' })).toBe('> one\n> two');
  });

  it('draws a level as a bar, whatever the number', () => {
    function bar(share: number): string {
      return describeBlocks({ kind: 'bar', share, label: 'left' });
    }

    expect(bar(0.5)).toBe(`${'█'.repeat(10)}${'░'.repeat(10)} left`);
    expect(bar(7)).toBe(`${'█'.repeat(20)} left`);
    expect(bar(-1)).toBe(`${'░'.repeat(20)} left`);
    expect(bar(Number.NaN)).toBe(`${'░'.repeat(20)} left`);
  });

  it('ends in fields, and keeps fields that stand earlier where they are', () => {
    const [embed] = renderCard(
      cardOf({
        blocks: [
          { kind: 'fields', fields: [{ label: 'Gifts', value: '$10' }] },
          { kind: 'text', text: 'and' },
          { kind: 'fields', fields: [{ label: 'Credits', value: '' }] },
        ],
      }),
    ).embeds;

    expect(embed?.description).toBe('**Gifts**: $10\nand');
    expect(embed?.fields).toEqual([{ name: 'Credits', value: '\u200b', inline: true }]);
  });

  it('speaks in the notification only when asked to, and then without the code', () => {
    const card = cardOf({ blocks: [{ kind: 'code', code }] });

    expect(renderCard(card)).not.toHaveProperty('content');
    expect(renderCard(card, { preview: true }).content).toBe('Summary');
    expect(renderCard(card, { preview: true, mentions: ['42'] }).content).toBe('<@42> Summary');
  });

  it('puts five buttons in a row', () => {
    const actions = Array.from({ length: 6 }, (_, index) => ({
      id: 'claim' as const,
      label: `Pick ${index}`,
      value: String(index),
      style: 'plain' as const,
    }));

    const { components } = renderCard(cardOf({ actions }));

    expect(components.map((row) => row.components.length)).toEqual([5, 1]);
  });

  it.skipIf(!findSpec('discord'))(
    'fits into Discord whatever is in it, and never loses a code (skipped where its schema is absent)',
    () => {
      const spec = loadDiscordSpec();
      const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 3000, maxLength: 9000 }));
      const field = fc.record({ label: text, value: text });
      const block = fc.oneof(
        fc.record({ kind: fc.constant('text' as const), text }),
        fc.record({ kind: fc.constant('quote' as const), text }),
        fc.record({ kind: fc.constant('fields' as const), fields: fc.array(field, { maxLength: 30 }) }),
        fc.record({ kind: fc.constant('bar' as const), share: fc.double(), label: text }),
      );
      const parts = fc.tuple(fc.array(block, { maxLength: 6 }), fc.array(block, { maxLength: 6 }), text);

      fc.assert(
        fc.property(parts, ([before, after, title]) => {
          const card = cardOf({ title, blocks: [...before, { kind: 'code', code }, ...after] });
          const body = renderCard(card, { preview: true });

          expect(body.embeds[0]?.description).toContain('```\nABCD-2345-EFGH-6789\n```');
          expect(messageFaults({ ...body, allowed_mentions: {} })).toEqual([]);
          expect(
            spec?.faultsOf({
              method: 'POST',
              template: '/channels/{channel_id}/messages',
              pathValues: { channel_id: '1' },
              query: new URLSearchParams(),
              body,
            }),
          ).toEqual([]);
        }),
        { numRuns: 60, endOnFailure: true },
      );
    },
  );
});

describe('what people typed, shown in Discord', () => {
  it.each([
    ['*bold* _it_ ~~no~~ ||spoiler||', String.raw`\*bold\* \_it\_ \~\~no\~\~ \|\|spoiler\|\|`],
    ['`code` ```block```', '\\`code\\` \\`\\`\\`block\\`\\`\\`'],
    ['<@1> <@&2> <#3> <t:1>', String.raw`\<@1\> \<@&2\> \<#3\> \<t:1\>`.replace('#', '\\#')],
    [
      '[win](https://evil.example) [two](https://evil.example)',
      '\\[win\\](https://evil.example) \\[two\\](https://evil.example)',
    ],
    ['# big\n-# small\n> quote\n- item\n1. first', '\\# big\n\\-\\# small\n\\> quote\n\\- item\n1\\. first'],
    ['https://a.example/x_y_z?q=*', 'https://a.example/x_y_z?q=%2A'],
    ['https://a.example/a|b`c[d]\\e', 'https://a.example/a%7Cb%60c%5Bd%5D%5Ce'],
    [
      'xhttps://a.example/[free](https://evil.example)',
      'xhttps://a.example/\\[free\\](https://evil.example)',
    ],
    [String.raw`\*`, String.raw`\\\*`],
    ['25 - 3 = 22.5 #1', String.raw`25 - 3 = 22.5 \#1`],
  ])('is taken literally: %s', (typed, shown) => {
    expect(escapeText(typed)).toBe(shown);
  });

  it('is cut without half a character or half an escape', () => {
    expect(fitText('abcdef', 4)).toBe('abc…');
    expect(fitText('ab😀def', 4)).toBe('ab…');
    expect(fitText(String.raw`ab\*def`, 4)).toBe('ab…');
    expect(fitText(String.raw`a\\def`, 4)).toBe(String.raw`a\\…`);
    expect(fitText('abc', 3)).toBe('abc');
    expect(fitText('abc', 0)).toBe('');
  });
});

describe('what a button carries', () => {
  it('comes back as it was', () => {
    expect(decodeCustomId(encodeCustomId({ id: 'claim', value: 'a:b' }))).toEqual({
      actionId: 'claim',
      value: 'a:b',
    });
    expect(decodeCustomId('foreign')).toBeUndefined();
    expect(decodeCustomId(':x')).toBeUndefined();
  });

  it('is never cut', () => {
    expect(() => encodeCustomId({ id: 'claim', value: 'x'.repeat(95) })).toThrow(RangeError);
    expect(() => encodeCustomId({ id: 'a:b', value: 'x' })).toThrow(RangeError);
  });
});
