/** The most people one request may name, counting the members of groups. */
export const MAX_PEOPLE = 100;
