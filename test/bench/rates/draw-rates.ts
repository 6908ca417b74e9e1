import { init } from 'echarts';
import type { Curve, RatesResult } from './measure-rates.ts';

const SIZE = { width: 1_000, height: 420 };
const INK = '#1f2933';
const FAINT = '#7b8794';
const LINE = '#0b6e4f';

/** Draws both curves side by side on one scale, each with the band between its slowest and its fastest round. */
export function drawRates({ byBatchSize, byGiftsStored }: RatesResult): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: '#fff',
      textStyle: { fontFamily: 'system-ui, sans-serif', color: INK },
      title: [
        titleOf('Gifts a second, by the size of a batch', '7%'),
        titleOf('Gifts a second, by the number of gifts stored', '56%'),
      ],
      grid: [
        { left: '7%', width: '40%', top: 88, bottom: 64 },
        { left: '56%', width: '40%', top: 88, bottom: 64 },
      ],
      xAxis: [
        axisOf(byBatchSize, 'gifts in a batch', 0),
        axisOf(byGiftsStored, 'gifts stored, issuing in batches of 500', 1),
      ],
      yAxis: [0, 1].map((gridIndex) => scaleOf(gridIndex, [...byBatchSize, ...byGiftsStored])),
      series: [...seriesOf(byBatchSize, 0), ...seriesOf(byGiftsStored, 1)],
    });
    return chart.renderToSVGString();
  } finally {
    // It keeps the process alive otherwise.
    chart.dispose();
  }
}

function titleOf(text: string, left: string) {
  return {
    text,
    subtext: 'median of the rounds; the band is from the slowest to the fastest',
    left,
    top: 20,
    padding: 0,
    textStyle: { fontSize: 16, fontWeight: 600, color: INK },
    subtextStyle: { fontSize: 12, color: FAINT },
  };
}

/** Evenly spaced points: each is about three times the one before it, and zero has its place too. */
function axisOf(curve: Curve, name: string, gridIndex: number) {
  return {
    type: 'category' as const,
    gridIndex,
    data: curve.map(({ at }) => shortOf(at)),
    name,
    nameLocation: 'middle' as const,
    nameGap: 34,
    nameTextStyle: { color: FAINT, fontSize: 13 },
    axisLine: { lineStyle: { color: FAINT } },
    axisTick: { alignWithLabel: true },
    axisLabel: { color: INK, fontSize: 13 },
  };
}

function scaleOf(gridIndex: number, points: Curve) {
  const highest = Math.max(1, ...points.map(({ perSecond }) => perSecond.highest));
  const step = 10 ** Math.floor(Math.log10(highest));
  return {
    type: 'value' as const,
    gridIndex,
    min: 0,
    max: Math.ceil(highest / step) * step,
    axisLabel: { color: INK, fontSize: 13, formatter: (value: number) => value.toLocaleString('en-US') },
    splitLine: { lineStyle: { color: '#e4e7eb' } },
  };
}

/** The band is an invisible line at its lower edge, with its height stacked on it. */
function seriesOf(curve: Curve, index: number) {
  const common = { type: 'line' as const, xAxisIndex: index, yAxisIndex: index, symbol: 'none' };
  const band = { ...common, stack: `band ${index}`, lineStyle: { opacity: 0 }, silent: true };
  return [
    { ...band, data: curve.map(({ perSecond }) => perSecond.lowest) },
    {
      ...band,
      data: curve.map(({ perSecond }) => perSecond.highest - perSecond.lowest),
      areaStyle: { color: LINE, opacity: 0.14 },
    },
    {
      ...common,
      data: curve.map(({ perSecond }) => perSecond.median),
      symbol: 'circle',
      symbolSize: 8,
      itemStyle: { color: LINE },
      lineStyle: { color: LINE, width: 2.5 },
      label: {
        show: true,
        position: 'top' as const,
        distance: 9,
        color: INK,
        fontSize: 12,
        fontWeight: 600,
        textBorderColor: '#fff',
        textBorderWidth: 3,
        formatter: ({ value }: { value: unknown }) => roundedText(Number(value)),
      },
    },
  ];
}

function roundedText(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString('en-US');
}

function shortOf(count: number): string {
  if (count >= 1_000_000) return `${count / 1_000_000} M`;
  return count >= 10_000 ? `${count / 1_000} k` : count.toLocaleString('en-US');
}
