import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { createDrawPicture, drawPicture, drawSvg, MOST_BYTES } from '#src/draw/draw-picture.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Bar, BarPicture } from '#src/ports/picture.ts';
import { createRecordingLog } from '#test/helpers/recording-log.ts';

function bar(label: string, amount: number, more: Partial<Bar> = {}): Bar {
  return { label, amountMinor: BigInt(amount), shown: `$${(amount / 100).toFixed(2)}`, ...more };
}

function chart(bars: readonly Bar[], more: Partial<BarPicture> = {}): BarPicture {
  return {
    name: 'given.png',
    title: 'Given in November',
    alt: 'Design gave the most',
    shape: 'rows',
    bars,
    ...more,
  };
}

/** Width and height of a PNG, from its first chunk. */
function sizeOf(png: Buffer): { width: number; height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

/** How many dark points a drawing has, with the texts that `kept` lets stand. */
async function countDark(kept: (svg: string) => string): Promise<number> {
  const svg = kept(await drawSvg(chart([bar('Design', 5_000), bar('Sales', 3_000)])));
  const { name, png } = must(await drawPicture(chart([bar('Design', 5_000)])), 'picture');
  expect([name, png.slice(0, 8)]).toEqual(['given.png', 'iVBORw0K']);
  const { pixels } = new Resvg(svg, {
    background: '#ffffff',
    font: {
      loadSystemFonts: false,
      fontFiles: [
        new URL(import.meta.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'))
          .pathname,
      ],
      defaultFontFamily: 'Noto Sans',
    },
  }).render();
  let dark = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(at, at + 3);
    if (Math.max(red, green, blue) < 90) dark += 1;
  }
  return dark;
}

describe('a picture of bars', () => {
  it('shows its texts: without them it would have far fewer dark points', async () => {
    const all = await countDark((svg) => svg);
    const withoutTexts = await countDark((svg) => svg.replaceAll(/<text [^>]*>[^<]*<\/text>/gu, ''));

    expect(all).toBeGreaterThan(withoutTexts + 500);
  });

  it('differs by the letters of a name, so that it is the name and no row of boxes', async () => {
    const pictures = await Promise.all(
      ['Łódź', 'Ελλάδα', 'Москва', 'Việt'].map((name) => drawPicture(chart([bar(name, 100)]))),
    );

    expect(new Set(pictures.map((picture) => picture?.png)).size).toBe(4);
  });

  it('has the place in the list for a name that its font cannot write, and leaves pictographs out', async () => {
    const svg = await drawSvg(chart([bar('営業', 100), bar('🎉 Party', 50), bar('🎉', 20)]));

    expect([...svg.matchAll(/>(#\d|Party|[^<]*営業[^<]*|🎉)</gu)].map(([, text]) => text)).toEqual([
      '#1',
      'Party',
      '#3',
    ]);
  });

  it('takes names as text, whatever they hold', async () => {
    const svg = await drawSvg(
      chart([bar('<script>&"\u0000', 100)], {
        title: '</text><rect/> & more',
        series: { now: '<a>', before: 'b' },
      }),
    );

    expect(svg).not.toMatch(/<script>|<rect\/>|<a>/u);
    expect(await drawPicture(chart([bar('<script>&"\u0000\uD800', 100)]))).toBeDefined();
  });

  it('stays small and has an end, however many bars there are', async () => {
    const bars = Array.from({ length: 200 }, (_, index) =>
      bar(`Department ${index}`, 100_000 - index, { beforeMinor: BigInt(index) }),
    );

    const picture = must(
      await drawPicture(chart(bars, { series: { now: 'Nov', before: 'Oct' } })),
      'picture',
    );

    const png = Buffer.from(picture.png, 'base64');
    expect(png.length).toBeLessThan(MOST_BYTES);
    expect(sizeOf(png)).toEqual({
      width: 1440,
      height: expect.toSatisfy((height: number) => height < 1_600),
    });
  });

  it('is none where there is nothing to draw', async () => {
    expect(await drawPicture(chart([]))).toBeUndefined();
  });

  it('that fails is logged, and is none', async () => {
    const log = createRecordingLog();
    const broken = chart([bar('Design', 100)], { shape: 'rows', title: undefined as unknown as string });

    expect(await createDrawPicture({ log })(broken)).toBeUndefined();
    expect(log.lines).toMatchObject([{ level: 'error', fields: { picture: 'given.png' } }]);
  });
});
