import type { Browser } from "playwright-core";
import { listen } from "../../web/listen.ts";
import { startBrowser } from "../support/browser/browser.ts";
import { type Desk, openDesk } from "../web/portal.ts";

/** A portal with a database of its own, reachable by a browser. */
export interface DeskInBrowser {
  desk: Desk;
  server: Awaited<ReturnType<typeof listen>>;
  browser: Browser;
  close(): Promise<void>;
}

export async function deskInBrowser(extra: Parameters<typeof openDesk>[0] = {}): Promise<DeskInBrowser> {
  const desk = await openDesk(extra);
  const server = await listen(desk.app, { host: "127.0.0.1", port: 0 });
  const browser = await startBrowser();
  const close = async (): Promise<void> => {
    await browser.close();
    await server.close();
  };
  return { desk, server, browser, close };
}
