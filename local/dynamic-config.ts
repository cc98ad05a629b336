/**
 * Settings of a Temporal server that differ from its defaults; deploy/temporal/dynamic.yaml contains the same. With this one the server
 * sends no more tasks to a worker that is shutting down. A task sent at that moment would otherwise wait for its own timeout, ten seconds
 * or more.
 */
export const dynamicConfig: Readonly<Record<string, boolean>> = { "frontend.enableCancelWorkerPollsOnShutdown": true };
