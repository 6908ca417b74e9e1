import pg from 'pg';

/**
 * A connection whose loss ends no process. BullMQ listens for errors on only some of the connections it takes out of its
 * pools; a connection without a listener that is lost would be an uncaught exception. Its queries fail all the same.
 */
export class SafeClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
