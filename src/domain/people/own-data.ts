/** How often somebody may take all that is stored about them, within a day: it reads every table. */
export const OWN_DATA_A_DAY = 3;
