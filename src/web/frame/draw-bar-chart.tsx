import type { Child } from 'hono/jsx';
import { raw } from 'hono/html';
import type { Words } from '#src/words/words.ts';
import type { Drawing } from '#src/draw/draw-bars.ts';
import type { Bar } from '#src/ports/picture.ts';

/** A bar, and what it opens when it is pressed. */
export type ChartBar = Bar & { href?: string | undefined };

export type BarChart = {
  words: Words;
  /** What the chart shows, in a sentence, for those who do not see it. */
  finding: string;
  bars: readonly ChartBar[];
  /** How many there are, where these are only the first ones. */
  all?: number | undefined;
  /** `upright` where time goes from left to right; on a phone it is rows too. */
  shape: 'rows' | 'upright';
  /** What the two colours are, where there is a period before. */
  series?: { now: string; before: string } | undefined;
};

const WIDE = 900;
/** Drawn anew for a phone, where a picture made smaller could not be read. */
const NARROW = 340;
const MOST_BARS = 24;

/**
 * Draws amounts of one currency as bars. The same numbers stand in a table below, which is where those who use a keyboard or a screen reader find
 * the links too. Awaited by a page's route, so that a process which draws nothing loads nothing.
 */
export async function drawBarChart({
  words,
  finding,
  bars,
  all = bars.length,
  shape,
  series,
}: BarChart): Promise<Child> {
  const { drawBars } = await import('#src/draw/draw-bars.ts');
  if (bars.length === 0) return undefined;
  const shown = bars.slice(0, MOST_BARS);
  const wide = drawBars(shown, { width: WIDE, isUpright: shape === 'upright' });
  const narrow = drawBars(shown, { width: NARROW, isUpright: false });
  return (
    <figure class="chart">
      <p class="visually-hidden">{finding}</p>
      {series && (
        <figcaption>
          <span class="now">{series.now}</span> <span class="before">{series.before}</span>
        </figcaption>
      )}
      <Picture drawing={wide} look="wide" bars={shown} />
      <Picture drawing={narrow} look="narrow" bars={shown} />
      {all > shown.length && <p class="note">{words.say('web.chart.more', { shown: shown.length, all })}</p>}
    </figure>
  );
}

type PictureProps = {
  drawing: Drawing;
  look: 'wide' | 'narrow';
  bars: readonly ChartBar[];
};

function Picture({ drawing: { width, height, shapes }, look, bars }: PictureProps) {
  return (
    <svg class={look} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {shapes.map(({ tag, attributes, text, row }) => {
        const drawn = tag === 'path' ? <path {...attributes} /> : <text {...attributes}>{raw(text)}</text>;
        const href = row === undefined ? undefined : bars[row]?.href;
        return href === undefined ? drawn : <Opening href={href}>{drawn}</Opening>;
      })}
    </svg>
  );
}

/** For the mouse alone: those who do not see the picture have the table. */
function Opening({ href, children }: { href: string; children?: Child }) {
  return (
    <a href={href} tabindex={-1}>
      {children}
    </a>
  );
}
