import { createRequire } from 'node:module';
import type { Bar, BarPicture, DrawPicture, Picture } from '#src/ports/picture.ts';
import type { Log } from '#src/ports/log.ts';
import type { Shape } from './shapes-of.ts';

const WIDTH = 720;
const MARGIN = 24;
const LINE = 24;
const TITLE_SIZE = 18;
const NOTE_SIZE = 13;
/** About how wide a letter of the title is. */
const TITLE_LETTER = 10;
/** Drawn at twice its size, for screens that show so much. */
const ZOOM = 2;
const MOST_BARS = 12;
const FAMILY = 'Noto Sans';

/** Slack and Discord take more; mail programs cut what is far larger. */
export const MOST_BYTES = 500_000;

/** A picture is white in a dark chat, too: its texts are dark. */
const COLOURS: Readonly<Record<string, string>> = {
  'var(--bar)': '#1f6b52',
  'var(--bar-before)': '#a9aca5',
  'var(--axis)': '#6b6f68',
  'var(--text)': '#22251f',
};

/** What the font that comes along can write. */
const WRITABLE =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Devanagari}\p{Script=Common}\p{Script=Inherited}]*$/u;
/** Signs that the font does not have, though they belong to no script. */
const SIGNS =
  /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u{FE0F}|\u{200D}|[\u{3000}-\u{303F}\u{FF00}-\u{FFEF}]/gu;

/** Draws charts as PNG, with a font that comes along. What goes wrong is logged, and there is no picture then. */
export function createDrawPicture({ log }: { log: Log }): DrawPicture {
  return async (chart) => {
    try {
      return await drawPicture(chart);
    } catch (err) {
      log.error({ err, picture: chart.name }, 'A picture could not be drawn');
      return undefined;
    }
  };
}

/** Throws where it cannot be drawn. What it needs is loaded with the first picture: most processes draw none. */
export async function drawPicture(chart: BarPicture): Promise<Picture | undefined> {
  if (chart.bars.length === 0) return undefined;
  const [svg, { Resvg }] = await Promise.all([drawSvg(chart), import('@resvg/resvg-js')]);
  const drawn = new Resvg(svg, {
    font: {
      loadSystemFonts: false,
      fontFiles: fontFiles(),
      defaultFontFamily: FAMILY,
      sansSerifFamily: FAMILY,
    },
    fitTo: { mode: 'zoom', value: ZOOM },
    background: '#ffffff',
  });
  const png = drawn.render().asPng();
  if (png.length > MOST_BYTES) throw new Error(`the picture has ${png.length} bytes`);
  return { name: chart.name, png: png.toString('base64'), alt: chart.alt };
}

/** The chart with its title, in colours and a font of its own: nothing in it comes from the system. */
export async function drawSvg({ title, bars, shape, series }: BarPicture): Promise<string> {
  const { drawBars } = await import('./draw-bars.ts');
  const shown = bars.slice(0, MOST_BARS).map(writable);
  const room = WIDTH - 2 * MARGIN;
  const top = MARGIN + LINE * (series ? 2 : 1) + 8;
  const { height, shapes } = drawBars(shown, { width: room, isUpright: shape === 'upright' });
  const all = top + height + MARGIN / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${all}" viewBox="0 0 ${WIDTH} ${all}" font-family="${FAMILY}">`,
    `<text x="${MARGIN}" y="${MARGIN + TITLE_SIZE - 4}" font-size="${TITLE_SIZE}" font-weight="600" fill="${COLOURS['var(--text)']}">${escaped(cut(title, room / TITLE_LETTER))}</text>`,
    ...(series ? [keyOf(series)] : []),
    `<g transform="translate(${MARGIN} ${top})">${shapes.map(tagOf).join('')}</g>`,
    '</svg>',
  ].join('');
}

/** Which colour is which. */
function keyOf({ now, before }: { now: string; before: string }): string {
  const y = MARGIN + LINE + NOTE_SIZE;
  const second = MARGIN + 20 + now.length * 8 + 16;
  return [
    { x: MARGIN, text: now, colour: COLOURS['var(--bar)'] },
    { x: second, text: before, colour: COLOURS['var(--bar-before)'] },
  ]
    .map(
      ({ x, text, colour }) =>
        `<rect x="${x}" y="${y - 10}" width="12" height="12" rx="2" fill="${colour}"/><text x="${x + 20}" y="${y}" font-size="${NOTE_SIZE}" fill="${COLOURS['var(--text)']}">${escaped(text)}</text>`,
    )
    .join('');
}

/** The texts of a drawing are escaped already. */
function tagOf({ tag, attributes, text }: Shape): string {
  const pairs = Object.entries(attributes).map(([name, value]) => `${name}="${COLOURS[value] ?? value}"`);
  return `<${tag} ${pairs.join(' ')}>${text}</${tag}>`;
}

/** A name that the font cannot write is its place in the list, which the text beside the picture has, too. */
function writable(bar: Bar, index: number): Bar {
  const label = plain(bar.label);
  return {
    ...bar,
    shown: plain(bar.shown),
    label: label !== '' && WRITABLE.test(label) ? label : `#${index + 1}`,
  };
}

function plain(text: string): string {
  return text.replaceAll(SIGNS, '').trim();
}

function cut(text: string, most: number): string {
  const letters = Array.from(plain(text));
  return letters.length <= most
    ? letters.join('')
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\uFFFE\uFFFF]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** @see https://fonts.google.com/noto/specimen/Noto+Sans */
function fontFiles(): string[] {
  const { resolve } = createRequire(import.meta.url);
  return [
    resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
    resolve('@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf'),
  ];
}
