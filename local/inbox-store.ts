import { appendFile, readFile, rename, writeFile } from "node:fs/promises";

/** A message as its recipient sees it, and as `/inbox.json` returns it. */
export interface InboxMessage {
  channel: "email" | "sms";
  /** Address or number. */
  to: string;
  from: string | null;
  subject: string | null;
  text: string;
  html: string | null;
  /** When it was accepted; ISO 8601, UTC. */
  at: string;
  /** Ids from `X-Duban-Organization` and `X-Duban-Task`. A digest has several, separated by commas. */
  organization: string | null;
  task: string | null;
  /** Message-ID of a mail, OutId of an SMS. */
  messageId: string | null;
  /** Headers of a mail (names in lower case) or parameters of an SMS. */
  headers: Readonly<Record<string, string>>;
}

/** One accepted message, duplicates included. Tests count losses and duplicates with it. */
export interface Accepted {
  channel: "email" | "sms";
  to: string;
  messageId: string | null;
  at: string;
}

/** Maximum number of messages that are shown. */
const kept = 5_000;
/** Maximum number of accepts that are counted. It bounds memory and is far above what any test sends. */
const counted = 500_000;

/** The newest messages, in memory and, if a file is given, across restarts. */
export class InboxStore {
  readonly acceptLog: Accepted[] = [];
  #messages: InboxMessage[] = [];
  #file: string | undefined;
  #capture: ((message: InboxMessage) => void) | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string | undefined, capture: ((message: InboxMessage) => void) | undefined) {
    this.#file = file;
    this.#capture = capture;
  }

  static async open(file?: string, capture?: (message: InboxMessage) => void): Promise<InboxStore> {
    const store = new InboxStore(file, capture);
    if (file === undefined) return store;
    const lines = (await readFile(file, "utf8").catch(() => "")).split("\n").filter(Boolean);
    store.#messages = lines.slice(-kept).flatMap(parse);
    if (lines.length > store.#messages.length) await store.#rewrite();
    return store;
  }

  /** Stores a message. It is on disk when this resolves; only then may it be acknowledged. */
  async add(message: InboxMessage): Promise<void> {
    const { channel, to, messageId, at } = message;
    this.acceptLog.push({ channel, to, messageId, at });
    if (this.acceptLog.length > counted) this.acceptLog.splice(0, counted / 10);
    this.#messages.push(message);
    if (this.#messages.length > kept * 1.2) this.#messages.splice(0, this.#messages.length - kept);
    this.#capture?.(message);
    const file = this.#file;
    if (file === undefined) return;
    await this.#write(() => appendFile(file, `${JSON.stringify(message)}\n`, { mode: 0o600 }));
  }

  /** Newest last. */
  messages(): InboxMessage[] {
    return this.#messages.slice(-kept);
  }

  async clear(): Promise<void> {
    this.#messages = [];
    this.acceptLog.length = 0;
    if (this.#file !== undefined) await this.#rewrite();
  }

  async close(): Promise<void> {
    await this.#writing.catch(() => undefined);
  }

  #rewrite(): Promise<void> {
    const file = this.#file as string;
    return this.#write(async () => {
      await writeFile(`${file}.part`, this.#messages.map((message) => `${JSON.stringify(message)}\n`).join(""), {
        mode: 0o600,
      });
      await rename(`${file}.part`, file);
    });
  }

  #write(work: () => Promise<void>): Promise<void> {
    const written = this.#writing.then(work);
    // A failed write rejects for its own message only, not for those that follow.
    this.#writing = written.catch(() => undefined);
    return written;
  }
}

/** Parses a line. Skips one that kill -9 cut off. */
function parse(line: string): InboxMessage[] {
  try {
    return [JSON.parse(line) as InboxMessage];
  } catch {
    return [];
  }
}
