/** What an audit asks of the engine, and has it do. It throws while the engine is away. */
export interface EngineView {
  /** Those of some workflows that do not run now. */
  missing(workflowIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Shards whose planner runs each day; null: this engine knows no schedules. */
  scheduledShards(): Promise<ReadonlySet<number> | null>;
  schedule(shards: readonly number[]): Promise<void>;
  /** Everything that runs, with the start of its first run; null: this engine cannot list. */
  running(): Promise<readonly { workflowId: string; startedAt: Date }[] | null>;
  /** Ends workflows at once; one that is gone is passed over. */
  terminate(workflowIds: readonly string[], why: string): Promise<void>;
  /** Signals what nudges ask for. */
  flush(): Promise<void>;
}
