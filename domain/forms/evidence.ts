/** A submitted text or file, as readers of the case see it. */
export interface Evidence {
  id: string;
  taskId: string;
  step: string;
  /** Facts of its task: the hazard on which the form's wording depends. */
  facts: Readonly<Record<string, unknown>>;
  /** Number of the submission, from 1; 0: it existed when the task opened. */
  round: number;
  type: "text" | "figures" | "file";
  name: string;
  text: string;
  data: unknown;
  size: number;
  /** As computed at the submission. */
  sha256: string;
  who: string | null;
  at: Date;
}
