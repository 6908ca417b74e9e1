/** A number with its noun: `1 gift`, `2 gifts`. Pass `several` for irregular plurals. */
export function countText(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}

/** How much a ledger check covered. */
export function proofText({
  entries,
  postings,
  gifts,
}: {
  entries: number;
  postings: number;
  gifts: number;
}): string {
  const counts = [
    countText(entries, 'entry', 'entries'),
    countText(postings, 'posting'),
    countText(gifts, 'gift'),
  ];
  return counts.join(', ');
}
