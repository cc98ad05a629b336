import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { Semaphore } from "../../../domain/semaphore.ts";

/** A browser uses much memory: one prints at a time. */
const slots = new Semaphore(1);
const longestMs = 30_000;

/**
 * Prints one of our pages as PDF: A4, with the page's own style sheet and page numbers. The browser receives the whole page; it runs no script, opens
 * no address and stores nothing.
 * @param executable Chromium, Chrome or Edge
 * @throws the browser could not be started, or did not print within 30 seconds
 */
export const printed = (executable: string, page: string): Promise<Buffer> =>
  slots.take(async () => {
    const profile = await mkdtemp(join(tmpdir(), "duban-print-"));
    const browser = spawn(
      executable,
      [
        ...["--headless", "--remote-debugging-pipe", `--user-data-dir=${profile}`, "--no-first-run", "--disable-gpu"],
        ...["--disable-extensions", "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND"],
        // Chromium's sandbox does not work as root.
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"], detached: true },
    );
    const clock = setTimeout(() => end(browser), longestMs);
    try {
      return await print(browser, page);
    } finally {
      clearTimeout(clock);
      end(browser);
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  });

/** Ends a process and its children. */
function end({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

async function print(browser: ChildProcess, page: string): Promise<Buffer> {
  const call = devTools(browser);
  const { targetId } = await call<{ targetId: string }>("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await call<{ sessionId: string }>("Target.attachToTarget", { targetId, flatten: true });
  await call("Emulation.setScriptExecutionDisabled", { value: true }, sessionId);
  const { frameTree } = await call<{ frameTree: { frame: { id: string } } }>("Page.getFrameTree", {}, sessionId);
  await call("Page.setDocumentContent", { frameId: frameTree.frame.id, html: page }, sessionId);
  const foot = `<div style="width:100%;font-size:8px;text-align:center"><span class="pageNumber"></span> / <span class="totalPages"></span></div>`;
  const how = {
    preferCSSPageSize: true,
    displayHeaderFooter: true,
    headerTemplate: "<span></span>",
    footerTemplate: foot,
  };
  const { data } = await call<{ data: string }>("Page.printToPDF", how, sessionId);
  return Buffer.from(data, "base64");
}

type Call = <Answer>(method: string, params: object, sessionId?: string) => Promise<Answer>;

/** The DevTools protocol over the browser's pipe; each message ends with a NUL. */
function devTools(browser: ChildProcess): Call {
  const [, , , to, from] = browser.stdio as unknown as [null, null, null, Writable, Readable];
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
  let parts: Buffer[] = [];
  let last = 0;
  const lost = (): void => {
    for (const { reject } of waiting.values()) reject(new Error("the browser ended before it had printed"));
    waiting.clear();
  };
  browser.once("error", lost).once("exit", lost);
  to.on("error", lost);
  from.on("data", (part: Buffer) => {
    let rest = part;
    for (let at = rest.indexOf(0); at >= 0; at = rest.indexOf(0)) {
      heard(Buffer.concat([...parts, rest.subarray(0, at)]).toString("utf8"));
      parts = [];
      rest = rest.subarray(at + 1);
    }
    parts.push(rest);
  });
  const heard = (text: string): void => {
    const { id, result, error } = JSON.parse(text) as { id?: number; result?: unknown; error?: { message: string } };
    const one = id === undefined ? undefined : waiting.get(id);
    if (id === undefined || !one) return;
    waiting.delete(id);
    if (error) one.reject(new Error(error.message));
    else one.resolve(result);
  };
  return <Answer>(method: string, params: object, sessionId?: string) =>
    new Promise<Answer>((resolve, reject) => {
      if (browser.exitCode !== null || browser.signalCode !== null) return reject(new Error("the browser has ended"));
      last += 1;
      waiting.set(last, { resolve: resolve as (answer: unknown) => void, reject });
      to.write(`${JSON.stringify({ id: last, method, params, ...(sessionId && { sessionId }) })}\0`);
    });
}
