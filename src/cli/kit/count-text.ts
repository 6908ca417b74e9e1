/** A number with its noun: `1 gift`, `2 gifts`. Pass `plural` for irregular plurals. */
export function countText(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
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
