import { AskLater } from '#src/domain/kit/ask-later.ts';

/**
 * Asks a chat platform. Whatever goes wrong there may work later.
 *
 * @throws `AskLater`
 */
export async function askPlatform<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof AskLater ? error : new AskLater('The platform did not answer', { cause: error });
  }
}
