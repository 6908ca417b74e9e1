/** A picture of our own that goes along with a card. `png`: its bytes in base64; `alt`: what it shows, for those who do not see it. */
export type Picture = { name: string; png: string; alt: string };

/** An amount of a chart, in minor units of one currency. */
export type Bar = {
  label: string;
  amountMinor: bigint;
  /** The amount as people read it. */
  shown: string;
  /** The same in the period before: a grey bar beside it. */
  beforeMinor?: bigint;
};

/** What a picture of bars shows. `upright` where time goes from left to right. */
export type BarPicture = {
  name: string;
  title: string;
  alt: string;
  bars: readonly Bar[];
  shape: 'rows' | 'upright';
  /** What the two colours are, where there is a period before. */
  series?: { now: string; before: string } | undefined;
};

/** Draws a chart; undefined when it cannot, which is logged: the figures beside it stand alone then. */
export type DrawPicture = (chart: BarPicture) => Promise<Picture | undefined>;
