import { type Form, type FormRules, longForm, mostFiles, readForm } from "../../web/http/multipart.ts";
import { type Pace, webSource } from "../../web/http/request-body.ts";
import { Room } from "../../web/http/room.ts";

/** Reads a request as a task's page does, and returns its contents. */
export async function readRequest(request: Request, rules: Partial<FormRules> = {}, pace?: Pace): Promise<Form> {
  const length = request.headers.get("content-length");
  const body = {
    type: request.headers.get("content-type") ?? "",
    length: length === null ? null : Number(length),
    source: webSource(request.body),
  };
  const lease = new Room().lease("known");
  try {
    return await readForm(body, { ...longForm, files: mostFiles, ...rules }, lease, pace);
  } finally {
    lease.release();
  }
}
