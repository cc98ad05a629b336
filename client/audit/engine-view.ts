/** What an audit reads from the engine and does in it. Its functions throw while the engine is unreachable. */
export interface EngineView {
  /** Those of the given workflows that are not running. */
  missing(workflowIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Shards whose planner has a daily Schedule; null: this engine has no Schedules (test server). */
  scheduledShards(): Promise<ReadonlySet<number> | null>;
  schedule(shards: readonly number[]): Promise<void>;
  /** All running workflows, with the start of their first run; null: this engine cannot list them. */
  running(): Promise<readonly { workflowId: string; startedAt: Date }[] | null>;
  /** Terminates workflows; those that no longer run are skipped. */
  terminate(workflowIds: readonly string[], why: string): Promise<void>;
  /** Signals the workflows of pending nudges. */
  flush(): Promise<void>;
}
