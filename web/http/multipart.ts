import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import busboy from "busboy";
import type { SubmittedFile } from "../../domain/forms/submission.ts";
import { line } from "../../domain/messages/languages/clean.ts";
import { FormError } from "./form-error.ts";
import { type Body, blockBytes, type Pace, readBlocks } from "./request-body.ts";
import type { Lease, Sender } from "./room.ts";

/** What a form sent. */
export interface Form {
  /** By name; of several of one name the last. */
  fields: ReadonlyMap<string, string>;
  files: readonly FormFile[];
  /** What was left out, and why. */
  refused: readonly { field: string; name: string; why: FileOverrun | "empty" }[];
}

/** A file, and the field that it was put into. */
export interface FormFile extends SubmittedFile {
  field: string;
}

/** A file is too large, or those of one form are too many or together too large. */
export type FileOverrun = "too many" | "too large" | "too much";

/** What a route takes. */
export interface FormRules {
  /** How many files; what goes beyond is passed over. */
  files: number;
  /** Names and values of all fields together. */
  textBytes: number;
  sender: Sender;
  /** Whether the form came from a page of ours, by its fields: asked before the first file is read. */
  proves?: (field: (name: string) => string) => boolean;
}

export const mostFiles = 10;
export const mostFileBytes = 10 * 1024 * 1024;
/** All files of one form: they are in memory together until they are stored. */
export const mostFilesBytes = 32 * 1024 * 1024;
/** A matrix has 200 rows of 20 cells, and a reason for each row. */
export const mostParts = 5_000;
/** Beyond this the rest is not even read through. */
const mostBytes = 128 * 1024 * 1024;

/** A few words and choices. */
export const shortForm: FormRules = { files: 0, textBytes: 64 * 1024, sender: "known" };
/** The same, of anybody at all. */
export const publicForm: FormRules = { ...shortForm, sender: "anybody" };
/** Matrices, checklists and long texts. */
export const longForm: FormRules = { ...shortForm, textBytes: 1024 * 1024 };

/**
 * Reads a form as it comes in. A file beyond a limit is passed over without being kept, so that what was typed is not lost with it.
 * @param lease what is kept is held by it, also after the form has been read
 * @throws {FormError}
 */
export async function readForm(body: Body, rules: FormRules, lease: Lease, pace?: Pace): Promise<Form> {
  const most = rules.files > 0 ? mostBytes : rules.textBytes;
  const tooLarge = (): FormError => new FormError("FORM_SIZE", `expected a form of at most ${most} bytes`);
  if ((body.length ?? 0) > most) throw tooLarge();
  const reader = new FormReader(body.type, rules);
  // Room for all files is taken with the first: refused halfway, what has been read of them would have been read for nothing.
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
        // Whatever is no file may be part of a field that has not ended.
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
  /** Of files, also of those that are passed over. */
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
      // A browser sends an empty part where no file was chosen.
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

  /** Nothing is kept of a form that is none of ours. */
  #check(): void {
    const { proves } = this.#rules;
    if (proves && !proves((name) => (this.#fields.get(name) ?? "").trim()))
      this.#fail(new FormError("FORM_TOKEN", "expected the token of a page"));
  }

  /** Half of a form is not taken: what was left out would count as not filled in. */
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
    // Forms end their lines with CR LF.
    else this.#fields.set(name, value.replace(/\r\n?/g, "\n"));
  }

  #file(field: string, stream: Readable, name: string, mime: string): void {
    // Also of a file that is not kept: an error that nobody listens to would end the process.
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
      // One byte more than is taken, so that what goes beyond is seen.
      limits: { fieldSize: textBytes + 1, fieldNameSize: 1_000 },
    });
  } catch {
    throw new FormError("FORM", "expected a form");
  }
}

/** Browsers write a quote in a file's name as %22, and line ends as %0D%0A. */
const plainName = (name: string): string => name.replaceAll("%22", '"').replaceAll(/%0d|%0a/gi, " ");

/** A file's name without folders and without what cannot be seen. */
const shown = (name: string): string => line(name.split(/[/\\]/).at(-1) ?? "", 120).replace(/^\.+/, "") || "file";
