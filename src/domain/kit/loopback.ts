/** Whether a host is this machine alone. A URL writes an IPv6 address in brackets. */
export function isLoopback(host: string): boolean {
  return ['localhost', '::1', '[::1]'].includes(host) || /^127\.\d+\.\d+\.\d+$/u.test(host);
}
