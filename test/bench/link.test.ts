import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cutFor } from "../../bench/faults/faults.ts";
import { type Link, openLink } from "../../bench/faults/link.ts";

/** Replies to each line with "did" and the line. */
let server: Server;
let link: Link;
const heard: string[] = [];
beforeAll(async () => {
  server = createServer((socket) =>
    socket
      .on("error", () => undefined)
      .on("data", (chunk) => {
        heard.push(chunk.toString());
        socket.write(`did ${chunk}`);
      }),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  link = await openLink(`127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(async () => {
  await link.stop();
  server.close();
});

function dial(): Socket {
  const { hostname, port } = new URL(`tcp://${link.address}`);
  return connect(Number(port), hostname).setNoDelay(true);
}

/** @returns the reply; undefined: the connection closed before it arrived */
function ask(socket: Socket, line: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    socket.once("data", (chunk) => resolve(chunk.toString())).once("error", () => resolve(undefined));
    socket.write(line);
  });
}

describe("a simulated network link", () => {
  test("that is cut at a response lets the request take effect without an answer", async () => {
    const socket = dial();
    const cut = cutFor(link, 0, { from: "far", words: "did commit" }, 2);
    expect(await ask(socket, "commit 1")).toBe("did commit 1");
    expect(await ask(socket, "commit 2")).toBeUndefined();
    expect(heard).toContain("commit 2");
    expect(await cut).toBe(true);
    expect(await ask(dial(), "again")).toBe("did again");
  });

  test("that is cut at a request prevents it", async () => {
    const cut = cutFor(link, 0, { from: "near", words: "secret" });
    expect(await ask(dial(), "a secret")).toBeUndefined();
    expect(heard).not.toContain("a secret");
    expect(await cut).toBe(true);
  });

  test("is not cut at bytes that were not awaited", async () => {
    const cut = cutFor(link, 0, { from: "near", words: "never said" });
    link.disarm();
    expect(await cut).toBe(false);
    expect(await ask(dial(), "never said")).toBe("did never said");
  });

  test("refuses connections while it is cut", async () => {
    link.cut();
    expect(await ask(dial(), "while it is cut")).toBeUndefined();
    link.restore();
    expect(await ask(dial(), "whole again")).toBe("did whole again");
  });
});
