import type { Outcome } from "./transport.ts";

/** Logs a line; its data may contain only ids, hosts and codes. */
export type TransportLog = (line: string, about?: Readonly<Record<string, unknown>>) => void;

/** Outcome of one attempt at one provider. */
export type Attempt = Outcome & {
  /** The provider itself failed; for a while others are tried first. */
  down?: boolean;
  /** The attempt ended by a timeout. */
  slow?: boolean;
};

export interface Provider<L> {
  /** Name for operators, without credentials. */
  name: string;
  /** Sends a message. Rejects only if nothing was sent. */
  attempt(message: L): Promise<Attempt>;
}

export interface FailoverOptions {
  log: TransportLog;
  /** @default the system's clock */
  now?: () => Date;
  /** How long a provider that is down is skipped, in milliseconds. @default 30,000 */
  restMs?: number;
}

/** After this many consecutive timeouts, a provider that is down is not tried before its pause is over. */
const maxSlowInARow = 3;

interface Health {
  restsUntil: number;
  slowInARow: number;
}

/**
 * Tries providers in order. After a temporary failure the next provider is tried at once; `refused` is final; a message that may have been accepted
 * (`unknown`) is never sent by another. A provider that is down is skipped for a while, unless all others are down too.
 */
export function createFailover<L>(providers: readonly Provider<L>[], options: FailoverOptions) {
  const { log, now = () => new Date(), restMs = 30_000 } = options;
  const health = new Map<Provider<L>, Health>();

  const note = (provider: Provider<L>, attempt: Attempt): void => {
    const before = health.get(provider);
    if (!attempt.down) {
      if (before) log("provider answers again", { provider: provider.name });
      health.delete(provider);
      return;
    }
    const slowInARow = attempt.slow ? (before?.slowInARow ?? 0) + 1 : 0;
    health.set(provider, { restsUntil: now().getTime() + restMs, slowInARow });
    if (!before) log("provider is down", { provider: provider.name, code: attempt.code });
  };

  return async (message: L): Promise<Outcome> => {
    const at = now().getTime();
    const rests = (provider: Provider<L>) => (health.get(provider)?.restsUntil ?? 0) > at;
    const awake = providers.filter((provider) => !rests(provider));
    // If all are down, those that do not keep timing out are tried all the same.
    const order =
      awake.length > 0 ? awake : providers.filter((one) => (health.get(one)?.slowInARow ?? 0) < maxSlowInARow);
    let last: Outcome | undefined;
    for (const provider of order) {
      const attempt = await provider.attempt(message).catch((error: unknown) => broken(provider.name, error));
      note(provider, attempt);
      const { down, slow: _slow, ...outcome } = attempt;
      if (outcome.state !== "failed") return outcome;
      last = { ...outcome, ...(down && { down }) };
    }
    if (last) return last;
    const soonest = Math.min(...providers.map((provider) => health.get(provider)?.restsUntil ?? at));
    return {
      state: "failed",
      provider: providers.map((provider) => provider.name).join(" "),
      code: providers.length > 0 ? "DOWN" : "NO_PROVIDER",
      detail: providers.length > 0 ? "every provider has just timed out; not tried" : "no provider is set",
      retryAfterMs: providers.length > 0 ? Math.max(soonest - at, 1_000) : 60_000,
    };
  };
}

/** Outcome of a programming error before anything was sent; only the kind of error is logged, because its message may quote the content. */
function broken(provider: string, error: unknown): Attempt {
  const code = error instanceof Error ? error.name : "ERROR";
  return { state: "failed", provider, code, detail: "the attempt could not be made" };
}
