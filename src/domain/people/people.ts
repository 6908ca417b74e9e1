/** How many people one request may name, groups counted by their members. */
export const MAX_PEOPLE = 100;
