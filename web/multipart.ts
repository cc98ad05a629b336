import { line } from "../domain/languages/clean.ts";
import type { SubmittedFile } from "../domain/submission.ts";

/** What a form sent. */
export interface Form {
  /** By name; of several of one name the last. */
  fields: ReadonlyMap<string, string>;
  files: readonly FormFile[];
  /** What was left out, and why. */
  refused: readonly { name: string; why: "too many" | "too large" | "empty" }[];
}

/** A file, and the field that it was put into. */
export interface FormFile extends SubmittedFile {
  field: string;
}

/** It is no form, or far beyond what a form may be. */
export class FormError extends Error {
  readonly code: "FORM" | "FORM_SIZE" | "FORM_FIELDS";
  constructor(code: FormError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

export const mostFiles = 10;
export const mostFileBytes = 10 * 1024 * 1024;
const mostTextBytes = 1024 * 1024;
/** A matrix has 200 rows of 20 cells, and a reason for each row. */
export const mostParts = 5_000;
/** Beyond this the rest is not even read through. */
const mostBytes = 128 * 1024 * 1024;
const mostHead = 16 * 1024;
const breakBetween = Buffer.from("\r\n\r\n");

/**
 * Reads a form as it comes in: a file beyond a limit is passed over without being kept, so that what was typed is not lost with it.
 * @throws {FormError} `FORM` malformed · `FORM_SIZE` beyond every limit · `FORM_FIELDS` more fields than a form may have
 */
export async function readForm(request: Request): Promise<Form> {
  const type = request.headers.get("content-type") ?? "";
  const source = chunksOf(request);
  if (type.startsWith("application/x-www-form-urlencoded")) return readFields(source);
  const boundary = /^multipart\/form-data;.*boundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(type);
  if (!boundary) throw new FormError("FORM", "expected a form");
  return new Multipart(boundary[1] ?? boundary[2] ?? "").read(source);
}

async function readFields(source: AsyncIterable<Buffer>): Promise<Form> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > mostTextBytes) throw new FormError("FORM_SIZE", `expected a form of at most ${mostTextBytes} bytes`);
    chunks.push(chunk);
  }
  const entries = [...new URLSearchParams(Buffer.concat(chunks).toString("utf8"))];
  if (entries.length > mostParts) throw tooMany();
  const fields = entries.map(([name, value]) => [name, plainLines(value)] as const);
  return { fields: new Map(fields), files: [], refused: [] };
}

async function* chunksOf(request: Request): AsyncGenerator<Buffer> {
  if (!request.body) return;
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new FormError("FORM_SIZE", `expected a form of at most ${mostBytes} bytes`);
    yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
}

/** A part that is being read. */
interface Part {
  name: string;
  /** Absent: a field. */
  file?: { name: string; mime: string };
  chunks: Buffer[];
  size: number;
  over: boolean;
}

class Multipart {
  readonly #delimiter: Buffer;
  readonly #fields = new Map<string, string>();
  readonly #files: FormFile[] = [];
  readonly #refused: Form["refused"][number][] = [];
  #part: Part | null = null;
  #textBytes = 0;
  #parts = 0;

  constructor(boundary: string) {
    this.#delimiter = Buffer.from(`\r\n--${boundary}`);
  }

  async read(source: AsyncIterable<Buffer>): Promise<Form> {
    // The first boundary has no line before it.
    let rest = Buffer.from("\r\n");
    let inside: "body" | "head" | "end" = "body";
    for await (const chunk of source) {
      if (inside === "end") continue;
      rest = Buffer.concat([rest, chunk]);
      for (;;) {
        if (inside === "body") {
          const at = rest.indexOf(this.#delimiter);
          if (at < 0) {
            // What could be the beginning of a boundary waits for the next chunk.
            const safe = rest.length - this.#delimiter.length;
            if (safe > 0) {
              this.#take(rest.subarray(0, safe));
              rest = rest.subarray(safe);
            }
            break;
          }
          const after = rest.subarray(at + this.#delimiter.length);
          if (after.length < 2) break;
          this.#take(rest.subarray(0, at));
          this.#close();
          inside = after.subarray(0, 2).toString("latin1") === "--" ? "end" : "head";
          rest = after;
          if (inside === "end") break;
        }
        const at = rest.indexOf(breakBetween);
        if (at > mostHead || (at < 0 && rest.length > mostHead))
          throw new FormError("FORM", "the head of a part is too long");
        if (at < 0) break;
        this.#open(rest.subarray(0, at).toString("utf8"));
        rest = rest.subarray(at + breakBetween.length);
        inside = "body";
      }
    }
    if (inside !== "end") throw new FormError("FORM", "the form breaks off");
    return { fields: this.#fields, files: this.#files, refused: this.#refused };
  }

  #open(head: string): void {
    this.#parts += 1;
    if (this.#parts > mostParts) throw tooMany();
    const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(head)?.[1] ?? "";
    const name = parameter(disposition, "name");
    if (name === undefined) throw new FormError("FORM", "a part has no name");
    this.#count(Buffer.byteLength(name));
    const fileName = parameter(disposition, "filename");
    const mime = /^content-type:\s*([\w.+-]+\/[\w.+-]+)/im.exec(head)?.[1] ?? "application/octet-stream";
    this.#part = { name, chunks: [], size: 0, over: false };
    if (fileName === undefined) return;
    this.#part.file = { name: fileName, mime };
    if (fileName !== "" && this.#files.length >= mostFiles) {
      this.#part.over = true;
      this.#refused.push({ name: shown(fileName), why: "too many" });
    }
  }

  #take(bytes: Buffer): void {
    const part = this.#part;
    if (!part || part.over || bytes.length === 0) return;
    part.size += bytes.length;
    if (part.file && part.size > mostFileBytes) {
      part.over = true;
      part.chunks = [];
      this.#refused.push({ name: shown(part.file.name), why: "too large" });
      return;
    }
    if (!part.file) this.#count(bytes.length);
    part.chunks.push(Buffer.from(bytes));
  }

  #count(bytes: number): void {
    this.#textBytes += bytes;
    if (this.#textBytes > mostTextBytes)
      throw new FormError("FORM_SIZE", `expected at most ${mostTextBytes} bytes of text`);
  }

  #close(): void {
    const part = this.#part;
    this.#part = null;
    if (!part || part.over) return;
    const bytes = Buffer.concat(part.chunks);
    if (!part.file) this.#fields.set(part.name, plainLines(bytes.toString("utf8")));
    // A browser sends an empty part where no file was chosen.
    else if (part.file.name === "" && bytes.length === 0) return;
    else if (bytes.length === 0) this.#refused.push({ name: shown(part.file.name), why: "empty" });
    else this.#files.push({ field: part.name, name: shown(part.file.name), mime: part.file.mime, bytes });
  }
}

/** Half of a form is not taken: what was left out would count as not filled in. */
const tooMany = (): FormError => new FormError("FORM_FIELDS", `expected at most ${mostParts} fields`);

function parameter(disposition: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|[;\\s])${name}="((?:[^"\\\\]|\\\\.)*)"`, "i").exec(disposition);
  // Browsers write a quote in a name as %22, and line ends as %0D%0A; a backslash stands for itself.
  return found?.[1]?.replaceAll("%22", '"').replaceAll(/%0d|%0a/gi, " ");
}

/** A file's name without folders and without what cannot be seen. */
const shown = (name: string): string => line(name.split(/[/\\]/).at(-1) ?? "", 120).replace(/^\.+/, "") || "file";

/** Forms end their lines with CR LF. */
const plainLines = (text: string): string => text.replace(/\r\n?/g, "\n");
