import { formatCode } from '#src/domain/gift/code-format.ts';
import type { Card, CardBlock } from '#src/ports/message.ts';
import type { Picture } from '#src/ports/picture.ts';
import { escaped, inHtml, oneLine, shareOf } from './plain-text.ts';

type Palette = { accent: string; pale: string };

const PALETTES: Record<Card['tone'], Palette> = {
  success: { accent: '#0f766e', pale: '#eefaf7' },
  refusal: { accent: '#b45309', pale: '#fff8ed' },
  info: { accent: '#3b4a6b', pale: '#f3f5fa' },
};

const SANS = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const MONO = "ui-monospace, 'SF Mono', Menlo, Consolas, 'Courier New', monospace";

/** Fills the inbox preview after the summary, so that nothing below shows up there, above all the code. */
const PREVIEW_FILLER = '&#847;&zwnj;&nbsp;'.repeat(150);

/**
 * The layout of a mail and, separately, its contents as HTML: `%%0%%` in `mjml` stands for the first of `slots`. This
 * keeps user text out of MJML and lets cards of the same kind share one compilation.
 */
export type CardMjml = { mjml: string; slots: string[] };

/** Stores a piece of HTML and returns its placeholder. */
type Slot = (html: string) => string;

/** What the picture of a mail is called inside it. */
export const CHART_ID = 'chart@largesse';

/** The card as MJML: one column, and nothing is fetched from anywhere: a picture is part of the mail. */
export function mjmlOf(card: Card, chart?: Picture): CardMjml {
  const slots: string[] = [];
  return { mjml: pageMjml({ card, chart }, (html) => `%%${slots.push(html) - 1}%%`), slots };
}

/** Without pictures, its text stands there; the card has the same figures in words. */
function chartMjml(chart: Picture | undefined, slot: Slot): string {
  if (!chart) return '';
  const alt = slot(escaped(oneLine(chart.alt)));
  return section(`<mj-image src="cid:${CHART_ID}" alt="${alt}" padding="0" width="488px" />`);
}

function pageMjml({ card, chart }: { card: Card; chart: Picture | undefined }, slot: Slot): string {
  const palette = PALETTES[card.tone];
  return `<mjml>
  <mj-head>
    <mj-title>${slot(escaped(oneLine(card.title)))}</mj-title>
    <mj-preview>${slot(escaped(oneLine(card.summary)))}${PREVIEW_FILLER}</mj-preview>
    <mj-raw><meta name="format-detection" content="telephone=no, date=no, address=no, email=no" /></mj-raw>
    <mj-attributes>
      <mj-all font-family="${SANS}" />
      <mj-text font-size="16px" line-height="25px" color="#2b2f36" padding="0" />
      <mj-table font-size="15px" line-height="22px" color="#2b2f36" padding="0" />
      <mj-section padding="10px 36px" background-color="#ffffff" />
      <mj-column padding="0" />
    </mj-attributes>
    <mj-style>
      .words div, .words td + td { overflow-wrap: anywhere; }
      @media (max-width: 480px) { .code div { font-size: 20px !important; letter-spacing: 0.5px !important; } }
      @media (max-width: 340px) { .code div { font-size: 16px !important; letter-spacing: 0 !important; } }
    </mj-style>
  </mj-head>
  <mj-body width="560px" background-color="#f2efea">
    <mj-section padding="0 0 32px" background-color="#f2efea"></mj-section>
    <mj-section padding="34px 36px" background-color="${palette.accent}" border-radius="16px 16px 0 0">
      <mj-column>
        <mj-text css-class="words" font-size="26px" line-height="34px" font-weight="700" color="#ffffff">
          ${slot(inHtml(card.title))}
        </mj-text>
      </mj-column>
    </mj-section>
    <mj-section padding="0 0 20px"></mj-section>
    ${card.blocks.map((block) => blockMjml(block, palette, slot)).join('\n    ')}
    ${chartMjml(chart, slot)}
    <mj-section padding="0 0 26px" border-radius="0 0 16px 16px"></mj-section>
    <mj-section padding="0 0 32px" background-color="#f2efea"></mj-section>
  </mj-body>
</mjml>`;
}

function blockMjml(block: CardBlock, palette: Palette, slot: Slot): string {
  switch (block.kind) {
    case 'text':
      return section(`<mj-text css-class="words">${slot(inHtml(block.text))}</mj-text>`);
    case 'quote':
      return section(
        `<mj-text css-class="words" font-size="17px" color="#4a4f59" font-style="italic">${slot(inHtml(block.text))}</mj-text>`,
        `border-left="4px solid ${palette.accent}" padding="2px 0 2px 18px"`,
      );
    case 'fields':
      return section(`<mj-table css-class="words">${slot(block.fields.map(fieldRow).join(''))}</mj-table>`);
    case 'code':
      return section(
        `<mj-text css-class="code" align="center" font-family="${MONO}" font-size="27px" line-height="34px"
          font-weight="700" letter-spacing="1px" color="#1b1f26"><span style="white-space:nowrap;user-select:all;-webkit-user-select:all">${slot(formatCode(block.code))}</span></mj-text>`,
        `background-color="${palette.pale}" border="2px dashed ${palette.accent}" border-radius="12px" padding="22px 8px"`,
      );
    case 'bar':
      return section(
        `<mj-table>${slot(barRow(block.share, palette))}</mj-table>
        <mj-text css-class="words" font-size="14px" line-height="20px" color="#5b616c" padding="6px 0 0">${slot(inHtml(block.label))}</mj-text>`,
      );
  }
}

function section(content: string, columnAttributes = ''): string {
  return `<mj-section><mj-column ${columnAttributes}>${content}</mj-column></mj-section>`;
}

function fieldRow({ label, value }: { label: string; value: string }): string {
  const line = 'padding:9px 0;border-bottom:1px solid #eceae6;vertical-align:top';
  return `<tr><td style="${line};color:#6b717c;padding-right:16px;word-break:normal">${inHtml(label)}</td><td style="${line};text-align:right;font-weight:600">${inHtml(value)}</td></tr>`;
}

function barRow(share: number, palette: Palette): string {
  const percent = Math.round(shareOf(share) * 100);
  const cells = [
    { width: percent, color: palette.accent },
    { width: 100 - percent, color: '#e7e4df' },
  ];
  return `<tr>${cells
    .filter(({ width }) => width > 0)
    .map(
      ({ width, color }) =>
        `<td style="width:${width}%;height:10px;line-height:10px;font-size:0;background:${color}">&nbsp;</td>`,
    )
    .join('')}</tr>`;
}
