/** A path or a text of a drawing. `text` is escaped. `row` is the bar that it belongs to. */
export type Shape = {
  tag: 'path' | 'text';
  attributes: Record<string, string>;
  text: string;
  row: number | undefined;
};

/** What a drawing needs. Whatever else the library writes, such as style, would violate the page's content policy. */
const KEPT = [
  'd',
  'x',
  'y',
  'transform',
  'fill',
  'stroke',
  'stroke-width',
  'text-anchor',
  'dominant-baseline',
  'font-size',
  'font-weight',
];

const SHAPE = /<(?<tag>path|text) (?<attributes>[^>]*)>(?<text>[^<]*)<\/\k<tag>>/gu;
const ATTRIBUTE = /(?<name>[\w-]+)="(?<value>[^"]*)"/gu;
const DECLARATION = /(?<name>[\w-]+):(?<value>[^;]+)/gu;

/** The paths and texts of an SVG that echarts drew, which are all that can be seen of it; styles become attributes. */
export function shapesOf(svg: string): Shape[] {
  return [...svg.matchAll(SHAPE)].map(({ groups = {} }) => {
    const { style = '', ...own } = pairsOf(groups['attributes'] ?? '', ATTRIBUTE);
    const all = { ...own, ...pairsOf(style, DECLARATION) };
    const row = own['ecmeta_data_index'];
    return {
      tag: groups['tag'] === 'path' ? 'path' : 'text',
      attributes: Object.fromEntries(Object.entries(all).filter(([name]) => KEPT.includes(name))),
      text: groups['text'] ?? '',
      row: row === undefined ? undefined : Number(row),
    };
  });
}

function pairsOf(text: string, pattern: RegExp): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(pattern)].map(({ groups = {} }) => [groups['name'] ?? '', groups['value'] ?? '']),
  );
}
