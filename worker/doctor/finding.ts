/** Result of `duban doctor` for a part. */
export interface Finding {
  part: string;
  ok: boolean;
  detail: string;
}
