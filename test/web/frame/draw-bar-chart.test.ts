import type { HtmlEscapedString } from 'hono/utils/html';
import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { type BarChart, type ChartBar, drawBarChart } from '#src/web/frame/draw-bar-chart.tsx';
import { toHtml } from '#src/web/pages/to-html.ts';
import { createWords } from '#src/words/words.ts';
import { openBrowser } from '#test/helpers/browser.ts';

const words = createWords();
const finding = 'Engineering gave the most: $50.00 of $80.00';

let browser: BrowserContext;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

function bar(label: string, amount: number | bigint, more: Partial<ChartBar> = {}): ChartBar {
  return { label, amountMinor: BigInt(amount), shown: `$${amount}`, ...more };
}

async function draw(bars: readonly ChartBar[], more: Partial<BarChart> = {}): Promise<string> {
  const chart = await drawBarChart({ words, finding, bars, shape: 'rows', ...more });
  return toHtml(must(chart, 'chart') as HtmlEscapedString);
}

function months(more: (month: number) => Partial<ChartBar> = () => ({})): ChartBar[] {
  return Array.from({ length: 12 }, (_, month) =>
    bar(`M${month + 1}`, month * 100, { shown: `$${month}.00`, ...more(month) }),
  );
}

/** What an XML parser makes of a chart; an error of the parser is an element of its own. */
async function parse(chart: string) {
  const page = await browser.newPage();
  try {
    return await page.evaluate((xml) => {
      const all = [...new DOMParser().parseFromString(xml, 'application/xml').querySelectorAll('*')];
      return {
        names: [...new Set(all.map(({ localName }) => localName))].sort(),
        attributes: [...new Set(all.flatMap((one) => one.getAttributeNames()))].sort(),
        texts: all.filter(({ localName }) => localName === 'text').map((one) => one.textContent ?? ''),
      };
    }, chart);
  } finally {
    await page.close();
  }
}

/** The widths of the bars in the drawing for a wide window, in the order in which they stand there. */
function barsIn(chart: string): { color: string; length: number }[] {
  const [wide = ''] = /<svg class="wide".*?<\/svg>/u.exec(chart) ?? [];
  return [...wide.matchAll(/<path ([^>]*)fill="var\((--bar(?:-before)?)\)"/gu)].map(
    ([, path = '', color = '']) => {
      const steps = [...path.matchAll(/l(-?[\d.]+) /gu)].map(([, across]) => Math.abs(Number(across)));
      return { color, length: Math.max(...steps) };
    },
  );
}

