// Whether the process of this container lives: its portal (PORT), or a worker (HEALTHCHECK_PORT, which is its HEALTH_PORT).
const port = process.env.HEALTHCHECK_PORT || process.env.PORT || 8080;
const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(2_500) }).catch(
  () => null,
);
process.exit(answer?.ok ? 0 : 1);
