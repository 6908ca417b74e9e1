/** Imported into a program that a test spawns with an `ipc` channel, which breaks when the test's process ends. */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The channel alone keeps nothing running.
process.channel?.unref();
