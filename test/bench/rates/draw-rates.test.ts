import { expect, it } from 'vitest';
import { drawRates } from './draw-rates.ts';
import type { Curve } from './measure-rates.ts';

function curveOf(...points: [at: number, median: number][]): Curve {
  return points.map(([at, median]) => {
    return { at, perSecond: { median, lowest: median - 100, highest: median + 100 } };
  });
}

it('draws each point of both curves with its rate', () => {
  const svg = drawRates({
    byBatchSize: curveOf([1, 412], [100, 8_123]),
    byGiftsStored: curveOf([0, 7_890], [300_000, 7_100], [3_000_000, 6_300]),
  });

  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/gu)].map(([, text]) => text);
  expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/u);
  expect(texts).toEqual(expect.arrayContaining(['1', '100', '410', '8,100', '7,900', '7,100', '6,300']));
  expect(texts).toEqual(expect.arrayContaining(['0', '300 k', '3 M']));
});
