import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

/** Result of a request. */
export interface Answer {
  /** 0: no response. */
  status: number;
  ms: number;
  /** How often it was sent again: it was refused before it was sent, or its connection broke (its idempotency key makes that safe). */
  again: number;
  /** How often the portal responded that it was busy, and the request was repeated after the time it gave. */
  busy: number;
}

interface Sent {
  status: number;
  /** Seconds after which to repeat the request. */
  retryAfter: number;
}

/** Milliseconds between two readiness checks of a portal. */
const lookEveryMs = 200;
const mostTries = 5;

/** A load balancer for several portals. It checks whether they are ready, and passes each request to the next one that is. */
export class Balancer {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });
  private portals: { url: string; ready: boolean }[] = [];
  private turn = 0;
  private readonly timer = setInterval(() => void this.look(), lookEveryMs);

  add(url: string): void {
    this.portals.push({ url, ready: true });
  }

  remove(url: string): void {
    this.portals = this.portals.filter((one) => one.url !== url);
  }

  close(): void {
    clearInterval(this.timer);
    this.agent.destroy();
  }

  async post(path: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const began = performance.now();
    const text = JSON.stringify(body);
    let again = 0;
    let busy = 0;
    for (;;) {
      const { status, retryAfter } = await this.send(this.next(), path, text, headers);
      const waits = status === 503 && retryAfter > 0 && busy < mostTries;
      if (!waits && (status !== 0 || again === mostTries))
        return { status, ms: performance.now() - began, again, busy };
      if (waits) {
        busy += 1;
        await pause(retryAfter * 1_000);
      } else again += 1;
    }
  }

  private next(): string {
    const ready = this.portals.filter((one) => one.ready);
    const among = ready.length > 0 ? ready : this.portals;
    this.turn += 1;
    return among[this.turn % among.length]?.url ?? "http://127.0.0.1:1";
  }

  private send(url: string, path: string, text: string, headers: Readonly<Record<string, string>>): Promise<Sent> {
    const none = { status: 0, retryAfter: 0 };
    return new Promise((resolve) => {
      const asked = request(
        `${url}${path}`,
        {
          method: "POST",
          agent: this.agent,
          headers: { ...headers, "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) },
        },
        (answer) => {
          const retryAfter = Number(answer.headers["retry-after"] ?? 0);
          answer.resume().on("end", () => resolve({ status: answer.statusCode ?? 0, retryAfter }));
          answer.on("error", () => resolve(none));
        },
      );
      asked.on("error", () => resolve(none));
      asked.end(text);
    });
  }

  private async look(): Promise<void> {
    await Promise.all(
      this.portals.map(async (one) => {
        one.ready = await fetch(`${one.url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        );
      }),
    );
  }
}
