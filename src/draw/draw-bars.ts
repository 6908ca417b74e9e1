import { BarChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Bar } from '#src/ports/picture.ts';
import { type Shape, shapesOf } from './shapes-of.ts';

use([BarChart, GridComponent, SVGRenderer]);

export type Drawing = Readonly<{ width: number; height: number; shapes: readonly Shape[] }>;

type Layout = { width: number; isUpright: boolean };

const FONT_SIZE = 13;
/** About how wide a character is; a server measures no texts. */
const CHARACTER_WIDTH = 8;
const GAP = 8;

/**
 * Bars from left to right, a row each; or upright, a column each, where every amount has room above its column. Colours are names of
 * the page's own: `--bar`, `--bar-before`, `--axis`, `--text`.
 */
export function drawBars(bars: readonly Bar[], layout: Layout): Drawing {
  const key = JSON.stringify([layout, bars], (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  const known = kept.get(key);
  if (known) return known;
  const drawing = draw(bars, layout);
  const [oldest] = kept.keys();
  if (kept.size === MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(key, drawing);
  setTimeout(() => kept.delete(key), KEPT_MS).unref();
  return drawing;
}

/**
 * Drawing takes longer than all else of a page, and its next part, or another order of its rows, has the same bars. For some minutes
 * only: bars are called by people, who may be erased.
 */
const KEPT_MS = 300_000;
const MOST_KEPT = 60;
const kept = new Map<string, Drawing>();

function draw(bars: readonly Bar[], { width, isUpright }: Layout): Drawing {
  const hasBefore = bars.some(({ beforeMinor }) => beforeMinor !== undefined);
  const drawn = isUpright && fitsUpright(bars, width) ? uprightOf(width) : rowsOf(bars, width, hasBefore);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height: drawn.height });
  try {
    chart.setOption({
      animation: false,
      grid: drawn.grid,
      xAxis: drawn.isUpright ? categoriesOf(bars, drawn) : valuesOf(bars),
      yAxis: drawn.isUpright ? valuesOf(bars) : categoriesOf(bars, drawn),
      series: hasBefore ? [beforeOf(bars), nowOf(bars, drawn)] : [nowOf(bars, drawn)],
    });
    return { width, height: drawn.height, shapes: shapesOf(chart.renderToSVGString()) };
  } finally {
    // It keeps the process alive otherwise.
    chart.dispose();
  }
}

type Drawn = {
  isUpright: boolean;
  height: number;
  labelWidth: number;
  grid: { left: number; right: number; top: number; bottom: number; containLabel: false };
};

function fitsUpright(bars: readonly Bar[], width: number): boolean {
  const widest = Math.max(...bars.map(({ label, shown }) => Math.max(widthOf(label), widthOf(shown))));
  return widest + GAP <= width / bars.length;
}

function uprightOf(width: number): Drawn {
  const grid = { left: 0, right: 0, top: 28, bottom: 28, containLabel: false } as const;
  return { isUpright: true, height: 280, labelWidth: width, grid };
}

/** The bars keep at least a sixth of the width, and the names give way first. */
function rowsOf(bars: readonly Bar[], width: number, hasBefore: boolean): Drawn {
  const isBelowZero = bars.some(({ amountMinor }) => amountMinor < 0n);
  const widest = Math.max(...bars.map(({ shown }) => widthOf(shown))) + 2 * GAP;
  const right = Math.min(widest, (width * 0.68) / (isBelowZero ? 2 : 1));
  const beside = isBelowZero ? 2 * right : right;
  const room = Math.min(width * 0.38, width * 0.83 - beside);
  const labelWidth = Math.min(Math.max(...bars.map(({ label }) => widthOf(label))), room);
  const left = labelWidth + GAP + (beside - right);
  const grid = { left, right, top: 4, bottom: 4, containLabel: false } as const;
  return { isUpright: false, height: bars.length * (hasBefore ? 48 : 34) + 8, labelWidth, grid };
}

/** What is not written in Latin may take a square each. */
function widthOf(text: string): number {
  return Array.from(text).reduce(
    (sum, one) => sum + (/[\p{ASCII}\p{Script=Latin}]/u.test(one) ? CHARACTER_WIDTH : FONT_SIZE),
    0,
  );
}

function cutTo(width: number, text: string): string {
  if (widthOf(text) <= width) return text;
  const characters = Array.from(text);
  const fitting = characters.findIndex(
    (_, index) => widthOf(`${characters.slice(0, index + 1).join('')}…`) > width,
  );
  return `${characters.slice(0, Math.max(1, fitting)).join('').trimEnd()}…`;
}

function categoriesOf(bars: readonly Bar[], { isUpright, labelWidth, grid }: Drawn) {
  return {
    type: 'category' as const,
    inverse: !isUpright,
    data: bars.map((_, index) => String(index)),
    axisTick: { show: false },
    axisLine: { show: true, onZero: true, lineStyle: { color: 'var(--axis)', width: 1 } },
    axisLabel: {
      interval: 0,
      color: 'var(--text)',
      fontSize: FONT_SIZE,
      formatter: (_: string, index: number) => cutTo(labelWidth, drawableOf(bars[index]?.label ?? '')),
      ...(!isUpright && { margin: grid.left - labelWidth }),
    },
  };
}

/** From zero; not shown, since every bar has its amount. */
function valuesOf(bars: readonly Bar[]) {
  const values = bars.flatMap(({ amountMinor, beforeMinor = 0n }) => [
    Number(amountMinor),
    Number(beforeMinor),
  ]);
  const min = Math.min(0, ...values);
  const max = Math.max(0, ...values);
  return { type: 'value' as const, show: false, min, max: max > min ? max : 1 };
}

function nowOf(bars: readonly Bar[], { isUpright }: Drawn) {
  return {
    ...seriesOf('var(--bar)'),
    data: bars.map(({ amountMinor }) => ({
      value: Number(amountMinor),
      label: { position: sideOf(amountMinor, isUpright) },
    })),
    label: {
      show: true,
      color: 'var(--text)',
      fontSize: FONT_SIZE,
      formatter: ({ dataIndex }: { dataIndex: number }) => drawableOf(bars[dataIndex]?.shown ?? ''),
    },
  };
}

function sideOf(amountMinor: bigint, isUpright: boolean): 'left' | 'right' | 'top' | 'bottom' {
  if (isUpright) return amountMinor < 0n ? 'bottom' : 'top';
  return amountMinor < 0n ? 'left' : 'right';
}

function beforeOf(bars: readonly Bar[]) {
  return { ...seriesOf('var(--bar-before)'), data: bars.map(({ beforeMinor = 0n }) => Number(beforeMinor)) };
}

function seriesOf(color: string) {
  return {
    type: 'bar' as const,
    itemStyle: { color },
    emphasis: { disabled: true },
    barMaxWidth: 32,
    barGap: '10%',
    barCategoryGap: '36%',
    clip: false,
  };
}

/** In one line, and without what XML cannot hold. */
function drawableOf(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/[\p{Cc}\uFFFE\uFFFF]/gu, '');
}
