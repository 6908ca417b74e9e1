/** News that people may do without; the other kinds are about their own money or their duties. */
export const CHOSEN_NEWS = ['report.month', 'report.week'] as const;
export type ChosenNews = (typeof CHOSEN_NEWS)[number];
