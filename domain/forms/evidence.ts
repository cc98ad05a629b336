/** Something that was handed in, as a reader of a case sees it. */
export interface Evidence {
  id: string;
  taskId: string;
  step: string;
  /** Of its task: the hazard with whose words it was asked. */
  facts: Readonly<Record<string, unknown>>;
  /** Which submission, from 1; 0: it was there when the task was opened. */
  round: number;
  type: "text" | "figures" | "file";
  name: string;
  text: string;
  data: unknown;
  size: number;
  /** As it was computed when it was handed in. */
  sha256: string;
  who: string | null;
  at: Date;
}
