/** How many people one request may name, groups counted by their members. */
export const MOST_PEOPLE = 100;
