import { describe, expect, it } from 'vitest';
import { mentionFirst, renderCard } from '#adapters/chat/slack/render-card.ts';
import { SecretCode } from '#src/domain/gift/secret-code.ts';
import type { Card, CardBlock } from '#src/ports/message.ts';
import { checkBlocks, mentionsIn, visibleText } from '#test/servers/slack/check-blocks.ts';
import type { SlackBlock } from '#test/servers/slack/slack-state.ts';
import { card } from './slack-bench.ts';

const code = new SecretCode('ABCD2345EFGH6789');
const hostile = '<!channel> <@U1> <https://evil.example|click> & `x` *b* @here <!subteam^S1>';

function draw(given: Partial<Card>, title = 'Title') {
  const message = renderCard(card(title, given));
  const blocks = message.blocks as unknown as SlackBlock[];
  return { ...message, blocks, visible: visibleText(message.text, blocks) };
}

describe('a card drawn in Block Kit', () => {
  it('shows title, text, quotation, fields, code and bar, and keeps the code out of the notification', () => {
    const drawn = draw({
      tone: 'success',
      summary: 'Bob sent you a gift',
      blocks: [
        { kind: 'text', text: 'Bob thanks you' },
        { kind: 'quote', text: 'for the launch\nand all' },
        { kind: 'fields', fields: [{ label: 'Amount', value: 'USD 25.00' }] },
        { kind: 'code', code },
        { kind: 'bar', share: 0.75, label: '75 % spent' },
      ],
    });

    expect(drawn.visible).toBe(
      [
        '✅ Title',
        'Bob thanks you',
        '> for the launch\n> and all',
        'Amount\nUSD 25.00',
        'ABCD-2345-EFGH-6789',
        '███████████████░░░░░ 75 % spent',
      ].join('\n'),
    );
    expect(drawn.text).toBe('Bob sent you a gift');
    expect(checkBlocks(drawn.blocks)).toEqual([]);
  });

  it('shows pictures that it can fetch beside their texts, with what they show', () => {
    const url = `https://gifts.example.com/store/pictures/${'a'.repeat(64)}`;
    const drawn = draw({
      picture: url,
      blocks: [
        { kind: 'text', text: 'A mug' },
        { kind: 'text', text: 'A cap', picture: { url, alt: 'Cap' } },
        { kind: 'text', text: 'A pen', picture: { url: 'http://localhost:3000/pen', alt: 'Pen' } },
      ],
    });

    expect(checkBlocks(drawn.blocks)).toEqual([]);
    expect(JSON.parse(JSON.stringify(drawn.blocks))).toMatchObject([
      { type: 'header' },
      { type: 'section', accessory: { type: 'image', image_url: url, alt_text: 'Title' } },
      { type: 'section', accessory: { type: 'image', image_url: url, alt_text: 'Cap' } },
      { type: 'section' },
    ]);
    expect(JSON.stringify(drawn.blocks)).not.toContain('localhost');
  });

  it('lets no text mention anybody or hide a link, wherever it stands', () => {
    const drawn = draw(
      {
        summary: hostile,
        blocks: [
          { kind: 'text', text: hostile },
          { kind: 'quote', text: hostile },
          { kind: 'fields', fields: [{ label: hostile, value: hostile }] },
          { kind: 'bar', share: 0.5, label: hostile },
        ],
        actions: [{ id: 'claim', label: hostile.slice(0, 40), value: 'v', style: 'danger' }],
      },
      hostile,
    );

    expect(mentionsIn(drawn.text, drawn.blocks)).toEqual([]);
    expect(JSON.stringify(drawn.blocks)).not.toMatch(/<[!@]|<[^>]*\|/);
    expect(
      drawn.blocks.flatMap((block) => block.text ?? []).filter((text) => text.type === 'mrkdwn'),
    ).toSatisfy((texts: { verbatim?: boolean }[]) => texts.every((text) => text.verbatim === true));
    expect(checkBlocks(drawn.blocks)).toEqual([]);
  });

  it('mentions the one person before all else, in the text too', () => {
    const message = mentionFirst(
      ['U1'],
      renderCard(card('Hi', { blocks: [{ kind: 'text', text: '<@U2>' }] })),
    );

    expect(mentionsIn(message.text, message.blocks as unknown as SlackBlock[])).toEqual(['U1']);
    expect(message.text).toBe('<@U1> Hi');
  });

  it('makes addresses in its own text links, and leaves quoted ones dead', () => {
    const drawn = draw({
      blocks: [
        { kind: 'text', text: 'Wallet (https://a.example/w?x=1&y=2), <https://b.example>.' },
        { kind: 'quote', text: 'https://evil.example' },
      ],
    });

    const [, text, quote] = drawn.blocks.map((block) => block.text?.text);
    expect(text).toBe('Wallet (<https://a.example/w?x=1&amp;y=2>), &lt;<https://b.example>&gt;.');
    expect(quote).toBe('> https://evil.example');
    expect(checkBlocks(drawn.blocks)).toEqual([]);
  });

  it('shows a long quotation whole, in several sections', () => {
    const text = 'one & two '.repeat(300).trim();

    const { blocks } = draw({ blocks: [{ kind: 'quote', text }] });

    const shown = blocks.flatMap((block) =>
      block.text?.text.startsWith('> ') ? [block.text.text.slice(2)] : [],
    );
    expect(shown.join(' ').replaceAll('&amp;', '&')).toBe(text);
    expect(shown.length).toBeGreaterThan(1);
    expect(checkBlocks(blocks)).toEqual([]);
  });

  it.each<[string, Partial<Card>]>([
    ['long texts', { blocks: [{ kind: 'text', text: '&'.repeat(9_000) }] }],
    ['long quotations of many lines', { blocks: [{ kind: 'quote', text: '<\n'.repeat(4_000) }] }],
    ['many addresses', { blocks: [{ kind: 'text', text: 'https://a.example '.repeat(165) }] }],
    ['emoji at the edge', { blocks: [{ kind: 'text', text: `${'a'.repeat(2_998)}😀😀` }] }],
    ['a long summary', { summary: '<'.repeat(9_000) }],
    ['many long fields', { blocks: [{ kind: 'fields', fields: fields(23, 3_000) }] }],
    ['many buttons', { actions: buttons(60) }],
    ['long labels', { actions: [{ id: 'claim', label: '&'.repeat(90), value: '', style: 'plain' }] }],
    [
      'empty parts',
      {
        blocks: [
          { kind: 'text', text: ' ' },
          { kind: 'quote', text: '' },
          { kind: 'fields', fields: [] },
        ],
      },
    ],
    ['empty fields', { blocks: [{ kind: 'fields', fields: [{ label: '', value: '' }] }] }],
    [
      'a bar out of range',
      { blocks: [-1, 2, Number.NaN].map((share) => ({ kind: 'bar', share, label: '' })) },
    ],
    ['half a surrogate pair', { blocks: [{ kind: 'text', text: 'a\uD83D' }] }],
  ])('keeps Slack’s limits with %s', (_, given) => {
    const drawn = draw(given, 'T'.repeat(400));

    expect(checkBlocks(drawn.blocks)).toEqual([]);
    expect(drawn.text.length).toBeLessThanOrEqual(3_000);
    expect(/&(?!amp;|lt;|gt;)/.exec(drawn.text + JSON.stringify(drawn.blocks))).toBeNull();
    expect(drawn.text.isWellFormed() && drawn.visible.isWellFormed()).toBe(true);
  });

  it('drops no code and no button, however much else there is', () => {
    const codes = Array.from(
      { length: 60 },
      (_, index) => new SecretCode(`CODE${String(index).padStart(12, '0')}`),
    );
    const blocks = codes.flatMap((each): CardBlock[] => [
      { kind: 'text', text: 'Here is one' },
      { kind: 'code', code: each },
    ]);

    const drawn = draw({ blocks, actions: buttons(2) });

    expect(checkBlocks(drawn.blocks)).toEqual([]);
    for (const each of codes) expect(drawn.visible).toContain(each.reveal().slice(-4));
    expect(drawn.visible).toContain('Button 1');
  });

  it('leaves out a button whose value Slack would not carry whole', () => {
    const drawn = draw({ actions: [{ id: 'claim', label: 'A', value: 'x'.repeat(2_001), style: 'plain' }] });

    expect(drawn.blocks.map((block) => block.type)).toEqual(['header']);
  });

  it('is never empty', () => {
    const drawn = draw({ summary: '' }, '');

    expect(checkBlocks(drawn.blocks)).toEqual([]);
    expect(drawn.text).not.toBe('');
  });
});

function fields(count: number, length: number) {
  return Array.from({ length: count }, (_, index) => ({
    label: `Field ${index}`,
    value: '&'.repeat(length),
  }));
}

function buttons(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    id: 'claim' as const,
    label: `Button ${index}`,
    value: String(index),
    style: 'primary' as const,
  }));
}
