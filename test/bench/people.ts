/** The names of a bench's people, who are in Slack under the same names. */
export type BenchPeople = { givers: string[]; recipients: string[] };

export const people: BenchPeople = {
  givers: Array.from({ length: 20 }, (_, index) => `giver${index}`),
  recipients: Array.from({ length: 500 }, (_, index) => `recipient${index}`),
};

/** The giver and the recipient of the gift with this number. Neighbours share neither. */
export function pairOf(serial: number): { giver: string; recipient: string } {
  const { givers, recipients } = people;
  return {
    giver: givers[serial % givers.length] ?? '',
    recipient: recipients[serial % recipients.length] ?? '',
  };
}
