/** Signals that ask for an end reach the first process, too, which decides what comes of them: workers leave them to it. */
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
