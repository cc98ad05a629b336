import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import busboy from "busboy";
import type { SubmittedFile } from "../../domain/forms/submission.ts";
import { line } from "../../domain/messages/languages/clean.ts";
import { FormError } from "./form-error.ts";
import { type Body, blockBytes, type Pace, readBlocks } from "./request-body.ts";
import type { Lease, Sender } from "./room.ts";

/** A parsed form. */
export interface Form {
  /** Values by field name; of several fields with one name the last. */
  fields: ReadonlyMap<string, string>;
  files: readonly FormFile[];
  /** Files that were left out, and the reason. */
  refused: readonly { field: string; name: string; why: FileOverrun | "empty" }[];
}

/** A file, with the field to which it belongs. */
export interface FormFile extends SubmittedFile {
  field: string;
}

/** A file is too large, or a form's files are too many or too large together. */
export type FileOverrun = "too many" | "too large" | "too much";

/** The value of a field of a form, without white space at its ends; empty: none was sent. */
export type FieldOf = (name: string) => string;

/** Limits of a route. */
export interface FormRules {
  /** Maximum number of files; further ones are skipped. */
  files: number;
  /** Maximum size of the names and values of all fields together, in bytes. */
  textBytes: number;
  sender: Sender;
  /** Whether the form came from one of our pages, judged by its fields; called before the first file is read. */
  proves?: (field: FieldOf) => boolean;
}

export const mostFiles = 10;
export const mostFileBytes = 10 * 1024 * 1024;
/** Maximum size of all files of a form, in bytes: they are in memory together until they are stored. */
export const mostFilesBytes = 32 * 1024 * 1024;
/** Maximum number of parts: a matrix has 200 rows of 20 cells, and a reason for each row. */
export const mostParts = 5_000;
/** In bytes: a larger body is not read to its end. */
const mostBytes = 128 * 1024 * 1024;

/** A form of a few short fields, from a known sender. */
export const shortForm: FormRules = { files: 0, textBytes: 64 * 1024, sender: "known" };
/** The same from anybody. */
export const publicForm: FormRules = { ...shortForm, sender: "anybody" };
/** A form with matrices, checklists and long texts. */
export const longForm: FormRules = { ...shortForm, textBytes: 1024 * 1024 };

/**
 * Reads a form as it arrives. A file beyond a limit is skipped without being kept, so that the fields are not lost with it.
 * @param lease holds the memory of what is kept, also after the form has been read
 * @throws {FormError}
 */
export async function readForm(body: Body, rules: FormRules, lease: Lease, pace?: Pace): Promise<Form> {
  const most = rules.files > 0 ? mostBytes : rules.textBytes;
  const tooLarge = (): FormError => new FormError("FORM_SIZE", `expected a form of at most ${most} bytes`);
  if ((body.length ?? 0) > most) throw tooLarge();
  const reader = new FormReader(body.type, rules);
  // Room for all files is reserved with the first: a refusal later would waste what has been read.
  const files = rules.files > 0 ? Math.min(body.length ?? mostFilesBytes, mostFilesBytes) : 0;
  let size = 0;
  lease.hold(blockBytes);
  try {
    await readBlocks(
      body.source,
      async (block) => {
        size += block.length;
        if (size > most) throw tooLarge();
        await reader.write(block);
        // Everything that is not in a file may belong to a field that has not ended.
        const text = Math.min(size - reader.fileBytes, rules.textBytes);
        lease.hold(blockBytes + text + (reader.fileBytes > 0 ? files : 0));
      },
      pace,
    );
    return await reader.end();
  } finally {
    reader.close();
  }
}

interface Part {
  field: string;
  name: string;
  mime: string;
  chunks: Buffer[];
  size: number;
  why?: FileOverrun;
}

class FormReader {
  /** Bytes of files, including skipped ones. */
  fileBytes = 0;
  #keptBytes = 0;
  readonly #parser: busboy.Busboy;
  readonly #rules: FormRules;
  readonly #done: Promise<void>;
  readonly #fields = new Map<string, string>();
  readonly #parts: Part[] = [];
  #textBytes = 0;
  #count = 0;
  #failed: FormError | null = null;

