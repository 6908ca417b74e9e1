/** The database's answer to a write was lost: the write may or may not have happened. */
export class LostAnswer extends Error {
  override readonly name = 'LostAnswer';

  constructor(options: { cause: unknown }) {
    super('the database did not say whether it was done', options);
  }
}
