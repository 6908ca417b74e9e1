import type { SpendDimension } from '#src/domain/kit/spend-dimension.ts';

/**
 * What each figure of spend means. Money is added within a currency only, and each figure counts on the day on which it happened, in
 * the time zone that the department had then.
 *
 * - `asked`: put aside until an approver decides, or given at once; on the day of the request. What is declined later stays counted.
 * - `given`: issued to a recipient, at once or when it was approved; on the day of issue. What is taken back later stays counted.
 * - `delivered`: of what was given, what reached its recipient as a message; on the day when it was sent.
 * - `redeemed`: came into a wallet, or became a gift card; on the day of that.
 * - `spent`: paid out of wallets in marketplaces, gift funds and promotional credit alike, less what was refunded that day, and what
 *   gift cards were bought for; on the day of that. A person spends in the department and the region in which they are on that day,
 *   whoever gave the money; a gift card counts where its gift does. So nobody can say which giver or which occasion it came from.
 * - `returned`: given before, and came back to a budget: undone, voided, reversed or expired; on the day of that. Money that an
 *   approver declined was never given, so it is not in here.
 */
export const SPEND_FIGURES = ['asked', 'given', 'delivered', 'redeemed', 'spent', 'returned'] as const;

export type SpendFigure = (typeof SPEND_FIGURES)[number];

const OF_GIFTS = ['asked', 'given', 'delivered', 'redeemed', 'returned'] as const;

/** The figures that a dimension has. */
export function figuresBy(by: SpendDimension): readonly SpendFigure[] {
  switch (by) {
    case 'giver':
    case 'occasion':
      return OF_GIFTS;
    case 'marketplace':
      return ['spent'];
    case 'department':
    case 'recipient':
    case 'region':
    case 'month':
      return SPEND_FIGURES;
  }
}

/** By what rows are sorted: a figure, the largest first, or their names. */
export type SpendSort = SpendFigure | 'name';

/** By what rows are sorted where nobody said: months as time goes, all else by what matters most. */
export function defaultSort(by: SpendDimension): SpendSort {
  return by === 'month' ? 'name' : mainFigure(by);
}

/** What a dimension is about. */
export function mainFigure(by: SpendDimension): 'given' | 'spent' {
  return figuresBy(by).includes('given') ? 'given' : 'spent';
}

/** What is counted of gifts, each of which has a day: the figures behind which there are gifts to list. */
export const GIFT_FIGURES = OF_GIFTS;

export type GiftFigure = (typeof GIFT_FIGURES)[number];

/** Figures in minor units. */
export type SpendFigures = Record<SpendFigure, bigint>;

export const NOTHING_SPENT: SpendFigures = {
  asked: 0n,
  given: 0n,
  delivered: 0n,
  redeemed: 0n,
  spent: 0n,
  returned: 0n,
};

/** Adds figures of one currency. */
export function addFigures(one: SpendFigures, other: SpendFigures): SpendFigures {
  const sums = SPEND_FIGURES.map((figure) => [figure, one[figure] + other[figure]] as const);
  return Object.fromEntries(sums) as SpendFigures;
}
