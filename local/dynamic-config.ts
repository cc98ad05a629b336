/**
 * What a server of Temporal's is told beyond its defaults (deploy/temporal/dynamic.yaml says the same). A worker that ends is handed nothing
 * more: a task that was given to it in that moment would stand still until the task's own time-out, ten seconds and more.
 */
export const dynamicConfig: Readonly<Record<string, boolean>> = { "frontend.enableCancelWorkerPollsOnShutdown": true };
