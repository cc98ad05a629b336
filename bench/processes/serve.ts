/** Answers calls of the bench in a child process. The process ends when the bench disconnects or ends. */
export function serve(
  verbs: Readonly<Record<string, (about: never) => unknown>>,
  end: () => Promise<unknown> = async () => undefined,
): void {
  // Ctrl-C reaches every process of a terminal; the bench decides the order in which they end.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
  process.on("disconnect", () => {
    end()
      .catch(() => undefined)
      .finally(() => process.exit(0));
  });
  process.on("message", ({ id, verb, about }: { id: number; verb: string; about: unknown }) => {
    const answer = async (): Promise<unknown> => {
      const act = verbs[verb];
      if (!act) throw new Error(`no verb "${verb}"; expected one of ${Object.keys(verbs).join(", ")}`);
      return act(about as never);
    };
    answer().then(
      (value) => process.send?.({ id, value }),
      (error: unknown) =>
        process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
}