describe('a chart of bars', { timeout: 60_000 }, () => {
  it('is a picture that says its finding and holds nothing that the content policy forbids', async () => {
    const chart = await draw([
      bar('Engineering', 5_000, { href: '/spend?department=1' }),
      bar('Design', 3_000, { beforeMinor: 400n }),
    ]);

    expect(await parse(chart)).toEqual({
      names: ['a', 'figure', 'p', 'path', 'svg', 'text'],
      attributes: expect.not.arrayContaining(['style', 'onclick']),
      texts: expect.arrayContaining(['Engineering', 'Design', '$5000', '$3000']),
    });
    expect(chart).not.toMatch(/<style|style=|url\(|<!\[CDATA\[|ecmeta|zr0/u);
    expect(chart).toContain('<p class="visually-hidden">Engineering gave the most: $50.00 of $80.00</p>');
    expect(chart.match(/<svg [^>]*aria-hidden="true"/gu)).toHaveLength(2);
  });

  it('draws bars as long as their amounts, from one zero line', async () => {
    const [first, second, third] = barsIn(await draw([bar('A', 4_000), bar('B', 2_000), bar('C', 1_000)]));

    expect((first?.length ?? 0) / (second?.length ?? 1)).toBeCloseTo(2, 1);
    expect((second?.length ?? 0) / (third?.length ?? 1)).toBeCloseTo(2, 1);
  });

  it('draws the period before in grey beside it, and names both', async () => {
    const chart = await draw(
      months(() => ({ beforeMinor: 300n })),
      { shape: 'upright', series: { now: '2026', before: '2025' } },
    );

    expect(barsIn(chart).filter(({ color }) => color === '--bar')).toHaveLength(12);
    expect(barsIn(chart).filter(({ color }) => color === '--bar-before')).toHaveLength(12);
    expect(chart).toContain('<span class="now">2026</span> <span class="before">2025</span>');
  });

  it('opens what a bar stands for, for the mouse: the table has the links for all others', async () => {
    const chart = await draw([bar('A', 1, { href: '/spend?of="><script>' }), bar('B', 2)]);

    expect(chart).toContain('<a href="/spend?of=&quot;&gt;&lt;script&gt;" tabindex="-1">');
    expect((await parse(chart)).names).toEqual(['a', 'figure', 'p', 'path', 'svg', 'text']);
  });

  it.each([
    ['a script', '<script>alert(1)</script>'],
    ['the end of a CDATA section', 'x]]>y'],
    ['quotes and entities', `"'&amp;&#x3c;`],
    ['a template of the library', '{value} {a|b} {c}'],
    ['a NUL, a control character and half an emoji', 'a\u0000b\u0007c\uD83D'],
    ['lines', 'one\ntwo\r\nthree'],
    ['Hebrew', 'מחלקת הנדסה'],
    ['Arabic', 'قسم الهندسة'],
    ['nothing', ''],
  ])('shows a name as it is typed: %s', async (_, label) => {
    const parsed = await parse(await draw([bar(label, 500), bar('Design', 100, { shown: label })]));

    expect(parsed.names).toEqual(['figure', 'p', 'path', 'svg', 'text']);
    const typed = label
      .toWellFormed()
      .replaceAll(/[\r\n]+/gu, ' ')
      .replaceAll(/\p{Cc}/gu, '');
    expect(parsed.texts.filter((text) => text === typed).length).toBeGreaterThanOrEqual(label === '' ? 0 : 3);
  });

  it('cuts a name of 200 characters, and keeps its bar', async () => {
    const chart = await draw([bar('W'.repeat(200), 500), bar('Design', 1_000)]);

    const { texts } = await parse(chart);
    expect(texts.filter((text) => /^W+…$/u.test(text))).toHaveLength(2);
    expect(barsIn(chart)[0]?.length).toBeGreaterThan(100);
  });

  it('is not drawn without rows, and is with one', async () => {
    expect(await drawBarChart({ words, finding, bars: [], shape: 'rows' })).toBeUndefined();
    expect(barsIn(await draw([bar('A', 5)]))).toHaveLength(1);
    expect(barsIn(await draw([bar('A', 5)], { shape: 'upright' }))).toHaveLength(1);
  });

  it('draws zeros as bars without length', async () => {
    const drawn = barsIn(await draw([bar('A', 0), bar('B', 0)]));

    expect(drawn.map(({ length }) => length)).toEqual([0, 0]);
  });

  it('draws what came back to the left of zero', async () => {
    const chart = await draw([bar('A', 1_000), bar('B', -1_000)]);

    const [first, second] = barsIn(chart);
    expect(first?.length).toBeCloseTo(second?.length ?? 0, 0);
    expect((await parse(chart)).texts).toContain('$-1000');
  });

  it('draws amounts as large as the ledger keeps them', async () => {
    const huge = 9_223_372_036_854_775_807n;
    const chart = await draw([bar('A', huge, { shown: '$92,233,720,368,547,758.07' }), bar('B', 1)]);

    expect(chart).not.toMatch(/NaN|Infinity/u);
    expect(barsIn(chart)[0]?.length).toBeGreaterThan(300);
  });

  it('draws months as columns where their amounts have room above them, else as rows', async () => {
    const columns = await draw(months(), { shape: 'upright' });
    const rows = await draw(
      months(() => ({ shown: '$1,234,567.89' })),
      { shape: 'upright' },
    );

    expect(new Set(barsIn(columns).map(({ length }) => Math.round(length))).size).toBe(1);
    expect(new Set(barsIn(rows).map(({ length }) => Math.round(length))).size).toBe(12);
  });

  it('draws the first 24 of 200, and says where the others are', async () => {
    const chart = await draw(Array.from({ length: 200 }, (_, index) => bar(`D${index}`, 200 - index)));

    expect(barsIn(chart)).toHaveLength(24);
    expect(chart).toContain('The chart shows 24 of 200. The table has them all.');
  });
});
