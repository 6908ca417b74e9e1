import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlOf } from '#adapters/mail/smtp/card-html.ts';
import { renderMail } from '#adapters/mail/smtp/render-mail.ts';
import { codeFromBytes, formatCode } from '#src/domain/gift/code-format.ts';
import type { Card } from '#src/ports/message.ts';

const code = codeFromBytes(new Uint8Array(15).fill(21));
const card: Card = {
  tone: 'success',
  title: 'Bob gave you $25.00',
  summary: 'A gift from Bob',
  blocks: [
    { kind: 'text', text: 'Hello\nAlice' },
    { kind: 'quote', text: 'Thank you\nfor the launch' },
    { kind: 'code', code },
    { kind: 'fields', fields: [{ label: 'Department', value: 'Sales & Support' }] },
    { kind: 'bar', share: 0.25, label: '25 of 100 spent' },
  ],
  actions: [{ id: 'claim', label: 'Show my code', value: '1', style: 'primary' }],
};

describe('a card as mail', () => {
  it('says the same in its text as in its HTML', async () => {
    const mail = renderMail(card);
    const html = await htmlOf(mail.html);

    expect(mail.text).toBe(
      [
        'Bob gave you $25.00\n\nHello\nAlice\n\n> Thank you\n> for the launch\n',
        `    ${formatCode(code)}\n`,
        'Department: Sales & Support\n',
        '[#####---------------] 25 of 100 spent\n',
      ].join('\n'),
    );
    for (const words of [
      'Hello<br />Alice',
      'Thank you<br />for',
      formatCode(code),
      'Sales &amp; Support',
      'width:25%',
    ]) {
      expect(html).toContain(words);
    }
  });

  it('shows the summary in the inbox list and keeps the code out of it', async () => {
    const html = await htmlOf(renderMail(card).html);
    const body = html.slice(html.indexOf('<body'));

    expect(body.indexOf(card.summary)).toBeGreaterThan(0);
    expect(body.indexOf(card.summary)).toBeLessThan(body.indexOf(card.title));
    expect(body.slice(body.indexOf(card.summary), body.indexOf(card.title)).match(/&#847;/g)).toHaveLength(
      150,
    );
    expect(html.split(formatCode(code))).toHaveLength(2);
  });

  it('leaves buttons out and loads nothing from anywhere', async () => {
    const html = await htmlOf(renderMail(card).html);

    expect(html).not.toContain('Show my code');
    expect(html).not.toMatch(/\ssrc=|<link|@import|url\(/);
  });

  it('gives back what was typed as text and never as markup', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 30 }), async (typed) => {
        const words = `${typed}%%0%%%%1%%$&<b title='x' class="y">`;
        const html = await htmlOf(
          renderMail({ ...card, title: words, blocks: [{ kind: 'quote', text: words }] }).html,
        );

        expect(html).not.toContain('<b ');
        expect(html.split('%%0%%%%1%%$&amp;&lt;b title=&#39;x&#39; class=&quot;y&quot;&gt;')).toHaveLength(5);
      }),
      { numRuns: 200 },
    );
  });

  it('draws a bar from empty to full, whatever level it is given', async () => {
    for (const share of [0, 1, -3, 7, Number.NaN]) {
      const mail = renderMail({ ...card, blocks: [{ kind: 'bar', share, label: 'spent' }] });

      expect(mail.text).toMatch(/\[(#{20}|-{20})\] spent/);
      expect(await htmlOf(mail.html)).toContain('width:100%;height:10px');
    }
  });
});
