/** What `duban doctor` says of a part. */
export interface Finding {
  part: string;
  ok: boolean;
  detail: string;
}
