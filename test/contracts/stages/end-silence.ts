import type { ProviderHttp } from '#test/servers/provider-http.ts';

/** Ends a call that waits for an answer as soon as the server has decided to give none, instead of after some seconds. */
export function endSilence(server: Pick<ProviderHttp, 'onSilence'>): (timeoutMs: number) => AbortSignal {
  let waiting = new AbortController();
  server.onSilence(() => {
    waiting.abort(new DOMException('The operation timed out', 'TimeoutError'));
    waiting = new AbortController();
  });
  return (timeoutMs) => AbortSignal.any([waiting.signal, AbortSignal.timeout(timeoutMs)]);
}