  constructor(type: string, rules: FormRules) {
    this.#rules = rules;
    this.#parser = parserOf(type, rules.textBytes);
    this.#parser
      .on("field", (name, value, info) => this.#field(name, value, info.nameTruncated || info.valueTruncated))
      .on("file", (name, stream, { filename, mimeType }) => this.#file(name, stream, filename ?? "", mimeType))
      .on("error", (error) => this.#fail(new FormError("FORM", error instanceof Error ? error.message : "malformed")));
    this.#done = finished(this.#parser);
    this.#done.catch(() => undefined);
  }

  async write(block: Buffer): Promise<void> {
    await new Promise<void>((resolve) => this.#parser.write(block, () => resolve()));
    if (this.#failed) throw this.#failed;
  }

  async end(): Promise<Form> {
    this.#parser.end();
    await this.#done.catch(() => undefined);
    this.#check();
    if (this.#failed) throw this.#failed;
    const files: FormFile[] = [];
    const refused: Form["refused"][number][] = [];
    for (const { field, name, mime, chunks, size, why } of this.#parts) {
      // Browsers send an empty part if no file was chosen.
      if (name === "" && size === 0) continue;
      if (why) refused.push({ field, name: shown(name), why });
      else if (size === 0) refused.push({ field, name: shown(name), why: "empty" });
      else files.push({ field, name: shown(name), mime, bytes: Buffer.concat(chunks.splice(0)) });
    }
    return { fields: this.#fields, files, refused };
  }

  close(): void {
    this.#parser.destroy();
  }

  #fail(error: FormError): void {
    this.#failed ??= error;
  }

  /** Stops reading a form that did not come from our pages. */
  #check(): void {
    const { proves } = this.#rules;
    if (proves && !proves((name) => (this.#fields.get(name) ?? "").trim()))
      this.#fail(new FormError("FORM_TOKEN", "expected the token of a page"));
  }

  /** Rejects a truncated form: fields that are missing would count as empty. */
  #part(name: string | undefined): boolean {
    this.#count += 1;
    if (name === undefined) this.#fail(new FormError("FORM", "a part has no name"));
    if (this.#count > mostParts) this.#fail(new FormError("FORM_FIELDS", `expected at most ${mostParts} fields`));
    return this.#failed === null;
  }

  #field(name: string, value: string, cut: boolean): void {
    if (!this.#part(name)) return;
    this.#textBytes += Buffer.byteLength(name) + Buffer.byteLength(value);
    const over = cut || this.#textBytes > this.#rules.textBytes;
    if (over) this.#fail(new FormError("FORM_SIZE", `expected at most ${this.#rules.textBytes} bytes of text`));
    // Browsers end lines in forms with CR LF.
    else this.#fields.set(name, value.replace(/\r\n?/g, "\n"));
  }

  #file(field: string, stream: Readable, name: string, mime: string): void {
    // Also for skipped files: an error event without a listener would end the process.
    stream.on("error", () => this.#fail(new FormError("FORM", "the form breaks off")));
    if (this.#part(field)) this.#check();
    if (this.#failed) {
      stream.resume();
      return;
    }
    const part: Part = { field, name: plainName(name), mime, chunks: [], size: 0 };
    const named = this.#parts.filter((one) => one.name !== "" && one.why !== "too many").length;
    if (name !== "" && named >= this.#rules.files) part.why = "too many";
    this.#parts.push(part);
    stream.on("data", (chunk: Buffer) => this.#take(part, chunk));
  }

  #take(part: Part, chunk: Buffer): void {
    this.fileBytes += chunk.length;
    part.size += chunk.length;
    if (part.why) return;
    if (part.size > mostFileBytes) part.why = "too large";
    else if (this.#keptBytes + chunk.length > mostFilesBytes) part.why = "too much";
    if (part.why) {
      this.#keptBytes -= part.size - chunk.length;
      part.chunks = [];
      return;
    }
    this.#keptBytes += chunk.length;
    part.chunks.push(chunk);
  }
}

function parserOf(type: string, textBytes: number): busboy.Busboy {
  try {
    return busboy({
      headers: { "content-type": type },
      defParamCharset: "utf8",
      preservePath: true,
      // One byte more than accepted, so that an excess is noticed.
      limits: { fieldSize: textBytes + 1, fieldNameSize: 1_000 },
    });
  } catch {
    throw new FormError("FORM", "expected a form");
  }
}

/** Browsers encode a quote in a file name as %22, and line ends as %0D%0A (HTML standard, multipart/form-data). */
const plainName = (name: string): string => name.replaceAll("%22", '"').replaceAll(/%0d|%0a/gi, " ");

/** A file name without folders and invisible characters. */
const shown = (name: string): string => line(name.split(/[/\\]/).at(-1) ?? "", 120).replace(/^\.+/, "") || "file";
